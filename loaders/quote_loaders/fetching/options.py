"""What a run of fetching may do and how politely, and what went wrong with one address."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from quote_loaders.readers.decoding import MAX_BYTES
from quote_loaders.records import LoadError

PRODUCT = "datasette-quotes"
PORTS = (80, 443)
# What robots.txt said: nothing stands against it | no | there is none | it could not be read, which means no.
Robots = Literal["allowed", "disallowed", "absent", "unreachable"]


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits and manners; sizes in bytes, times in seconds."""

    user_agent: str | None = None  # None: program and version
    contact: str | None = None  # an address or page where the people behind the program can be reached
    interval: float = 2.0  # from the start of one request to a host to the next
    longest_interval: float = 60.0  # of what a Crawl-delay or a Retry-After may ask for
    time_limit: float = 30.0  # of one request: name, connection, head and body together
    max_bytes: int = MAX_BYTES  # of an answer as sent
    max_unpacked: int = 2 * MAX_BYTES  # of an answer unpacked
    redirects: int = 5
    allow_private: bool = False  # private and loopback addresses, and any port
    parallel: int = 8  # hosts that are asked at the same time; each is asked one thing at a time
    limit: int = 1000  # addresses that feeds, sitemaps and lists name, in one run
    again: bool = False  # ask again for what a list names and an earlier run has fetched
    archive: Path | None = None  # WARC file that keeps every answer

    @property
    def product(self) -> str:
        """The name that a robots.txt may call the program by: what stands before the version."""
        return (self.user_agent or PRODUCT).partition("/")[0].strip() or PRODUCT

    @property
    def agent(self) -> str:
        """The User-Agent header: who asks, and where to complain."""
        name = self.user_agent or f"{PRODUCT}/{version('datasette-quotes')}"
        return f"{name} (+{self.contact})" if self.contact else name


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, byte for byte as they crossed the wire (inside TLS), from one address."""

    url: str
    address: str
    moment: str  # RFC 3339, UTC
    request: bytes
    response: bytes
    whole: bool = True  # False: the answer was cut off


class FetchError(LoadError):
    """An address that gave no article: the message says what came instead of what is expected."""

    def __init__(self, message: str, status: int | None = None, robots: Robots = "allowed") -> None:
        super().__init__(message)
        self.status = status
        self.robots = robots
        self.retry_after = 0.0  # seconds that the host asks to be left alone
        self.exchanges: tuple[Exchange, ...] = ()
