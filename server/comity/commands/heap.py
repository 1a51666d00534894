"""How glibc hands out memory in a server that computes in threads."""

import ctypes
import platform
from typing import Final

M_ARENA_MAX: Final = -8
"""From glibc's `malloc.h`."""


def share_one_heap() -> bool:
    """Has all threads of this process allocate from one heap, if called before they start; whether it could.

    By itself glibc gives each thread a heap of its own, whose gaps no other thread can fill. Boards, debriefs
    and chronicles are made in whichever thread is free, so that each heap grows to the largest of them.
    Python lets one thread run at a time: they would hardly allocate side by side anyway. Elsewhere this does
    nothing.
    """
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1))
