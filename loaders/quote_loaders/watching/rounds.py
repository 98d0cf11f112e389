"""Rounds of looking and loading, with pauses that grow while something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from quote_loaders.records import LoadError

LONGEST = 3600.0  # seconds of a pause after many failures
Loaded = TypeVar("Loaded", contravariant=True)


class Watched(Protocol):
    """Something that changes now and then."""

    def changed(self) -> bool:
        """Whether it changed since the last time that it was loaded. Raises LoadError when it can't be looked at."""

    def loaded(self) -> None:
        """It was loaded as `changed` saw it. Raises LoadError when that brought nothing."""


class Tells(Protocol[Loaded]):
    """Where a watcher says what happens."""

    def loaded(self, result: Loaded, /) -> None: ...
    def failed(self, error: LoadError, seconds: float, /) -> None: ...


def pause(every: float, failures: int) -> float:
    """Seconds until the next round: twice as long after each failure in a row, up to an hour."""
    return min(every * 2.0 ** min(failures, 20), max(every, LONGEST))


def watch(
    watched: Watched,
    load: Callable[[], Loaded],
    tell: Tells[Loaded],
    wait: Callable[[float], None],
    *,
    every: float,
    once: bool = False,
) -> bool:
    """Look, load when something has changed, wait, and again; with `once`, a single round.

    Returns whether the last round went well. `wait` raises to end it.
    """
    failures = 0
    while True:
        try:
            if watched.changed():
                tell.loaded(load())
                watched.loaded()
            failures = 0
        except LoadError as error:
            failures += 1
            tell.failed(error, 0 if once else pause(every, failures))
        if once:
            return not failures
        wait(pause(every, failures))
