"""A real `comity serve` on a free port, which a test may kill and start again, and a real Chromium.

Both take seconds to start, so the tests of a module share them. Each test has browser contexts of its own,
and where it plays a game, a game of its own.
"""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright
from tests.browser.hands import Classroom

READY_WITHIN_S = 40.0


class ServedHouse:
    """One `comity serve` over one data folder, with the scenarios shipped or those of a folder."""

    def __init__(self, folder: Path, scenarios: Path | None = None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._folder = folder
        self._environment = {"COMITY_DATA_DIR": str(folder / "data")}
        if scenarios is not None:
            self._environment["COMITY_SCENARIOS"] = str(scenarios)
        self._process: asyncio.subprocess.Process | None = None
        self.invite = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Starts it and waits until it is ready; the first start also learns the instructor's link."""
        arguments = ("-m", "comity.cli", "serve", "--port", str(self.port))
        environment = {**os.environ, **self._environment}
        out, err = self._folder / "serve.out", self._folder / "serve.err"
        with out.open("ab") as stdout, err.open("ab") as stderr:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, env=environment, stdout=stdout, stderr=stderr
            )
        async with asyncio.timeout(READY_WITHIN_S), httpx.AsyncClient() as client:
            while not await self._is_ready(client):
                assert self._process.returncode is None, err.read_text()[-2000:]
                await asyncio.sleep(0.1)
            while self.invite == "":
                found = re.search(r"(http\S+/invite#\S+)", out.read_text())
                self.invite = found.group(1) if found else ""
                await asyncio.sleep(0.05)

    async def _is_ready(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"{self.url}/readyz")).status_code == 200
        except httpx.TransportError:
            return False

    async def kill(self) -> None:
        """kill -9: nothing is flushed, nothing is said."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()


@pytest.fixture(scope="module")
def scenarios() -> Path | None:
    """The folder of scenarios that the module's house serves: those shipped, unless a module says others."""
    return None


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    scenarios: Path | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[ServedHouse]:
    served = ServedHouse(tmp_path_factory.mktemp("house"), scenarios)
    await served.start()
    try:
        yield served
    finally:
        await served.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def classroom(house: ServedHouse) -> AsyncIterator[Classroom]:
    """The class of the house's first instructor, for games that need no clicking to be set up."""
    async with httpx.AsyncClient(base_url=house.url, headers={"Origin": house.url}, timeout=60) as http:
        yield await Classroom.opened(http, house.invite)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(chromium_path: Path) -> AsyncIterator[Browser]:
    """The module's Chromium; tests ask for `browser`."""
    async with launched(chromium_path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def browser(chromium: Browser, artifacts: Path) -> AsyncIterator[Browser]:
    """The module's Chromium, in which nothing is open."""
    async with left_empty(chromium, artifacts):
        yield chromium


@asynccontextmanager
async def launched(chromium_path: Path, *more: str) -> AsyncIterator[Browser]:
    """A Chromium, with more command-line arguments."""
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-sync",
        *more,
    ]
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=str(chromium_path), args=arguments, chromium_sandbox=os.geteuid() != 0
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def left_empty(browser: Browser, artifacts: Path) -> AsyncIterator[None]:
    """At the end, leaves a picture of every page and closes whatever is open."""
    yield
    for number, context in enumerate(browser.contexts):
        for page in context.pages:
            await page.screenshot(path=artifacts / f"at-the-end-{number}.png")
        await context.close()
