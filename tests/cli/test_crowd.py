"""The clients of `comity bench live` hear what a real websocket server says, in whatever pieces it comes."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from websockets.sync.server import ServerConnection, serve

from comity.commands.bench.crowd import Crowd, masked
from comity.commands.bench.live import UPGRADE
from comity.commands.failing import CommandError

SIZES = [0, 125, 126, 65535, 65536, 600_000]


everybody_is_here = threading.Event()


def answer(connection: ServerConnection) -> None:
    """Answers `hello` by a ping and, when everybody is here, frames of all sizes; `bye` by a close."""
    if connection.recv() == "bye":
        connection.close(4008)
        return
    assert connection.ping().wait(10)
    connection.send("welcome")
    everybody_is_here.wait(10)
    for size in SIZES:
        connection.send("x" * size)
    connection.recv()


@pytest.fixture
def port() -> Iterator[int]:
    with serve(answer, "127.0.0.1", 0, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.socket.getsockname()[1]
        server.shutdown()
        thread.join()


def test_every_frame_is_counted_by_its_length(port: int) -> None:
    heads = [("GET / HTTP/1.1\r\nHost: crowd\r\n" + UPGRADE).encode()] * 3
    with closing(Crowd()) as crowd:
        crowd.come(port, heads, [masked(b"hello")] * 3)
        assert crowd.size(port) == 3
        everybody_is_here.set()
        assert crowd.hear(port, SIZES[-1]) > 0


def test_who_is_hung_up_on_says_by_which_code(port: int) -> None:
    heads = [("GET / HTTP/1.1\r\nHost: crowd\r\n" + UPGRADE).encode()]
    with closing(Crowd()) as crowd, pytest.raises(CommandError, match="4008"):
        crowd.come(port, heads, [masked(b"bye")])
