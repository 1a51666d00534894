"""Serving the web client's build."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from comity.web.api import make_api
from comity.web.client import FOR_EVER, PAGES
from comity.web.origins import OwnOrigins

Ask = Callable[[str], "httpx.Response"]


def client_of(build: Path) -> httpx.AsyncClient:
    api = make_api(origins=OwnOrigins("http://testserver"), https=False, client_build=build)
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://testserver")


@pytest.fixture
def build(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Comity</title>")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / "assets" / "index-abc123.js").write_text("x" * 5000)
    (tmp_path / "secret.txt").write_text("not for serving")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
async def test_every_address_of_the_client_is_its_one_page_and_never_cached(build: Path, page: str) -> None:
    async with client_of(build) as client:
        answer = await client.get(page.replace("{game}", "g7Kx2"))
    assert answer.status_code == 200
    assert "<title>Comity</title>" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_hashed_asset_is_kept_for_ever_and_compressed(build: Path) -> None:
    async with client_of(build) as client:
        answer = await client.get("/assets/index-abc123.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == FOR_EVER
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == "x" * 5000


async def test_an_asset_that_the_browser_has_is_not_sent_again(build: Path) -> None:
    async with client_of(build) as client:
        first = await client.get("/assets/index-abc123.js")
        again = await client.get("/assets/index-abc123.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/secret.txt", "/assets/../secret.txt", "/assets/%2e%2e/secret.txt", "/assets/missing.js", "/nowhere"],
)
async def test_nothing_else_is_served(build: Path, path: str) -> None:
    async with client_of(build) as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_browser_at_an_address_of_nobodys_is_shown_a_page_that_says_so(build: Path) -> None:
    async with client_of(build) as client:
        answer = await client.get("/join/K7M2QX", headers={"Accept": "text/html,application/xhtml+xml;q=0.9"})
    assert answer.status_code == 404
    assert "<title>Comity</title>" in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/api/v1/nowhere"), ("POST", "/nowhere"), ("GET", "/assets/missing.js")],
)
async def test_a_program_is_told_in_its_own_language_even_if_it_would_read_a_page(
    build: Path, method: str, path: str
) -> None:
    headers = {"Accept": "text/html", "Origin": "http://testserver"}
    async with client_of(build) as client:
        answer = await client.request(method, path, headers=headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    async with client_of(tmp_path / "missing") as client:
        page = await client.get("/")
        asset = await client.get("/assets/index-abc123.js")
    assert page.status_code == 503
    assert "make serve" in page.text
    assert asset.status_code == 404
