"""`comity serve` in a process of its own, and browsers that ask it."""

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from comity.commands.bench.machine import resident_bytes
from comity.commands.failing import CommandError

UP_WITHIN_S: Final = 60.0
ANSWER_WITHIN_S: Final = 300.0
KEPT_OPEN_S: Final = 2.0
"""The server ends a connection that nobody used for 5 s; a little before that we open another."""


@dataclass(frozen=True)
class Served:
    """A server that answers; `invite` makes the first instructor."""

    port: int
    invite: str
    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def resident(self) -> int:
        """Bytes of memory that it holds now."""
        return resident_bytes(self.process.pid)

    @property
    def last_words(self) -> str:
        return "".join(self.log.read_text(errors="replace").splitlines()[-1:])


@contextmanager
def served(database_url: str | None, settings: Mapping[str, str] | None = None) -> Iterator[Served]:
    """One on this database, whose tables are made; on SQLite in a folder of its own without."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        environment = {**os.environ, "COMITY_DATA_DIR": folder, **(settings or {})}
        if database_url is not None:
            environment["COMITY_DATABASE_URL"] = database_url
            command = [sys.executable, "-m", "comity.cli", "db", "upgrade"]
            subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603
        said, log = Path(folder) / "out", Path(folder) / "err"
        with said.open("wb") as stdout, log.open("wb") as stderr:
            command = [sys.executable, "-m", "comity.cli", "serve", "--port", "0", "--no-demo"]
            server = subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr)  # noqa: S603
            try:
                port, invite = _greeting(server, said)
                yield Served(port, invite, server, log)
            finally:
                server.terminate()
                server.wait()


def _greeting(server: "subprocess.Popen[bytes]", said: Path) -> tuple[int, str]:
    """The port and the first instructor's token, once the server has printed them."""
    until = time.monotonic() + UP_WITHIN_S
    while time.monotonic() < until:
        found = re.search(r":(\d+)/invite#(\S+)", said.read_text())
        if found:
            return int(found.group(1)), found.group(2)
        if server.poll() is not None:
            break
        time.sleep(0.05)
    raise CommandError("the server to be measured did not start")


class Browser:
    """One person's connection and cookie."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.cookie = ""
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_WITHIN_S)
        self._used_at = 0.0

    def close(self) -> None:
        self._connection.close()

    def answer(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """The status and what came with it."""
        if time.monotonic() - self._used_at > KEPT_OPEN_S:
            self._connection.close()
        sent = {"Content-Type": "application/json", "Origin": self.origin, "Cookie": self.cookie, **headers}
        self._connection.request(method, "/api/v1" + path, json.dumps(body), sent)
        answer = self._connection.getresponse()
        data = answer.read()
        self._used_at = time.monotonic()
        self.cookie = (answer.headers.get("Set-Cookie") or self.cookie).split(";")[0]
        return answer.status, data

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The document that came. Raises CommandError for a refusal."""
        status, data = self.answer(method, path, body, **headers)
        if status >= 400:
            raise CommandError(f"{method} {path} answered {status}: {data[:200].decode(errors='replace')}")
        return json.loads(data) if data else None
