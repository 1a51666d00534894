"""The backup drill: play, back up, play on, lose everything, restore, and play to the end.

The backup is taken while the server runs, as an administrator would: `pg_dump`, or `VACUUM INTO` for SQLite.
"""

import asyncio
import json
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from tests import databases
from tests.live.applying import comparable
from tests.live.served import Reader, on_loopback
from tests.servers import postgres_programs
from tests.web.house import Actor, Table, lay_two_tables, migrate, serving, sqlite_settings
from tests.web.tiny import load_shown

from comity.commands import database
from comity.config import Settings
from comity.game.replay import verify

KEPT = {"actions": [{"action": "boost"}]}
LOST = {"actions": [{"action": "curse", "target": "china"}]}


@dataclass
class Disk:
    """A database that is served, a way to back it up, and a way to have the backup in place of it."""

    settings: Settings
    back_up: Callable[[], None]
    restore: Callable[[], Settings]


@pytest.fixture
def sqlite_disk(sqlite_template: Path, tmp_path: Path) -> Disk:
    live, backup, fresh = tmp_path / "live", tmp_path / "backup.sqlite3", tmp_path / "fresh"
    settings = sqlite_settings(sqlite_template, live)

    def back_up() -> None:
        with sqlite3.connect(live / "comity.sqlite3") as connection:
            connection.execute("VACUUM INTO ?", (str(backup),))
        connection.close()

    def restore() -> Settings:
        fresh.mkdir()
        shutil.copy(backup, fresh / "comity.sqlite3")
        return Settings(data_dir=fresh)

    return Disk(settings, back_up, restore)


@pytest.fixture
def postgres_disk(postgres_server: str, tmp_path: Path) -> Iterator[Disk]:
    backup = tmp_path / "comity.dump"
    with databases.database(postgres_server) as live, databases.database(postgres_server) as fresh:
        asyncio.run(migrate(databases.for_sqlalchemy(live)))

        def back_up() -> None:
            run("pg_dump", "--format=custom", f"--file={backup}", f"--dbname={live}")

        def restore() -> Settings:
            run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={fresh}", str(backup))
            return Settings(database_url=fresh)

        yield Disk(Settings(database_url=live), back_up, restore)


@pytest.fixture(params=["sqlite", "postgres"])
def disk(request: pytest.FixtureRequest) -> Disk:
    found: Disk = request.getfixturevalue(f"{request.param}_disk")
    return found


def run(program: str, *arguments: str) -> None:
    found = shutil.which(program) or postgres_programs() / program
    subprocess.run([found, *arguments], check=True, capture_output=True, timeout=60)


def returning(app: FastAPI, before: Actor) -> Actor:
    """The same browser, after the server came back."""
    actor = Actor(app, before.name)
    actor.http.cookies = before.http.cookies
    return actor


def moved_over(app: FastAPI, table: Table) -> Table:
    """Everybody at the table, with the cookies that they had."""
    return Table(
        app,
        table.game,
        table.classroom,
        table.code,
        returning(app, table.instructor),
        {seat: returning(app, actor) for seat, actor in table.seats.items()},
        returning(app, table.spectator),
        returning(app, table.anonymous),
    )


@dataclass
class Loss:
    """A game that was backed up in its second turn and went on, and a client who saw it go on."""

    table: Table
    reader: Reader
    receipt: Any
    """Of a move from before the backup."""
    seen: dict[str, Any]
    """What the client saw last, of which the backup knows nothing."""


async def play_and_lose(disk: Disk) -> Loss:
    async with serving(disk.settings) as app, on_loopback(app) as port:
        table = await lay_two_tables(app)
        await table.direct("start")
        await table.submit("usa", 1, KEPT, key="first-turn-of-the-usa")
        await table.direct("resolve")
        receipt = await table.submit("usa", 2, KEPT, key="before-the-backup-1")
        await asyncio.to_thread(disk.back_up)
        await table.submit("usa", 2, LOST, key="after-the-backup-01")
        await table.direct("resolve")
        reader = Reader(port, table.seats["usa"], table.game)
        async with reader.online():
            pass
        assert reader.view is not None
        assert reader.view["header"]["turn"] == 3
        return Loss(table, reader, receipt, reader.view)


@asynccontextmanager
async def grown_past(settings: Settings, loss: Loss) -> AsyncIterator[tuple[int, Table]]:
    """The restored game is served, and its numbers have grown past those that were lost."""
    async with serving(settings) as app, on_loopback(app) as port:
        table = moved_over(app, loss.table)
        for _ in range(loss.seen["heads"]["public"]):
            await table.direct("pause")
            await table.direct("resume")
        for n in range(2 * loss.seen["heads"]["private"]):
            await table.seats["usa"].ok("PUT", table.path("/turns/2/ready"), {"ready": n % 2 == 0})
        yield port, table


async def test_a_restored_game_keeps_what_was_backed_up_and_nobody_goes_on_from_lost_numbers(
    disk: Disk,
) -> None:
    # Given a game that is backed up in its second turn, and goes on until its server is lost.
    loss = await play_and_lose(disk)

    # When the backup is restored into an empty database, and its numbers grow past those that were lost.
    settings = disk.restore()
    told = await asyncio.to_thread(database.restored, settings)
    assert told["games"] == 2
    async with grown_past(settings, loss) as (port, table):
        await returns_to_what_is_true(loss, port, table)

        # Then what was accepted before the backup is there, with its receipt, and the game can be played out.
        assert await table.submit("usa", 2, KEPT, key="before-the-backup-1") == loss.receipt
        for _ in (2, 3):
            await table.direct("resolve")
        exported = (await table.instructor.ask("GET", table.path("/export"))).content
    assert_proved(exported)


async def test_without_word_of_the_restore_a_client_that_was_ahead_is_misled_and_the_drill_sees_it(
    disk: Disk,
) -> None:
    loss = await play_and_lose(disk)

    async with grown_past(disk.restore(), loss) as (port, table):
        with pytest.raises(AssertionError, match="snapshot"):
            await returns_to_what_is_true(loss, port, table)
        fresh = await table.seats["usa"].ok("GET", table.path("/snapshot"))

    believed = loss.reader.view
    assert believed is not None
    assert (believed["epoch"], believed["heads"]) == (fresh["epoch"], fresh["heads"])
    assert comparable(believed) != comparable(fresh)


async def returns_to_what_is_true(loss: Loss, port: int, table: Table) -> None:
    """The client comes back with its numbers, and must end with what anybody sees who comes now."""
    reader, lost = loss.reader, loss.seen
    reader.port, reader.actor = port, table.seats["usa"]
    async with reader.online() as line:
        assert [one["type"] for one in line.heard] == ["welcome", "snapshot"]
    assert reader.view is not None
    assert reader.view["epoch"] != lost["epoch"]
    fresh = await table.seats["usa"].ok("GET", table.path("/snapshot"))
    assert comparable(reader.view) == comparable(fresh)
    assert reader.view["header"]["turn"] == 2


def assert_proved(exported: bytes) -> None:
    """Every turn can be resolved again from the export, whose moves are those from before the backup."""
    verdict = verify(exported, load_shown)
    assert (verdict.problems, verdict.turns_checked) == ((), 3)
    document = json.loads(exported)
    moves = [(move["turn"], move["rev"], move["body"]) for move in document["moves"] if not move["by_bot"]]
    assert moves == [(1, 1, KEPT), (2, 1, KEPT)]
    assert "restored_from_backup" in [line["kind"] for line in document["journal"]]
