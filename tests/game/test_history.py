"""Looking: snapshots, texts, role sheets, and why things changed."""

import asyncio
import threading

import pytest
from tests.game.boards import own_of, public_of
from tests.game.house import BOOST, House, curse
from tests.game.tiny_rulebook import TinyRulebook, secret

from comity.game import history, pace
from comity.game.access import ANONYMOUS
from comity.game.errors import NotAllowed, NotVisible
from comity.game.wire import instant
from comity.rules.draws import commitment
from comity.rules.views import CauseLine


async def test_a_seat_sees_its_own_board_move_and_readiness(house: House) -> None:
    game = await house.started("usa", "fiji")
    await game.save("usa", BOOST)
    await game.ready("usa")

    usa = await history.snapshot(house.ports, game.player("usa"), game.id)
    fiji = await history.snapshot(house.ports, game.player("fiji"), game.id)

    assert usa.move is not None
    assert (own_of(usa).seat, usa.move.body, usa.ready) == ("usa", BOOST, True)
    assert (fiji.move, fiji.ready) == (None, False)
    assert own_of(fiji).objectives[0].text == secret("fiji")


async def test_instructors_and_spectators_see_no_seats_board(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)

    for caller in (game.teacher, await game.spectator()):
        snapshot = await history.snapshot(house.ports, caller, game.id)
        assert (snapshot.own, snapshot.move, snapshot.ready) == (None, None, False)


async def test_the_boards_are_of_the_last_resolved_turn(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", curse("fiji"))
    await game.play_turn()

    board = public_of(await history.snapshot(house.ports, game.player("usa"), game.id))

    assert board.turn == 1
    assert board.states["fiji"].economy.value < 10


async def test_a_finished_game_still_shows_its_last_board(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()
    await pace.finish(house.ports, game.teacher, game.id)

    assert public_of(await history.snapshot(house.ports, game.player("usa"), game.id)).turn == 1


async def test_a_role_sheet_is_for_its_own_seat(house: House) -> None:
    game = await house.started("usa")

    sheet = await history.role_sheet(house.ports, game.player("usa"), game.id)

    assert sheet["hidden_html"] == secret("usa")
    for caller in (game.teacher, await game.spectator()):
        with pytest.raises(NotAllowed):
            await history.role_sheet(house.ports, caller, game.id)


async def test_texts_are_for_every_member(house: House) -> None:
    game = await house.started("usa")

    for caller in (game.teacher, game.player("usa"), await game.spectator()):
        assert (await history.texts(house.ports, caller, game.id))["title"] == "Tiny world"
    with pytest.raises(NotVisible):
        await history.texts(house.ports, ANONYMOUS, game.id)


async def test_a_secret_cause_is_named_to_its_author_the_instructor_and_at_the_end_to_all(
    house: House,
) -> None:
    game = await house.started("usa", "fiji")
    await game.save("usa", curse("fiji"))
    await game.play_turn()

    async def blamed(seat: str | None) -> list[str]:
        caller = game.player(seat) if seat else game.teacher
        lines = await history.causes(
            house.ports, caller, game.id, 1, subject="state:fiji", variable="economy"
        )
        return [line.because for line in lines if line.rule == "curse"]

    assert await blamed("usa") == ["usa"]
    assert await blamed("fiji") == ["hidden until the debrief"]
    assert await blamed(None) == ["usa"]
    await pace.finish(house.ports, game.teacher, game.id)
    assert await blamed("fiji") == ["usa"]


async def test_causes_add_up_to_the_change_they_explain(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", curse("fiji"))
    await game.play_turn()

    lines = await history.causes(house.ports, game.player("usa"), game.id, 1, subject="state:fiji")
    board = public_of(await history.snapshot(house.ports, game.player("usa"), game.id))

    assert sum(line.delta for line in lines) == board.states["fiji"].economy.change


@pytest.mark.parametrize("n", [-1, 0, 2, 3, 2**70])
async def test_a_turn_without_a_resolution_has_no_causes(house: House, n: int) -> None:
    game = await house.started("usa")
    await game.play_turn()

    with pytest.raises(NotVisible):
        await history.causes(house.ports, game.player("usa"), game.id, n)


async def test_a_delayed_spectator_learns_causes_when_the_news_has_come(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    watcher = await game.spectator()
    await game.play_turn()

    with pytest.raises(NotVisible):
        await history.causes(house.ports, watcher, game.id, 1)
    await game.play_turn()
    assert await history.causes(house.ports, watcher, game.id, 1)


async def test_a_delayed_spectator_does_not_see_who_is_ready_now(house: House) -> None:
    game = await house.started("usa", spectator_delay=1)
    await game.ready("usa")

    late = await history.snapshot(house.ports, await game.spectator(), game.id)
    present = await history.snapshot(house.ports, game.teacher, game.id)

    assert [seat.ready for seat in late.seats] == [False, False, False]
    assert [seat.ready for seat in present.seats] == [False, False, True]


async def test_a_paused_game_tells_what_is_left_of_the_turn_and_no_deadline(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=4)
    await pace.pause(house.ports, game.teacher, game.id)

    header = (await history.snapshot(house.ports, game.player("usa"), game.id)).header

    assert (header.deadline_at, header.remaining_seconds) == (None, 360.0)


async def test_a_snapshot_tells_the_time_by_which_its_deadline_is_counted(house: House) -> None:
    game = await house.started("usa", early=True, bots_fill=True)
    house.clock.advance(minutes=4)

    seen = await history.snapshot(house.ports, game.player("usa"), game.id)

    assert seen.server_now == seen.header.server_now == instant(house.clock.now())
    assert (seen.header.remaining_seconds, seen.header.early, seen.header.bots_fill) == (360.0, True, True)


async def test_a_header_names_its_scenario_and_the_time_and_opens_the_seed_at_the_end(
    house: House,
) -> None:
    game = await house.started("usa", title="Tuesday group")
    before = await game.header()
    await pace.finish(house.ports, game.teacher, game.id)
    after = await game.header()

    assert (before.scenario_title, before.server_now) == ("Tiny world", instant(house.clock.now()))
    assert (before.title, before.scenario, before.turns) == ("Tuesday group", "tiny", 3)
    assert (before.early, before.bots_fill) == (False, False)
    assert (before.status, before.seed) == ("running", None)
    assert after.status == "ended"
    assert after.seed is not None
    assert before.seed_commitment == commitment(game.id, bytes.fromhex(after.seed))


async def test_the_server_goes_on_while_it_is_made_out_why(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = await house.started("usa")
    await game.play_turn()
    others_had_their_turn = threading.Event()

    def takes_long(*_: object, **__: object) -> list[CauseLine]:
        assert others_had_their_turn.wait(20)
        return []

    monkeypatch.setattr(TinyRulebook, "causes", takes_long)
    asyncio.get_running_loop().call_soon(others_had_their_turn.set)

    assert await history.causes(house.ports, game.player("usa"), game.id, 1, subject="system") == []
