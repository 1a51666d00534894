"""A finished game leaves the database as a file by `comity export`, and `comity replay` proves it or not."""

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.asking import comity
from tests.game.house import open_house
from tests.game.test_real_rulebook import SCENARIO, Shipped

from comity.game import pace
from comity.game.engine import load_rulebook
from comity.rules.version import RULES_VERSION
from comity.store import migrate
from comity.store.engine import make_engine


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A database with one game that house bots have played to its end: its address and the game's id."""
    path = tmp_path_factory.mktemp("export") / "comity.sqlite3"
    return f"sqlite:///{path}", asyncio.run(_play(f"sqlite+aiosqlite:///{path}"))


async def _play(url: str) -> str:
    engine = make_engine(url)
    await migrate.upgrade(engine)
    await engine.dispose()
    async with open_house(url, load=load_rulebook, rules_version=RULES_VERSION, scenarios=Shipped()) as house:
        game = await house.lobby(scenario=SCENARIO, bots_fill=True)
        await pace.start(house.ports, game.teacher, game.id)
        await game.played_out()
        return game.id


def exported(played: tuple[str, str], form: str) -> str:
    url, game = played
    done = comity("export", game, "--format", form, "--database-url", url)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_exported_game_proves_itself(played: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    file.write_text(exported(played, "json"))

    done = comity("replay", str(file), "--verify", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"holds": True, "turns_checked": 4, "problems": []}


def test_a_file_with_another_move_in_it_does_not_hold_and_the_turn_is_named(
    played: tuple[str, str], tmp_path: Path
) -> None:
    document: dict[str, Any] = json.loads(exported(played, "json"))
    move = next(move for move in document["moves"] if move["turn"] == 2 and move["body"])
    move["body"] = {}
    file = tmp_path / "game.json"
    file.write_text(json.dumps(document))

    done = comity("replay", str(file), "--verify", "--json")

    assert done.returncode == 1
    verdict = json.loads(done.stdout)
    assert not verdict["holds"]
    assert 2 in {problem["turn"] for problem in verdict["problems"]}


def test_the_table_holds_every_index_of_every_turn(played: tuple[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(played, "csv").removeprefix("\ufeff"))))

    indices = {(row["turn"], row["variable"]) for row in rows if row["kind"] == "index"}

    assert {turn for turn, _ in indices} == {"0", "1", "2", "3", "4"}
    assert len(indices) == 5 * 4


def test_a_game_that_is_not_there_is_a_problem_with_the_input(played: tuple[str, str]) -> None:
    done = comity("export", "no-such-game", "--database-url", played[0])
    assert (done.returncode, done.stdout) == (1, "")
    assert "no game of this id" in done.stderr


def test_what_if_is_asked_of_an_exported_game(played: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    file.write_text(exported(played, "json"))
    asked = ("lab", "whatif", str(file), "--turn", "2", "--seat", "columbia", "--games", "8")

    done, told = comity(*asked, "--json"), comity(*asked)

    assert done.returncode == told.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert set(document) == {"turn", "seat", "changed", "more", "games", "indices", "scores"}
    assert document["changed"]
    assert set(document["indices"]["order"]) == {"difference", "low", "high"}
    assert "If columbia had done nothing in turn 2" in told.stdout


@pytest.mark.parametrize(
    ("asked", "move", "said"),
    [
        (("9", "columbia"), None, "turn: Turn 9 was not played. Give a turn from 1 to 4."),
        (("2", "atlantis"), None, "seat: There is no seat atlantis in this game. Choose among "),
        (("2", "columbia"), {"stance": {"liberal": 11}}, "stance.liberal: "),
        (
            ("2", "columbia"),
            {"actions": [{"action": "open_trad", "target": "SER"}]},
            "did you mean open_trade?",
        ),
        (("2", "columbia"), [], "a move is a JSON object"),
    ],
)
def test_what_cannot_be_asked_is_told_with_field_and_mend(
    played: tuple[str, str], tmp_path: Path, asked: tuple[str, str], move: object, said: str
) -> None:
    file, other = tmp_path / "game.json", tmp_path / "move.json"
    file.write_text(exported(played, "json"))
    other.write_text(json.dumps(move))
    options = () if move is None else ("--move", str(other))
    turn, seat = asked

    done = comity("lab", "whatif", str(file), "--turn", turn, "--seat", seat, *options)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
