"""What routes ask for: the service's surroundings, the caller, and checked parts of the address.

The caller comes from the session cookie and from nothing else. All of these are coroutines: FastAPI sends
plain functions to a thread, which costs more than what they do.
"""

from dataclasses import dataclass
from typing import Annotated, Protocol, cast

from fastapi import Depends, Header, Path, Query
from starlette.requests import HTTPConnection, Request

from comity.game import sessions
from comity.game.access import Anonymous, Caller
from comity.game.errors import NotSignedIn, NotVisible
from comity.game.ports import Ports
from comity.web.answers import ScenarioLeftOut, ScenarioPage, ScenarioSummary
from comity.web.cookies import SessionCookie
from comity.web.limits import RateLimits
from comity.web.requests import KEY_PATTERN


class ScenarioShelf(Protocol):
    """The scenarios that new games can be made from."""

    async def summaries(self) -> list[ScenarioSummary]: ...
    async def page(self, key: str) -> ScenarioPage | None: ...
    async def left_out(self) -> list[ScenarioLeftOut]:
        """Those that are not sound, and why."""


@dataclass(frozen=True, slots=True)
class WebContext:
    """Built once at start-up by `app.py`, found by every route."""

    ports: Ports
    cookie: SessionCookie
    limits: RateLimits
    scenarios: ScenarioShelf
    public_url: str


async def web_context(connection: HTTPConnection) -> WebContext:
    return cast("WebContext", connection.app.state.web)


Web = Annotated[WebContext, Depends(web_context)]


async def any_caller(request: Request, web: Web) -> Caller:
    """Whoever asks, strangers included."""
    return await sessions.authenticate(web.ports, web.cookie.read(request))


async def signed_in_caller(caller: Annotated[Caller, Depends(any_caller)]) -> Caller:
    """Whoever asks with a session that holds. What they may do is decided by `game.access`."""
    if isinstance(caller.principal, Anonymous):
        raise NotSignedIn
    return caller


Anyone = Annotated[Caller, Depends(any_caller)]
Member = Annotated[Caller, Depends(signed_in_caller)]


def _plain(key: str) -> str:
    """A key that cannot exist is answered like one that does not."""
    if not (0 < len(key) <= 64 and key.isascii() and all(c.isalnum() or c in "_.:-" for c in key)):
        raise NotVisible
    return key


async def _game_id(game: Annotated[str, Path(description="The game's id.", examples=["g7Kx2mPq"])]) -> str:
    return _plain(game)


async def _class_id(
    class_id: Annotated[str, Path(description="The class's id.", examples=["c4Tn8wRz"])],
) -> str:
    return _plain(class_id)


async def _seat_key(seat: Annotated[str, Path(description="A seat of the game.", examples=["usa"])]) -> str:
    return _plain(seat)


async def _scenario_key(
    key: Annotated[str, Path(description="A scenario.", examples=["crash-course"])],
) -> str:
    return _plain(key)


async def _event_key(
    event: Annotated[str, Path(description="An event of the scenario.", examples=["pandemic"])],
) -> str:
    return _plain(event)


GameId = Annotated[str, Depends(_game_id)]
ClassId = Annotated[str, Depends(_class_id)]
SeatKey = Annotated[str, Depends(_seat_key)]
ScenarioKey = Annotated[str, Depends(_scenario_key)]
EventKey = Annotated[str, Depends(_event_key)]
HitState = Annotated[
    str | None, Query(pattern=KEY_PATTERN, description="The state that it hits.", examples=["fiji"])
]
TurnNumber = Annotated[int, Path(ge=0, le=1000, description="The turn, from 1.", examples=[1])]

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{16,64}$",
        description="Names this attempt: 16 to 64 printable characters. A repeat carries the same key.",
        examples=["6f1c9a52-2f3b-4f55-9d4e-0a61c0a1d7ce"],
    ),
]


async def _revision(
    if_match: Annotated[
        str | None,
        Header(
            alias="If-Match",
            pattern=r'^"[0-9]{1,9}"$',
            description="The revision that this one replaces.",
            examples=['"3"'],
        ),
    ] = None,
) -> int | None:
    return None if if_match is None else int(if_match.strip('"'))


Revision = Annotated[int | None, Depends(_revision)]


def client_host(request: Request) -> str | None:
    """The address that limits are counted by."""
    return request.client.host if request.client else None
