"""What an outsider can ask: every route that looks, and every route that must say no to them.

They are taken from the table of rights, so a new route is asked about as soon as it has a row.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from tests.web.house import Table
from tests.web.routes import PRINCIPALS, ROWS

Kind = Literal["anonymous", "stranger", "spectator", "seat"]
OF_NO_GAME: Final = "/live/schema"
"""A large answer that is the same for everybody and all games."""
UNSEEN: Final = "0" * 32
"""The id of no game."""
A_KEY: Final = {"Idempotency-Key": "an-outsiders-key-1"}


@dataclass(frozen=True)
class Question:
    """One request, with the same bytes in every world."""

    method: str
    path: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


def questions(table: Table, kind: Kind, who: str, etag: str) -> list[Question]:
    """All that an outsider of this kind is to ask; none of it changes anything."""
    place, asked = PRINCIPALS.index(kind), []
    for row in ROWS:
        harmless = row.method == "GET" or row.statuses[place] >= 400
        if harmless and not callable(row.body) and row.path != OF_NO_GAME:
            headers = A_KEY if row.needs_key else {}
            asked.append(Question(row.method, row.url(table), row.body, headers))
    game = f"/games/{table.game}"
    asked += [
        Question("GET", f"{game}/texts", headers={"If-None-Match": f'"{etag}"'}),
        Question("GET", f"{game}/export?format=csv"),
        Question("GET", f"{game}/turns/0/causes?subject=system"),
        Question("GET", f"{game}/turns/2/causes?subject=system"),
        Question("GET", f"{game}/turns/1/causes?subject=state:fiji&variable=economy"),
        Question("GET", f"{game}/turns/2/move"),
        Question("GET", f"{game}/turns/2/played"),
        Question("GET", f"{game}/messages?before={UNSEEN}"),
        Question("GET", f"{game}/stream?public_after=1&private_after=1"),
        Question("GET", f"/games/{UNSEEN}/snapshot"),
        Question("GET", f"{game}/elsewhere"),
        Question("POST", "/join/look", {"code": table.code}),
        Question("POST", "/join", {"code": table.code, "name": "Eve", "seat": "nobody"}),
        Question("POST", "/links/claim", {"token": "no-such-token"}),
        Question("POST", "/session", {"name": f"Eve of {who}", "password": "a long enough guess"}),
        Question("PUT", f"{game}/turns/9/move", {}, A_KEY),
        Question("PUT", f"{game}/turns/1/move", {"actions": [{"action": "no-such"}]}, A_KEY),
        Question("PUT", f"{game}/turns/9/ready", {"ready": True}),
        Question("POST", f"{game}/cables", {"to": ["nobody"], "text": "Who is there?"}),
        Question("POST", f"{game}/statements", {"text": ""}),
    ]
    return asked
