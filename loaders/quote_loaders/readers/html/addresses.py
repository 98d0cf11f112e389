"""Addresses of pages: the page's own, the archive's copy of it, and the day that an address names. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

# https://web.archive.org/web/20260314101112id_/https://example.com/a
_WAYBACK = re.compile(r"https?://web\.archive\.org/web/(?P<stamp>\d{4,14})[a-z_]*/(?P<url>https?:/.+)", re.DOTALL)
_SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)\s*(?P<url>https?://\S+)|^\s*url:\s*(?P<single>https?://\S+)", re.MULTILINE
)
_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-]?)(?P<month>\d\d|[a-z]{3})(?P=mark)(?P<day>\d\d)(?=[/-]|\.\w+$|$)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_AMP = re.compile(r"/amp/?$|\.amp(?=\.html?$)|(?<=/)amp/(?=\d)")
MAX_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Archived:
    """An address in the Wayback Machine: the page's own, the copy's, and when it was captured (RFC 3339)."""

    url: str
    archived_url: str
    captured: str | None


def wayback(url: str) -> Archived | None:
    """What an address of the Wayback Machine stands for; None for any other address."""
    match = _WAYBACK.match(url)
    if match is None:
        return None
    own = re.sub(r"^(https?:)/+", r"\1//", match["url"])
    stamp = match["stamp"]
    captured = None
    if len(stamp) == 14:
        captured = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}T{stamp[8:10]}:{stamp[10:12]}:{stamp[12:]}Z"
    return Archived(own, url, captured)


def absolute(value: str | None, base: str | None) -> str | None:
    """An address of the web, made absolute; None for anything else."""
    if not value or len(value) > MAX_LENGTH:
        return None
    try:
        joined = urljoin(base or "", value.strip())
        parts = urlsplit(joined)
        _ = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or any(mark.isspace() for mark in joined):
        return None
    return joined.partition("#")[0]


def saved_from(comments: Sequence[str]) -> str | None:
    """The address that a browser noted in a comment when it saved the page."""
    for comment in comments:
        match = _SAVED_FROM.search(comment[:MAX_LENGTH])
        if match is not None:
            return absolute(match["url"] or match["single"], None)
    return None


def same_page(left: str, right: str) -> bool:
    """Whether two addresses mean one page: scheme, "www.", "m.", query, fragment, AMP and a closing slash aside."""
    return _page(left) == _page(right) != ("", "")


def _page(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        host = _PREFIX.sub("", (parts.hostname or "").casefold())
    except ValueError:
        return "", ""
    return (host, _AMP.sub("", parts.path).rstrip("/")) if host else ("", "")


def is_front_page(url: str) -> bool:
    """Whether an address has no path and no query: what careless templates give as everybody's canonical address."""
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def day_in(url: str | None) -> str | None:
    """The day that an address names, as /2026/03/14/ or /2026-03-14-…: ISO 8601; None where it names none."""
    try:
        path = urlsplit(url or "").path.lower()
    except ValueError:  # "http://[": not an address
        return None
    match = _DAY.search(path)
    if match is None or (match["month"].isalpha() and match["month"] not in _MONTHS):
        return None
    month = _MONTHS.index(match["month"]) + 1 if match["month"].isalpha() else int(match["month"])
    try:
        return date(int(match["year"]), month, int(match["day"])).isoformat()
    except ValueError:
        return None
