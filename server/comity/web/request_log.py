"""One log line and one measurement a request; and the last net under every route.

Logs name the route's pattern, never the address that was asked for: that may hold what is nobody's business.
"""

import secrets
import time
from typing import Final

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comity.logs import where
from comity.metrics import HTTP_5XX, REQUESTS
from comity.web import problems

log = structlog.get_logger(__name__)

REQUEST_ID_HEADER: Final = "X-Request-ID"


class RequestLog:
    """ASGI, outermost: gives the request an id, answers 500 for what nobody caught, logs and measures."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        started = time.perf_counter()
        status = 0

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_noting)
            except Exception as error:
                log.error(  # noqa: TRY400  a traceback would print what was sent
                    "request_failed", error=type(error).__name__, where=where(error)
                )
                if status:
                    raise
                await problems.internal_error()(scope, receive, send_noting)
            finally:
                _tell(scope, status, time.perf_counter() - started)


def _tell(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", None) or ("pages" if status < 400 else "unmatched")
    REQUESTS.labels(route=route, status=f"{status // 100}xx").observe(seconds)
    if status >= 500:
        HTTP_5XX.inc()
    log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))
