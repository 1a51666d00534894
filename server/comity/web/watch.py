"""What every member of a game may look at, each in their own measure; and the scenarios, for anybody."""

from hashlib import sha256
from typing import Annotated

import orjson
from fastapi import APIRouter, Header, Query
from starlette.responses import Response

from comity.game import debrief as debriefs
from comity.game import export, history, lobby, press, sessions, streams
from comity.game.errors import NotVisible
from comity.game.shapes import Chronicle, Debrief, GameHeader, MessagePage, Snapshot
from comity.game.wire import encoded
from comity.rules.views import CauseLine
from comity.web import limits
from comity.web.answers import ScenarioPage, ScenarioSummary, StreamPage, TicketIssued
from comity.web.deps import GameId, Member, ScenarioKey, TurnNumber, Web
from comity.web.documented import json_answer, refusals, with_example
from comity.web.guarded import GuardedRoute
from comity.web.requests import ExportFormat, TicketWish
from comity.web.texts_shape import Texts

router = APIRouter(route_class=GuardedRoute, tags=["watch"])

TICKET_SECONDS = 30

SequenceNumber = Annotated[int, Query(ge=0, le=2**53, description="The last number that you have applied.")]
Subject = Annotated[
    str,
    Query(pattern=r"^[A-Za-z0-9_.:-]{1,200}$", description="About what.", examples=["state:usa"]),
]
EarlierThan = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9a-f]{32}$",
        description="The oldest message that I have.",
        examples=["0d5a3c1be8f24977a6b0c2d4e6f81234"],
    ),
]
Variable = Annotated[
    str | None,
    Query(
        pattern=r"^[A-Za-z0-9_.:-]{1,100}$", description="Only about this variable.", examples=["cohesion"]
    ),
]


@router.get("/scenarios", summary="The scenarios to choose from", responses=refusals())
async def list_scenarios(web: Web) -> list[ScenarioSummary]:
    return await web.scenarios.summaries()


@router.get("/scenarios/{key}", summary="One scenario, public words only", responses=refusals(404))
async def get_scenario(key: ScenarioKey, web: Web) -> ScenarioPage:
    page = await web.scenarios.page(key)
    if page is None:
        raise NotVisible
    return page


@router.get("/games/{game}", summary="Where the game stands", responses=refusals(401, 404))
async def get_game(game: GameId, caller: Member, web: Web) -> GameHeader:
    return await lobby.header(web.ports, caller, game)


@router.get(
    "/games/{game}/texts",
    summary="Every word and picture of the game",
    response_model=Texts,
    responses={**refusals(401, 404), 304: {"description": "You have them already."}},
)
async def get_texts(
    game: GameId, caller: Member, web: Web, if_none_match: Annotated[str | None, Header()] = None
) -> Response:
    texts = encoded(dict(await history.texts(web.ports, caller, game)))
    # Of all that is sent: another release may tell the same scenario otherwise.
    headers = {"ETag": f'"{sha256(texts.json).hexdigest()}"', "Cache-Control": "private, no-cache"}
    if if_none_match == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return json_answer(texts, headers=headers)


@router.get(
    "/games/{game}/snapshot",
    summary="All that I may know now",
    response_model=Snapshot,
    responses=refusals(401, 404),
)
async def get_snapshot(game: GameId, caller: Member, web: Web) -> Response:
    return json_answer(await history.snapshot(web.ports, caller, game))


@router.get(
    "/games/{game}/messages",
    summary="What was said before",
    description="The newest statements and cables that I may read, or those before one of them: at most 200"
    " and 128 KiB; and how many there are before those.",
    response_model=MessagePage,
    responses=refusals(401, 404, 429),
)
async def list_messages(game: GameId, caller: Member, web: Web, before: EarlierThan = None) -> Response:
    await web.limits.spend(limits.MESSAGES, limits.seat(caller))
    return json_answer(await press.earlier(web.ports, caller, game, before))


@router.get(
    "/games/{game}/stream",
    summary="The deliveries after my last numbers",
    description="The same bytes as on the live socket, for networks that break sockets: ask every 5 s.",
    response_model=StreamPage,
    responses=refusals(401, 404),
)
async def get_stream(
    game: GameId,
    caller: Member,
    web: Web,
    public_after: SequenceNumber = 0,
    private_after: SequenceNumber = 0,
) -> Response:
    viewer = await streams.viewer(web.ports, caller, game)
    missed = await streams.missed(web.ports, viewer, public_after, private_after)
    body = b'{"epoch":%b,"heads":%b,"public":[%b],"private":[%b]}' % (
        orjson.dumps(missed.epoch),
        orjson.dumps(missed.heads),
        b",".join(missed.public),
        b",".join(missed.private),
    )
    return Response(body, media_type="application/json")


@router.get(
    "/games/{game}/turns/{n}/causes",
    summary="Why did it change?",
    description="The named causes of a turn, as far as the caller may know them; they sum to the change.",
    responses=refusals(401, 404, 429),
)
async def list_causes(
    *,
    game: GameId,
    n: TurnNumber,
    caller: Member,
    web: Web,
    subject: Subject,
    variable: Variable = None,
) -> list[CauseLine]:
    await web.limits.spend(limits.CAUSES, limits.seat(caller))
    return await history.causes(web.ports, caller, game, n, subject=subject, variable=variable)


@router.get(
    "/games/{game}/debrief",
    summary="The opened game, once it has ended",
    response_model=Debrief,
    responses=refusals(401, 404, 409),
)
async def get_debrief(game: GameId, caller: Member, web: Web) -> Response:
    return json_answer(await debriefs.debrief(web.ports, caller, game))


@router.get(
    "/games/{game}/chronicle",
    summary="The whole game as a story, once it has ended",
    response_model=Chronicle,
    responses=refusals(401, 404, 409),
)
async def get_chronicle(game: GameId, caller: Member, web: Web) -> Response:
    return Response(await debriefs.chronicle(web.ports, caller, game), media_type="application/json")


@router.get(
    "/games/{game}/export",
    summary="The game as a file",
    response_class=Response,
    responses={
        **refusals(401, 403, 404, 429),
        200: {"description": "The file.", "content": {"application/json": {}, "text/csv": {}}},
    },
)
async def export_game(
    game: GameId, caller: Member, web: Web, form: Annotated[ExportFormat, Query(alias="format")] = "json"
) -> Response:
    await web.limits.spend(limits.EXPORTS, limits.seat(caller))
    file = await export.export_game(web.ports, caller, game, form)
    headers = {"Content-Disposition": f'attachment; filename="{file.filename}"'}
    return Response(file.body, media_type=file.media_type, headers=headers)


@router.post(
    "/ws-ticket",
    summary="A pass for one live socket",
    responses=refusals(401, 404, 429, body=True) | with_example(200, {"ticket": "Zk3v…", "expires_in": 30}),
)
async def create_ticket(wish: TicketWish, caller: Member, web: Web) -> TicketIssued:
    await web.limits.spend(limits.TICKETS, f"session:{caller.session}")
    return TicketIssued(await sessions.issue_ticket(web.ports, caller, wish.game), TICKET_SECONDS)
