"""The route class of every JSON route: the body is bounded, timed, and strict JSON before anything looks at
it.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from comity.rules.faults import Fault
from comity.web.problems import ProblemError
from comity.web.strict_json import NotOurJsonError, parse

BODY_BYTES_MAX = 64 * 1024
BODY_SECONDS_MAX = 10.0
"""A body that trickles in slower than this holds a connection for nothing."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """An API route that takes at most `BODY_BYTES_MAX` bytes of JSON as `strict_json` accepts it."""

    seconds_max = BODY_SECONDS_MAX

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def guarded(request: Request) -> Response:
            _check_content_type(request)
            body = await _bounded_body(request, self.seconds_max)
            try:
                document = parse(body)
            except NotOurJsonError as error:
                raise ProblemError(400, error.fault) from None
            return await handler(_ReadRequest(request, body, document))

        return guarded


class _ReadRequest(Request):
    """A request whose body was read and parsed already."""

    def __init__(self, request: Request, body: bytes, document: Any) -> None:
        super().__init__(request.scope, request.receive)
        self._guarded_body = body
        self._document = document

    async def body(self) -> bytes:
        return self._guarded_body

    async def json(self) -> Any:
        return self._document


def _check_content_type(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise ProblemError(
            415,
            Fault("not_json", "Content-Type", "The body is not declared as JSON.", "Send application/json."),
        )


async def _bounded_body(request: Request, seconds_max: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(seconds_max):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_BYTES_MAX:
                    raise ProblemError(
                        413,
                        Fault(
                            "body_too_large",
                            "body",
                            "The body is too large.",
                            f"Send at most {BODY_BYTES_MAX} bytes.",
                        ),
                        headers={"Connection": "close"},
                    )
    except TimeoutError:
        raise ProblemError(
            408,
            Fault(
                "body_too_slow",
                "body",
                "The body did not arrive in time.",
                f"Send it within {seconds_max:g} s.",
            ),
            headers={"Connection": "close"},
        ) from None
    except ClientDisconnect:
        raise ProblemError(
            400, Fault("body_cut_off", "body", "The body ended early.", "Send it whole.")
        ) from None
    return bytes(body)
