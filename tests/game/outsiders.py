"""What an outsider can get hold of from the service itself, and chance that is the same in two worlds."""

import hashlib
from collections.abc import Awaitable, Callable

import orjson
from tests.game.house import Game, House

from comity.game import debrief, export, history, lobby, pace, seats, sessions, streams
from comity.game.access import Caller
from comity.game.errors import GameError
from comity.game.wire import encode


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
            answers[what] = encode(await ask())
        except GameError as refusal:
            answers[what] = orjson.dumps([type(refusal).__name__, refusal.faults])
    return answers


def same(game: Game, house: House) -> Game:
    return Game(house, game.teacher, game.classroom, game.id, game.code)
