"""A server whose database goes away as it starts stands all the same, and says so to whoever started it."""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.servers import HOST
from tests.web.house import parts

from comity.app import create_app
from comity.commands import serve
from comity.config import Settings
from comity.game.errors import Unavailable
from comity.house.building import NotReadyToServeError, open_house
from comity.store.unit_of_work import SqlStore


async def away(*_: Any, **__: Any) -> Any:
    raise Unavailable


async def test_given_a_database_that_went_away_when_the_server_greets_then_it_stands_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve, "welcome", away)
    app = create_app(Settings(data_dir=tmp_path), parts())
    listening = serve.listen(HOST, 0)
    server = serve.Server(
        serve.server_config(app), app, demo=False, is_up=lambda: setattr(server, "should_exit", True)
    )

    await server._serve(sockets=[listening])

    assert server.started
    said = capsys.readouterr().out
    assert "Comity is running at" in said
    assert "The database is away just now. `comity invite` prints a link when it is back." in said


async def test_given_a_database_that_goes_away_before_the_server_has_its_key_then_it_says_what_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_store: SqlStore) -> AbstractAsyncContextManager[Any]:
        raise Unavailable

    monkeypatch.setattr(SqlStore, "write", write)

    with pytest.raises(NotReadyToServeError, match=r"cannot be used .*Check COMITY_DATABASE_URL"):
        async with open_house(Settings(data_dir=tmp_path), parts()):
            pass
