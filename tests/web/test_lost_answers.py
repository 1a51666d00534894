"""The connection to the database is lost at a commit: nobody knows what came of it, and the key tells."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from tests.game.breakage import LostAtCommit
from tests.web.house import Table, fresh_key, lay_table

from comity.game.records import MoveRow
from comity.web.deps import WebContext, web_context

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOOST = {"actions": [{"action": "boost"}]}


async def stored(table: Table, key: str) -> MoveRow | None:
    async with table.ports.store.read() as work:
        return await work.moves.by_key(table.game, "usa", key)


def lose(monkeypatch: pytest.MonkeyPatch, table: Table, key: str, *, happened: bool) -> LostAtCommit:
    """From now on requests write through a store that loses the commit of this move."""
    web: WebContext = table.app.state.web
    store = LostAtCommit(web.ports.store, table.game, "usa", key, happened=happened)

    async def losing() -> WebContext:
        return replace(web, ports=replace(web.ports, store=store))

    monkeypatch.setitem(table.app.dependency_overrides, web_context, losing)
    return store


@pytest.mark.parametrize("happened", [True, False], ids=["it had happened", "it had not"])
async def test_given_a_commit_without_an_answer_when_the_same_key_is_sent_again_then_it_gets_the_receipt(
    either_app: FastAPI, monkeypatch: pytest.MonkeyPatch, happened: bool
) -> None:
    table, key = await lay_table(either_app), fresh_key()
    await table.direct("start")
    store, path = lose(monkeypatch, table, key, happened=happened), table.path("/turns/1/move")

    unknown = await table.seats["usa"].ask("PUT", path, BOOST, {"Idempotency-Key": key})
    left = await stored(table, key)
    receipt = await table.submit("usa", 1, BOOST, key)

    assert unknown.status_code == 503
    assert int(unknown.headers["Retry-After"]) > 0
    assert unknown.headers["content-type"] == "application/problem+json"
    problem = unknown.json()
    assert (problem["type"], problem["status"]) == ("/problems/unavailable", 503)
    assert "not certain whether this was saved" in problem["detail"]
    assert "same idempotency key" in problem["fix"]
    assert (left is not None, store.lost) == (happened, 1)

    kept = await stored(table, key)
    assert kept is not None
    assert left in (None, kept)
    assert (receipt["move_id"], receipt["rev"]) == (kept.id, 1)
    assert await table.submit("usa", 1, BOOST, key) == receipt
    saved = await table.seats["usa"].ok("GET", path)
    assert (saved["move"]["rev"], saved["move"]["body"]) == (1, BOOST)
