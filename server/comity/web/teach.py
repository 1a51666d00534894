"""The instructor's desk: classes, games, the situation room, the clock, seats and links."""

from fastapi import APIRouter

from comity.game import health, injects, lobby, pace, seats
from comity.game.access import require_instructor
from comity.game.shapes import ClassView, GameHeader, GameHealth, Injects, RoomSeat
from comity.rules.moves import Injected
from comity.web.answers import LinkMade, RoomPage, ScenarioLeftOut
from comity.web.deps import ClassId, EventKey, GameId, HitState, Member, SeatKey, Web
from comity.web.documented import refusals
from comity.web.guarded import GuardedRoute
from comity.web.requests import (
    BotSwitch,
    Closing,
    Extension,
    NewClass,
    NewGame,
    NewInject,
    NewSpectatorLink,
    Nothing,
)

router = APIRouter(route_class=GuardedRoute, tags=["teach"])


@router.get(
    "/scenarios-left-out", summary="The scenarios that are not sound, and why", responses=refusals(401, 403)
)
async def list_scenarios_left_out(caller: Member, web: Web) -> list[ScenarioLeftOut]:
    require_instructor(caller)
    return await web.scenarios.left_out()


@router.get("/classes", summary="My classes", responses=refusals(401, 403))
async def list_classes(caller: Member, web: Web) -> list[ClassView]:
    return await lobby.list_classes(web.ports, caller)


@router.post("/classes", summary="Make a class", status_code=201, responses=refusals(401, body=True))
async def create_class(wish: NewClass, caller: Member, web: Web) -> ClassView:
    return await lobby.make_class(web.ports, caller, wish.name, wish.delete_on)


@router.get("/classes/{class_id}/games", summary="The games of a class", responses=refusals(401, 403, 404))
async def list_games(class_id: ClassId, caller: Member, web: Web) -> list[GameHeader]:
    return await lobby.list_games(web.ports, caller, class_id)


@router.post(
    "/classes/{class_id}/games",
    summary="Make a game from a scenario",
    status_code=201,
    responses=refusals(401, 404, body=True),
)
async def create_game(wish: NewGame, class_id: ClassId, caller: Member, web: Web) -> GameHeader:
    return await lobby.make_game(
        web.ports,
        caller,
        class_id,
        lobby.GameWish(
            scenario=wish.scenario,
            length=wish.length,
            theory=wish.theory,
            title=wish.title,
            minutes_per_turn=wish.minutes_per_turn,
            early=wish.early,
            spectator_delay=wish.spectator_delay,
            bots_fill=wish.bots_fill,
        ),
    )


@router.get("/games/{game}/room", summary="The situation room", responses=refusals(401, 403, 404))
async def get_room(game: GameId, caller: Member, web: Web) -> RoomPage:
    room = await seats.room(web.ports, caller, game)
    return RoomPage(
        header=room.header,
        join_code=room.join_code,
        join_url=f"{web.public_url}/join#{room.join_code}",
        seats=room.seats,
        injects=room.injects,
    )


@router.get("/games/{game}/health", summary="How the game fares", responses=refusals(401, 403, 404))
async def get_game_health(game: GameId, caller: Member, web: Web) -> GameHealth:
    return await health.health(web.ports, caller, game)


@router.post("/games/{game}/start", summary="Start the game", responses=refusals(401, 404, 409, body=True))
async def start_game(_: Nothing, game: GameId, caller: Member, web: Web) -> GameHeader:
    return await pace.start(web.ports, caller, game)


@router.post("/games/{game}/pause", summary="Stop the clock", responses=refusals(401, 404, 409, body=True))
async def pause_game(_: Nothing, game: GameId, caller: Member, web: Web) -> GameHeader:
    return await pace.pause(web.ports, caller, game)


@router.post(
    "/games/{game}/resume", summary="Let the clock run on", responses=refusals(401, 404, 409, body=True)
)
async def resume_game(_: Nothing, game: GameId, caller: Member, web: Web) -> GameHeader:
    return await pace.resume(web.ports, caller, game)


@router.post(
    "/games/{game}/resolve",
    summary="Close the turn now and resolve it",
    responses=refusals(401, 404, 409, body=True),
)
async def resolve_turn(wish: Closing, game: GameId, caller: Member, web: Web) -> GameHeader:
    return await pace.resolve_now(web.ports, caller, game, wish.turn)


@router.post(
    "/games/{game}/finish", summary="End the game as it stands", responses=refusals(401, 404, 409, body=True)
)
async def finish_game(_: Nothing, game: GameId, caller: Member, web: Web) -> GameHeader:
    return await pace.finish(web.ports, caller, game)


@router.post(
    "/games/{game}/extend", summary="Give the turn more time", responses=refusals(401, 404, 409, body=True)
)
async def extend_turn(wish: Extension, game: GameId, caller: Member, web: Web) -> GameHeader:
    return await pace.extend(web.ports, caller, game, wish.minutes, wish.deadline_version)


@router.post(
    "/games/{game}/injects",
    summary="Let an event come with the next turn",
    status_code=201,
    responses=refusals(401, 404, 409, body=True),
)
async def send_event(wish: NewInject, game: GameId, caller: Member, web: Web) -> Injects:
    return await injects.send(web.ports, caller, game, Injected(wish.event, wish.state))


@router.delete(
    "/games/{game}/injects/{event}",
    summary="Take back an event that waits for the next turn",
    responses=refusals(401, 403, 404, 409),
)
async def take_event_back(
    game: GameId, event: EventKey, caller: Member, web: Web, state: HitState = None
) -> Injects:
    return await injects.take_back(web.ports, caller, game, Injected(event, state))


@router.put(
    "/games/{game}/seats/{seat}/bot",
    summary="Let the house bot play a seat, or not",
    responses=refusals(401, 404, 409, body=True),
)
async def set_bot(wish: BotSwitch, game: GameId, seat: SeatKey, caller: Member, web: Web) -> RoomSeat:
    return await seats.set_bot(web.ports, caller, game, seat, wish.on)


@router.post(
    "/games/{game}/seats/{seat}/link",
    summary="A new personal link; the old one and all that came in by it end",
    responses=refusals(401, 404, 409, body=True),
)
async def create_seat_link(_: Nothing, game: GameId, seat: SeatKey, caller: Member, web: Web) -> LinkMade:
    return LinkMade(f"{web.public_url}/join#{await seats.new_seat_link(web.ports, caller, game, seat)}")


@router.post(
    "/games/{game}/spectator-link",
    summary="A new link for spectators; the old one admits nobody any more",
    description="With `show_out`, the sessions of all who watch end too, and within 2 s their live lines.",
    responses=refusals(401, 404, 409, body=True),
)
async def create_spectator_link(wish: NewSpectatorLink, game: GameId, caller: Member, web: Web) -> LinkMade:
    token = await seats.new_spectator_link(web.ports, caller, game, show_out=wish.show_out)
    return LinkMade(f"{web.public_url}/watch#{token}")
