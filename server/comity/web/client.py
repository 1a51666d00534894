"""The web client's build: hashed assets for ever, the page afresh, and the same page for every address of its
own.
"""

from collections.abc import Iterable
from os import PathLike, stat_result
from pathlib import Path
from typing import Final

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from comity.game.errors import NotVisible

PAGES: Final = (
    "/",
    "/join",
    "/watch",
    "/invite",
    "/sign-in",
    "/account",
    "/play/{game}",
    "/room/{game}",
    "/theatre/{game}",
    "/debrief/{game}",
)
"""Addresses that the client's own router understands."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
AFRESH: Final = "no-cache"
NOT_BUILT: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Comity: the web client is not built</title></head>
<body>
<h1>The web client is not built</h1>
<p>This server is running, but the pages that a browser needs are missing. Stop it and start it with
<code>make serve</code>, which builds them.</p>
</body>
</html>
"""


class HashedFiles(StaticFiles):
    """Files whose names change with their content. The folder may be missing: then there is nothing here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder

    async def check_config(self) -> None:
        if not self._folder.is_dir():
            raise NotVisible

    def file_response(
        self, full_path: PathLike[str] | str, stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOR_EVER
        return response


class LostPage:
    """Answers a browser that was led to an address of nobody's with the client, which says so and shows the
    way; all others as `otherwise`, which would have answered.
    """

    def __init__(self, build: Path, otherwise: ASGIApp) -> None:
        self._index = build / "index.html"
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self._otherwise
        if scope["type"] == "http" and _is_reader(Request(scope)) and self._index.is_file():
            answer = FileResponse(self._index, status_code=404, headers={"Cache-Control": "no-store"})
        await answer(scope, receive, send)


def _is_reader(request: Request) -> bool:
    """Whether somebody opens a page, and not a program an interface."""
    opens = request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "")
    return opens and not request.url.path.startswith("/api/")


def client_routes(build: Path) -> Iterable[BaseRoute]:
    """The routes that serve the build in the folder `build`, which may not be there (yet)."""

    async def page(_: Request) -> Response:
        index = build / "index.html"
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})
        return FileResponse(index, headers={"Cache-Control": AFRESH})

    async def icon(request: Request) -> Response:
        path = build / request.url.path.rpartition("/")[2]
        if not path.is_file():
            raise NotVisible
        return FileResponse(path, headers={"Cache-Control": AFRESH})

    for address in PAGES:
        yield Route(address, page, methods=["GET"], name=f"page {address}")
    for name in ("favicon.svg", "favicon.ico", "robots.txt"):
        yield Route(f"/{name}", icon, methods=["GET"], name=name)
    yield Mount("/assets", GZipMiddleware(HashedFiles(build / "assets"), minimum_size=1024), name="assets")
