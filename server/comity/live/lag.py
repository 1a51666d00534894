"""How late news is: from the instant that it carries to the moment at which it is handed to the sockets.

Every event that brings a header carries the deciding clock's time of its telling. A new turn and every change
of the clock are such events, and short: the last frame that was read is enough to know.
"""

from datetime import datetime
from typing import Final

import orjson

from comity.game.shapes import Instant

READ_MAX: Final = 8192
"""Bytes; boards are longer, and what follows them brings the same instant."""


def lag_seconds(frame: bytes, now: Instant) -> float | None:
    """The lateness of one delivery at `now`; None where it carries no instant."""
    if len(frame) > READ_MAX:
        return None
    header = orjson.loads(frame)["event"].get("header")
    if header is None:
        return None
    told_at, at = datetime.fromisoformat(header["server_now"]), datetime.fromisoformat(now)
    return max((at - told_at).total_seconds(), 0.0)
