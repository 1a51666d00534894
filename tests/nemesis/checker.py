"""Holds a history against the store: what is wrong, in sentences; nothing where all is well.

The checks know the promises and nothing of how they are kept.
"""

import json
from collections.abc import Iterable

from tests.nemesis.history import Heard, History, Line
from tests.nemesis.stored import Stored, StoredMove

from comity.game.journal import salted
from comity.game.wire import canonical


def violations(history: History, heard: Iterable[Heard], stored: Stored) -> list[str]:
    """Everything that is wrong."""
    return [
        *lost_moves(history, stored),
        *left_out_moves(stored),
        *refused_and_stored(history, stored),
        *late_moves(history, stored),
        *resolution_faults(stored),
        *numbering_faults(stored),
        *stream_faults(heard, stored),
        *defects(history),
    ]


def lost_moves(history: History, stored: Stored) -> list[str]:
    """Acknowledged moves that are not stored as they were sent."""
    by_id = {move.id: move for move in stored.moves}
    wrong = []
    for op, lines in history.of("move"):
        for ok in (line for line in lines if line.kind == "ok"):
            move = by_id.get(ok.said["move_id"])
            if move is None:
                wrong.append(
                    f"lost: move {ok.said['move_id']} of {ok.who} was acknowledged and is not stored"
                )
                continue
            sent = lines[0].said["body"]
            told = (ok.said["turn"], ok.said["rev"], op, None if sent is None else canonical(sent, "move"))
            if told != (move.turn, move.rev, move.key, move.body):
                wrong.append(f"changed: move {move.id} of {ok.who} was acknowledged as {told}")
    return wrong


def left_out_moves(stored: Stored) -> list[str]:
    """Last revisions of resolved turns that the close did not take for inputs.

    Every stored revision counts, acknowledged or not: a later one of the same seat takes its place.
    """
    resolved = {turn.n: turn.close_no for turn in stored.turns if turn.status == "resolved"}
    inputs = {
        (said["turn"], said["close_no"]): said["moves"] for kind, said in stored.said if kind == "turn_closed"
    }
    last: dict[tuple[int, str], StoredMove] = {}
    for move in sorted(stored.moves, key=lambda move: move.rev):
        if move.turn in resolved and not move.by_bot:
            last[move.turn, move.seat] = move
    return [
        f"left out: revision {move.rev} of {seat} is no input of turn {n}"
        for (n, seat), move in last.items()
        if inputs.get((n, resolved[n]), {}).get(seat) != salted(move.nonce, move.body or "")
    ]


def refused_and_stored(history: History, stored: Stored) -> list[str]:
    """Moves that were refused, by every answer there was, and are stored all the same."""
    keys = {move.key for move in stored.moves}
    return [
        f"refused and stored: {lines[0].who} was told {lines[-1].said.get('status')} about {op}"
        for op, lines in history.of("move")
        if op in keys and _outcomes(lines) == {"fail"}
    ]


def late_moves(history: History, stored: Stored) -> list[str]:
    """Moves accepted at or after the deadline or the close of their turn, by the server's word or by
    the client's clock, which is the same clock.
    """
    asked = {op: lines[0].at for op, lines in history.of("move")}
    turns = {turn.n: turn for turn in stored.turns}
    wrong = []
    for move in stored.moves:
        turn = turns[move.turn]
        ends = [at for at in (turn.deadline_at, turn.closed_at) if at is not None]
        end = min(ends, default=float("inf"))
        came = max(move.received_at, asked.get(move.key, 0.0))
        if not move.by_bot and came >= end:
            wrong.append(f"late: {move.seat} saved {came - end:.3f} s after turn {move.turn} had ended")
    return wrong


def resolution_faults(stored: Stored) -> list[str]:
    """Turns resolved twice, skipped, or told to the public or the journal more or less than once."""
    resolved = stored.resolved
    ended = any(kind == "game_ended" for kind, _ in stored.said)
    told = [
        event["turn"]
        for _, frame in stored.streams.get("public", [])
        if (event := json.loads(frame)["event"])["type"] == "turn_resolved"
    ]
    written = [said["turn"] for kind, said in stored.said if kind == "turn_resolved"]
    wrong = []
    if resolved != list(range(len(resolved))):
        wrong.append(f"resolutions: {resolved} are stored")
    if len(resolved) not in ({stored.turn_no, stored.turn_no + 1} if ended else {stored.turn_no}):
        wrong.append(f"resolutions: {resolved} while turn {stored.turn_no} is played")
    if told != resolved[1:]:
        wrong.append(f"resolutions: {resolved[1:]} are stored, {told} were told")
    if written != resolved[1:]:
        wrong.append(f"resolutions: {resolved[1:]} are stored, {written} are in the journal")
    return wrong


def numbering_faults(stored: Stored) -> list[str]:
    """Stored streams whose numbers are not 1, 2, 3 up to their head, or whose bytes say another number."""
    wrong = []
    for viewer, head in stored.heads.items():
        frames = stored.streams.get(viewer, [])
        numbers = [seq for seq, _ in frames]
        said = [json.loads(frame)["seq"] for _, frame in frames]
        if not numbers == said == list(range(1, head + 1)):
            wrong.append(f"numbering: {viewer} has {numbers}, says {said}, head {head}")
    return wrong


def stream_faults(heard: Iterable[Heard], stored: Stored) -> list[str]:
    """Lines that told something else than the stored stream from where they began, byte for byte."""
    wrong = []
    for client in heard:
        for run in client.runs:
            next_number = {"public": run.public_after + 1, "private": run.private_after + 1}
            for stream, seq, frame in run.frames:
                viewer = "public" if stream == "public" else client.private
                bodies = dict(stored.streams.get(viewer or "", []))
                if seq != next_number[stream]:
                    wrong.append(f"stream: {client.who} was told {stream} {seq} for {next_number[stream]}")
                elif bodies.get(seq) != frame:
                    wrong.append(f"stream: {client.who} was told other bytes than {stream} {seq} has")
                next_number[stream] = seq + 1
    return wrong


def defects(history: History) -> list[str]:
    """Answers by which a server owns up to a fault of its own. 503 is not one: something else was away."""
    return [
        f"defect: {line.who} was answered {line.said['status']} to {line.said['method']} {line.op}"
        for line in history.lines
        if line.what == "defect"
    ]


def _outcomes(lines: Iterable[Line]) -> set[str]:
    return {line.kind for line in lines if line.kind != "invoke"}
