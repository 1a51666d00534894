"""The HTTP side as one application: routes, problems, guards. It connects to nothing; `app.py` gives it its
context.
"""

from collections.abc import Iterable
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.types import Lifespan

from comity.web import auth, health, play, problems, teach, watch
from comity.web.client import LostPage, client_routes
from comity.web.documented import DocumentedApi
from comity.web.headers import SecurityHeaders
from comity.web.origins import OwnOrigins, SameOriginOnly
from comity.web.request_log import RequestLog

BASE = "/api/v1"
DESCRIPTION = """
A classroom simulation of the international system, played by states in turns.

Bodies are JSON of at most 64 KiB; unknown fields are refused. Refusals are RFC 9457 problem details that name
a `field` and a `fix`. What a caller may not see answers 404 with the same bytes as what does not exist. The
session is a cookie; unsafe methods must come from our own Origin; the seat always comes from the session.
Live news comes over `/api/v1/games/{game}/live` (a websocket); `/api/v1/live/schema` describes its messages.
"""


def make_api(
    *,
    origins: OwnOrigins,
    https: bool,
    client_build: Path,
    more_routes: Iterable[APIRouter] = (),
    lifespan: Lifespan[FastAPI] | None = None,
) -> FastAPI:
    """The application with every route. `more_routes` are mounted under the base (the live room's)."""
    app = DocumentedApi(
        title="Comity",
        version="1",
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
        redirect_slashes=False,
    )
    problems.install(app)
    for router in (auth.router, teach.router, play.router, watch.router, *more_routes):
        app.include_router(router, prefix=BASE)
    app.include_router(health.router)
    app.router.routes.extend(client_routes(client_build))
    app.router.default = LostPage(client_build, app.router.default)
    # The last added is the outermost: headers and the log also cover what the origin check refuses.
    app.add_middleware(SameOriginOnly, origins=origins)
    app.add_middleware(RequestLog)
    app.add_middleware(SecurityHeaders, https=https)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
