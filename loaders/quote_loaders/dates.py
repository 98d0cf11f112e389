"""When something was published, as precisely as is known and no more: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from quote_loaders.records import DateSource, LoadError, Published

EXPECTED = "an ISO 8601 date or date-time such as 2026-03, 2026-03-14 or 2026-03-14T18:10:00+00:00"
_EASTERNMOST, _WESTERNMOST = timedelta(hours=14), timedelta(hours=12)  # zones from UTC+14 to UTC-12
UNKNOWN_ORDER = "~"  # after every digit, so an unknown time sorts last
_YEARS = 1000, 9998  # beyond them a moment in another zone may be no date of Python's, nor of four digits
_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?P<second>:\d{2}(?:\.\d+)?)?)\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?)?)?",
    re.IGNORECASE,
)


def parse_published(value: str | date | datetime, source: DateSource, timezone: str | None = None) -> Published:
    """A date as some input gives it, in UTC where its zone is known; a missing zone is never guessed.

    `timezone` is the outlet's own (IANA), applied to a time without an offset and recorded as such.

    Raises LoadError that names the value when it isn't ISO 8601 or no such day exists.
    """
    text = value.isoformat() if isinstance(value, date) else value.strip()
    match = _FORM.fullmatch(text)
    if match is None:
        raise LoadError(f"published is {text!r}, expected {EXPECTED}")
    try:
        return _published(match, source, timezone)
    except ValueError as error:
        raise LoadError(f"published is {text!r}: {error}; expected {EXPECTED}") from None


def _published(match: re.Match[str], source: DateSource, timezone: str | None) -> Published:
    year, month, day, time, second, zone = match.group("year", "month", "day", "time", "second", "zone")
    date(int(year), int(month or 1), int(day or 1))
    if not _YEARS[0] <= int(year) <= _YEARS[1]:
        raise ValueError(f"the year is not from {_YEARS[0]} to {_YEARS[1]}")
    if month is None:
        return Published(year, "year", False, source)
    if day is None:
        return Published(f"{year}-{month}", "month", False, source)
    if time is None:
        return Published(f"{year}-{month}-{day}", "day", False, source)
    moment = datetime.fromisoformat(f"{year}-{month}-{day}T{time.split('.')[0]}{(zone or '').upper()}")
    zone_info = None if zone or timezone is None else _zone_named(timezone)
    from_outlet = zone_info is not None
    if zone_info is not None:
        moment = moment.replace(tzinfo=zone_info)
    known = bool(zone) or from_outlet
    if known:
        moment = moment.astimezone(UTC)
    value = moment.replace(tzinfo=None).isoformat(timespec="seconds" if second else "minutes") + ("Z" if known else "")
    return Published(value, "second" if second else "minute", known, source, from_outlet)


@lru_cache(maxsize=500)
def _zone_named(name: str) -> ZoneInfo | None:
    """An IANA zone; None for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def is_zone(name: str) -> bool:
    """Whether a name is an IANA zone. Raises LoadError where neither the system nor a package knows any."""
    if _zone_named(name) is not None:
        return True
    if _zone_named("UTC") is None:
        raise LoadError(f"timezone is {name!r}, but no database of time zones is installed: pip install tzdata")
    return False


def order(published: Published | str | None) -> str:
    """A string that sorts by the latest moment a date can mean: what has a time comes before its bare day.

    "2026-03-14T18:10" < "2026-03-14~" < "2026-03~" < "2026~" < "~" (unknown).
    """
    value = published.value if isinstance(published, Published) else published
    if not value:
        return UNKNOWN_ORDER
    return value.rstrip("Z") if "T" in value else value + UNKNOWN_ORDER


def bounds(published: Published) -> tuple[datetime, datetime]:
    """The earliest and the latest moment that a date can mean, in UTC; an unknown zone may be any."""
    value = published.value.rstrip("Z")
    date_part, _, time = value.partition("T")
    numbers = [int(part) for part in date_part.split("-")]
    if time:
        start = datetime.fromisoformat(value)
        end = start + (timedelta(seconds=1) if published.precision == "second" else timedelta(minutes=1))
    else:
        year, month, day = (*numbers, 1, 1)[:3]
        start = datetime(year, month, day)
        end = _after(start, len(numbers))
    start, end = start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)
    return (start, end) if published.zone_known else (start - _EASTERNMOST, end + _WESTERNMOST)


def _after(start: datetime, parts: int) -> datetime:
    """The end of the day, month or year that begins at a moment."""
    if parts == 3:
        return start + timedelta(days=1)
    months = start.year * 12 + start.month - 1 + (1 if parts == 2 else 12)
    return datetime(min(months // 12, 9999), months % 12 + 1, 1)


def date_doubts(published: Published | None, modified: Published | None, captured: str | None) -> Iterator[str]:
    """What can't be true of an article's dates together; `captured` is RFC 3339, and now where nobody says."""
    if published is None:
        return
    first = bounds(published)[0]
    latest = _moment(captured) if captured else datetime.now(UTC)
    if latest is not None and first > latest:
        when = f"it was captured, {captured}" if captured else "today"
        yield f"published is {published.value}, later than {when}: check it"
    if modified is not None and bounds(modified)[1] <= first:
        yield f"modified is {modified.value}, earlier than published, {published.value}: check both"


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
