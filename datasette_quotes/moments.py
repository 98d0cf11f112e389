"""When something was published, said as precisely as is known and no more: pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# What `articles.published` holds: RFC 3339 cut at its precision, "Z" where the zone is known.
_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(Z)?)?)?)?", re.ASCII)
# Largest unit first: its length in minutes, and how it is written after a number.
_UNITS = ((7 * 24 * 60, "week", "weeks"), (24 * 60, "day", "days"), (60, "h", "h"), (1, "min", "min"))


@dataclass(frozen=True, slots=True)
class Moment:
    """A stored time: the text itself, and the half-open range of UTC time that it can mean.

    A time of day means that minute or second (`start == end`); a day, month or year means all of it. A time whose
    zone isn't known is placed as if it were UTC, and `zone_known` is False.
    """

    value: str
    start: datetime
    end: datetime
    timed: bool
    zone_known: bool

    @property
    def day(self) -> str:
        """The day, month or year in words: "14 March 2026", "March 2026", "2026"."""
        return self._date(MONTHS[self.start.month - 1])

    @property
    def short_day(self) -> str:
        """The same with a short month: "14 Mar 2026"."""
        return self._date(MONTHS[self.start.month - 1][:3])

    @property
    def time(self) -> str:
        """The time of day with its zone, or an empty string: "18:10 UTC", "18:10, zone not known"."""
        if not self.timed:
            return ""
        return f"{self.start:%H:%M} UTC" if self.zone_known else f"{self.start:%H:%M}, zone not known"

    @property
    def missing(self) -> str:
        """What isn't known, or an empty string: "time of day not known"."""
        return {len("YYYY"): "month not known", len("YYYY-MM"): "day not known"}.get(
            len(self.value), "" if self.timed else "time of day not known"
        )

    @property
    def words(self) -> str:
        """Day and time in words: "14 March 2026, 18:10 UTC"."""
        return ", ".join(part for part in (self.day, self.time) if part)

    def _date(self, month: str) -> str:
        year = f"{self.start.year:04}"
        if len(self.value) == len("YYYY"):
            return year
        if len(self.value) == len("YYYY-MM"):
            return f"{month} {year}"
        return f"{self.start.day} {month} {year}"


@lru_cache(maxsize=4096)
def parse(value: str | None) -> Moment | None:
    """The moment that a stored time names; None when there is none or it isn't written as the schema says."""
    match = _FORM.fullmatch(value or "")
    if match is None or value is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        start = datetime(
            int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=UTC
        )
        end = start if hour else _after(start, month is not None, day is not None)
    except (ValueError, OverflowError):  # no such day: 2026-02-30, or nothing after the year 9999
        return None
    return Moment(value, start, end, hour is not None, zone is not None)


def _after(start: datetime, has_month: bool, has_day: bool) -> datetime:
    """The first instant after the day, month or year that begins at `start`."""
    if has_day:
        return start + timedelta(days=1)
    if has_month:
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start.replace(year=start.year + 1)


def span_words(minutes: float) -> str:
    """A length of time in its two largest units: "21 min", "1 h 55 min", "3 days", "2 weeks 1 day"."""
    left = max(0, round(minutes))
    parts: list[str] = []
    for size, one, many in _UNITS:
        count, rest = divmod(left, size)
        if count:
            parts.append(f"{count} {one if count == 1 else many}")
            left = rest
        if len(parts) == 2 or (parts and not count):
            break
    return " ".join(parts) or "0 min"


def later_words(earlier: Moment | None, later: Moment | None) -> str:
    """How much later, when both are known to the minute: "21 min later"; an empty string otherwise."""
    if earlier is None or later is None or not (earlier.timed and later.timed):
        return ""
    if earlier.zone_known != later.zone_known:
        return ""
    minutes = (later.start - earlier.start).total_seconds() / 60
    return f"{span_words(minutes)} later" if minutes >= 1 else ""
