"""The database's tables, brought to what this version needs; and its streams, begun anew after a restore."""

import asyncio
from dataclasses import asdict

from sqlalchemy.exc import SQLAlchemyError

from comity.commands.failing import CommandError
from comity.commands.in_house import in_house
from comity.config import Settings
from comity.game import restoring
from comity.store import migrate
from comity.store.engine import make_engine


def upgrade(settings: Settings) -> tuple[str | None, str | None]:
    """Migrates, and returns the revisions before and after. Raises CommandError."""
    return asyncio.run(_upgrade(settings))


def restored(settings: Settings) -> dict[str, int]:
    """Begins every stream anew, as a JSON document. Raises CommandError."""
    return asdict(in_house(settings, restoring.restored))


async def _upgrade(settings: Settings) -> tuple[str | None, str | None]:
    if settings.is_embedded and settings.database_url is None:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = make_engine(settings.database, patience="endless")
    try:
        before = await migrate.current_revision(engine)
        await migrate.upgrade(engine)
        return before, await migrate.current_revision(engine)
    except migrate.NewerSchemaError as error:
        raise CommandError(str(error)) from error
    except (OSError, SQLAlchemyError) as error:
        where = engine.url.render_as_string(hide_password=True)
        raise CommandError(f"The database {where} cannot be migrated: {type(error).__name__}.") from error
    finally:
        await engine.dispose()
