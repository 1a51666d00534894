"""How glibc hands out and takes back memory in a server of many threads. Elsewhere nothing is done."""

import ctypes
import platform
import threading
import time
from collections.abc import Callable
from typing import Final

M_ARENA_MAX: Final = -8
"""From glibc's `malloc.h`."""
GAPS_SECONDS: Final = 60.0


def share_one_heap() -> bool:
    """Has all threads of this process allocate from one heap, if called before they start; whether it could.

    By itself glibc gives each thread a heap of its own, whose gaps no other thread can fill. Boards, debriefs
    and chronicles are made in whichever thread is free, so that each heap grows to the largest of them.
    Python lets one thread run at a time: they would hardly allocate side by side anyway.
    """
    return _is_glibc() and bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1))


def give_back_gaps() -> bool:
    """Gives whole pages that lie unused between what is in use back to the system; whether there were any.

    By itself glibc only gives back what is free at the heap's end. A game of 193 states leaves some of its
    boards and lines in each part of the heap, and so its gaps.
    """
    return _is_glibc() and bool(ctypes.CDLL(None).malloc_trim(0))


def give_back_gaps_for_good(
    seconds: float = GAPS_SECONDS, give_back: Callable[[], object] = give_back_gaps
) -> None:
    """Does so again and again, in a thread that ends with the process."""

    def again_and_again() -> None:
        while True:
            time.sleep(seconds)
            give_back()

    threading.Thread(target=again_and_again, name="gaps", daemon=True).start()


def _is_glibc() -> bool:
    return platform.libc_ver()[0] == "glibc"
