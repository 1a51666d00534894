"""Given a server whose threads make large pages, when they allocate, then it is all from one heap."""

import platform
import socket
import subprocess
import sys

import pytest

from comity.commands import serve
from comity.config import Settings

HEAPS_AFTER_FOUR_THREADS = """
import ctypes, threading
from comity.commands.heap import share_one_heap

{first}
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.fopen.restype = ctypes.c_void_p
together = threading.Barrier(4)

def allocate():
    together.wait()
    for _ in range(100):
        libc.malloc(2000)
    together.wait()

threads = [threading.Thread(target=allocate) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_info(0, ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone gives each thread a heap")
@pytest.mark.parametrize(("first", "is_one"), [("assert share_one_heap()", True), ("pass", False)])
def test_threads_of_a_server_share_one_heap(first: str, is_one: bool) -> None:
    said = subprocess.run(
        [sys.executable, "-c", HEAPS_AFTER_FOUR_THREADS.format(first=first)],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    assert ("<heap nr=" in said, said.count("<heap nr=") == 1) == (True, is_one)


def test_a_server_shares_its_heap_before_it_makes_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def create_app(_settings: object) -> None:
        done.append("app")
        raise NotImplementedError

    monkeypatch.setattr(serve, "share_one_heap", lambda: done.append("heap"))
    monkeypatch.setattr(serve, "create_app", create_app)

    with pytest.raises(NotImplementedError), socket.socket() as listening:
        serve.serve_here(Settings(), listening, demo=False)

    assert done == ["heap", "app"]
