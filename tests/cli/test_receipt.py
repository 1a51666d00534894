"""`comity receipt`: who says that a seat submitted can be believed, or not."""

import asyncio
from pathlib import Path

import pytest
from tests.cli.asking import answer, comity
from tests.game.house import BOOST, open_house

from comity.game import pace, submit
from comity.store import migrate
from comity.store.engine import make_engine

Played = tuple[tuple[str, str], str, list[str]]


@pytest.fixture
def played(tmp_path: Path) -> Played:
    """The options that name a database, a game in it, and the receipts of two revisions of one seat."""
    file = tmp_path / "comity.sqlite3"
    game, receipts = asyncio.run(_play(f"sqlite+aiosqlite:///{file}"))
    return ("--database-url", f"sqlite:///{file}"), game, receipts


async def _play(url: str) -> tuple[str, list[str]]:
    engine = make_engine(url)
    await migrate.upgrade(engine)
    await engine.dispose()
    async with open_house(url) as house:
        game = await house.lobby(title="Tuesday")
        await game.sit("usa", "Eve")
        await pace.start(house.ports, game.teacher, game.id)
        async with house.ports.store.write() as work:  # the command has the key that the database keeps
            key = await work.secrets.keep("receipt_key", house.ports.receipt_key)
        assert key == house.ports.receipt_key
        player = game.player("usa")
        kept = await submit.submit_move(
            house.ports, player, game.id, 1, BOOST, idem_key="the-key-of-the-first"
        )
        gone = await submit.submit_move(
            house.ports, player, game.id, 1, None, idem_key="the-key-of-the-second"
        )
        return game.id, [kept.receipt, gone.receipt]


def test_a_receipt_is_of_the_move_for_which_it_was_given(played: Played) -> None:
    options, game, (first, second) = played

    kept = answer("receipt", game, first, "--json", *options)
    gone = answer("receipt", game, second[:16].upper(), "--json", *options)

    assert {name: kept[name] for name in ("turn", "seat", "rev", "withdrawn", "last")} == {
        "turn": 1,
        "seat": "usa",
        "rev": 1,
        "withdrawn": False,
        "last": False,
    }
    assert (gone["rev"], gone["withdrawn"], gone["last"]) == (2, True, True)
    said = comity("receipt", game, first, *options).stdout
    assert "The seat usa submitted its move in turn 1 as revision 1" in said
    assert "A later revision took its place." in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda receipt: receipt[:-1] + ("0" if receipt[-1] != "0" else "1"), "gave no such receipt"),
        (lambda receipt: receipt[:15], "at least the 16"),
    ],
    ids=["one sign is another", "too few signs"],
)
def test_what_the_server_never_gave_is_no_receipt(played: Played, changed: object, words: str) -> None:
    options, game, (first, _) = played
    assert callable(changed)

    done = comity("receipt", game, changed(first), *options)

    assert done.returncode == 1
    assert words in done.stderr


def test_a_receipt_of_a_game_that_is_not_there_says_so(played: Played) -> None:
    options, _, (first, _) = played

    done = comity("receipt", "f" * 32, first, *options)

    assert done.returncode == 1
    assert "no game of this id" in done.stderr
