"""Bringing a database to the newest schema, from code: `comity db upgrade` needs no ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from comity.store.engine import writer


def migrations_folder() -> Path:
    """The `migrations/` folder: beside the packages when installed as a wheel, at the top in a checkout."""
    here = Path(__file__).resolve()
    candidates = (here.parents[1] / "migrations", here.parents[3] / "migrations")
    for folder in candidates:
        if (folder / "env.py").is_file():
            return folder
    raise FileNotFoundError(
        f"no migrations found; looked in {', '.join(str(folder) for folder in candidates)}"
    )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head_revision() -> str:
    """The newest revision that this code knows."""
    return revisions()[-1]


def revisions() -> list[str]:
    """Every revision, oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in scripts.walk_revisions()][::-1]


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Migrates to `revision` in one transaction. Two processes may call it at once; one waits."""
    async with writer(engine).begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(_config(sync), revision))


async def current_revision(engine: AsyncEngine) -> str | None:
    """The revision that the database is at; None when it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has all that this code needs; `/readyz` asks.

    That is the newest revision we know, or one that we do not know: a newer release has upgraded the tables,
    and what it adds is in nobody's way until the release after it.
    """
    current = await current_revision(engine)
    return current == head_revision() or (current is not None and current not in revisions())
