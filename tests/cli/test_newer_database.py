"""An older release meets a database that a newer one has upgraded: one line says so, and what to do."""

import asyncio
from pathlib import Path

import pytest
from alembic.util import CommandError
from structlog.testing import capture_logs
from tests.cli.asking import comity

from comity.config import Settings
from comity.house.building import open_house
from comity.store import migrate
from comity.store.engine import make_engine, writer

MEND = "Deploy the newer release, or restore a backup from before the upgrade."


async def upgraded_by_a_newer_release(url: str) -> None:
    engine = make_engine(url)
    await migrate.upgrade(engine)
    async with writer(engine).begin() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await engine.dispose()


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_DATA_DIR", str(tmp_path))
    asyncio.run(upgraded_by_a_newer_release(f"sqlite+aiosqlite:///{tmp_path / 'comity.sqlite3'}"))


@pytest.fixture
def postgres(fresh_postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COMITY_DATABASE_URL", fresh_postgres_url)
    asyncio.run(upgraded_by_a_newer_release(fresh_postgres_url))
    return fresh_postgres_url


def assert_refused(*arguments: str) -> None:
    done = comity(*arguments)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "revision 9999" in line
    assert line.endswith(MEND)


@pytest.mark.usefixtures("embedded")
@pytest.mark.parametrize("command", ["serve --port 0", "db upgrade", "db restored"])
def test_the_embedded_one_is_refused(command: str) -> None:
    assert_refused(*command.split())


@pytest.mark.usefixtures("postgres")
def test_postgres_is_not_upgraded() -> None:
    assert_refused("db", "upgrade")


def test_postgres_is_served_while_one_release_follows_the_other_and_the_log_says_so(postgres: str) -> None:
    async def opened() -> None:
        async with open_house(Settings(database_url=postgres)):
            pass

    with capture_logs() as logged:
        asyncio.run(opened())
    (line,) = [one for one in logged if one["event"] == "database_newer"]
    assert line["log_level"] == "warning"
    assert line["detail"].endswith(MEND)


def test_a_revision_of_our_own_that_fails_is_not_blamed_on_a_newer_release(tmp_path: Path) -> None:
    async def wrong() -> None:
        engine = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'own.sqlite3'}")
        try:
            await migrate.upgrade(engine)
            await migrate.upgrade(engine, "no-such-revision")
        finally:
            await engine.dispose()

    with pytest.raises(CommandError, match="no-such-revision"):
        asyncio.run(wrong())
