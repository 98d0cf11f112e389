"""Dates as pages and feeds write them -> ISO 8601 as `dates.parse_published` reads it; never a guess. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 80  # characters of a date; RFC 2822 with a comment has 50
_TIME = (
    r"(?:(?:[Tt,]|\s+at|\s*[-–|])?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?\s*[+-]\d{2}(?::?\d{2})?)?(?:\s*\([\w ]+\)|\s*[A-Z]{2,5})?"
_FORMS = tuple(
    re.compile(date + _TIME + _ZONE + r"\s*", re.IGNORECASE)
    for date in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"(?P<day>\d{1,2})[/-](?P<month>\d{1,2})[/-](?P<year>\d{4})",
        r"(?:[a-z]{3,9}\.?,?\s+)?(?P<name>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?:[a-z]{3,9}\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<name>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})",
    )
)
_AMBIGUOUS = re.compile(r"(?<![\d/.-])(?P<left>\d{1,2})[/-](?P<right>\d{1,2})[/-](?P<year>(?:19|20)\d\d)(?![\d/-])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
# What programs write when no date was set.
UNSET = ("0000-", "0001-01-01", "1900-01-01", "1970-01-01T00:00:00", "1899-12-3", "1969-12-31")


def iso_of(value: str) -> str | None:
    """A date in one of the forms that machines write, as ISO 8601; None for any other, and for 03/04/2026.

    A zone by its initials alone (CET, EST) is not one: too many share them; only RFC 2822 says what its own mean.
    """
    text = " ".join(value.split())
    if len(text) > _LONGEST or not text:
        return None
    if re.fullmatch(r"\d{4}(?:-\d{2})?", text):
        return text
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if compact := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = compact.groups()
        return f"{year}-{month}-{day}T{hour}:{minute}" + (f":{second}" if second else "") + (zone or "").upper()
    if "," in text[:5]:
        mail = _mail(text)
        if mail is not None:
            return mail
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _iso(match, _day_first(text))
    return None


def _mail(text: str) -> str | None:
    """RFC 2822: "Sat, 14 Mar 2026 10:00:00 +0100"."""
    found = parsedate_tz(text)
    if found is None or ":" not in text:
        return None
    year, month, day, hour, minute, second = found[:6]
    offset = found[9]
    zone = ""
    if offset is not None:
        sign = "-" if offset < 0 else "+"
        zone = f"{sign}{abs(offset) // 3600:02}:{abs(offset) % 3600 // 60:02}"
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}"


def _day_first(text: str) -> bool:
    """Whether a date with slashes can only be read day first, or month first: told by a number above 12."""
    match = _AMBIGUOUS.match(text)
    return match is None or int(match["left"]) > 12 or match["left"] == match["right"]


def _iso(match: re.Match[str], day_first: bool) -> str | None:
    groups = match.groupdict()
    year, day, month = groups["year"], groups["day"], groups.get("month")
    if name := groups.get("name"):
        if name[:3].lower() not in _MONTHS:
            return None
        month = str(_MONTHS.index(name[:3].lower()) + 1)
    elif not day_first:
        if int(day) <= 12 and int(month or 0) <= 12:
            return None  # 03/04/2026
        day, month = month, day
    date = f"{year}-{int(month or 0):02}-{int(day or 0):02}"
    return date + (_time(groups) if groups["hour"] else "")


def _time(groups: dict[str, str | None]) -> str:
    hour = int(groups["hour"] or 0)
    half = (groups["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    second = f":{groups['second']}" if groups["second"] else ""
    return f"T{hour:02}:{groups['minute']}{second}{_zone(groups['zone'])}"


def _zone(zone: str | None) -> str:
    offset = (zone or "").upper().replace("UTC", "").replace("GMT", "").replace(":", "").strip()
    if zone and offset in ("", "Z"):
        return "Z"
    return f"{offset[:3]}:{offset[3:] or '00'}" if offset else ""


def ambiguous_days(text: str) -> list[tuple[str, str]]:
    """The two readings, day first and month first, of each date such as 03/04/2026 in a text; ISO 8601."""
    found = []
    for match in _AMBIGUOUS.finditer(text):
        left, right, year = int(match["left"]), int(match["right"]), match["year"]
        if 1 <= left <= 12 and 1 <= right <= 12 and left != right:
            found.append((f"{year}-{right:02}-{left:02}", f"{year}-{left:02}-{right:02}"))
    return found
