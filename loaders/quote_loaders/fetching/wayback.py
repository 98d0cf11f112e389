"""Archived copies: the addresses of the Wayback Machine, taken apart. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_PATTERN = re.compile(r"https?://web\.archive\.org/web/(?P<moment>\d{14})(?:[a-z]{2}_)?/(?P<url>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A capture: `url` is what was captured, `captured` when (RFC 3339), `plain` gives it without the archive's bar."""

    archived_url: str
    url: str
    captured: str
    plain: str


def archived_copy(url: str) -> ArchivedCopy | None:
    """The capture that an address of the Wayback Machine names by its 14 digits; None for any other address."""
    match = _PATTERN.fullmatch(url)
    if match is None:
        return None
    try:
        moment = datetime.strptime(match["moment"], "%Y%m%d%H%M%S")
    except ValueError:
        return None
    original = match["url"] if re.match(r"https?://", match["url"], re.IGNORECASE) else f"http://{match['url']}"
    plain = f"https://web.archive.org/web/{match['moment']}id_/{match['url']}"
    return ArchivedCopy(url, original, moment.strftime("%Y-%m-%dT%H:%M:%SZ"), plain)
