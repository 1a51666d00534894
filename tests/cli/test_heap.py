"""Given a server whose threads make large pages, when they allocate, then it is all from one heap."""

import platform
import socket
import subprocess
import sys
import threading

import pytest

from comity.commands import serve
from comity.commands.heap import give_back_gaps_for_good
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
    monkeypatch.setattr(serve, "give_back_gaps_for_good", lambda: done.append("gaps"))
    monkeypatch.setattr(serve, "create_app", create_app)

    with pytest.raises(NotImplementedError), socket.socket() as listening:
        serve.serve_here(Settings(), listening, demo=False)

    assert done == ["heap", "gaps", "app"]


GAPS = """
import ctypes
from comity.commands.heap import give_back_gaps

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
PIECE, COUNT = 100_000, 1000

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

pieces = [libc.malloc(PIECE) for _ in range(COUNT)]
for piece in pieces:
    ctypes.memset(piece, 1, PIECE)
for piece in pieces[:-1]:  # the last holds the heap's end
    libc.free(piece)
before = resident()
assert give_back_gaps()
print((before - resident()) / PIECE / COUNT)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone keeps its gaps")
def test_what_lies_unused_between_what_is_used_is_given_back() -> None:
    # Given a hundred megabytes of which all but the end are free
    said = subprocess.run([sys.executable, "-c", GAPS], check=True, capture_output=True, text=True).stdout
    assert float(said) > 0.9


def test_a_server_gives_gaps_back_again_and_again() -> None:
    twice = threading.Semaphore(0)
    give_back_gaps_for_good(seconds=0.001, give_back=twice.release)
    assert all(twice.acquire(timeout=10) for _ in range(2))
