"""Accepting a move: who, when, what, how often, and what it is answered with."""

import asyncio
from typing import Any

import pytest
from tests.game.house import BOOST, House, curse

from comity.game import pace, submit
from comity.game.errors import (
    KeyReused,
    NotAllowed,
    NotVisible,
    Refused,
    RevisionMismatch,
    TooLarge,
    TurnClosed,
    WrongStatus,
)

KEY = "0123456789abcdef"


async def test_a_saved_move_is_answered_with_a_receipt_and_can_be_read_back(house: House) -> None:
    game = await house.started("usa")

    receipt = await game.save("usa", BOOST)

    saved = await submit.saved_move(game.ports, game.player("usa"), game.id, 1)
    assert (receipt.rev, receipt.turn, receipt.received_at) == (1, 1, "2026-03-02T09:00:00.000Z")
    assert saved is not None
    assert (saved.rev, saved.body, saved.by) == (1, BOOST, "Player of usa")


async def test_every_save_is_a_new_revision_and_the_last_one_stands(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)

    second = await game.save("usa", curse("fiji"))

    saved = await submit.saved_move(game.ports, game.player("usa"), game.id, 1)
    assert second.rev == 2
    assert saved is not None
    assert saved.body == curse("fiji")


async def test_a_withdrawal_is_a_revision_without_a_body(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)

    receipt = await game.save("usa", None)

    saved = await submit.saved_move(game.ports, game.player("usa"), game.id, 1)
    assert receipt.rev == 2
    assert saved is not None
    assert saved.body is None


async def test_the_same_key_and_body_give_the_first_receipt_again(house: House) -> None:
    game = await house.started("usa")
    first = await game.save("usa", BOOST, key=KEY)
    house.clock.advance(minutes=1)

    again = await game.save("usa", BOOST, key=KEY)

    saved = await submit.saved_move(game.ports, game.player("usa"), game.id, 1)
    assert again == first
    assert saved is not None
    assert saved.rev == 1


async def test_a_receipt_can_be_had_again_after_the_turn_has_closed(house: House) -> None:
    game = await house.started("usa")
    first = await game.save("usa", BOOST, key=KEY)
    await game.play_turn()

    assert await game.save("usa", BOOST, key=KEY) == first


@pytest.mark.parametrize(("n", "body"), [(1, curse("fiji")), (2, BOOST)])
async def test_a_key_is_not_good_for_another_body_or_another_turn(
    house: House, n: int, body: dict[str, Any]
) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST, key=KEY)

    with pytest.raises(KeyReused):
        await game.save("usa", body, n=n, key=KEY)


async def test_two_seats_may_use_the_same_key(house: House) -> None:
    game = await house.started("usa", "fiji")
    await game.save("usa", BOOST, key=KEY)

    assert (await game.save("fiji", curse("usa"), key=KEY)).rev == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "0123456789 abcdef", "0123456789abcdé", "\0" * 16])
async def test_a_bad_key_is_refused_by_name(house: House, key: str) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await submit.submit_move(game.ports, game.player("usa"), game.id, 1, BOOST, idem_key=key)

    assert refusal.value.faults[0].field == "Idempotency-Key"


async def test_the_instant_of_the_deadline_is_too_late(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10)

    with pytest.raises(TurnClosed) as late:
        await game.save("usa", BOOST)

    assert late.value.current_turn == 1


async def test_a_moment_before_the_deadline_is_in_time(house: House) -> None:
    game = await house.started("usa")
    house.clock.advance(minutes=10, microseconds=-1)

    assert (await game.save("usa", BOOST)).rev == 1


async def test_a_move_for_a_resolved_turn_is_refused_and_never_falls_into_the_next(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()

    with pytest.raises(TurnClosed) as late:
        await game.save("usa", BOOST, n=1)

    assert late.value.current_turn == 2
    assert await submit.saved_move(game.ports, game.player("usa"), game.id, 2) is None


@pytest.mark.parametrize("n", [-1, 0, 2, 3, 2**31, 2**70])
async def test_only_the_turn_being_played_takes_moves(house: House, n: int) -> None:
    game = await house.started("usa")

    with pytest.raises(TurnClosed):
        await game.save("usa", BOOST, n=n)


async def test_nothing_can_be_saved_in_the_lobby(house: House) -> None:
    game = await house.lobby()
    await game.sit("usa")

    for n in (0, 1):
        with pytest.raises(TurnClosed):
            await game.save("usa", BOOST, n=n)


async def test_nothing_can_be_saved_while_the_game_is_paused(house: House) -> None:
    game = await house.started("usa")
    await pace.pause(game.ports, game.teacher, game.id)

    with pytest.raises(WrongStatus) as refusal:
        await game.save("usa", BOOST)

    assert refusal.value.code == "game_paused"


async def test_nothing_can_be_saved_after_the_end(house: House) -> None:
    game = await house.started("usa")
    await pace.finish(game.ports, game.teacher, game.id)

    with pytest.raises(TurnClosed):
        await game.save("usa", BOOST)


async def test_what_the_rules_refuse_is_refused_with_their_faults_and_not_stored(house: House) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await game.save("usa", {"actions": [{"action": "boost"}, {"action": "fly"}]})

    assert [fault.field for fault in refusal.value.faults] == ["actions[1].action"]
    assert await submit.saved_move(game.ports, game.player("usa"), game.id, 1) is None


@pytest.mark.parametrize(
    "body",
    [
        {"stance": float("nan")},
        {"stance": 2**70},
        {"stance": "\ud800"},
        {"stance": {1: 2}},
        {"stance": {"a"}},
    ],
    ids=["nan", "huge", "surrogate", "key", "set"],
)
async def test_what_json_cannot_carry_exactly_is_refused(house: House, body: dict[str, object]) -> None:
    game = await house.started("usa")

    with pytest.raises(Refused) as refusal:
        await game.save("usa", body)

    assert refusal.value.faults[0].field == "move"


async def test_a_move_nested_without_end_is_refused(house: House) -> None:
    game = await house.started("usa")
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"stance": deep}

    with pytest.raises(Refused):
        await game.save("usa", deep)


async def test_a_move_of_more_than_64_kib_is_refused(house: House) -> None:
    game = await house.started("usa")

    with pytest.raises(TooLarge):
        await game.save("usa", {"stance": "x" * 64 * 1024})


async def test_if_match_protects_a_teammates_save(house: House) -> None:
    game = await house.started("usa")
    await game.save("usa", BOOST)

    with pytest.raises(RevisionMismatch) as stale:
        await game.save("usa", curse("fiji"), if_match=0)

    assert stale.value.current_rev == 1
    assert (await game.save("usa", curse("fiji"), if_match=1)).rev == 2


async def test_two_devices_of_one_seat_saving_at_once_both_get_a_revision_of_their_own(house: House) -> None:
    game = await house.started("usa")

    receipts = await asyncio.gather(*(game.save("usa", BOOST) for _ in range(4)))

    assert sorted(receipt.rev for receipt in receipts) == [1, 2, 3, 4]


async def test_one_request_sent_twice_at_once_is_saved_once(house: House) -> None:
    game = await house.started("usa")

    receipts = await asyncio.gather(*(game.save("usa", BOOST, key=KEY) for _ in range(4)))

    assert len({receipt.move_id for receipt in receipts}) == 1
    assert {receipt.rev for receipt in receipts} == {1}


async def test_of_two_devices_with_the_same_if_match_one_wins(house: House) -> None:
    game = await house.started("usa")

    outcomes = await asyncio.gather(
        *(game.save("usa", BOOST, if_match=0) for _ in range(3)), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Receipt"] + ["RevisionMismatch"] * 2


async def test_receipts_are_bound_to_every_part_of_what_they_confirm(house: House) -> None:
    game = await house.started("usa", "fiji")

    receipts = [
        await game.save("usa", BOOST),
        await game.save("usa", BOOST),
        await game.save("fiji", BOOST),
        await game.save("fiji", curse("usa")),
    ]

    assert len({receipt.receipt for receipt in receipts}) == 4


async def test_a_receipt_proves_the_move_to_whoever_holds_the_key(house: House) -> None:
    game = await house.started("usa")
    receipt = await game.save("usa", BOOST)

    async with game.ports.store.read() as work:
        move = await work.moves.last(game.id, 1, "usa")

    assert move is not None
    assert submit.sign(game.ports.receipt_key, move) == receipt.receipt
    assert submit.sign(b"another key", move) != receipt.receipt


async def test_only_a_seat_submits_and_only_in_its_own_game(house: House) -> None:
    game = await house.started("usa")
    elsewhere = await house.started("usa")
    spectator = await game.spectator()

    for caller in (game.teacher, spectator):
        with pytest.raises(NotAllowed):
            await submit.submit_move(game.ports, caller, game.id, 1, BOOST, idem_key=KEY)
    for other in (elsewhere.id, "0" * 32, "no id at all", "\0"):
        with pytest.raises(NotVisible):
            await submit.submit_move(game.ports, game.player("usa"), other, 1, BOOST, idem_key=KEY)


async def test_ready_is_a_flag_that_can_be_taken_back(house: House) -> None:
    game = await house.started("usa")
    usa = game.player("usa")

    assert await submit.set_ready(game.ports, usa, game.id, 1, True) is True
    assert await submit.set_ready(game.ports, usa, game.id, 1, False) is False


async def test_ready_for_another_turn_is_too_late(house: House) -> None:
    game = await house.started("usa")
    await game.play_turn()

    with pytest.raises(TurnClosed):
        await submit.set_ready(game.ports, game.player("usa"), game.id, 1, True)
