"""Bringing a database to the newest schema, from code: `comity db upgrade` needs no ini file."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from comity.store.engine import writer


class NewerSchemaError(RuntimeError):
    """A newer release has upgraded the tables, to a revision that is not among ours."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"A newer release has upgraded the database to revision {revision}; this one knows tables up to"
            f" {head_revision()}. Deploy the newer release, or restore a backup from before the upgrade."
        )


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
    """Migrates to `revision` in one transaction. Two processes may call it at once; one waits.

    Raises NewerSchemaError.
    """
    async with writer(engine).begin() as connection:
        await connection.run_sync(_upgrade, revision)


def _upgrade(connection: Connection, revision: str) -> None:
    try:
        command.upgrade(_config(connection), revision)
    except CommandError as error:
        found = _revision_of(connection)
        if _is_unknown(found):
            raise NewerSchemaError(str(found)) from error
        raise


async def current_revision(engine: AsyncEngine) -> str | None:
    """The revision that the database is at; None when it is empty."""
    async with engine.connect() as connection:
        return await connection.run_sync(_revision_of)


async def newer_schema(engine: AsyncEngine) -> NewerSchemaError | None:
    """What there is to say of tables that a newer release has upgraded; None where they are not newer."""
    current = await current_revision(engine)
    return NewerSchemaError(str(current)) if _is_unknown(current) else None


def _revision_of(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _is_unknown(revision: str | None) -> bool:
    return revision is not None and revision not in revisions()


async def is_current(engine: AsyncEngine) -> bool:
    """Whether the database has all that this code needs; `/readyz` asks.

    That is the newest revision we know, or one that we do not know: a newer release has upgraded the tables,
    and what it adds is in nobody's way until the release after it.
    """
    current = await current_revision(engine)
    return current == head_revision() or _is_unknown(current)
