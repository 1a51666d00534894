"""A seat's own routes. Which seat is never asked: the session knows."""

import time
from typing import Any

import structlog
from fastapi import APIRouter
from starlette.responses import Response

from comity.game import history, played, press, submit
from comity.game.access import Seat
from comity.game.errors import GameError
from comity.game.shapes import Message, PlayedTurn, Receipt
from comity.metrics import MOVES
from comity.web import limits
from comity.web.answers import ReadinessSaved, RoleSheet, SavedMove
from comity.web.deps import GameId, IdempotencyKey, Member, Revision, TurnNumber, Web
from comity.web.documented import json_answer, refusals, with_example
from comity.web.guarded import GuardedRoute
from comity.web.requests import Cable, Move, Readiness, Statement

log = structlog.get_logger(__name__)
router = APIRouter(route_class=GuardedRoute, tags=["play"])

A_RECEIPT = {
    "move_id": "m8Qw3zLk",
    "rev": 1,
    "turn": 1,
    "received_at": "2026-01-31T10:00:00.000Z",
    "receipt": "5f2d…",
}


@router.get(
    "/games/{game}/role", summary="My role sheet", response_model=RoleSheet, responses=refusals(401, 403, 404)
)
async def get_role(game: GameId, caller: Member, web: Web) -> Response:
    return json_answer(dict(await history.role_sheet(web.ports, caller, game)))


@router.get(
    "/games/{game}/turns/{n}/move", summary="What my seat has saved", responses=refusals(401, 403, 404)
)
async def get_move(game: GameId, n: TurnNumber, caller: Member, web: Web) -> SavedMove:
    return SavedMove(await submit.saved_move(web.ports, caller, game, n))


@router.put(
    "/games/{game}/turns/{n}/move",
    summary="Save my seat's move",
    description="Everything saved counts at the deadline. The answer comes after the move is durable; after a"
    " lost connection or a 503 send the same request with the same key.",
    status_code=201,
    responses=refusals(401, 404, 409, 412, 429, body=True) | with_example(201, A_RECEIPT),
)
async def put_move(
    *, move: Move, game: GameId, n: TurnNumber, key: IdempotencyKey, rev: Revision, caller: Member, web: Web
) -> Receipt:
    return await _save(web, caller, game, n, move.body(), key=key, rev=rev)


@router.delete(
    "/games/{game}/turns/{n}/move",
    summary="Withdraw my seat's move",
    description="As if the seat had saved nothing: it keeps its stance, abstains and acts on nothing. It is a"
    " revision like any other, and another move may follow.",
    responses=refusals(401, 403, 404, 409, 412, 429) | with_example(200, A_RECEIPT | {"rev": 2}),
)
async def delete_move(
    *, game: GameId, n: TurnNumber, key: IdempotencyKey, rev: Revision, caller: Member, web: Web
) -> Receipt:
    return await _save(web, caller, game, n, None, key=key, rev=rev)


@router.get(
    "/games/{game}/turns/{n}/played",
    summary="What counted for my seat in a resolved turn",
    description="Where the house bot moved for the seat, each part of its move has its reason. What other"
    " seats played stays hidden until the debrief.",
    responses=refusals(401, 403, 404, 429),
)
async def get_played(game: GameId, n: TurnNumber, caller: Member, web: Web) -> PlayedTurn:
    await web.limits.spend(limits.PLAYED, limits.seat(caller))
    return await played.played_turn(web.ports, caller, game, n)


@router.put(
    "/games/{game}/turns/{n}/ready",
    summary="Say that my seat needs no more time",
    responses=refusals(401, 404, 409, 429, body=True) | with_example(200, {"ready": True}),
)
async def put_ready(wish: Readiness, game: GameId, n: TurnNumber, caller: Member, web: Web) -> ReadinessSaved:
    await web.limits.spend(limits.WORDS, limits.seat(caller))
    return ReadinessSaved(await submit.set_ready(web.ports, caller, game, n, wish.ready))


@router.post(
    "/games/{game}/statements",
    summary="Say something in public",
    status_code=201,
    responses=refusals(401, 404, 409, 429, body=True),
)
async def create_statement(wish: Statement, game: GameId, caller: Member, web: Web) -> Message:
    await web.limits.spend(limits.WORDS, limits.seat(caller))
    return await press.make_statement(web.ports, caller, game, wish.text)


@router.post(
    "/games/{game}/cables",
    summary="Write to some seats in private",
    status_code=201,
    responses=refusals(401, 404, 409, 429, body=True),
)
async def create_cable(wish: Cable, game: GameId, caller: Member, web: Web) -> Message:
    await web.limits.spend(limits.WORDS, limits.seat(caller))
    return await press.send_cable(web.ports, caller, game, wish.to, wish.text)


async def _save(
    web: Web,
    caller: Member,
    game: str,
    n: int,
    body: dict[str, Any] | None,
    *,
    key: str,
    rev: int | None,
) -> Receipt:
    await web.limits.spend(limits.MOVES, limits.seat(caller))
    started = time.perf_counter()
    mover = (
        {"game": caller.principal.game, "seat": caller.principal.seat}
        if isinstance(caller.principal, Seat)
        else {}
    )
    try:
        receipt = await submit.submit_move(web.ports, caller, game, n, body, idem_key=key, if_match=rev)
    except GameError as error:
        MOVES.labels(result=error.code).inc()
        log.info("move_refused", **mover, turn=n, reason=error.code)
        raise
    MOVES.labels(result="saved" if body is not None else "withdrawn").inc()
    ms = round((time.perf_counter() - started) * 1000, 1)
    log.info("move_accepted", **mover, turn=n, rev=receipt.rev, withdrawn=body is None, ms=ms)
    return receipt
