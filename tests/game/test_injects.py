"""Events that the instructor sends: accepted, taken back, hidden until they come, frozen at the close."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.game.boards import public_of
from tests.game.breakage import DyingBus, DyingStore, Killed, WatchedCompute, die
from tests.game.checks import numbering_gaps, resolution_faults, told_to
from tests.game.house import EXPLODE, Game, House, open_house
from tests.game.outsiders import CountedRandomness, everything_for, same
from tests.game.test_exactly_once import LOOK_ON_SECONDS, UNHINDERED_SECONDS
from tests.store.backends import emptied

from comity.game import history, injects, journal, pace, seats, turn
from comity.game.access import ANONYMOUS, Caller
from comity.game.errors import NotAllowed, NotVisible, Refused, WrongStatus
from comity.game.shapes import Injects
from comity.rules.moves import Injected
from comity.store.games import GamesTable
from comity.store.turns import TurnsTable

FLOOD, FLOOD_NOWHERE = Injected("flood", "fiji"), Injected("flood", "atlantis")
ECLIPSE = Injected("eclipse")


async def send(game: Game, inject: Injected = FLOOD) -> list[tuple[str, str | None]]:
    return keys(await injects.send(game.ports, game.teacher, game.id, inject))


async def take_back(game: Game, inject: Injected = FLOOD) -> list[tuple[str, str | None]]:
    return keys(await injects.take_back(game.ports, game.teacher, game.id, inject))


async def waiting(game: Game) -> list[tuple[str, str | None]]:
    return keys((await seats.room(game.ports, game.teacher, game.id)).injects)


def keys(found: Injects) -> list[tuple[str, str | None]]:
    return [(inject.event, inject.state) for inject in found.waiting]


async def pending(game: Game) -> list[tuple[str, str | None]]:
    """What has come, as a seat sees it."""
    board = public_of(await history.snapshot(game.ports, game.player("usa"), game.id))
    return [(event.event, event.state) for event in board.events]


async def written(game: Game) -> list[str]:
    async with game.ports.store.read() as work:
        return [line.kind for line in await work.journal.of_game(game.id)]


async def test_an_event_waits_in_the_room_and_comes_with_the_next_turn_only(house: House) -> None:
    game = await house.started("usa")

    assert await send(game) == [("flood", "fiji")]
    assert await send(game, ECLIPSE) == [("flood", "fiji"), ("eclipse", None)] == await waiting(game)
    assert await pending(game) == []
    await game.play_turn()

    assert sorted(await pending(game)) == [("eclipse", None), ("flood", "fiji")]
    assert await waiting(game) == []
    await game.play_turn()
    assert await pending(game) == []


async def test_sent_twice_it_comes_once_and_is_written_down_once(house: House) -> None:
    game = await house.started("usa")

    await asyncio.gather(*(send(game) for _ in range(4)))

    assert await waiting(game) == [("flood", "fiji")]
    assert (await written(game)).count("event_injected") == 1
    await game.play_turn()
    assert await pending(game) == [("flood", "fiji")]


async def test_taken_back_it_never_comes_and_can_be_sent_again(house: House) -> None:
    game = await house.started("usa")
    await send(game, ECLIPSE)
    await send(game)

    assert await take_back(game) == [("eclipse", None)]
    assert await take_back(game) == [("eclipse", None)]  # once more changes nothing
    assert (await written(game)).count("event_taken_back") == 1
    await game.play_turn()
    assert await pending(game) == [("eclipse", None)]

    assert await take_back(game) == []
    assert await send(game) == [("flood", "fiji")]
    await game.play_turn()
    assert await pending(game) == [("flood", "fiji")]


async def test_in_a_pause_it_is_sent_and_taken_back_as_at_any_time(house: House) -> None:
    game = await house.started("usa")
    await pace.pause(house.ports, game.teacher, game.id)

    assert await send(game) == [("flood", "fiji")]
    assert await take_back(game) == []
    await send(game, ECLIPSE)
    await pace.resolve_now(house.ports, game.teacher, game.id, 1)

    assert await pending(game) == [("eclipse", None)]


async def test_the_instructors_other_pages_learn_of_it_and_nobody_else_does(house: House) -> None:
    game = await house.started("usa")
    outsiders = [game.player("usa"), await game.spectator()]
    before = [await told_to(game, caller) for caller in outsiders]
    known = len(await told_to(game, game.teacher))

    await send(game)
    await take_back(game)
    await take_back(game)

    news = (await told_to(game, game.teacher))[known:]
    assert [(event["type"], event["injects"]) for event in news] == [
        ("injects_changed", {"turn": 1, "waiting": [{"event": "flood", "state": "fiji"}]}),
        ("injects_changed", {"turn": 1, "waiting": []}),
    ]
    assert [await told_to(game, caller) for caller in outsiders] == before
    assert await numbering_gaps(game) == []


@pytest.mark.parametrize(
    ("inject", "field", "code"),
    [
        (Injected("food", "fiji"), "event", "unknown_key"),
        (FLOOD_NOWHERE, "state", "unknown_key"),
        (Injected("flood"), "state", "state_missing"),
        (Injected("eclipse", "fiji"), "state", "needless_state"),
    ],
)
async def test_what_cannot_be_sent_or_taken_back_is_refused_by_field(
    house: House, inject: Injected, field: str, code: str
) -> None:
    game = await house.started("usa")
    for act in (send, take_back):
        with pytest.raises(Refused) as refusal:
            await act(game, inject)
        assert (refusal.value.faults[0].field, refusal.value.code) == (field, code)
    assert "event_injected" not in await written(game)


async def test_in_the_last_turn_nothing_can_be_sent_since_no_turn_follows(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()
    await game.play_turn()

    with pytest.raises(WrongStatus) as refusal:
        await send(game)

    assert refusal.value.code == "no_turn_follows"
    assert (await game.header()).turn == (await game.header()).turns


@pytest.mark.parametrize("status", ["lobby", "ended"])
async def test_a_game_that_is_not_on_takes_no_event(house: House, status: str) -> None:
    game = await house.lobby()
    if status == "ended":
        await pace.start(house.ports, game.teacher, game.id)
        await send(game)
        await pace.finish(house.ports, game.teacher, game.id)

    for act in (send, take_back):
        with pytest.raises(WrongStatus) as refusal:
            await act(game)
        assert refusal.value.code == f"game_is_{status}"
    assert await waiting(game) == []


async def test_only_the_games_instructor_sends_events(house: House) -> None:
    game = await house.started("usa")
    for caller, refusal in (
        (game.player("usa"), NotAllowed),
        (await game.spectator(), NotAllowed),
        (await house.teacher(), NotVisible),
        (ANONYMOUS, NotVisible),
    ):
        other = Game(house, caller, game.classroom, game.id, game.code)
        for act in (send, take_back):
            for inject in (FLOOD, FLOOD_NOWHERE):
                with pytest.raises(refusal):
                    await act(other, inject)
    assert await waiting(game) == []


class TestFrozenAtTheClose:
    async def closed(self, game: Game) -> None:
        async with game.ports.store.write() as work:
            row = await work.games.lock(game.id)
            assert row is not None
            assert await turn.close_if_due(game.ports, work, row, forced=True) is not None

    async def test_a_closed_turn_takes_nothing_more_and_gives_nothing_back(self, house: House) -> None:
        game = await house.started("usa")
        await send(game)
        await self.closed(game)

        for act, inject in ((send, ECLIPSE), (take_back, FLOOD)):
            with pytest.raises(WrongStatus) as refusal:
                await act(game, inject)
            assert refusal.value.code == "turn_not_open"
        await turn.advance(house.ports, game.id)

        assert await pending(game) == [("flood", "fiji")]

    async def test_one_that_is_being_sent_while_the_turn_closes_comes_all_the_same(
        self, house: House, colleague: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        game = await house.started("usa")
        sweep = self.sweep_before_the_line(house, colleague, monkeypatch)

        await send(game)

        assert await sweep() == 1
        assert await pending(game) == [("flood", "fiji")]

    async def test_control_without_the_locks_an_accepted_event_never_comes(
        self, postgres_house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with open_house(postgres_house.database_url, time=postgres_house.clock.decide) as colleague:
            game = await postgres_house.started("usa")
            sweep = self.sweep_before_the_line(
                postgres_house, colleague, monkeypatch, look_on=UNHINDERED_SECONDS
            )
            monkeypatch.setattr(GamesTable, "lock", GamesTable.find)
            monkeypatch.setattr(TurnsTable, "lock", TurnsTable.find)

            await send(game)

            assert await sweep() == 1
            assert await pending(game) == []

    def sweep_before_the_line(
        self, house: House, colleague: House, patch: pytest.MonkeyPatch, *, look_on: float = LOOK_ON_SECONDS
    ) -> Callable[[], Awaitable[int | None]]:
        """Another process sweeps the turn, now due, exactly between the checks of an event and its line.

        It is given ``look_on`` seconds to come to its end: behind a lock it cannot, without one it must.
        """
        record = journal.record
        sweeps: list[asyncio.Task[int | None]] = []

        async def sweep_first(*args: Any, **payload: Any) -> None:
            if not sweeps:
                house.clock.advance(minutes=10)
                sweeps.append(asyncio.create_task(turn.sweep(colleague.ports)))
                await asyncio.wait(sweeps, timeout=look_on)
            await record(*args, **payload)

        patch.setattr(journal, "record", sweep_first)

        async def done() -> int | None:
            return await sweeps[0]

        return done

    async def test_a_turn_that_failed_keeps_it_and_reopened_gives_it_back(self, house: House) -> None:
        game = await house.started("usa")
        await send(game)
        await game.save("usa", EXPLODE)
        house.clock.advance(minutes=10)
        for _ in range(3):
            await turn.sweep(house.ports)
            house.clock.advance(seconds=3)
        assert (await game.header()).status == "paused"
        with pytest.raises(WrongStatus):
            await take_back(game)

        await pace.resume(house.ports, game.teacher, game.id)
        assert await waiting(game) == [("flood", "fiji")]
        await take_back(game)
        await send(game, ECLIPSE)
        await game.save("usa", None)
        await game.play_turn()

        assert await pending(game) == [("eclipse", None)]


class TestKilled:
    @pytest.mark.parametrize("when", ["before", "within"])
    async def test_before_the_commit_nothing_is_left_and_it_can_be_sent_again(
        self, house: House, when: str
    ) -> None:
        game = await house.started("usa")
        dying = house.replaced(store=DyingStore(house.ports.store, 1, when))

        with pytest.raises(Killed):
            await send(same(game, dying))

        assert await waiting(game) == []
        assert await send(game) == [("flood", "fiji")]

    @pytest.mark.parametrize("when", ["after the commit", "before the hint"])
    async def test_after_the_commit_it_waits_and_sending_it_again_changes_nothing(
        self, house: House, when: str
    ) -> None:
        game = await house.started("usa")
        store = DyingStore(house.ports.store, 1, "after")
        dying = house.replaced(store=store) if when == "after the commit" else house.replaced(bus=DyingBus())

        with pytest.raises(Killed):
            await send(same(game, dying))

        assert await waiting(game) == await send(game) == [("flood", "fiji")]
        await game.play_turn()
        assert await pending(game) == [("flood", "fiji")]

    async def test_between_close_and_commit_another_process_computes_the_same_event(
        self, house: House, colleague: House
    ) -> None:
        game = await house.started("usa")
        await send(game)
        await send(game, ECLIPSE)
        await take_back(game)
        house.clock.advance(minutes=10)
        dying = WatchedCompute(house.ports.compute, after=die)
        with pytest.raises(Killed):
            await turn.sweep(house.replaced(compute=dying).ports)
        house.clock.advance(seconds=3)
        second = WatchedCompute(colleague.ports.compute)
        await turn.sweep(colleague.replaced(compute=second).ports)

        assert dying.seen[0].injects == second.seen[0].injects == (ECLIPSE,)
        assert await pending(game) == [("eclipse", None)]
        assert await resolution_faults(game) == []


Act = Callable[[Game], Awaitable[None]]


async def _nothing(_game: Game) -> None:
    pass


async def _one(game: Game) -> None:
    await send(game)


async def _one_taken_back(game: Game) -> None:
    await send(game)
    await take_back(game)


async def _two_and_one_taken_back(game: Game) -> None:
    await send(game, ECLIPSE)
    await send(game, Injected("flood", "usa"))
    await take_back(game, ECLIPSE)


async def seen_by_others(
    database_url: str, act: Act, world: str, *, resolved: bool = False
) -> dict[str, bytes]:
    """A turn in which only what is sent differs; what everybody but the instructor could get hold of."""
    async with open_house(database_url, randomness=CountedRandomness("public")) as house:
        await emptied(database_url)
        elsewhere = house.replaced(randomness=CountedRandomness(f"secret {world}"))
        game = await house.started("china", "fiji", "usa")
        callers: dict[str, Caller] = {seat: game.player(seat) for seat in ("china", "fiji", "usa")}
        callers |= {"spectator": await game.spectator(), "stranger": ANONYMOUS}
        await game.play_turn()
        await act(same(game, elsewhere))
        if resolved:
            await game.play_turn()
        return {
            f"{who}: {what}": answer
            for who, caller in callers.items()
            for what, answer in (await everything_for(game, caller)).items()
        }


@pytest.mark.parametrize("act", [_one, _two_and_one_taken_back], ids=["one", "one of two"])
async def test_until_the_turn_is_resolved_everybody_else_sees_the_same_bytes(
    database_url: str, act: Act
) -> None:
    without = await seen_by_others(database_url, _nothing, "without")

    assert await seen_by_others(database_url, act, "with") == without
    assert without


async def test_what_was_taken_back_shows_no_trace_after_the_resolution_either(database_url: str) -> None:
    without = await seen_by_others(database_url, _nothing, "without", resolved=True)

    assert await seen_by_others(database_url, _one_taken_back, "with", resolved=True) == without
    assert await seen_by_others(database_url, _one, "with", resolved=True) != without


async def test_control_an_event_told_to_everybody_is_found_out(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = await seen_by_others(database_url, _nothing, "without")
    monkeypatch.setattr(injects, "INSTRUCTOR", "public")

    assert await seen_by_others(database_url, _one, "with") != without
