"""The composition root: one function makes the application, its lifespan opens what that runs on."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import HTTPConnection

from comity.config import Settings
from comity.game import sessions
from comity.game.access import Caller
from comity.game.wire import instant
from comity.house.building import House, Parts, open_house
from comity.house.figures import figures_served
from comity.house.loops import Loops
from comity.house.probes import probes
from comity.live import endpoint, schema_route
from comity.live.context import LiveContext
from comity.live.hub import Hub
from comity.live.messages import PROTOCOL, CloseCode
from comity.web import problems
from comity.web.api import make_api
from comity.web.cookies import SessionCookie
from comity.web.deps import WebContext
from comity.web.health import HealthContext
from comity.web.origins import OwnOrigins

CLIENT_BUILD: Final = Path(__file__).with_name("static")
LIVE_ROUTERS: Final = (schema_route.router, endpoint.router)


def create_app(settings: Settings | None = None, parts: Parts | None = None) -> FastAPI:
    """The whole server. It connects to nothing before its lifespan begins."""
    settings = settings or Settings()
    origins = own_origins(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_house(settings, parts) as house:
            hub = Hub(house.source, time.monotonic, lambda: instant(house.ports.clock.now()))
            _furnish(app, house, hub, origins)
            loops = Loops(house.ports, hub, settings.retention_months)
            with figures_served(settings):
                await loops.start()
                try:
                    yield
                finally:
                    hub.hang_up_all(CloseCode.RESTART, "the server restarts; resume")
                    await loops.stop()

    return make_api(
        origins=origins,
        https=settings.is_https,
        client_build=CLIENT_BUILD,
        more_routes=LIVE_ROUTERS,
        lifespan=lifespan,
    )


def own_origins(settings: Settings) -> OwnOrigins:
    """The public address; on plain http also this machine's own names, which no other machine can use."""
    return OwnOrigins(settings.site, [] if settings.is_https else [f"http://127.0.0.1:{settings.port}"])


def _furnish(app: FastAPI, house: House, hub: Hub, origins: OwnOrigins) -> None:
    """Puts the contexts where routes look for them."""
    settings, ports = house.settings, house.ports
    cookie = SessionCookie(settings.is_https)

    async def caller_of(connection: HTTPConnection) -> Caller:
        return await sessions.authenticate(ports, cookie.read(connection))

    def problem(status: int, *faults: Any) -> Any:
        return problems.response(status, faults)

    app.state.house = house
    app.state.web = WebContext(
        ports=ports,
        cookie=cookie,
        limits=house.limits,
        scenarios=house.library,
        public_url=settings.site,
    )
    app.state.health = HealthContext(
        probes=probes(house), metrics_here=settings.metrics_port is None, protocol=PROTOCOL
    )
    app.state.live = LiveContext(
        ports=ports,
        hub=hub,
        origin_allowed=origins.allows,
        caller_of=caller_of,
        problem=problem,
        refusal=problems.from_game_error,
        clock=time.monotonic,
        sockets_per_game=settings.sockets_per_game,
        sockets_per_process=settings.sockets_per_process,
    )


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document of every HTTP route, without settings and without a server."""
    origins = OwnOrigins("http://127.0.0.1:8000")
    api = make_api(origins=origins, https=False, client_build=CLIENT_BUILD, more_routes=LIVE_ROUTERS)
    return api.openapi()
