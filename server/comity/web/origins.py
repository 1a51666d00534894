"""Which pages may speak to us. Ours, and nobody else's: there is no CORS here."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from comity.rules.faults import Fault
from comity.web.problems import response

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class OwnOrigins:
    """The origins of our own pages, compared byte for byte as browsers write them (lower case, no default
    port).
    """

    def __init__(self, public_url: str, more: Iterable[str] = ()) -> None:
        self.all = frozenset(spelling for url in (public_url, *more) for spelling in _spellings(url))

    def allows(self, origin: str | None) -> bool:
        """Whether a page of this origin is ours. An absent origin is nobody's."""
        return origin in self.all


def _spellings(url: str) -> Iterable[str]:
    """A loopback server is one page under three names; any other has just one."""
    parts = urlsplit(url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, default) else f":{parts.port}"
    for name in LOOPBACK if host in LOOPBACK else (host,):
        yield f"{parts.scheme}://{name}{port}"


class SameOriginOnly:
    """ASGI: an unsafe request that a browser sent for somebody else's page is refused before any route sees
    it.

    Browsers put `Origin` on every unsafe request and cannot be made to forge it; a request with neither
    `Origin` nor `Sec-Fetch-Site` comes from a program, which carries no victim's cookie.
    """

    def __init__(self, app: ASGIApp, origins: OwnOrigins) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS or self._is_ours(Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        fault = Fault(
            "cross_site",
            "Origin",
            "The request comes from another site.",
            "Send it from Comity's own pages; programs send no Origin header.",
        )
        await response(403, [fault])(scope, receive, send)

    def _is_ours(self, headers: Headers) -> bool:
        sites = headers.getlist("sec-fetch-site")
        origins = headers.getlist("origin")
        return all(site == "same-origin" for site in sites) and all(
            self.origins.allows(one) for one in origins
        )
