"""One address asked for, with every rule obeyed on every hop: the part that talks to other machines."""

from __future__ import annotations

import ssl
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from quote_loaders.fetching.addresses import checked_url
from quote_loaders.fetching.network import Guard, Transport
from quote_loaders.fetching.options import Exchange, FetchError, FetchOptions, Robots
from quote_loaders.fetching.pace import Pace
from quote_loaders.fetching.robots import MAX_BYTES as ROBOTS_BYTES
from quote_loaders.fetching.robots import RobotsFiles
from quote_loaders.fetching.unpacking import ACCEPTED, unpacked

NOT_MODIFIED = 304
REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
# What may hold articles or name them; the rest is refused by its head, and its body not read.
_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/feed+json")
_TYPE_PARTS = ("xml", "json", "gzip")
_LONGEST_QUOTED = 200  # characters of what a host says, in a message
_LONGEST_KEPT = 1_000  # of what it says of itself
_EXPECTED_TYPE = "a page, a feed, a sitemap, plain text or a PDF"


@dataclass(frozen=True, slots=True)
class Validators:
    """What an earlier answer said of itself, so that the next one need not come whole."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers that make a request conditional."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, unpacked; `body` is empty when nothing has changed since the last one."""

    url: str
    final_url: str
    status: int
    robots: Robots
    moment: str  # RFC 3339, UTC
    content_type: str | None = None
    body: bytes = b""
    validators: Validators = Validators()
    exchanges: tuple[Exchange, ...] = ()

    @property
    def unchanged(self) -> bool:
        """Whether the host says that nothing has changed since the last answer."""
        return self.status == NOT_MODIFIED


@dataclass(slots=True)
class _Answer:
    """One hop: its head, and its body as sent."""

    status: int
    headers: httpx.Headers
    data: bytes


@dataclass(slots=True)
class Client:
    """Asks for addresses, from any thread; what it learns of hosts it keeps for the run."""

    options: FetchOptions
    pace: Pace = field(init=False)
    robots: RobotsFiles = field(init=False)
    _tls: ssl.SSLContext | None = field(init=False, default=None)
    _guards: set[Guard] = field(init=False, default_factory=set)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.pace = Pace(self.options.interval, self.options.longest_interval)
        self.robots = RobotsFiles(self._robots_txt, self.options.product)

    def stop(self) -> None:
        """End every request that is under way, and every pause."""
        self.pace.stopped.set()
        with self._lock:
            for guard in self._guards:
                guard.abort()

    def get(self, url: str, known: Validators | None = None) -> Fetched:
        """What an address answers, its redirects followed. Raises FetchError that says what came instead."""
        exchanges: list[Exchange] = []
        robots: Robots = "allowed"
        try:
            place, met = url, set[str]()
            while True:
                place = checked_url(place, any_port=self.options.allow_private)
                robots = self._allowed(place)
                self.pace.wait(host_of(place))
                conditional = known.headers() if known else {}
                answer = self._ask(place, self.options.max_bytes, exchanges, conditional)
                if answer.status not in REDIRECTS:
                    return self._fetched(url, place, robots, answer, exchanges)
                met.add(place)
                place = self._next(place, answer, met)
        except FetchError as error:
            error.exchanges = tuple(exchanges)
            raise

    def _allowed(self, url: str) -> Robots:
        """What robots.txt says of an address. Raises FetchError when that is no."""
        parts = urlsplit(url)
        origin = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
        rules = self.robots.rules(origin)
        self.pace.crawl_delay(host_of(url), rules.delay)
        said: Robots = rules.of(url)
        if said == "disallowed":
            raise FetchError(f"{origin}/robots.txt does not allow it", robots=said)
        if said == "unreachable":
            raise FetchError(f"{origin}/robots.txt can't be read, which counts as no: {rules.reason}", robots=said)
        return said

    def _robots_txt(self, url: str) -> tuple[int, bytes]:
        """Status and text of a robots.txt; its redirects are followed without asking other robots.txt."""
        place, met = url, set[str]()
        while True:
            place = checked_url(place, any_port=self.options.allow_private)
            answer = self._ask(place, ROBOTS_BYTES, [], {}, cut=True)
            if answer.status not in REDIRECTS:
                data = unpacked(answer.data, answer.headers.get("content-encoding", ""), self.options.max_unpacked)
                return answer.status, data
            met.add(place)
            place = self._next(place, answer, met)

    def _next(self, place: str, answer: _Answer, met: set[str]) -> str:
        """Where a redirect leads. Raises FetchError for one that leads nowhere, in a circle, or too far."""
        location: str | None = answer.headers.get("location")
        if not location:
            raise FetchError(f"it answers with status {answer.status} and no Location", answer.status)
        try:
            target = str(urljoin(place, location)).partition("#")[0]
        except ValueError:
            raise FetchError(
                f"it redirects to {location[:_LONGEST_QUOTED]!r}, expected an address", answer.status
            ) from None
        if target in met:
            raise FetchError("it redirects in a circle", answer.status)
        if len(met) > self.options.redirects:
            raise FetchError(f"it redirects more than {self.options.redirects} times", answer.status)
        return target

    def _fetched(self, url: str, place: str, robots: Robots, answer: _Answer, exchanges: list[Exchange]) -> Fetched:
        headers, status = answer.headers, answer.status
        moment = exchanges[-1].moment
        validators = Validators(_short(headers.get("etag")), _short(headers.get("last-modified")))
        if status == NOT_MODIFIED:
            return Fetched(url, place, status, robots, moment, validators=validators, exchanges=tuple(exchanges))
        if status != 200:
            error = FetchError(f"it answers with status {status}, expected 200", status, robots)
            error.retry_after = _retry_after(headers) if status in _BUSY else 0.0
            raise error
        body = unpacked(answer.data, headers.get("content-encoding", ""), self.options.max_unpacked)
        kind = _short(headers.get("content-type"))
        return Fetched(url, place, status, robots, moment, kind, body, validators, tuple(exchanges))

    def _ask(
        self, url: str, most: int, exchanges: list[Exchange], headers: dict[str, str], *, cut: bool = False
    ) -> _Answer:
        """One request and its answer, added to the exchanges; with `cut`, what is too much is left out, not refused."""
        if self.pace.stopped.is_set():
            raise FetchError("fetching was stopped")
        guard = Guard(self.options.time_limit, most, allow_private=self.options.allow_private)
        with self._lock:
            self._guards.add(guard)
        moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        whole = False
        try:
            answer = self._answer(guard, url, headers, cut=cut)
            whole = True
        except (httpx.TimeoutException, httpcore.TimeoutException):
            raise FetchError("it took longer than the time limit") from None
        except (httpx.HTTPError, httpx.InvalidURL, *_CORE_ERRORS, ssl.SSLError, ValueError) as error:
            raise FetchError(_told(error)) from None
        finally:
            with self._lock:
                self._guards.discard(guard)
            if guard.sent:
                sent, received = bytes(guard.sent), _answered(guard.received)
                exchanges.append(Exchange(url, guard.address, moment, sent, received, whole))
        return answer

    def _context(self, url: str) -> ssl.SSLContext | None:
        """Which authorities to believe, made when it is first wanted; SSL_CERT_FILE may name them."""
        with self._lock:
            if self._tls is None and url.lower().startswith("https:"):
                self._tls = httpx.create_ssl_context()
            return self._tls

    def _answer(self, guard: Guard, url: str, headers: dict[str, str], *, cut: bool) -> _Answer:
        fixed = {"User-Agent": self.options.agent, "Accept-Encoding": ACCEPTED, "Connection": "close", "Accept": "*/*"}
        timeout = self.options.time_limit
        with (
            httpx.Client(transport=Transport(guard, self._context(url)), timeout=timeout, trust_env=False) as client,
            client.stream("GET", url, headers=fixed | headers, follow_redirects=False) as response,
        ):
            if response.status_code == 200 and not cut:
                check_type(response.headers.get("content-type"))
            data = bytearray()
            for part in response.stream:  # type: ignore[union-attr]
                data += part
                if len(data) > guard.most:
                    if cut:
                        break
                    raise FetchError(f"it sends more than {guard.most:,} bytes, expected at most that many")
            if not cut:
                _check_length(response.headers, data, guard)
            return _Answer(response.status_code, response.headers, bytes(data[: guard.most]))


_CORE_ERRORS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


def host_of(url: str) -> str:
    """The host of an address, as its pace is kept; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def check_type(content_type: str | None) -> None:
    """Raises FetchError for a type that holds no articles; an answer without one is judged by its content."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind and kind not in _TYPES and not any(part in kind for part in _TYPE_PARTS):
        raise FetchError(f"its Content-Type is {kind[:_LONGEST_QUOTED]!r}, expected {_EXPECTED_TYPE}", 200)


def _check_length(headers: httpx.Headers, data: bytearray, guard: Guard) -> None:
    """Raises FetchError when more came than was announced: what is kept would end in the middle."""
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and not guard.received.endswith(data):
        raise FetchError(f"it sends more bytes than its Content-Length of {int(announced):,}", 200)


def _answered(received: bytearray) -> bytes:
    """What came over the wire, without the hints (status 1xx) that may come before an answer."""
    start = 0
    while received.startswith(b"HTTP/1.1 1", start) and (end := received.find(b"\r\n\r\n", start)) >= 0:
        start = end + 4
    return bytes(received[start:])


def _short(value: str | None) -> str | None:
    """What a host says of itself, unless that is too long to be kept."""
    return value if value is None or len(value) <= _LONGEST_KEPT else None


def _retry_after(headers: httpx.Headers) -> float:
    """The seconds that a busy host asks for; 0 when it doesn't say."""
    value = headers.get("retry-after", "")
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        return max((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return 0.0


def _told(error: Exception) -> str:
    """A failure of the network in words that are the same each time."""
    text = " ".join(str(error).split()) or type(error).__name__
    return f"it can't be fetched: {text[:_LONGEST_QUOTED]}"
