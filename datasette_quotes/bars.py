"""Counts by date -> the geometry of a small bar chart: pure.

A bar stands for a day, week, month or year: the shortest of them that keeps the bars few, and that every date is
known to. x and width are in per cent, y and height in pixels, as in `timeline`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from datasette_quotes.moments import MONTHS

HEIGHT, BASE, TOP = 132, 104, 22  # px: the chart, its base line, the top of the highest bar
MOST_DAYS, MOST_WEEKS, MOST_MONTHS, MOST_YEARS = 45, 400, 36 * 31, 150  # days that units cover; bars of years
SHARE = 0.72  # of its place that a bar fills
WIDEST = 6.0  # per cent
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `label` is its day, week, month or year in words."""

    x: float
    width: float
    y: int
    height: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The chart. `first` and `last` label the ends of its axis; `undated` counts what has no place on it."""

    bars: tuple[Bar, ...]
    unit: str
    first: str
    last: str
    most: int
    undated: int
    height: int = HEIGHT
    base: int = BASE
    top: int = TOP


def bars(counts: Iterable[tuple[str, int]]) -> Bars | None:
    """The chart of counts by the beginning of their date ("2026-03-12", "2026-03~", "2026~"; "~" is unknown).

    None when fewer than two bars would stand in it.
    """
    dated: list[tuple[date, int, int]] = []  # the first day, how much of it is known, the count
    undated = 0
    for written, count in counts:
        known = _read(written)
        if known is None:
            undated += count
        else:
            dated.append((*known, count))
    if not dated:
        return None
    unit = _unit(dated)
    placed = Counter[date]()
    for day, parts, count in dated:
        if unit != "year" and parts == 1:  # a year alone has no place among months
            undated += count
        else:
            placed[_start(day, unit)] += count
    if len(placed) < 2:
        return None
    return _drawn(placed, unit, undated)


def _read(written: str) -> tuple[date, int] | None:
    match = _DATE.match(written)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1)), 3 if day else 2 if month else 1
    except ValueError:
        return None


def _unit(dated: list[tuple[date, int, int]]) -> str:
    exact = [day for day, parts, _ in dated if parts > 1]
    span = (max(exact) - min(exact)).days if exact else 0
    if not exact or span > MOST_MONTHS:
        return "year"
    if span > MOST_WEEKS or any(parts == 2 for _, parts, _ in dated):
        return "month"
    return "week" if span > MOST_DAYS else "day"


def _start(day: date, unit: str) -> date:
    """The first day of the week, month or year."""
    if unit == "week":
        return max(day, date.min + timedelta(days=7)) - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _place(start: date, unit: str) -> int:
    """The number of a day, week, month or year on an axis without gaps."""
    if unit == "month":
        return start.year * 12 + start.month
    if unit == "year":
        return start.year
    return start.toordinal() // (7 if unit == "week" else 1)


def _drawn(placed: Counter[date], unit: str, undated: int) -> Bars:
    ordered = sorted(placed)[-MOST_YEARS:] if unit == "year" else sorted(placed)
    first, last = _place(ordered[0], unit), _place(ordered[-1], unit)
    slots = min(last - first + 1, MOST_DAYS * 10)
    slot = 100 / slots
    most = max(placed[start] for start in ordered)
    drawn = []
    for start in ordered:
        height = max(2, round((BASE - TOP) * placed[start] / most))
        width = min(slot * SHARE, WIDEST)
        at = (min(_place(start, unit) - first, slots - 1)) * slot + (slot - width) / 2
        drawn.append(Bar(round(at, 2), round(width, 2), BASE - height, height, _words(start, unit), placed[start]))
    return Bars(tuple(drawn), unit, _words(ordered[0], unit), _words(ordered[-1], unit), most, undated)


def _words(start: date, unit: str) -> str:
    month = MONTHS[start.month - 1]
    if unit == "year":
        return f"{start.year:04}"
    if unit == "month":
        return f"{month} {start.year:04}"
    return f"{'week of ' if unit == 'week' else ''}{start.day} {month} {start.year:04}"
