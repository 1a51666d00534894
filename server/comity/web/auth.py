"""Who is here: sessions, instructors' accounts, and the ways into a game (code, personal link, spectator
link).
"""

import structlog
from fastapi import APIRouter, Request, Response

from comity.game import accounts, lobby, seats, sessions
from comity.game.access import Anonymous
from comity.game.errors import NotSignedIn
from comity.game.sessions import SignedIn
from comity.game.shapes import LookedUp, OwnSession, SessionView
from comity.web import limits
from comity.web.deps import Anyone, Member, Web, WebContext, client_host
from comity.web.documented import refusals, with_example
from comity.web.guarded import GuardedRoute
from comity.web.requests import Claim, Join, JoinCode, LogIn, NewInstructor

log = structlog.get_logger(__name__)
router = APIRouter(route_class=GuardedRoute, tags=["sessions"])

AN_INSTRUCTOR = {
    "principal": "instructor",
    "name": "Ada Lovelace",
    "game": None,
    "seat": None,
    "personal_code": None,
}
A_SEAT = {"principal": "seat", "name": "Grace", "game": "g7Kx2mPq", "seat": "usa", "personal_code": "vT9x…"}


@router.get("/session", summary="Who am I?", responses=refusals() | with_example(200, A_SEAT))
async def get_session(caller: Anyone) -> SessionView:
    return sessions.view(caller)


@router.delete("/session", summary="Sign out", status_code=204, responses=refusals(403))
async def sign_out(caller: Anyone, web: Web, response: Response) -> None:
    await sessions.sign_out(web.ports, caller)
    web.cookie.clear(response)


@router.get(
    "/sessions",
    summary="Where am I signed in?",
    description="Every session of the caller that holds, the oldest first.",
    responses=refusals(401),
)
async def list_sessions(caller: Member, web: Web) -> list[OwnSession]:
    return await sessions.own_sessions(web.ports, caller)


@router.delete(
    "/sessions",
    summary="Sign out everywhere else",
    description="Ends every session of the caller but this one, and within 2 s their live lines.",
    status_code=204,
    responses=refusals(401, 403),
)
async def end_other_sessions(caller: Member, web: Web) -> None:
    await sessions.end_other_sessions(web.ports, caller)


@router.post(
    "/instructors",
    summary="Make an instructor's account from an invitation, and sign in",
    status_code=201,
    responses=refusals(429, body=True) | with_example(201, AN_INSTRUCTOR),
)
async def create_instructor(
    wish: NewInstructor, web: Web, caller: Anyone, request: Request, response: Response
) -> SessionView:
    await web.limits.spend(limits.SIGN_UPS, limits.address(client_host(request)))
    signed_in = await accounts.accept_invite(web.ports, wish.invite, wish.name, wish.password)
    return await _enter(web, caller, signed_in, response)


@router.post(
    "/session",
    summary="Sign in as an instructor",
    responses=refusals(401, 429, body=True) | with_example(200, AN_INSTRUCTOR),
)
async def log_in(wish: LogIn, web: Web, caller: Anyone, request: Request, response: Response) -> SessionView:
    await web.limits.spend(limits.LOG_INS_HERE, limits.address(client_host(request)))
    await web.limits.spend(limits.LOG_INS, limits.account(wish.name))
    try:
        signed_in = await accounts.log_in(web.ports, wish.name, wish.password)
    except NotSignedIn as error:
        log.info("log_in_refused", reason=error.code)
        raise
    return await _enter(web, caller, signed_in, response)


@router.post("/join/look", summary="What does this join code lead to?", responses=refusals(429, body=True))
async def look_at_code(wish: JoinCode, web: Web, request: Request) -> LookedUp:
    await web.limits.spend(limits.JOINS, limits.address(client_host(request)))
    return await lobby.look(web.ports, wish.code)


@router.post(
    "/join",
    summary="Take a seat with a join code",
    status_code=201,
    responses=refusals(409, 429, body=True) | with_example(201, A_SEAT),
)
async def join_game(
    wish: Join, web: Web, caller: Anyone, request: Request, response: Response
) -> SessionView:
    await web.limits.spend(limits.JOINS, limits.address(client_host(request)))
    signed_in = await lobby.join(web.ports, wish.code, wish.name, wish.seat)
    return await _enter(web, caller, signed_in, response)


@router.post(
    "/links/claim",
    summary="Enter with a personal link or a spectator link",
    status_code=201,
    responses=refusals(409, 429, body=True) | with_example(201, A_SEAT),
)
async def claim_link(
    wish: Claim, web: Web, caller: Anyone, request: Request, response: Response
) -> SessionView:
    await web.limits.spend(limits.JOINS, limits.address(client_host(request)))
    signed_in = await seats.claim(web.ports, wish.token, wish.name)
    return await _enter(web, caller, signed_in, response)


async def _enter(web: WebContext, before: Anyone, signed_in: SignedIn, response: Response) -> SessionView:
    """One browser holds one session: the one it had ends when another begins."""
    if not isinstance(before.principal, Anonymous):
        await sessions.sign_out(web.ports, before)
    web.cookie.write(response, signed_in.token)
    who = sessions.view(signed_in.caller)
    log.info("signed_in", kind=who.principal, game=who.game, seat=who.seat)
    return sessions.view(signed_in.caller, signed_in.personal_code)
