"""Memory between batches: what one batch gives back, the next takes again.

By default glibc returns a freed array of a few hundred kilobytes to the kernel, which hands it out again
page by page, filled with zeros. A batch frees and makes thousands of such arrays, all of like size; keeping
them plays an eighth more games a second (`comity bench lab`).
"""

import ctypes
from contextlib import suppress
from functools import cache
from typing import Final

MIB: Final = 2**20
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # malloc.h
KEPT: Final = 512 * MIB
"""So much may lie unused before any goes back."""
ALONE: Final = 32 * MIB
"""An array of this size is the kernel's own affair; glibc takes no higher bound."""


@cache
def keep_what_is_freed() -> None:
    """Asks the C library of this process for it, once; where it has no such wish, nothing happens."""
    with suppress(OSError, AttributeError, TypeError):
        allocator = ctypes.CDLL(None)
        allocator.mallopt(M_TRIM_THRESHOLD, KEPT)
        allocator.mallopt(M_MMAP_THRESHOLD, ALONE)
