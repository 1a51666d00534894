"""The websocket route: who may listen is decided here, before the socket is accepted.

That is: our own Origin (browsers let any page open a socket and send our cookie with it), a session that
holds, membership of the game, and room for one more. Then the socket becomes a `Line`, carried by our own
server's protocol (`wire`) or, under any other server, by ASGI messages (`asgi`).
"""

from typing import Final, cast

from fastapi import APIRouter, WebSocket

from comity.game import streams
from comity.game.access import Anonymous, Spectator
from comity.game.errors import GameError, NotSignedIn
from comity.live.asgi import carry_over_asgi
from comity.live.context import KEPT_IN_A_GAME, KEPT_IN_A_PROCESS, LiveContext, spectators_of
from comity.live.line import Line
from comity.live.wire import carrier_of
from comity.rules.faults import Fault

router = APIRouter()

SOCKETS_PER_SESSION: Final = 5


@router.websocket("/games/{game}/live", name="live")
async def live(socket: WebSocket, game: str) -> None:
    """One member's live line to one game; see `docs/protocol.md`."""
    context = cast("LiveContext", socket.app.state.live)
    if not context.origin_allowed(socket.headers.get("origin")):
        fault = Fault("cross_site", "Origin", "This is no page of ours.", "Open the game's own page.")
        await socket.send_denial_response(context.problem(403, fault))
        return
    try:
        caller = await context.caller_of(socket)
        if isinstance(caller.principal, Anonymous):
            raise NotSignedIn
        viewer = await streams.viewer(context.ports, caller, game)
    except GameError as error:
        await socket.send_denial_response(context.refusal(error))
        return
    limits = {
        f"session:{caller.session}": SOCKETS_PER_SESSION,
        f"game:{viewer.game}": context.sockets_per_game,
        "all": context.sockets_per_process,
    }
    if isinstance(caller.principal, Spectator):
        limits[f"spectators:{viewer.game}"] = spectators_of(context.sockets_per_game, KEPT_IN_A_GAME)
        limits["spectators"] = spectators_of(context.sockets_per_process, KEPT_IN_A_PROCESS)
    places = tuple(limits)
    if any(context.open_by[place] >= limit for place, limit in limits.items()):
        fault = Fault("too_many_sockets", "", "Too many live lines are open.", "Close a tab and try again.")
        await socket.send_denial_response(context.problem(429, fault))
        return
    context.take(places)
    try:
        await socket.accept()
    except BaseException:
        context.free(places)
        raise
    line = Line(context, caller, viewer, places)
    carry = carrier_of(socket.scope)
    if carry is not None:
        carry(line)
    else:
        await carry_over_asgi(line, socket)
