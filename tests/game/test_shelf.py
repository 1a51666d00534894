"""Rulebooks are compiled once for all who ask, and let go of by a server's loops when nobody does."""

import asyncio
from collections.abc import Mapping
from threading import Event

import pytest
from tests.game.house import BOOST, House, loops_of
from tests.game.tiny_rulebook import RULES_VERSION, load_tiny

from comity.game import history
from comity.game.kept import IDLE_SECONDS, Kept
from comity.game.rulebook import Rulebook
from comity.game.shelf import BOOK_IDLE_SECONDS, Shelf
from comity.store.games import ScenariosTable

READERS = 3
PATIENCE = 30.0


class Watched:
    """A house whose shelf keeps a time of our own, and tells what it compiles."""

    def __init__(self, house: House) -> None:
        self.now = 0.0
        self.compiled = 0
        self.may_compile = Event()
        self.may_compile.set()
        shelf = Shelf(self._load, frozenset({RULES_VERSION}), clock=lambda: self.now)
        self.house = house.replaced(shelf=shelf)

    def _load(self, sources: Mapping[str, str]) -> Rulebook:
        self.compiled += 1
        assert self.may_compile.wait(PATIENCE)
        return load_tiny(sources)

    async def tick(self) -> None:
        """What a server does once a second."""
        await loops_of(self.house)._tick()


async def test_given_a_book_that_nobody_asks_for_when_the_server_goes_on_then_it_is_let_go_of(
    house: House,
) -> None:
    watched = Watched(house)
    game = await watched.house.started("usa")

    watched.now = BOOK_IDLE_SECONDS - 1
    await watched.tick()
    await history.texts(game.ports, game.teacher, game.id)
    watched.now += BOOK_IDLE_SECONDS - 1
    await watched.tick()
    await history.texts(game.ports, game.teacher, game.id)
    assert watched.compiled == 1

    watched.now += BOOK_IDLE_SECONDS + 1
    await watched.tick()
    await history.texts(game.ports, game.teacher, game.id)
    assert watched.compiled == 2


async def test_given_a_running_game_when_its_book_was_let_go_of_then_it_is_played_on(house: House) -> None:
    watched = Watched(house)
    game = await watched.house.started("usa")
    watched.now = BOOK_IDLE_SECONDS + 1
    await watched.tick()

    await game.save("usa", BOOST)
    await game.play_turn()

    assert (await game.header()).turn == 2


async def test_given_a_class_that_comes_back_when_all_ask_at_once_then_the_book_is_compiled_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(house)
    game = await watched.house.started("usa")
    watched.now = BOOK_IDLE_SECONDS + 1
    await watched.tick()
    sources, asked = ScenariosTable.sources, 0

    async def until_all_have_asked(table: ScenariosTable, digest: str) -> Mapping[str, str]:
        nonlocal asked
        found = await sources(table, digest)
        asked += 1
        if asked == READERS:
            watched.may_compile.set()
        return found

    monkeypatch.setattr(ScenariosTable, "sources", until_all_have_asked)
    watched.may_compile.clear()
    await asyncio.gather(*(history.texts(game.ports, game.teacher, game.id) for _ in range(READERS)))

    assert (asked, watched.compiled) == (READERS, 2)


async def test_given_a_scenario_when_turn_after_turn_is_resolved_then_its_texts_are_read_once_until_idle(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = Watched(house)
    game = await watched.house.started("usa")
    sources, asked = ScenariosTable.sources, 0

    async def counted(table: ScenariosTable, digest: str) -> Mapping[str, str]:
        nonlocal asked
        asked += 1
        return await sources(table, digest)

    monkeypatch.setattr(ScenariosTable, "sources", counted)
    await game.play_turn()
    await game.play_turn()
    assert asked == 1

    watched.now = BOOK_IDLE_SECONDS + 1
    await watched.tick()
    async with game.ports.store.read() as work:
        row = await work.games.find(game.id)
        assert row is not None
        await game.ports.shelf.sources(work, row.scenario_digest)
    assert asked == 2


async def test_given_what_was_made_of_a_state_when_nobody_asks_again_then_a_servers_loops_let_go_of_it(
    house: House,
) -> None:
    now = 0.0
    kept = Kept[object](most=9, state_bytes=100, clock=lambda: now)
    board = kept.of(b"turn", object)

    now = IDLE_SECONDS - 1
    await loops_of(house)._tick()
    assert kept.of(b"turn", object) is board

    now += IDLE_SECONDS + 1
    await loops_of(house)._tick()
    assert kept.of(b"turn", object) is not board
