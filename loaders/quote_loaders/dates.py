"""When something was published, as precisely as is known and no more: pure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from quote_loaders.records import DateSource, LoadError, Published

EXPECTED = "an ISO 8601 date or date-time such as 2026-03, 2026-03-14 or 2026-03-14T18:10:00+00:00"
UNKNOWN_ORDER = "~"  # after every digit, so an unknown time sorts last
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
    if month is None:
        return Published(year, "year", False, source)
    if day is None:
        return Published(f"{year}-{month}", "month", False, source)
    if time is None:
        return Published(f"{year}-{month}-{day}", "day", False, source)
    moment = datetime.fromisoformat(f"{year}-{month}-{day}T{time.split('.')[0]}{(zone or '').upper()}")
    from_outlet = not zone and timezone is not None
    if timezone is not None and from_outlet:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    known = bool(zone) or from_outlet
    if known:
        moment = moment.astimezone(UTC)
    form = "%Y-%m-%dT%H:%M:%S" if second else "%Y-%m-%dT%H:%M"
    value = moment.strftime(form) + ("Z" if known else "")
    return Published(value, "second" if second else "minute", known, source, from_outlet)


def order(published: Published | str | None) -> str:
    """A string that sorts by the latest moment a date can mean: what has a time comes before its bare day.

    "2026-03-14T18:10" < "2026-03-14~" < "2026-03~" < "2026~" < "~" (unknown).
    """
    value = published.value if isinstance(published, Published) else published
    if not value:
        return UNKNOWN_ORDER
    return value.rstrip("Z") if "T" in value else value + UNKNOWN_ORDER
