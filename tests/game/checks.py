"""What must be true of a game whatever happened to it. Each check returns what is wrong."""

import json
from typing import Any

import orjson
from tests.game.house import Game

from comity.game import history, journal, streams
from comity.game.access import Caller
from comity.game.ports import Ports
from comity.game.wire import encode


async def left_out_moves(game: Game) -> list[str]:
    """Saved moves of resolved turns that were not among the inputs which the close committed to."""
    async with game.ports.store.read() as work:
        moves = [move for move in await work.moves.of_game(game.id) if not move.by_bot]
        turns = {turn.n: turn for turn in await work.turns.of_game(game.id) if turn.status == "resolved"}
        closes = {}
        for line in await work.journal.of_game(game.id):
            if line.kind == "turn_closed":
                payload = json.loads(line.payload)
                closes[payload["turn"], payload["close_no"]] = payload["moves"]
    last = {(move.turn, move.seat): move for move in moves if move.turn in turns}
    return [
        f"turn {n}: revision {move.rev} of {seat}"
        for (n, seat), move in last.items()
        if closes[n, turns[n].close_no].get(seat) != journal.salted(move.nonce, move.body or "")
    ]


async def numbering_gaps(game: Game) -> list[str]:
    """Streams whose numbers are not 1, 2, 3 ... up to their head, or whose bytes say another number."""
    wrong = []
    async with game.ports.store.read() as work:
        for viewer in (
            "public",
            "instructor",
            *(f"seat:{seat.key}" for seat in await work.seats.of_game(game.id)),
        ):
            stream = await work.streams.find(game.id, viewer)
            assert stream is not None
            rows = await work.streams.read(game.id, viewer, 0, 10**6, limit=10**6, most_bytes=10**9)
            numbers = [row.seq for row in rows]
            said = [orjson.loads(row.body)["seq"] for row in rows]
            if not numbers == said == list(range(1, stream.head + 1)):
                wrong.append(f"{viewer}: {numbers}, head {stream.head}")
    return wrong


async def resolution_faults(game: Game) -> list[str]:
    """Turns that were resolved twice, skipped, or told to the public another number of times than once."""
    async with game.ports.store.read() as work:
        row = await work.games.find(game.id)
        assert row is not None
        resolved = [resolution.turn for resolution in await work.resolutions.of_game(game.id)]
    told = [event["turn"] for event in await told_to(game, game.teacher) if event["type"] == "turn_resolved"]
    wrong = []
    if resolved != list(range(row.turn_no)):
        wrong.append(f"resolved {resolved} while turn {row.turn_no} is played")
    if told != resolved[1:]:
        wrong.append(f"resolved {resolved[1:]}, told {told}")
    return wrong


async def told_to(game: Game, caller: Caller, public_after: int = 0, private_after: int = 0) -> list[Any]:
    """Every event that this caller was told, public ones first."""
    viewer = await streams.viewer(game.ports, caller, game.id)
    missed = await streams.missed(game.ports, viewer, public_after, private_after)
    return [orjson.loads(frame)["event"] for frame in (*missed.public, *missed.private)]


async def public_types(game: Game) -> list[str]:
    """The types of all public events so far."""
    viewer = await streams.viewer(game.ports, game.teacher, game.id)
    missed = await streams.missed(game.ports, viewer, 0, 0)
    return [orjson.loads(frame)["event"]["type"] for frame in missed.public]


class Follower:
    """A client: takes a snapshot once, applies what it is told, and must end as a fresh snapshot."""

    def __init__(self, ports: Ports, caller: Caller, game: str, view: dict[str, Any]) -> None:
        self._ports, self._caller, self._game, self._view = ports, caller, game, view
        self._own_turn: int = view["header"]["turn"]
        """The turn of which the view holds a move or readiness: the two streams come in no common order."""

    @classmethod
    async def of(cls, game: Game, caller: Caller) -> "Follower":
        return cls(game.ports, caller, game.id, await _snapshot(game.ports, caller, game.id))

    async def differences(self) -> list[str]:
        """Parts of the view in which the applied events and a fresh snapshot disagree."""
        viewer = await streams.viewer(self._ports, self._caller, self._game)
        heads = self._view["heads"]
        missed = await streams.missed(self._ports, viewer, heads["public"], heads["private"])
        for frame in (*missed.public, *missed.private):
            self._apply(orjson.loads(frame))
        fresh = await _snapshot(self._ports, self._caller, self._game)
        return [key for key in fresh if _lasting(key, self._view[key]) != _lasting(key, fresh[key])]

    def _apply(self, delivery: Any) -> None:
        event, view = delivery["event"], self._view
        assert delivery["seq"] == view["heads"][delivery["stream"]] + 1
        view["heads"][delivery["stream"]] += 1
        if "header" in event:
            view["header"] = event["header"]
        match event["type"]:
            case "turn_resolved":
                view["board"] = event["board"]
                view["seats"] = [{**seat, "ready": False} for seat in view["seats"]]
                if self._own_turn <= event["turn"]:
                    view["move"], view["ready"] = None, False
            case "statement_made" | "cable_received":
                view["messages"].append(event["message"])
            case "seat_changed":
                changed = event["seat"]
                view["seats"] = [
                    changed if seat["seat"] == changed["seat"] else seat for seat in view["seats"]
                ]
            case "move_saved" if event["turn"] > view["board"]["turn"]:
                self._own_turn = event["turn"]
                view["move"] = event["move"]
            case "seat_resolved":
                view["own"] = event["own"]
            case "ready_changed" if event["turn"] > view["board"]["turn"]:
                self._own_turn = event["turn"]
                view["ready"] = event["ready"]


async def _snapshot(ports: Ports, caller: Caller, game: str) -> dict[str, Any]:
    view: dict[str, Any] = orjson.loads(encode(await history.snapshot(ports, caller, game)))
    return view


def _lasting(key: str, value: Any) -> Any:
    """The part of a view that does not change by itself as time goes by."""
    if key == "header":
        return {name: part for name, part in value.items() if name not in ("server_now", "remaining_seconds")}
    if key == "messages":  # those of one instant come in any order
        return sorted(value, key=lambda message: (message["sent_at"], message["id"]))
    return None if key == "server_now" else value
