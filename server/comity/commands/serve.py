"""`comity serve`: a process that serves everything, or several, with a few lines that say where it is."""

import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

import typer
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from comity import logs
from comity.app import create_app
from comity.commands import scenarios
from comity.commands.failing import CommandError
from comity.commands.heap import give_back_gaps_for_good, share_one_heap
from comity.commands.open_files import FOR_EACH_LINE, connections_allowed
from comity.commands.workers import Crew
from comity.config import Settings
from comity.game.errors import Unavailable
from comity.house.building import House, NotReadyToServeError
from comity.house.welcome import Welcome, welcome
from comity.live.hub import Hub
from comity.live.messages import CloseCode
from comity.live.wire import WireProtocol
from comity.web.connections import USUAL, LimitedConnection, Limits

EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104  a teacher's choice, for a class on the same network
FRAME_BYTES_MAX: Final = 4096
GRACE_SECONDS: Final = 10


class Server(uvicorn.Server):
    """Uvicorn, which says where it is once it is there, and goodbye to live lines before it goes."""

    def __init__(
        self,
        config: uvicorn.Config,
        app: FastAPI,
        *,
        demo: bool,
        greets: bool = True,
        is_up: Callable[[], None] = lambda: None,
    ) -> None:
        config.lifespan = "off"  # `_serve` runs it
        super().__init__(config)
        self._app = app
        self._demo = demo
        self._greets = greets
        self._is_up = is_up

    async def _serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Within the application's lifespan, so that a refusal to start reaches whoever typed the command:
        uvicorn's own way would log a traceback and exit.
        """
        async with self._app.router.lifespan_context(self._app):
            await super()._serve(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._is_up()
        if self.started and self._greets:
            house: House = self._app.state.house
            left_out = [one.key for one in await house.library.left_out()]
            typer.echo(greeting(house.settings, await self._welcome(house), left_out))

    async def _welcome(self, house: House) -> Welcome | None:
        """None where the database is away just now: the server stands, and serves when it is back."""
        try:
            return await welcome(house.ports, house.settings.site, demo=self._demo)
        except Unavailable:
            return None

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.started:
            hub: Hub = self._app.state.live.hub
            hub.hang_up_all(CloseCode.RESTART, "the server restarts; resume")
        await super().shutdown(sockets)


def serve(settings: Settings, *, demo: bool | None, log_level: str) -> None:
    """Serves until it is told to stop. Raises CommandError when it cannot."""
    logs.configure(level=log_level, process=logs.process_name())
    refuse_lonely_workers(settings)
    listening = listen(settings.host, settings.port)
    settings = at_address(settings, listening.getsockname()[1])
    demo = settings.is_embedded if demo is None else demo
    try:
        if settings.workers == 1:
            serve_here(settings, listening, demo=demo)
        else:
            Crew(settings.workers, _OneOfSeveral(settings, listening, demo, log_level)).run()
    finally:
        listening.close()


def refuse_lonely_workers(settings: Settings) -> None:
    """Raises CommandError where several processes would not share what they have to share."""
    if settings.workers == 1:
        return
    if settings.is_embedded:
        raise CommandError(
            f"{settings.workers} workers need a Postgres: the embedded database takes one writer at a time."
            " Name one with --database-url or COMITY_DATABASE_URL, or leave out --workers."
        )
    if settings.redis_url is None:
        raise CommandError(
            f"{settings.workers} workers need a Redis, by which they tell each other what is new and count"
            " limits together. Name one with --redis-url or COMITY_REDIS_URL, or leave out --workers."
        )


def serve_here(
    settings: Settings,
    listening: socket.socket,
    *,
    demo: bool,
    greets: bool = True,
    is_up: Callable[[], None] = lambda: None,
) -> None:
    """Serves in this process until it is told to stop. Raises CommandError when it cannot."""
    share_one_heap()
    give_back_gaps_for_good()
    app = create_app(settings)
    server = Server(server_config(app, limits_of(settings)), app, demo=demo, greets=greets, is_up=is_up)
    try:
        server.run(sockets=[listening])
    except NotReadyToServeError as error:
        raise CommandError(str(error)) from error
    if not server.started:
        raise CommandError("The server could not start; the log above says why.")


@dataclass(frozen=True)
class _OneOfSeveral:
    """What each worker does; figures of each have a port of their own."""

    settings: Settings
    listening: socket.socket
    demo: bool
    log_level: str

    def __call__(self, number: int, greets: bool, is_up: Callable[[], None]) -> None:
        logs.configure(level=self.log_level, process=logs.process_name())
        settings = self.settings
        if settings.metrics_port:
            settings = settings.model_copy(update={"metrics_port": settings.metrics_port + number})
        try:
            serve_here(settings, self.listening, demo=self.demo, greets=greets, is_up=is_up)
        except CommandError as error:
            typer.echo(f"comity: {error}", err=True)
            sys.exit(1)


def limits_of(settings: Settings) -> Limits:
    """What these settings, and the machine's limit of open files, let connections take."""
    wanted = settings.connections_per_process or FOR_EACH_LINE * settings.sockets_per_process
    return Limits(connections=connections_allowed(wanted))


def server_config(app: ASGIApp, limits: Limits = USUAL) -> uvicorn.Config:
    """How we run uvicorn; tests serve by the same."""
    return uvicorn.Config(
        app,
        http=cast("Any", partial(LimitedConnection, limits=limits)),  # uvicorn only calls it
        ws=WireProtocol,
        ws_max_size=FRAME_BYTES_MAX,
        ws_max_queue=8,
        ws_per_message_deflate=False,  # lengths of compressed secrets leak, and bombs unpack
        timeout_graceful_shutdown=GRACE_SECONDS,
        access_log=False,
        log_config=None,
        server_header=False,
    )


def listen(host: str, port: int) -> socket.socket:
    """An address to listen on, taken before anything is opened: port 0 gets its number, a clash is clear."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        message = f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another --host or --port."
        raise CommandError(message) from error
    listening.set_inheritable(True)
    return listening


def at_address(settings: Settings, port: int) -> Settings:
    """The settings with the real port; open to the network, also with an address that others can use."""
    found = settings.model_copy(update={"port": port})
    if settings.public_url is None and settings.host in EVERYWHERE:
        return found.model_copy(update={"public_url": f"http://{own_address()}:{port}"})
    return found


def own_address() -> str:
    """The address that other machines on this network most likely reach us by. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address: str = probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
        return address


def greeting(settings: Settings, found: Welcome | None, left_out: Sequence[str]) -> str:
    """What the one who started the server reads; `found` is None where the database could not be asked."""
    away = None if found else "The database is away just now. `comity invite` prints a link when it is back."
    found = found or Welcome()
    lines: Sequence[str | None] = (
        f"\nComity is running at {settings.site}",
        away,
        found.invite and f"First instructor, link works once: {found.invite}",
        found.demo and f"A game to watch, played by bots:   {found.demo}",
        found.no_demo and f"No game to watch: {found.no_demo}.",
        *map(scenarios.left_out, left_out),
        None
        if settings.is_https or settings.host not in EVERYWHERE
        else "Passwords and links travel unprotected on this network; use https for anything that lasts.",
        "Stop it with Ctrl+C.\n",
    )
    return "\n".join(line for line in lines if line)
