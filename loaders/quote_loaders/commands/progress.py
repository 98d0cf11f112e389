"""How far a load has come, on one line of the terminal: share, records, rate and time left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quote_loaders.pipeline import Position, Progress

WIDTH = 24  # characters of the bar
EVERY = 0.2  # seconds between two pictures of it


def line(position: Position, total: int, seconds: float) -> str:
    """The bar after some seconds of work on files of so many bytes; without a size to go by only what was counted."""
    rate = position.records / seconds if seconds > 0 else 0.0
    refused = f", {position.refused:,} refused" if position.refused else ""
    counted = f"{position.records:,} records{refused}, {rate:,.0f}/s"
    if not total:
        return f"Loading  {counted}"
    share = min(position.bytes / total, 1.0)
    filled = int(share * WIDTH)
    left = f", {_clock(seconds * (1 - share) / share)} left" if 0.01 <= share < 1 else ""
    return f"Loading  [{'#' * filled}{'-' * (WIDTH - filled)}] {share:4.0%}  {counted}{left}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def shown_progress(total: int) -> Iterator[Progress]:
    """A line on standard error, painted anew as the load goes on; at the end it is wiped."""
    began = monotonic()
    painted = 0.0

    def paint(position: Position) -> None:
        nonlocal painted
        now = monotonic()
        if now - painted >= EVERY:
            painted = now
            sys.stderr.write(f"\r\x1b[K{line(position, total, now - began)}")
            sys.stderr.flush()

    try:
        yield paint
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
