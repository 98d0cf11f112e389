"""How the parser multiplies: by numpy's library on one thread, which is faster than what spaCy takes by itself.

thinc, below spaCy, multiplies matrices with BLIS; numpy brings OpenBLAS, which took a third of the time where it was
measured, and finds the same quotes. On more threads than one it waits more than it works: the matrices of an
article are small, and a load has a process for each core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

_THREADS = "OPENBLAS_NUM_THREADS"  # OpenBLAS reads it once, when numpy is first imported


def one_thread(environment: MutableMapping[str, str] = os.environ) -> None:
    """Have numpy multiply on one thread, here and in processes started from here, unless somebody has said how many.

    To be called before numpy is imported.
    """
    environment.setdefault(_THREADS, "1")


@contextmanager
def fastest_arithmetic() -> Iterator[None]:
    """Models loaded within multiply by numpy where that has one thread, else as spaCy would have it."""
    if os.environ.get(_THREADS) != "1":
        yield
        return
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):
        yield
