"""What each viewer is told: gapless, byte for byte, and nothing that is not theirs."""

import asyncio
from collections.abc import Awaitable
from itertools import pairwise
from typing import Any

import orjson
import pytest
from tests.game.boards import public_of
from tests.game.checks import Follower, numbering_gaps, told_to
from tests.game.house import BOOST, Game, House, curse

from comity.game import history, lobby, pace, press, seats, streams
from comity.game.errors import NotVisible
from comity.game.shapes import Heads
from comity.store.telling import StreamsTable


async def test_each_viewer_has_a_public_and_at_most_one_private_stream(house: House) -> None:
    game = await house.started("usa", spectator_delay=2)

    viewers = [
        await streams.viewer(house.ports, caller, game.id)
        for caller in (game.teacher, game.player("usa"), await game.spectator())
    ]

    assert viewers == [
        streams.Viewer(game.id, "instructor", False),
        streams.Viewer(game.id, "seat:usa", False),
        streams.Viewer(game.id, None, True),
    ]


async def test_callers_of_one_audience_are_equal_viewers(house: House) -> None:
    game = await house.started("usa")
    first, second = game.player("usa"), await game.sit("usa")

    assert await streams.viewer(house.ports, first, game.id) == await streams.viewer(
        house.ports, second, game.id
    )


async def test_what_is_stored_is_a_whole_frame_with_its_stream_and_number(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)
    viewer = await streams.viewer(house.ports, game.player("usa"), game.id)

    missed = await streams.missed(house.ports, viewer, 0, 0)

    frames = [orjson.loads(frame) for frame in missed.private]
    assert [(frame["type"], frame["stream"], frame["seq"]) for frame in frames] == [
        ("delivery", "private", 1)
    ]
    assert frames[0]["event"]["type"] == "move_saved"
    assert frames[0]["event"]["move"]["body"] == BOOST


async def test_whoever_asks_from_a_number_gets_what_follows_it_and_the_same_bytes_each_time(
    house: House,
) -> None:
    game = await house.started("usa")
    await game.play_turn()
    viewer = await streams.viewer(house.ports, game.teacher, game.id)

    everything = await streams.missed(house.ports, viewer, 0, 0)
    rest = await streams.missed(house.ports, viewer, 2, 0)
    nothing = await streams.missed(house.ports, viewer, everything.heads.public, everything.heads.private)

    assert list(rest.public) == list(everything.public)[2:]
    assert (list(nothing.public), list(nothing.private)) == ([], [])
    assert len(everything.public) == everything.heads.public


async def test_a_long_way_is_gone_in_steps(house: House) -> None:
    game = await house.started("usa")
    for _ in range(3):
        await press.make_statement(house.ports, game.player("usa"), game.id, "A word.")
    viewer = await streams.viewer(house.ports, game.teacher, game.id)

    steps, after = [], 0
    while step := (await streams.missed(house.ports, viewer, after, 10**6, limit=2)).public:
        steps.append(len(step))
        after = orjson.loads(step[-1])["seq"]

    assert (max(steps), after) == (2, (await streams.missed(house.ports, viewer, 0, 0)).heads.public)


@pytest.mark.parametrize("most_bytes", [1, 1000, 4000])
async def test_given_more_than_so_many_bytes_when_asked_then_what_fits_comes_and_at_least_the_first(
    house: House, most_bytes: int
) -> None:
    game = await house.started("usa")
    for _ in range(5):
        await press.make_statement(house.ports, game.player("usa"), game.id, "é" * 300)
    viewer = await streams.viewer(house.ports, game.teacher, game.id)
    everything = (await streams.missed(house.ports, viewer, 0, 0)).public

    steps = list[list[bytes]]()
    while step := list(
        (await streams.missed(house.ports, viewer, sum(map(len, steps)), 10**6, most_bytes=most_bytes)).public
    ):
        steps.append(step)

    assert [frame for step in steps for frame in step] == list(everything)
    assert all(len(step) == 1 or sum(map(len, step)) <= most_bytes for step in steps)
    for step, following in pairwise(steps):
        assert sum(map(len, step)) + len(following[0]) > most_bytes, "no frame waits that would have fitted"


async def test_numbers_stay_gapless_when_everybody_is_told_at_once(house: House) -> None:
    game = await house.started("usa", "fiji", "china", early=True)

    await asyncio.gather(
        *(game.save(seat, BOOST) for seat in ("usa", "fiji", "china") for _ in range(2)),
        *(press.make_statement(house.ports, game.player(seat), game.id, "Hear!") for seat in ("usa", "fiji")),
        press.send_cable(house.ports, game.player("usa"), game.id, ["fiji", "china"], "Psst!"),
        game.ready("china"),
        pace.extend(house.ports, game.teacher, game.id, 1, 1),
    )

    assert await numbering_gaps(game) == []


async def test_a_rivals_secret_doings_leave_no_hole_in_my_numbers(house: House) -> None:
    game = await house.started("usa", "fiji", "china")
    viewer = await streams.viewer(house.ports, game.player("china"), game.id)
    before = await streams.missed(house.ports, viewer, 0, 0)

    await game.save("usa", BOOST)
    await game.save("usa", curse("china"))
    await press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], "Psst!")

    assert await streams.missed(house.ports, viewer, 0, 0) == before


async def test_a_snapshot_belongs_to_the_heads_it_carries(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)

    snapshot = await history.snapshot(house.ports, game.player("usa"), game.id)
    viewer = await streams.viewer(house.ports, game.player("usa"), game.id)
    missed = await streams.missed(house.ports, viewer, 0, 0)

    assert (snapshot.heads, snapshot.epoch) == (missed.heads, missed.epoch)


async def test_whoever_follows_a_whole_game_ends_where_a_fresh_look_begins(house: House) -> None:
    game = await house.started("usa", "fiji", early=True)
    callers = [game.player("usa"), game.player("fiji"), game.teacher, await game.spectator()]
    followers = [await Follower.of(game, caller) for caller in callers]

    for n in (1, 2, 3):
        await game.save("usa", curse("fiji"), n=n)
        await game.save("fiji", BOOST, n=n)  # or two unlucky turns would end the game
        await game.ready("usa", n=n)
        await press.make_statement(house.ports, game.player("fiji"), game.id, f"Turn {n}.")
        await press.send_cable(house.ports, game.player("fiji"), game.id, ["usa"], "Why?")
        assert [await follower.differences() for follower in followers] == [[]] * 4
        await game.play_turn()
        assert [await follower.differences() for follower in followers] == [[]] * 4


async def test_a_hint_is_published_after_the_commit_and_says_only_which_game(house: House) -> None:
    heard: list[str] = []
    game = await house.started("usa")

    class Ear:
        async def publish(self, hinted: str) -> None:
            heard.append(hinted)
            assert (await streams.missed(house.ports, viewer, 0, before.private)).private

    viewer = await streams.viewer(house.ports, game.player("usa"), game.id)
    before = (await streams.missed(house.ports, viewer, 0, 0)).heads
    listening = Game(house.replaced(bus=Ear()), game.teacher, game.classroom, game.id, game.code)

    await listening.save("usa", BOOST)

    assert heard == [game.id]


async def test_delayed_spectators_read_the_public_stream_as_many_turns_late(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    watcher = await game.spectator()
    viewer = await streams.viewer(house.ports, watcher, game.id)
    await press.make_statement(house.ports, game.player("usa"), game.id, "In turn one.")

    in_turn_one = await streams.missed(house.ports, viewer, 0, 0)
    await game.play_turn()
    in_turn_two = await streams.missed(house.ports, viewer, 0, 0)
    await game.play_turn()
    in_turn_three = await streams.missed(house.ports, viewer, 0, 0)

    def kinds(missed: streams.Missed) -> list[str]:
        return [orjson.loads(frame)["event"]["type"] for frame in missed.public]

    assert kinds(in_turn_one) == ["seat_changed"]
    assert kinds(in_turn_two) == [
        "seat_changed",
        "game_started",
        "turn_opened",
        "statement_made",
        "turn_closed",
    ]
    assert kinds(in_turn_three)[5:] == ["turn_resolved", "turn_opened", "turn_closed"]
    assert in_turn_two.heads == Heads(5, 0)


async def test_a_delayed_spectators_snapshot_is_of_the_turn_they_watch(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    watcher = await game.spectator()
    await game.play_turn()
    await press.make_statement(house.ports, game.player("usa"), game.id, "In turn two.")

    late = await history.snapshot(house.ports, watcher, game.id)
    present = await history.snapshot(house.ports, game.player("usa"), game.id)

    assert (late.header.turn, late.header.deadline_at, public_of(late).turn, late.messages) == (
        1,
        None,
        0,
        [],
    )
    assert (present.header.turn, public_of(present).turn, len(present.messages)) == (2, 1, 1)


async def test_a_delayed_spectator_does_not_learn_that_the_present_clock_was_touched(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    watcher = await game.spectator()
    await game.play_turn()
    header = await game.header()
    before = await lobby.header(game.ports, watcher, game.id)

    await pace.extend(game.ports, game.teacher, game.id, 5, header.deadline_version)

    assert await lobby.header(game.ports, watcher, game.id) == before
    assert (await history.snapshot(game.ports, watcher, game.id)).header == before
    assert (await game.header()).deadline_version == header.deadline_version + 1


async def test_a_delayed_spectator_follows_without_a_gap_and_sees_all_at_the_end(house: House) -> None:
    game = await house.started("usa", spectator_delay=2)
    watcher = await game.spectator()
    follower = await Follower.of(game, watcher)
    board_turns = []

    for _ in range(3):
        await game.play_turn()
        board_turns.append(public_of(await history.snapshot(house.ports, watcher, game.id)).turn)

    assert board_turns == [0, 0, 3]
    assert await follower.differences() == []
    assert (await told_to(game, watcher))[-1]["type"] == "game_ended"


async def test_seats_and_instructors_are_never_delayed(house: House) -> None:
    game = await house.started("usa", spectator_delay=3)
    await game.play_turn()

    for caller in (game.teacher, game.player("usa")):
        assert public_of(await history.snapshot(house.ports, caller, game.id)).turn == 1


async def test_bots_and_links_are_told_to_delayed_spectators_late_as_well(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    watcher = await game.spectator()
    before = len(await told_to(game, watcher))

    await seats.set_bot(house.ports, game.teacher, game.id, "fiji", True)

    assert len(await told_to(game, watcher)) == before


async def test_a_game_that_was_erased_is_told_to_nobody(house: House) -> None:
    with pytest.raises(NotVisible):
        await streams.missed(house.ports, streams.Viewer("f" * 32, None, False), 0, 0)


async def test_streams_are_held_in_one_order_by_all_so_that_no_two_wait_for_each_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa", "fiji")
    held = list[str]()
    for name in ("take", "renew"):
        take = getattr(StreamsTable, name)

        async def noting(table: StreamsTable, of: str, viewer: str, *rest: Any, take: Any = take) -> Any:
            held.append(viewer)
            return await take(table, of, viewer, *rest)

        monkeypatch.setattr(StreamsTable, name, noting)

    async def order(act: Awaitable[object]) -> list[str]:
        held.clear()
        await act
        return list(held)

    for held_by in (
        await order(game.save("usa", BOOST)),
        await order(game.ready("usa")),
        await order(press.send_cable(house.ports, game.player("usa"), game.id, ["fiji"], "Hello")),
        await order(seats.new_seat_link(house.ports, game.teacher, game.id, "usa")),
    ):
        assert held_by == sorted(held_by) != []
