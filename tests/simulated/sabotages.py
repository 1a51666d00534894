"""Builds with one promise broken: what the simulation must catch. They live here, and nowhere in the server.

SQLite lets one writer in at a time, so a lock that is not taken shows nothing there. What such a build would
do on Postgres is said by splitting its transaction in two: what was looked at is let go of before it is used.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text, update
from tests.nemesis import broken
from tests.simulated.driver import WRITES
from tests.simulated.faults import Weather

from comity.game import lobby, pace, submit, vigil
from comity.game.access import Caller
from comity.game.errors import TurnClosed
from comity.game.ports import Ports, UnitOfWork
from comity.game.shapes import GameHeader, Receipt
from comity.live.hub import Hub
from comity.live.session import Numbers
from comity.store import tables as t
from comity.store.games import GamesTable
from comity.store.moves import MovesTable, ResolutionsTable
from comity.store.repository import values_of
from comity.store.telling import StreamsTable
from comity.store.turns import TurnsTable

Patch = pytest.MonkeyPatch
A_MOMENT: Final = 0.3
HASTY_SECONDS: Final = 1.0


def without_the_share_lock(patch: Patch) -> None:
    """A move does not hold its turn: others may close it between the look and the row."""
    hold_open = submit._hold_open

    async def hold_nothing(work: Any, caller: Any, game: str, turn: int) -> Any:
        seen = await hold_open(work, caller, game, turn)
        await work._connection.exec_driver_sql("COMMIT")
        await asyncio.sleep(A_MOMENT)
        await work._connection.exec_driver_sql(WRITES)
        return seen

    patch.setattr(submit, "_hold_open", hold_nothing)


def answer_before_commit(patch: Patch) -> None:
    """The receipt goes out first, and the commit comes a moment later, if it comes."""
    patch.setattr(submit, "writing", broken.hasty_writing(HASTY_SECONDS))


def without_fences(patch: Patch) -> None:
    """Whoever has computed a turn commits it: the first is taken to be the only one."""

    async def add_anyway(table: Any, resolution: Any) -> bool:
        await table._insert_if_new(t.resolution, values_of(resolution))
        return True

    async def advance_anyway(table: Any, game: str, _from_turn: int) -> bool:
        going = update(t.game).where(t.game.c.id == game)
        return bool(await table._changed(going.values(turn_no=t.game.c.turn_no + 1)) == 1)

    async def change_anyway(table: Any, game: str, n: int, _close_no: int, _before: str, after: str) -> bool:
        await table._changed(
            update(t.turn).where(t.turn.c.game == game, t.turn.c.n == n).values(status=after)
        )
        return True

    async def open_anyway(table: Any, turn: Any) -> None:
        await table._insert_if_new(t.turn, values_of(turn))

    patch.setattr(ResolutionsTable, "add", add_anyway)
    patch.setattr(GamesTable, "advance", advance_anyway)
    patch.setattr(TurnsTable, "change", change_anyway)
    patch.setattr(TurnsTable, "add", open_anyway)


def hint_before_commit_and_no_poll(patch: Patch) -> None:
    """Others are told to look before there is anything to see, and never look by themselves."""

    @asynccontextmanager
    async def hinting(ports: Ports) -> AsyncIterator[UnitOfWork]:
        async with ports.store.write() as work:
            yield work
            for game in sorted(work.news):
                await ports.bus.publish(game)
            await asyncio.sleep(A_MOMENT)

    async def nothing(_hub: Hub) -> None:
        return

    for name, module in list(sys.modules.items()):
        if name.startswith("comity.game.") and hasattr(module, "writing"):
            patch.setattr(module, "writing", hinting)
    patch.setattr(Hub, "poll", nothing)


def the_time_before_waiting(patch: Patch) -> None:
    """What decides is the time at which a save began, whenever it got its lock."""
    writing = submit.writing  # type: ignore[attr-defined]

    @asynccontextmanager
    async def early(ports: Ports) -> AsyncIterator[UnitOfWork]:
        async with ports.store.read() as before:
            began = await before.now()
        async with writing(ports) as work:

            async def now() -> Any:
                return began

            vars(work)["now"] = now
            yield work

    patch.setattr(submit, "writing", early)


def numbers_from_a_sequence(patch: Patch) -> None:
    """Numbers come from a counter that no rollback turns back, as a database's sequence does not."""
    last: dict[tuple[str, str], int] = {}

    async def take(table: Any, game: str, viewer: str, count: int) -> int:
        key = (game, viewer)
        if key not in last:
            row = await table.find(game, viewer)
            last[key] = row.head
        first = last[key] + 1
        last[key] += count
        here = update(t.stream).where(t.stream.c.game == game, t.stream.c.viewer == viewer)
        await table._changed(here.values(head=last[key]))
        return first

    patch.setattr(StreamsTable, "take", take)


def extend_whatever_was_seen(patch: Patch) -> None:
    """The deadline is moved from where it is, not from where the instructor saw it."""
    extend = pace.extend

    async def again(ports: Ports, caller: Caller, game: str, minutes: int, _version: int) -> GameHeader:
        now = await lobby.header(ports, caller, game)
        return await extend(ports, caller, game, minutes, now.deadline_version)

    patch.setattr(pace, "extend", again)


def without_the_close_number(patch: Patch) -> None:
    """A computation from before a turn was opened again may commit its old inputs."""

    async def change(table: Any, game: str, n: int, _close_no: int, before: str, after: str) -> bool:
        changing = text("UPDATE turn SET status = :after WHERE game = :game AND n = :n AND status = :before")
        values = {"after": after, "game": game, "n": n, "before": before}
        return bool((await table._connection.execute(changing, values)).rowcount == 1)

    patch.setattr(TurnsTable, "change", change)


def the_key_after_the_deadline(patch: Patch) -> None:
    """Whoever repeats a save after the turn has closed is refused, and never learns that it was in."""
    submit_move = submit.submit_move

    async def late(
        ports: Ports, caller: Caller, game: str, turn: int, body: Any, *, idem_key: str, if_match: Any = None
    ) -> Receipt:
        async with ports.store.read() as work:
            row, found = await work.games.find(game), await work.turns.find(game, turn)
            if row is None or found is None or found.status != "open":
                raise TurnClosed(turn, row.turn_no if row else 0)
        return await submit_move(ports, caller, game, turn, body, idem_key=idem_key, if_match=if_match)

    patch.setattr(submit, "submit_move", late)


def without_the_key(patch: Patch) -> None:
    """A repeated save is a new one."""

    async def no_move(*_: object) -> None:
        return None

    async def add(table: Any, move: Any) -> bool:
        values = {**values_of(move), "idem_key": f"{move.idem_key}:{move.rev}"}
        return bool(await table._insert_if_new(t.move, values))

    patch.setattr(MovesTable, "by_key", no_move)
    patch.setattr(MovesTable, "add", add)


def forget_a_delivery(patch: Patch) -> None:
    """One delivery in twenty is counted as told, and is not told."""
    patch.setattr(Numbers, "fresh", broken.forgetful_fresh())


def accept_after_the_deadline(patch: Patch) -> None:
    """Whoever comes before the sweep is in time, whatever the clock says."""
    patch.setattr(submit, "_hold_open", broken.hold_open_without_a_clock)


def without_outages(patch: Patch) -> None:
    """Nobody sees that nobody was there: the sweep takes what fell due meanwhile like any other turn."""

    async def never(_work: object, _now: object) -> None:
        return None

    patch.setattr(vigil, "outage", never)


def no_grace_after_an_outage(patch: Patch) -> None:
    """Only what was left when the servers went down is given back, were it a second."""
    patch.setattr(vigil, "GRACE", timedelta(0))


@dataclass(frozen=True, slots=True)
class Sabotage:
    """`apply` breaks the build for one schedule; `caught_as` are how complaints about it may begin. `weather`
    is what it is met with where weather that is drawn brings the break out too rarely for a test.
    """

    apply: Callable[[Patch], None]
    caught_as: tuple[str, ...]
    words: str
    weather: Weather | None = None


FAILING_MACHINES: Final = Weather(servers=2, slow=0.7, failing=0.5, seconds=30.0)
"""Computations fail until a turn has to be opened again, while an old one of that turn still goes on."""


SABOTAGES: Final[Mapping[str, Sabotage]] = {
    "share-lock": Sabotage(without_the_share_lock, ("left out", "late"), "a move does not hold its turn"),
    "hasty-answer": Sabotage(answer_before_commit, ("lost",), "the receipt is sent before the commit"),
    "fences": Sabotage(without_fences, ("resolutions",), "a resolution commits without fences"),
    "early-hint": Sabotage(
        hint_before_commit_and_no_poll, ("stuck",), "the hint comes before the commit, and nobody polls"
    ),
    "early-clock": Sabotage(
        the_time_before_waiting, ("late",), "the time is read before waiting for the lock"
    ),
    "sequence": Sabotage(numbers_from_a_sequence, ("numbering",), "streams are numbered from a sequence"),
    "blind-extension": Sabotage(
        extend_whatever_was_seen, ("extended",), "the deadline is moved without a compare-and-set"
    ),
    "close-number": Sabotage(
        without_the_close_number,
        ("old close",),
        "a resolution does not look at the number of its close",
        FAILING_MACHINES,
    ),
    "late-key": Sabotage(
        the_key_after_the_deadline, ("same key",), "the key is looked up after the deadline was checked"
    ),
    "no-key": Sabotage(without_the_key, ("same key", "changed"), "a repeated key is a new move"),
    "forgotten-delivery": Sabotage(forget_a_delivery, ("stream",), "one delivery in twenty is not sent"),
    "unseen-outage": Sabotage(without_outages, ("outage",), "an outage is not made good"),
    "no-grace": Sabotage(
        no_grace_after_an_outage, ("outage",), "after an outage only what was left is given back"
    ),
    "late-acceptance": Sabotage(accept_after_the_deadline, ("late",), "the deadline is not looked at"),
}
