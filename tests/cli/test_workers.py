"""`comity serve --workers 2`: two processes behind one port play a game together, and one may die."""

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from tests.cli.asking import comity
from tests.nemesis.crew import workers_of
from tests.servers import HOST
from websockets.sync.client import ClientConnection, connect

T = TypeVar("T")
PATIENCE_S = 90.0
"""Two processes come up within seconds, and a minute where the machine has better things to do."""
LINES_MAX = 60
"""Connections after which both workers must have had one: the system gives them to whoever is free."""


def until(found: Callable[[], T | None], what: str) -> T:
    """The first answer, which another process gives in its own time."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = found()
        if answer is not None:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {PATIENCE_S:.0f} s")


@dataclass
class Served:
    """A server of several workers, and what it has said."""

    process: "subprocess.Popen[bytes]"
    folder: Path

    @property
    def said(self) -> str:
        return (self.folder / "out").read_text()

    def log(self, event: str) -> list[dict[str, Any]]:
        lines = (self.folder / "err").read_text().splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [line for line in found if line["event"] == event]

    def workers(self) -> set[int]:
        """Process numbers of those who are there."""
        return set(workers_of(self.process.pid))


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Served]:
    environment = {**os.environ, **{f"COMITY_{name.upper()}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "comity.cli", "serve", "--port", "0", "--no-demo"]
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err)
        try:
            yield Served(process, folder)
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


@dataclass
class Room:
    """A running game with one player, asked over a new connection each time."""

    served: Served
    port: int
    game: str
    spectators: str
    open_lines: ExitStack
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, method: str, path: str, body: Any, **headers: str) -> Any:
        """As `who`, whose cookie is kept."""
        origin = f"http://{HOST}:{self.port}"
        sent = {"Origin": origin, "Cookie": self.cookies.get(who, ""), **headers}
        answer = httpx.request(method, f"{origin}/api/v1{path}", json=body, headers=sent, timeout=PATIENCE_S)
        assert answer.is_success, answer.text
        if "set-cookie" in answer.headers:
            self.cookies[who] = answer.headers["set-cookie"].split(";")[0]
        return answer.json() if answer.content else None

    def listen(self, who: str) -> tuple[str, ClientConnection]:
        """A live line that was welcomed, and the worker that carries it."""
        self.ask(who, "POST", "/links/claim", {"token": self.spectators})
        ticket = self.ask(who, "POST", "/ws-ticket", {"game": self.game})["ticket"]
        before = len(self.served.log("socket_opened"))
        dialled = connect(
            f"ws://{HOST}:{self.port}/api/v1/games/{self.game}/live",
            additional_headers={"Cookie": self.cookies[who], "Origin": f"http://{HOST}:{self.port}"},
            compression=None,
            max_size=None,
        )
        line = self.open_lines.enter_context(dialled)
        hello = {"type": "hello", "ticket": ticket, "epoch": None, "public": 0, "private": 0}
        line.send(json.dumps(hello))
        assert json.loads(line.recv(PATIENCE_S))["type"] == "welcome"
        (opened,) = until(lambda: self.served.log("socket_opened")[before:] or None, "a line in the log")
        return opened["process"], line

    def lines(self, count: int, besides: str = "") -> dict[str, ClientConnection]:
        """Lines at so many workers, one each; none at `besides`."""
        found: dict[str, ClientConnection] = {}
        for _ in range(LINES_MAX):
            worker, line = self.listen(secrets.token_hex(4))
            if worker in found or worker == besides:
                line.close()
            else:
                found[worker] = line
            if len(found) == count:
                return found
        raise AssertionError(f"{LINES_MAX} lines came to {len(found)} workers only")

    def say(self, words: str) -> None:
        self.ask("player", "POST", f"/games/{self.game}/statements", {"text": words})


def hears(line: ClientConnection, words: str) -> bool:
    """Whether the words come, after whatever else there is to tell."""
    while True:
        told = json.loads(line.recv(PATIENCE_S))
        if told["type"] == "delivery" and told["event"].get("message", {}).get("text") == words:
            return True


def number_of(worker: str) -> int:
    """A worker's process number, of the name by which it logs."""
    return int(worker.rpartition(":")[2])


def play(served: Served, open_lines: ExitStack) -> Room:
    """Instructor, class, game, a player, started."""
    port, invite = until(lambda: re.search(r":(\d+)/invite#(\S+)", served.said), "the greeting").groups()
    room = Room(served, int(port), "", "", open_lines)
    wish = {"invite": invite, "name": "Ada", "password": "a long enough sentence"}
    room.ask("teacher", "POST", "/instructors", wish)
    made = room.ask("teacher", "POST", "/classes", {"name": "Tuesday"})
    game = {"scenario": "crash-course", "minutes_per_turn": 30, "early": False}
    room.game = room.ask("teacher", "POST", f"/classes/{made['id']}/games", game)["id"]
    seats = room.ask("teacher", "GET", f"/games/{room.game}/room", None)
    join = {"code": seats["join_code"], "name": "Eve", "seat": seats["seats"][0]["seat"]}
    room.ask("player", "POST", "/join", join)
    link = room.ask("teacher", "POST", f"/games/{room.game}/spectator-link", {})["url"]
    room.spectators = link.split("#")[1]
    room.ask("teacher", "POST", f"/games/{room.game}/start", {})
    return room


@pytest.fixture
def room(tmp_path: Path, fresh_postgres_url: str, redis_url: str) -> Iterator[Room]:
    assert comity("db", "upgrade", "--database-url", fresh_postgres_url).returncode == 0
    settings = {"workers": "2", "database_url": fresh_postgres_url, "redis_url": redis_url}
    with serving(tmp_path, **settings) as served, ExitStack() as open_lines:
        yield play(served, open_lines)


def test_what_one_worker_accepts_the_other_tells_and_one_that_is_killed_is_started_anew(room: Room) -> None:
    lines = room.lines(2)
    room.say("To everybody, wherever they listen.")
    assert all(hears(line, "To everybody, wherever they listen.") for line in lines.values())
    assert room.served.said.count("Comity is running") == 1

    before = room.served.workers()
    killed, survivor = lines
    os.kill(number_of(killed), signal.SIGKILL)
    fresh = until(lambda: (room.served.workers() - before) or None, "a new worker")
    room.say("One of us was gone.")
    assert hears(lines[survivor], "One of us was gone.")

    ((newcomer, line),) = room.lines(1, besides=survivor).items()
    assert fresh == {number_of(newcomer)}
    room.say("Now we are two again.")
    assert hears(line, "Now we are two again.")
    assert hears(lines[survivor], "Now we are two again.")


def test_all_workers_end_with_the_server_also_when_that_is_killed(room: Room) -> None:
    workers = room.served.workers()
    assert len(workers) == 2

    room.served.process.kill()

    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers) or None, "their end")


def test_a_server_that_cannot_start_says_why_and_does_not_try_for_ever(
    tmp_path: Path, fresh_postgres_url: str, redis_url: str
) -> None:
    arguments = ("--database-url", fresh_postgres_url, "--redis-url", redis_url, "--port", "0")
    done = comity("serve", "--workers", "2", *arguments)  # its tables were not made

    assert done.returncode == 1
    assert "comity db upgrade" in done.stderr


@pytest.mark.parametrize(
    ("settings", "mend"),
    [
        ((), "--database-url"),
        (("--database-url", f"postgresql://comity@{HOST}/comity"), "--redis-url"),
        (("--redis-url", f"redis://{HOST}"), "--database-url"),
    ],
    ids=["neither", "no Redis", "no Postgres"],
)
def test_workers_that_could_share_nothing_are_refused_with_what_to_do(
    settings: tuple[str, ...], mend: str, tmp_path: Path
) -> None:
    done = comity("serve", "--workers", "2", "--port", "0", *settings)

    assert (done.returncode, done.stdout) == (1, "")
    assert mend in done.stderr
    assert "leave out --workers" in done.stderr
