"""The security headers on every route, whatever it answers."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.web.house import SITE, Table, lay_table, serving, sqlite_settings
from tests.web.routes import MACHINE_ADDRESSES, PUBLIC_ADDRESSES, ROWS, Row

from comity.web.client import PAGES
from comity.web.headers import HEADERS

pytestmark = pytest.mark.asyncio(loop_scope="module")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def insist(answer: httpx.Response) -> None:
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert len(answer.headers["x-request-id"]) == 16
    assert answer.headers["cache-control"]
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
async def test_every_route_of_the_api(app: FastAPI, row: Row) -> None:
    table = await shared(app)
    for method in (row.method, "HEAD", "OPTIONS", "TRACE", "BREW"):
        insist(await table.anonymous.ask(method, row.url(table), {}))
    insist(await table.seats["usa"].ask("GET", row.url(table)))


@pytest.mark.parametrize(
    "address",
    [
        *PAGES,
        *sorted(PUBLIC_ADDRESSES),
        *sorted(MACHINE_ADDRESSES),
        "/assets/x.js",
        "/nowhere",
        "/api/v1/nowhere",
    ],
)
async def test_every_other_address(app: FastAPI, address: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=SITE) as http:
        insist(await http.get(address))
        insist(await http.post(address, headers={"Origin": "https://evil.example"}))


async def test_over_https_browsers_are_told_to_stay_there(sqlite_template: Path, tmp_path: Path) -> None:
    settings = sqlite_settings(sqlite_template, tmp_path, public_url="https://comity.example")
    async with serving(settings) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://comity.example") as http:
            answer = await http.get("/livez")
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    assert "strict-transport-security" not in HEADERS


_shared: list[Table] = []


async def shared(app: FastAPI) -> Table:
    """One table for all: nothing here changes it."""
    if not _shared:
        _shared.append(await lay_table(app))
    return _shared[0]
