"""What an open line keeps of its handshake: thousands of idle spectators weigh what each keeps."""

from inspect import getgeneratorlocals

import pytest
from fastapi import FastAPI
from tests.live.served import carried, listen, on_loopback
from tests.web.house import lay_table

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_open_line_keeps_no_header_of_its_handshake(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, wires = await lay_table(app), carried(monkeypatch)

    async with on_loopback(app) as port, listen(port, table.spectator, table.game) as line:
        await line.next()
        (wire,) = wires
        request = getgeneratorlocals(wire.conn.parser)["request"]

    assert not hasattr(wire, "scope")
    assert request.path.endswith("/live")
    assert list(request.headers.raw_items()) == []
