"""`comity db upgrade`: the database's tables, brought to what this version needs."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from comity.commands.failing import CommandError
from comity.config import Settings
from comity.store import migrate
from comity.store.engine import make_engine


def upgrade(settings: Settings) -> tuple[str | None, str | None]:
    """Migrates, and returns the revisions before and after. Raises CommandError."""
    return asyncio.run(_upgrade(settings))


async def _upgrade(settings: Settings) -> tuple[str | None, str | None]:
    if settings.is_embedded and settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database, patient=True)
    try:
        before = await migrate.current_revision(engine)
        await migrate.upgrade(engine)
        return before, await migrate.current_revision(engine)
    except (OSError, SQLAlchemyError) as error:
        where = engine.url.render_as_string(hide_password=True)
        raise CommandError(f"The database {where} cannot be migrated: {type(error).__name__}.") from error
    finally:
        await engine.dispose()
