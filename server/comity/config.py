"""Settings, from the environment (`COMITY_...`) or the command line; defaults run a class on one laptop."""

import hashlib
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DRIVERS = {
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
}
SECRET_SHORTEST = 32
PORT_LAST = 65535
Port = Annotated[int, Field(ge=0, le=PORT_LAST)]


class Settings(BaseSettings):
    """Where Comity runs and what it runs on. Each field is an environment variable, e.g. `COMITY_PORT`."""

    model_config = SettingsConfigDict(
        hide_input_in_errors=True,  # it may be a secret
        env_prefix="COMITY_",
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
    )

    host: str = "127.0.0.1"
    """The address to listen on; other machines reach the server only if this is not loopback."""
    port: Port = 8000
    public_url: str | None = None
    """How browsers reach us, e.g. `https://comity.example.edu`; links, cookies, allowed origins follow it."""
    data_dir: Path = Path("data")
    """Where the embedded database lies."""
    database_url: str | None = None
    """`postgresql://...` or `sqlite:///path`; by default `comity.sqlite3` in `data_dir`."""
    redis_url: str | None = None
    """`redis://...` or `rediss://...`, for several processes on the same games; else hints stay in here."""
    secret_key: SecretStr | None = None
    """At least 32 characters, the same in all processes; receipts are signed with it. By default one is made
    at the first start and kept in the database."""
    workers: Annotated[int, Field(ge=1, le=64)] = 1
    """Processes that serve on the one port; more than one need a Postgres and a Redis to share."""
    metrics_port: Port | None = None
    """Serves `/metrics` on a port of its own instead of on `port`."""
    metrics_host: str = "127.0.0.1"
    """The address of `metrics_port`; not loopback only where no stranger can come, as between containers."""
    resolve_workers: Annotated[int, Field(ge=0, le=64)] = 0
    """Processes that resolve turns; 0 resolves in a thread of the server, enough for some classes."""
    sockets_per_game: Annotated[int, Field(ge=1)] = 300
    """Live sockets of one game that one process takes, all its players and spectators together; some are kept
    from the spectators (`live.context`)."""
    sockets_per_process: Annotated[int, Field(ge=1)] = 2000
    """Live sockets that one process takes, some of them kept likewise."""
    connections_per_process: Annotated[int, Field(ge=1)] | None = None
    """Connections of all kinds, live sockets among them, that one process takes; three for each of
    `sockets_per_process` where nothing is said, and never more than its limit of open files leaves room for.
    """
    retention_months: Annotated[int, Field(ge=0, le=1200)] = 12
    """How long after its end a game keeps its people and their words; 0 keeps them until `comity erase`."""

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, url: str | None) -> str | None:
        if url is None:
            return None
        scheme, separator, rest = url.partition("://")
        if not separator or scheme not in DRIVERS:
            raise ValueError("begin it with postgresql:// or sqlite:///")
        return f"{DRIVERS[scheme]}://{rest}"

    @field_validator("redis_url")
    @classmethod
    def _check_redis(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
            raise ValueError("begin it with redis://, rediss:// or unix://")
        return url

    @field_validator("public_url")
    @classmethod
    def _check_public(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("give a whole address such as https://comity.example.edu")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("give the address of the site alone, without a path")
        return f"{parts.scheme}://{parts.netloc}"

    @model_validator(mode="after")
    def _check_secret(self) -> Self:
        if self.secret_key is not None and len(self.secret_key.get_secret_value()) < SECRET_SHORTEST:
            raise ValueError(
                f"secret_key needs at least {SECRET_SHORTEST} characters; try `openssl rand -hex 32`"
            )
        return self

    @model_validator(mode="after")
    def _check_figures(self) -> Self:
        if self.metrics_port:
            theirs = range(self.metrics_port, self.metrics_port + self.workers)
            if self.port in theirs or theirs[-1] > PORT_LAST:
                raise ValueError(
                    "metrics_port needs a port of its own for each worker, beside the one that is served on"
                )
        return self

    @property
    def database(self) -> str:
        """The address of the database, with its driver."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'comity.sqlite3'}"

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a file of ours."""
        return self.database.startswith("sqlite")

    @property
    def site(self) -> str:
        """How browsers reach us, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def is_https(self) -> bool:
        return self.site.startswith("https://")

    @property
    def receipt_key(self) -> bytes | None:
        """The key of receipts, derived from `secret_key`; None when the database keeps one."""
        if self.secret_key is None:
            return None
        return hashlib.sha256(b"comity/receipt/v1|" + self.secret_key.get_secret_value().encode()).digest()
