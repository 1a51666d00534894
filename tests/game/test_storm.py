"""Seeded storms: several processes, players and an instructor at once, with processes dying at random.

After each storm the faults stop, and then everything must be whole. A failing seed is printed by its test's
name and fails again by itself.
"""

import asyncio
import random

import pytest
from tests.game.breakage import DyingStore, Killed
from tests.game.checks import Follower, left_out_moves, numbering_gaps, resolution_faults
from tests.game.house import BOOST, Game, House, curse, open_house

from comity.game import pace, turn
from comity.game.errors import GameError
from comity.game.ports import Ports
from comity.game.shapes import Receipt

SEATS = ("china", "fiji", "usa")
ROUNDS = 8


@pytest.mark.parametrize("seed", range(4))
async def test_after_a_storm_nothing_is_lost_doubled_skipped_or_stuck(house: House, seed: int) -> None:
    chance = random.Random(seed)
    async with open_house(house.database_url, time=house.clock.decide) as other:
        game = await house.started(*SEATS, early=True)
        follower = await Follower.of(game, game.player("usa"))
        acknowledged: list[tuple[str, Receipt]] = []
        for _ in range(ROUNDS):
            house.clock.advance(seconds=chance.choice([1, 30, 200]))
            await asyncio.gather(
                *(_save(game, seat, chance, acknowledged) for seat in SEATS),
                _direct(game, chance),
                *(_sweep_and_perhaps_die(process, chance) for process in (house, other, house)),
            )
        await _calm(game, other.ports)

        assert await left_out_moves(game) == []
        assert await resolution_faults(game) == []
        assert await numbering_gaps(game) == []
        assert await _lost(game, acknowledged) == []
        assert await follower.differences() == []
        assert (await game.header()).status == "ended"


async def _save(
    game: Game, seat: str, chance: random.Random, acknowledged: list[tuple[str, Receipt]]
) -> None:
    body = chance.choice([BOOST, curse("fiji"), None])
    try:
        receipt = await game.save(seat, body, n=(await game.header()).turn)
    except GameError:
        return
    acknowledged.append((seat, receipt))


async def _direct(game: Game, chance: random.Random) -> None:
    header = await game.header()
    act = chance.choice(["pause", "resume", "resolve", "extend", "ready", "nothing", "nothing"])
    try:
        match act:
            case "pause":
                await pace.pause(game.ports, game.teacher, game.id)
            case "resume":
                await pace.resume(game.ports, game.teacher, game.id)
            case "resolve":
                await pace.resolve_now(game.ports, game.teacher, game.id, max(header.turn, 1))
            case "extend":
                await pace.extend(game.ports, game.teacher, game.id, 1, header.deadline_version)
            case "ready":
                await game.ready(chance.choice(SEATS), n=header.turn)
    except GameError:
        return


async def _sweep_and_perhaps_die(process: House, chance: random.Random) -> None:
    store = DyingStore(
        process.ports.store, chance.randint(1, 4), chance.choice(["before", "within", "after"])
    )
    try:
        await turn.sweep(process.replaced(store=store).ports)
    except Killed:
        return


async def _calm(game: Game, ports: Ports) -> None:
    """The faults are over: every turn must now come to its end within a few sweeps."""
    for _ in range(12):
        if (await game.header()).status == "paused":
            await pace.resume(ports, game.teacher, game.id)
        game.house.clock.advance(minutes=20)
        await turn.sweep(ports)


async def _lost(game: Game, acknowledged: list[tuple[str, Receipt]]) -> list[str]:
    """Receipts whose move is not stored."""
    async with game.ports.store.read() as work:
        stored = {move.id for move in await work.moves.of_game(game.id)}
    return [f"{seat} {receipt}" for seat, receipt in acknowledged if receipt.move_id not in stored]
