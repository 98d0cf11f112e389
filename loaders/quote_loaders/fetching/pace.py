"""How often each host is asked: one request, then a pause, whichever threads ask."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic


class Pace:
    """When each host may be asked next; pauses end early when fetching is stopped."""

    def __init__(self, interval: float, longest: float, now: Callable[[], float] = monotonic) -> None:
        self._interval = interval
        self._longest = longest
        self._now = now
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._asked: dict[str, float] = {}  # host -> the Crawl-delay that it asks for
        self.stopped = threading.Event()

    def crawl_delay(self, host: str, seconds: float | None) -> None:
        """Keep what a host's robots.txt asks for, up to the bound."""
        if seconds is not None:
            with self._lock:
                self._asked[host] = min(seconds, self._longest)

    def interval(self, host: str) -> float:
        """Seconds from one request to a host to the next: the longer one of ours and the host's."""
        return max(self._interval, self._asked.get(host, 0.0))

    def later(self, host: str, seconds: float) -> None:
        """Leave a host alone for some seconds, up to the bound: it asked for that."""
        with self._lock:
            pause = self._now() + min(seconds, self._longest)
            self._next[host] = max(self._next.get(host, 0.0), pause)

    def due(self, host: str) -> float:
        """Seconds until a host may be asked; 0 when now."""
        return max(self._next.get(host, 0.0) - self._now(), 0.0)

    def reserve(self, host: str) -> float:
        """Take the next free moment of a host; the seconds until then."""
        with self._lock:
            moment = max(self._next.get(host, 0.0), self._now())
            self._next[host] = moment + self.interval(host)
            return moment - self._now()

    def wait(self, host: str) -> None:
        """Wait for the next free moment of a host."""
        if (seconds := self.reserve(host)) > 0:
            self.stopped.wait(seconds)
