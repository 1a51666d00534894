"""Building the house: every port gets the real thing that the settings ask for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from comity.bus.memory_bus import MemoryBus
from comity.bus.redis_bus import RedisBus
from comity.config import Settings
from comity.game.compute import process_compute, thread_compute
from comity.game.engine import load_rulebook
from comity.game.errors import Unavailable
from comity.game.passwords import Argon2Passwords
from comity.game.ports import Bus, Clock, Passwords, Ports, Randomness
from comity.game.shelf import Loader, Shelf
from comity.game.tokens import SystemRandomness
from comity.house.scenarios import ScenarioLibrary
from comity.house.source import ServiceSource
from comity.rules.version import RULES_VERSION
from comity.store.engine import WeakDurability, check_durability, make_engine
from comity.store.migrate import NewerSchemaError, is_current, newer_schema, upgrade
from comity.store.unit_of_work import DecidingTime, SqlStore
from comity.web.limits import RateLimits

log = structlog.get_logger(__name__)

RECEIPT_KEY: Final = "receipt_key"
BRIEF_POOL_SIZE: Final = 4
"""For the hub, which reads one game after another in its polls."""


class NotReadyToServeError(RuntimeError):
    """The database or the settings are not fit to serve; the message says how to mend that."""


class SystemClock:
    """`game.ports.Clock` of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True)
class Parts:
    """What tests put in place of the real thing."""

    load: Loader = load_rulebook
    rules_versions: frozenset[str] = frozenset({RULES_VERSION})
    library: ScenarioLibrary = field(default_factory=lambda: ScenarioLibrary(load_rulebook))
    clock: Clock = field(default_factory=SystemClock)
    randomness: Randomness = field(default_factory=SystemRandomness)
    passwords: Passwords | None = None
    deciding_time: DecidingTime | None = None
    """Who tells the time that decides deadlines; None for the database."""


@dataclass(frozen=True)
class House:
    """Everything that is open while the server runs."""

    settings: Settings
    engine: AsyncEngine
    ports: Ports
    source: ServiceSource
    library: ScenarioLibrary
    limits: RateLimits


@asynccontextmanager
async def open_house(settings: Settings, parts: Parts | None = None) -> AsyncIterator[House]:
    """Opens the house, and closes what it opened.

    The embedded database is migrated on the way; any other must be current already, so that a rolling
    deployment decides when that happens. Where a newer release has upgraded the tables, the embedded database
    is refused, as nobody rolls it out; of any other the log says so. Raises NotReadyToServeError.
    """
    parts = parts or Parts()
    if settings.is_embedded and settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database)
    brief_engine = make_engine(settings.database, patience="brief", pool_size=BRIEF_POOL_SIZE, overflow=0)
    bus: Bus = RedisBus(settings.redis_url) if settings.redis_url else MemoryBus()
    workers = settings.resolve_workers
    compute = process_compute(parts.load, workers) if workers else thread_compute(parts.load)
    limits = RateLimits(settings.redis_url)
    try:
        await _prepare(engine, settings)
        store = SqlStore(engine, parts.deciding_time)
        key = settings.receipt_key
        if key is None:
            key = await _kept_key(store, engine, parts.randomness)
        ports = Ports(
            store=store,
            bus=bus,
            clock=parts.clock,
            randomness=parts.randomness,
            passwords=parts.passwords or Argon2Passwords(),
            scenarios=parts.library,
            shelf=Shelf(parts.load, parts.rules_versions),
            compute=compute,
            receipt_key=key,
        )
        brief = replace(ports, store=SqlStore(brief_engine, parts.deciding_time))
        source = ServiceSource(ports, None if settings.is_embedded else brief)
        yield House(settings, engine, ports, source, parts.library, limits)
    finally:
        compute.close()
        await bus.close()
        await limits.close()
        await brief_engine.dispose()
        await engine.dispose()


async def _kept_key(store: SqlStore, engine: AsyncEngine, randomness: Randomness) -> bytes:
    """The key of receipts that the database keeps, made now where it has none."""
    try:
        async with store.write() as work:
            return await work.secrets.keep(RECEIPT_KEY, randomness.bytes(32))
    except Unavailable as error:
        raise NotReadyToServeError(_unusable(engine, error)) from error


def _unusable(engine: AsyncEngine, error: Exception) -> str:
    where = engine.url.render_as_string(hide_password=True)
    return (
        f"The database {where} cannot be used ({type(error).__name__}). Check COMITY_DATABASE_URL,"
        " and that the database is running and may be written to."
    )


async def _prepare(engine: AsyncEngine, settings: Settings) -> None:
    try:
        if settings.is_embedded:
            await upgrade(engine)
        await check_durability(engine)
        current = await is_current(engine)
        newer = await newer_schema(engine)
    except (WeakDurability, NewerSchemaError) as error:
        raise NotReadyToServeError(str(error)) from error
    except (OSError, SQLAlchemyError) as error:
        raise NotReadyToServeError(_unusable(engine, error)) from error
    if newer:  # and not embedded: servers of two releases stand side by side while one follows the other
        log.warning("database_newer", detail=str(newer))
    if not current:
        raise NotReadyToServeError("The database's tables are not up to date. Run `comity db upgrade`.")
