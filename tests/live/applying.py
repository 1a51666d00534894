"""What a client does with deliveries: old snapshot + events = new snapshot. Strict about numbers."""

import copy
from typing import Any

Json = dict[str, Any]


class LostError(AssertionError):
    """A delivery does not follow: something was missed."""


def apply(snapshot: Json, delivery: Json) -> Json:
    """The snapshot after one delivery. Raises LostError on a hole; what was applied before adds nothing."""
    stream, seq, event = delivery["stream"], delivery["seq"], delivery["event"]
    last = snapshot["heads"][stream]
    if seq <= last:
        return snapshot
    if seq != last + 1:
        raise LostError(f"{stream} {seq} does not follow {last}")
    after = copy.deepcopy(snapshot)
    after["heads"][stream] = seq
    _change(after, event)
    return after


def _change(state: Json, event: Json) -> None:
    match event["type"]:
        case "game_started" | "deadline_changed" | "game_paused" | "game_resumed" | "game_ended":
            state["header"] = event["header"]
        case "turn_opened":
            state["header"] = event["header"]
            state["move"], state["ready"] = None, False
            for seat in state["seats"]:
                seat["ready"] = False
        case "turn_closed" | "turn_failed" | "room_changed" | "injects_changed":
            pass
        case "turn_resolved":
            state["board"], state["header"] = event["board"], event["header"]
        case "statement_made" | "cable_received":
            state["messages"].append(event["message"])
        case "seat_changed":
            key = event["seat"]["seat"]
            state["seats"] = [event["seat"] if seat["seat"] == key else seat for seat in state["seats"]]
        case "move_saved" | "ready_changed" if event["turn"] < state["header"]["turn"]:
            pass  # told after the public stream has opened the next turn
        case "move_saved" | "ready_changed" if event["turn"] > state["header"]["turn"]:
            raise LostError(f"turn {event['turn']} was never opened")
        case "move_saved":
            state["move"] = event["move"]
        case "seat_resolved":
            state["own"] = event["own"]
        case "ready_changed":
            state["ready"] = event["ready"]
        case unknown:
            raise LostError(f"nobody knows the event {unknown}")


def comparable(snapshot: Json) -> Json:
    """Without what the passing of time alone changes."""
    plain = copy.deepcopy(snapshot)
    del plain["server_now"], plain["header"]["server_now"], plain["header"]["remaining_seconds"]
    plain["messages"] = sorted(plain["messages"], key=lambda message: message["id"])
    return plain
