"""Memory that is free goes back to the system, before a phase that needs other memory."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back() -> None:
    """Give the system the memory back that isn't used any more: glibc keeps it for later else (`malloc_trim(3)`).

    Where the C library has no such function nothing happens.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
