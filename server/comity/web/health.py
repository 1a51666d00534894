"""Is it alive, is it ready, which version, and how does it fare? Outside of `/api`, for operators and
proxies.
"""

import asyncio
import importlib.metadata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, Request, Response
from starlette.requests import HTTPConnection

from comity import metrics
from comity.game.errors import NotVisible
from comity.web.answers import Alive, HealthReport, Version
from comity.web.deps import Web

router = APIRouter(tags=["health"])

PROBE_SECONDS_MAX = 1.0


@dataclass(frozen=True, slots=True)
class Probe:
    """One dependency: `ask` raises, or returns a word on how it does. Without a required one we are not
    ready.
    """

    name: str
    required: bool
    ask: Callable[[], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class HealthContext:
    """Built once at start-up by `app.py`."""

    probes: Sequence[Probe]
    metrics_here: bool
    """False when metrics have a port of their own."""
    protocol: int


async def _health(connection: HTTPConnection) -> HealthContext:
    return cast("HealthContext", connection.app.state.health)


Health = Annotated[HealthContext, Depends(_health)]


@router.get("/livez", summary="The process turns")
async def livez() -> Alive:
    return Alive("alive")


@router.get(
    "/readyz",
    summary="Its dependencies answer",
    responses={503: {"model": HealthReport, "description": "Not ready."}},
)
async def readyz(health: Health, response: Response) -> HealthReport:
    answers = await asyncio.gather(*(_ask(probe) for probe in health.probes))
    parts = {probe.name: word for probe, (_, word) in zip(health.probes, answers, strict=True)}
    missing = [probe for probe, (ok, _) in zip(health.probes, answers, strict=True) if not ok]
    status: Literal["ready", "degraded", "not_ready"] = "degraded" if missing else "ready"
    if any(probe.required for probe in missing):
        status = "not_ready"
        response.status_code = 503
    return HealthReport(status, parts)


@router.get("/version", summary="What runs here")
async def version(web: Web, health: Health) -> Version:
    return Version(
        importlib.metadata.version("comity"), sorted(web.ports.shelf.rules_versions), health.protocol
    )


@router.get(
    "/metrics",
    summary="For Prometheus",
    response_class=Response,
    responses={
        200: {"description": "The figures.", "content": {"text/plain": {"schema": {"type": "string"}}}},
        404: {"$ref": "#/components/responses/Problem404", "description": "For the machine itself only."},
    },
)
async def get_metrics(request: Request, health: Health) -> Response:
    """Only for the machine itself: counts say more about a class than strangers should know."""
    if not health.metrics_here or (request.client and request.client.host not in ("127.0.0.1", "::1")):
        raise NotVisible
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)


async def _ask(probe: Probe) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(PROBE_SECONDS_MAX):
            return True, await probe.ask()
    except Exception as error:  # a probe may fail in any way; the operator reads which
        return False, f"away: {type(error).__name__}"
