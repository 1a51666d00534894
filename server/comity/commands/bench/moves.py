"""A move's round trip over HTTP: a real server, a real class, moves one after the other from one client."""

import asyncio
import http.client
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from comity.commands.failing import CommandError

MOVES_A_SEAT = 25
"""Under the limit of 30 a minute that every seat has."""
UP_WITHIN_S = 60.0
POSTGRES = "COMITY_BENCH_POSTGRES"
POSTGRES_AT_HAND = "postgresql://postgres@127.0.0.1:5432/postgres"


def move() -> dict[str, Any]:
    """Median and 95th percentile milliseconds from request to receipt, on SQLite and on Postgres.

    Postgres is the one that COMITY_BENCH_POSTGRES names, else one on this machine's usual port; a database is
    made for the run and dropped. Without any, the answer says so.
    """
    figures: dict[str, Any] = {"moves": 5 * MOVES_A_SEAT}
    figures["sqlite"] = _measure(None)
    address = os.environ.get(POSTGRES, POSTGRES_AT_HAND)
    try:
        with postgres(address) as url:
            figures["postgres"] = _measure(url)
    except (OSError, asyncpg.PostgresError):
        figures["postgres"] = f"not measured: no Postgres answers; name one in {POSTGRES}"
    return figures


@contextmanager
def postgres(address: str) -> Iterator[str]:
    """The address of a database of its own, dropped in the end."""
    name = f"comity_bench_{secrets.token_hex(4)}"

    async def tell(command: str) -> None:
        connection = await asyncpg.connect(address)
        try:
            await connection.execute(command)
        finally:
            await connection.close()

    asyncio.run(tell(f"CREATE DATABASE {name}"))
    try:
        yield address.rsplit("/", 1)[0] + f"/{name}"
    finally:
        asyncio.run(tell(f"DROP DATABASE {name} WITH (FORCE)"))


def _measure(database_url: str | None) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "COMITY_DATA_DIR": folder}
        if database_url is not None:
            environment["COMITY_DATABASE_URL"] = database_url
            _run(["db", "upgrade"], environment)
        out = Path(folder) / "out"
        with out.open("wb") as stdout, (Path(folder) / "err").open("wb") as stderr:
            command = [sys.executable, "-m", "comity.cli", "serve", "--port", str(port), "--no-demo"]
            server = subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr)  # noqa: S603
            try:
                taken = _play(port, _invite(server, out))
            finally:
                server.terminate()
                server.wait()
    return {
        "median_ms": round(1000 * statistics.median(taken), 2),
        "p95_ms": round(1000 * statistics.quantiles(taken, n=20)[-1], 2),
    }


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "comity.cli", *arguments]
    subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603


def _invite(server: subprocess.Popen[bytes], out: Path) -> str:
    """The first instructor's token, once the server has printed it."""
    until = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < until:
        found = re.search(r"/invite#(\S+)", out.read_text())
        if found:
            return found.group(1)
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise CommandError("the server to be measured did not start")


class _Browser:
    """One person's connection and cookie."""

    def __init__(self, port: int) -> None:
        self._origin = f"http://127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookie = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Content-Type": "application/json", "Origin": self._origin, "Cookie": self._cookie, **headers}
        self._connection.request(method, "/api/v1" + path, json.dumps(body), sent)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise CommandError(
                f"{method} {path} answered {answer.status}: {data[:200].decode(errors='replace')}"
            )
        self._cookie = (answer.headers.get("Set-Cookie") or self._cookie).split(";")[0]
        return json.loads(data) if data else None


def _play(port: int, invite: str) -> list[float]:
    """Seconds that each move took, all seats in turn."""
    teacher = _Browser(port)
    teacher.ask("POST", "/instructors", {"invite": invite, "name": "Bench", "password": "twelve or more"})
    made = teacher.ask("POST", "/classes", {"name": "Bench"})
    game = teacher.ask("POST", f"/classes/{made['id']}/games", {"scenario": "crash-course", "early": False})[
        "id"
    ]
    room = teacher.ask("GET", f"/games/{game}/room")
    players = []
    for seat in room["seats"]:
        player = _Browser(port)
        player.ask("POST", "/join", {"code": room["join_code"], "name": "Bench", "seat": seat["seat"]})
        players.append(player)
    teacher.ask("POST", f"/games/{game}/start", {})
    taken = []
    for number in range(MOVES_A_SEAT):
        points = number % 10
        body = {"stance": {"liberal": points, "conservative": 10 - points}}
        for player in players:
            start = time.perf_counter()
            player.ask(
                "PUT", f"/games/{game}/turns/1/move", body, **{"Idempotency-Key": secrets.token_hex(16)}
            )
            taken.append(time.perf_counter() - start)
    return taken
