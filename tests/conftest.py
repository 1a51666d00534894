"""What every test may ask for: real servers, a real browser, a place for pictures."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from tests import databases, servers

# One profile everywhere: machines differ in speed, so no example is failed for its time.
hypothesis.settings.register_profile("comity", deadline=None, print_blob=True)
hypothesis.settings.load_profile("comity")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first: whoever began one last would keep the other worker waiting."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The maintenance address (plain `postgresql://`) of a Postgres in which tests may make databases."""
    with databases.postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty Postgres database as `COMITY_DATABASE_URL` names it (`postgresql+asyncpg://...`), shared by
    this run's tests and dropped when it ends.
    """
    with databases.database(postgres_server) as url:
        yield databases.for_sqlalchemy(url)


@pytest.fixture
def fresh_postgres_url(postgres_server: str) -> Iterator[str]:
    """The same for one test alone."""
    with databases.database(postgres_server) as url:
        yield databases.for_sqlalchemy(url)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis of this run's own; one at hand on the usual port where no program is here to start."""
    try:
        server = servers.RedisServer()
    except servers.Missing:
        if not servers.answers(6379, b"PING\r\n", b"+PONG"):
            raise
        yield f"redis://{servers.HOST}:6379/9"
        return
    with server:
        yield server.url


@pytest.fixture
def redis_server() -> Iterator[servers.RedisServer]:
    """A running Redis for one test alone, which may kill it and start it again."""
    with servers.RedisServer() as server:
        yield server


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """A real Chromium."""
    return servers.chromium_program()


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """Where tests leave pictures and reports; git ignores it."""
    folder = Path(__file__).parent / "artifacts"
    folder.mkdir(exist_ok=True)
    return folder
