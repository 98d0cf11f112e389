"""Archived copies: where the Wayback Machine gives a capture as it came. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from quote_loaders.readers.html.addresses import wayback


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A capture: `url` is what was captured, `captured` when (RFC 3339), `plain` gives it without the archive's bar."""

    archived_url: str
    url: str
    captured: str
    plain: str


def archived_copy(url: str) -> ArchivedCopy | None:
    """The capture that an address of the Wayback Machine names by its 14 digits; None for any other address."""
    found = wayback(url)
    if found is None or found.captured is None:
        return None
    digits = "".join(mark for mark in found.captured if mark.isdigit())
    return ArchivedCopy(url, found.url, found.captured, f"https://web.archive.org/web/{digits}id_/{found.url}")
