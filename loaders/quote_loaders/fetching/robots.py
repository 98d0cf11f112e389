"""What each site's robots.txt allows, after RFC 9309: asked for once in a run, and a silence means no."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quote_loaders.fetching.options import PRODUCT, FetchError, Robots

MAX_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB
TOO_MANY_REQUESTS = 429  # no answer about the rules, so not the consent that other 4xx are


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site, or why there are none."""

    state: Robots
    parsed: Any = None  # protego.Protego
    product: str = PRODUCT  # the name that they may call us by
    reason: str = ""  # why they could not be read

    def of(self, url: str) -> Robots:
        """What they say of an address."""
        if self.parsed is not None and not self.parsed.can_fetch(url, self.product):
            return "disallowed"
        return self.state

    @property
    def delay(self) -> float | None:
        """The Crawl-delay in seconds, or what the Request-rate comes to."""
        if self.parsed is None:
            return None
        if (delay := self.parsed.crawl_delay(self.product)) is not None:
            return float(delay)
        rate = self.parsed.request_rate(self.product)
        return rate.seconds / rate.requests if rate is not None and rate.requests else None


class RobotsFiles:
    """The rules of every site that was met; `ask` fetches a robots.txt and gives status and text."""

    def __init__(self, ask: Callable[[str], tuple[int, bytes]], product: str = PRODUCT) -> None:
        self._ask = ask
        self._product = product
        self._lock = threading.Lock()
        self.known: dict[str, Rules] = {}
        self._locks: dict[str, threading.Lock] = {}

    def rules(self, origin: str) -> Rules:
        """The rules of a site (scheme://host:port), fetched when they are wanted for the first time."""
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self.known:
                self.known[origin] = self._fetched(origin)
            return self.known[origin]

    def _fetched(self, origin: str) -> Rules:
        try:
            status, data = self._ask(f"{origin}/robots.txt")
        except FetchError as error:
            # Too many redirects count as "there is none" in RFC 9309; here a file that can't be read means no.
            return Rules("unreachable", reason=str(error))
        if 200 <= status < 300:
            return parse(data, self._product)
        return Rules(_without(status), reason=f"it answers with status {status}")


def parse(data: bytes, product: str = PRODUCT) -> Rules:
    """The rules of a robots.txt; one that is no text allows everything, as an empty one does."""
    from protego import Protego

    text = data[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").replace("\x00", "")
    return Rules("allowed", Protego.parse(text), product)


def _without(status: int) -> Robots:
    return "absent" if 400 <= status < 500 and status != TOO_MANY_REQUESTS else "unreachable"
