"""Builders for live sessions: a clock in the hand, frames as text, what was sent as parsed JSON."""

import json
from typing import Any

from comity.game.shapes import Heads
from comity.live.session import Action, ReadMissed, Session

NOW = "2026-01-31T10:00:00.000Z"
EPOCH = "e1"


def hello(epoch: str | None = EPOCH, public: int = 0, private: int = 0, ticket: str = "t") -> str:
    return json.dumps(
        {"type": "hello", "ticket": ticket, "epoch": epoch, "public": public, "private": private}
    )


def delivery(seq: int, stream: str = "public") -> bytes:
    event = {"type": "turn_closed"}
    return json.dumps({"type": "delivery", "stream": stream, "seq": seq, "event": event}).encode()


def deliveries(first: int, last: int, stream: str = "public") -> list[bytes]:
    return [delivery(seq, stream) for seq in range(first, last + 1)]


def said(session: Session) -> list[dict[str, Any]]:
    """Everything that waits to be sent, taken out."""
    found = []
    while (frame := session.outbox.take()) is not None:
        found.append(json.loads(frame))
    return found


def checked(session: Session, frame: str | None = None) -> Action | None:
    """A session whose ticket was good."""
    session.receive(frame or hello(), now=0.0)
    return session.admit()


def live_session(public: int = 0, private: int = 0) -> Session:
    """A session that said hello with these numbers, was admitted, and had missed nothing."""
    session = Session(now=0.0)
    assert checked(session, hello(public=public, private=private)) == ReadMissed(public, private)
    assert session.replay(EPOCH, Heads(public, private), [], [], NOW) is None
    said(session)
    return session
