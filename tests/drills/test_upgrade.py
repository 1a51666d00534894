"""The upgrade drill: a game begun under an older schema, upgraded in play, finished under this one."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from tests.nemesis.process import Process
from tests.nemesis.processes import SERVE, SITE
from tests.servers import HOST

from comity.game.engine import load_rulebook
from comity.game.replay import verify
from comity.store import migrate, tables
from comity.store.engine import make_engine

Json = dict[str, Any]
OLDER = migrate.revisions()[:-1]
STANCE = {"stance": {"liberal": 4, "transformative": 2, "mercantilist": 2, "conservative": 2}}


class Person:
    """A browser that speaks to whichever server it is sent to."""

    def __init__(self) -> None:
        self.http = httpx.AsyncClient(headers={"Origin": SITE}, timeout=30)

    async def ok(self, at: Process, method: str, path: str, body: Json | None = None, key: str = "") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        url = f"http://{HOST}:{at.port}/api/v1{path}"
        answer = await self.http.request(method, url, json=body, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()


@pytest.fixture
async def people() -> AsyncIterator[list[Person]]:
    """An instructor and two players."""
    found = [Person() for _ in range(3)]
    yield found
    for each in found:
        await each.http.aclose()


async def ready(process: Process) -> bool:
    async with httpx.AsyncClient() as client:
        return (await client.get(f"http://{HOST}:{process.port}/readyz")).status_code == 200


@pytest.mark.parametrize("revision", OLDER)
async def test_a_game_is_upgraded_under_its_players_and_finished(
    revision: str, fresh_postgres_url: str, tmp_path: Path, people: list[Person]
) -> None:
    environment = {"COMITY_DATABASE_URL": fresh_postgres_url, "COMITY_PUBLIC_URL": SITE}
    old = Process("old", tmp_path, ("tests.drills.old_release", revision), environment)
    new = Process("new", tmp_path, SERVE, environment)
    engine = make_engine(fresh_postgres_url, patience="endless")
    ada, usa, fiji = people
    try:
        # Given a game under the old schema, with a move submitted.
        await migrate.upgrade(engine, revision)
        await old.start()
        await old.ready()
        game = await begin(old, ada, {"columbia": usa, "lemuria": fiji})
        move = f"/games/{game}/turns/1/move"
        receipt = await usa.ok(old, "PUT", move, STANCE, key="before-the-upgrade-1")

        # When the tables are upgraded first, the old server goes on: it takes moves and words, and resolves.
        await migrate.upgrade(engine)
        assert await ready(old)
        assert await usa.ok(old, "PUT", move, STANCE, key="before-the-upgrade-1") == receipt
        await fiji.ok(old, "PUT", move, STANCE, key="after-the-upgrade-01")
        await fiji.ok(old, "POST", f"/games/{game}/statements", {"text": "by the old server"})

        # Then a new one beside it knows all that, and the game is finished there.
        await new.start()
        await new.ready()
        assert (await usa.ok(new, "GET", move))["move"]["rev"] == 1
        assert (await ada.ok(old, "POST", f"/games/{game}/resolve", {"turn": 1}))["turn"] == 2
        await usa.ok(new, "PUT", f"/games/{game}/turns/2/move", STANCE, key="on-the-new-server-1")
        await fiji.ok(new, "POST", f"/games/{game}/statements", {"text": "by the new server"})
        await old.kill()
        for turn in (2, 3, 4):
            header = await ada.ok(new, "POST", f"/games/{game}/resolve", {"turn": turn})
        assert header["status"] == "ended"
        assert_whole(await ada.ok(new, "GET", f"/games/{game}/export"))
        async with engine.connect() as connection:
            query = select(tables.message.c.text, tables.message.c.person.is_(None).label("bare"))
            unsigned = {row.text: row.bare for row in await connection.execute(query)}
        assert unsigned == {"by the old server": True, "by the new server": False}
    finally:
        await old.kill()
        await new.kill()
        await engine.dispose()


async def begin(at: Process, instructor: Person, players: dict[str, Person]) -> str:
    """A game of the crash course in its first turn."""
    login = {"invite": await at.invite(), "name": "Ada", "password": "a long sentence to remember"}
    await instructor.ok(at, "POST", "/instructors", login)
    classroom = (await instructor.ok(at, "POST", "/classes", {"name": "IR 101"}))["id"]
    wish = {"scenario": "crash-course", "early": False}
    game: str = (await instructor.ok(at, "POST", f"/classes/{classroom}/games", wish))["id"]
    code = (await instructor.ok(at, "GET", f"/games/{game}/room"))["join_code"]
    for seat, player in players.items():
        await player.ok(at, "POST", "/join", {"code": code, "name": f"Player of {seat}", "seat": seat})
    await instructor.ok(at, "POST", f"/games/{game}/start", {})
    return game


def assert_whole(exported: Json) -> None:
    """Every turn replays, and every move and every word that was accepted is in it."""
    verdict = verify(json.dumps(exported).encode(), load_rulebook)
    assert (verdict.problems, verdict.turns_checked) == ((), 4)
    assert [(move["turn"], move["seat"]) for move in exported["moves"]] == [
        (1, "columbia"),
        (1, "lemuria"),
        (2, "columbia"),
    ]
    assert [message["text"] for message in exported["messages"]] == ["by the old server", "by the new server"]
