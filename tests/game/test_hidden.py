"""Nobody learns what is not theirs: two worlds that differ only in secrets look the same, byte for byte.

Each pair of worlds has the same public history, the same clock and the same public ids. In one, the United
States and Fiji draft, withdraw, cable and come and go in other ways than in the other; their last moves
agree, since across a resolution those may show. Everything that an outsider can get hold of is compared.
"""

import hashlib
import random
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest
from tests.game.house import BOOST, Game, House, curse, open_house
from tests.game.tiny_rulebook import secret
from tests.store.backends import emptied

from comity.game import debrief, export, history, lobby, pace, presence, press, seats, sessions, streams
from comity.game.access import ANONYMOUS, Caller
from comity.game.errors import GameError

TURNS = 2
PAIRS = 6
CANARY = "canary-"
"""Begins every secret word that the two governments write."""


class CountedRandomness:
    """The same bytes in the same order each time, for one label."""

    def __init__(self, label: str) -> None:
        self._label, self._count = label, 0

    def bytes(self, count: int) -> bytes:
        self._count += 1
        block = b""
        while len(block) < count:
            block += hashlib.sha256(f"{self._label}/{self._count}/{len(block)}".encode()).digest()
        return block[:count]


@pytest.mark.parametrize("pair", range(PAIRS))
async def test_outsiders_see_the_same_bytes_whatever_others_do_in_secret(
    database_url: str, pair: int
) -> None:
    seen = [
        await _seen_by_outsiders(database_url, pair, random.Random(f"{pair}/{world}"), f"{pair}.{world}")
        for world in ("one", "two")
    ]

    assert seen[0]
    assert seen[0] == seen[1]
    assert CANARY.encode() not in b"".join(seen[0].values())
    assert secret("usa").encode() not in b"".join(seen[0].values())


async def test_control_a_projection_that_forgets_one_field_is_found_out(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_seat = seats.tell_seat

    async def tell_too_much(*args: Any, **how: Any) -> None:
        await tell_seat(*args, **{**how, "publicly": True})

    monkeypatch.setattr("comity.game.submit.tell_seat", tell_too_much)
    seen = [
        await _seen_by_outsiders(database_url, 0, random.Random(f"0/{world}"), f"control.{world}")
        for world in ("one", "two")
    ]

    assert seen[0] != seen[1]


async def test_control_a_cable_that_everybody_may_read_is_found_out(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(press, "may_read", lambda _access, _message: True)

    seen = await _seen_by_outsiders(database_url, 0, random.Random("0/one"), "control")

    assert CANARY.encode() in b"".join(seen.values())


async def _seen_by_outsiders(
    database_url: str, public_script: int, secret_script: random.Random, world: str
) -> dict[str, bytes]:
    """Plays one world; what China, a spectator and a stranger could get hold of, by name."""
    async with open_house(database_url, randomness=CountedRandomness("public")) as house:
        await emptied(database_url)  # both worlds live in one database, under the same ids
        elsewhere = house.replaced(randomness=CountedRandomness(f"secret {world}"))
        game = await house.started("china", "fiji", "usa")
        watcher = await game.spectator()
        plans = random.Random(public_script)
        for n in range(1, TURNS + 1):
            await _act_in_secret(same(game, elsewhere), n, secret_script)
            await _act_in_public(game, n, plans)
            await _act_in_secret(same(game, elsewhere), n, secret_script)
            await _settle(same(game, elsewhere), n)
            await game.play_turn()
        callers = {"china": game.player("china"), "spectator": watcher, "stranger": ANONYMOUS}
        return {
            f"{who}: {what}": answer
            for who, caller in callers.items()
            for what, answer in (await everything_for(game, caller)).items()
        }


async def _act_in_secret(game: Game, n: int, chance: random.Random) -> None:
    acts = chance.choices(["save", "withdraw", "cable", "come", "go"], k=chance.randint(0, 4))
    for act in [*acts, "cable"]:
        match act:
            case "save":
                await game.save("usa", chance.choice([BOOST, curse("china"), curse("fiji")]), n=n)
            case "withdraw":
                await game.save("fiji", None, n=n)
            case "cable":
                word = f"{CANARY}{chance.random()}"
                await press.send_cable(game.ports, game.player("usa"), game.id, ["fiji"], word)
            case "come":
                await presence.arrived(game.ports, game.player("usa"))
            case "go":
                await presence.left(game.ports, game.player("fiji"))


async def _act_in_public(game: Game, n: int, chance: random.Random) -> None:
    await press.make_statement(game.ports, game.player("fiji"), game.id, f"Statement {chance.random()}.")
    await game.save("china", chance.choice([BOOST, curse("usa")]), n=n)
    await game.ready("usa", n=n)
    game.house.clock.advance(seconds=20)


async def _settle(game: Game, n: int) -> None:
    """The last moves, which the resolution may show, agree in both worlds."""
    await game.save("usa", BOOST, n=n)
    await game.save("fiji", None, n=n)


async def everything_for(game: Game, caller: Caller) -> dict[str, bytes]:
    ports = game.ports

    async def deliveries() -> object:
        missed = await streams.missed(ports, await streams.viewer(ports, caller, game.id), 0, 0)
        return [
            missed.epoch,
            missed.heads,
            [*map(bytes.decode, missed.public), *map(bytes.decode, missed.private)],
        ]

    async def exported() -> object:
        return (await export.export_game(ports, caller, game.id, "json")).body.decode()

    questions: dict[str, Callable[[], Awaitable[object]]] = {
        "header": lambda: lobby.header(ports, caller, game.id),
        "snapshot": lambda: history.snapshot(ports, caller, game.id),
        "deliveries": deliveries,
        "causes": lambda: history.causes(ports, caller, game.id, 1),
        "texts": lambda: history.texts(ports, caller, game.id),
        "look": lambda: lobby.look(ports, game.code),
        "room": lambda: seats.room(ports, caller, game.id),
        "debrief": lambda: debrief.debrief(ports, caller, game.id),
        "export": exported,
        "pause": lambda: pace.pause(ports, caller, game.id),
        "sessions": lambda: sessions.own_sessions(ports, caller),
    }
    answers = {}
    for what, ask in questions.items():
        try:
            answers[what] = orjson.dumps(await ask())
        except GameError as refusal:
            answers[what] = orjson.dumps([type(refusal).__name__, refusal.faults])
    return answers


def same(game: Game, house: House) -> Game:
    return Game(house, game.teacher, game.classroom, game.id, game.code)
