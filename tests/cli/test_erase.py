"""`comity erase`: what it says before and after, whom it refuses, and what is left in the file."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.asking import answer, comity
from tests.game.house import open_house

from comity.game import lobby, pace, press
from comity.store import migrate
from comity.store.engine import make_engine


@dataclass
class Played:
    """A database with one game in which two people called Eve have spoken."""

    file: Path
    words: str
    ids: list[str]

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    @property
    def options(self) -> tuple[str, str]:
        return "--database-url", self.url


@pytest.fixture
def played(tmp_path: Path) -> Played:
    file, words = tmp_path / "comity.sqlite3", secrets.token_hex(16)
    return Played(file, words, asyncio.run(_play(f"sqlite+aiosqlite:///{file}", words)))


async def _play(url: str, words: str) -> list[str]:
    engine = make_engine(url)
    await migrate.upgrade(engine)
    await engine.dispose()
    async with open_house(url) as house:
        game = await house.lobby(title="Tuesday")
        eves = [await game.sit(seat, "Eve") for seat in ("usa", "fiji")]
        await pace.start(house.ports, game.teacher, game.id)
        await press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], words)
        room = await lobby.make_class(house.ports, game.teacher, "last year", house.clock.now().date())
        assert room.delete_on
        return [eve.person or "" for eve in eves]


def holds(played: Played) -> bool:
    """Whether the words stand anywhere in the database's files, in use or left over."""
    files = played.file.parent.glob(f"{played.file.name}*")
    return any(played.words.encode() in file.read_bytes() for file in files)


def test_of_several_people_of_one_name_none_is_erased_and_all_are_told(played: Played) -> None:
    done = comity("erase", "eve", *played.options)

    assert done.returncode == 1
    assert all(one in done.stderr for one in played.ids)
    assert "Government of Usa in Tuesday" in done.stderr
    assert holds(played)


def test_a_dry_run_says_what_would_go_and_then_it_goes_from_the_file_too(played: Played) -> None:
    asked = comity("erase", played.ids[0], "--dry-run", *played.options)
    assert asked.returncode == 0, asked.stderr
    assert "This would erase 1 person, 1 message without its words, " in asked.stdout
    assert holds(played)

    document = answer("erase", played.ids[0], "--json", *played.options)

    assert (document["dry_run"], document["people"], document["messages"]) == (False, 1, 1)
    assert not holds(played)


def test_a_name_that_is_left_with_one_person_is_enough(played: Played) -> None:
    answer("erase", played.ids[0], "--json", *played.options)

    done = comity("erase", "EVE", *played.options)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Erased: 1 person")


def test_nobody_of_that_name_is_a_problem_with_the_input(played: Played) -> None:
    done = comity("erase", "Adam", *played.options)

    assert (done.returncode, done.stdout) == (1, "")
    assert "nobody of this name" in done.stderr


def test_overdue_takes_classes_past_their_day_and_games_past_theirs(played: Played) -> None:
    kept = answer("erase", "--overdue", "--retention-months", "0", "--json", *played.options)
    assert (kept["classes"], kept["people"]) == (1, 0)

    asked = comity("erase", "--overdue", "--retention-months", "1", "--dry-run", *played.options)
    document = answer("erase", "--overdue", "--retention-months", "1", "--json", *played.options)

    assert "This would erase 2 people" in asked.stdout
    assert (document["people"], document["messages"]) == (2, 1)
    assert not holds(played)
    assert comity("erase", "--overdue", *played.options).stdout == "Erased: nothing.\n"


@pytest.mark.parametrize("arguments", [(), ("Eve", "--overdue")])
def test_neither_and_both_are_a_question_put_wrongly(arguments: tuple[str, ...]) -> None:
    done = comity("erase", *arguments)

    assert done.returncode == 2
    assert "--overdue" in done.stderr


def test_the_document_is_one_line_of_numbers_a_kind(played: Played) -> None:
    document = json.loads(comity("erase", played.ids[0], "--json", *played.options).stdout)
    assert set(document) == {"dry_run", "people", "messages", "retold", "games", "classes", "failed"}
