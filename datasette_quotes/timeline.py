"""Appearances -> the geometry of a chart with one row per outlet: pure.

x is in per cent of the width, so that the chart fits every screen without scaling its letters; y is in pixels. Time
runs from the first one seen, on a logarithmic scale that stretches the first hours; above 60 days the axis is a
calendar. What is known to the day only is a bar over that day; what has no date stands in a column of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from datasette_quotes.labels import shortened
from datasette_quotes.moments import MONTHS, Moment

CALENDAR_FROM = 60 * 24 * 60  # minutes: a longer time gets a calendar axis
SHORTEST = 30  # minutes that the axis covers at least
STRETCH = 20  # minutes: the scale is log(1 + t / STRETCH), so it is nearly linear below this
LEFT, RIGHT, RIGHT_WITH_UNDATED, UNDATED = 2.0, 97.0, 83.0, 92.0  # per cent
APART = 4.5  # per cent between two marks of one lane: 24 px on a chart 540 px wide
LANES = 4  # marks of one outlet above each other; more are counted on the last
TOP, LABEL, LANE, GAP = 34, 24, 28, 6  # px: axis, name of the outlet, one lane, space below a row
ROWS = 40  # outlets drawn
NAME_LENGTH = 60  # characters of an outlet's name
# Per cent between the labels of two ticks on a wide and on a narrow screen; the first label begins at its tick.
TICK_APART, TICK_APART_NARROW = 9.0, 24.0
FIRST_APART, FIRST_APART_NARROW = 13.0, 32.0
UNDATED_APART_NARROW = 17.0
_TICKS = (
    (15, "+15 min"),
    (30, "+30 min"),
    (60, "+1 h"),
    (3 * 60, "+3 h"),
    (6 * 60, "+6 h"),
    (12 * 60, "+12 h"),
    (24 * 60, "+1 day"),
    (2 * 24 * 60, "+2 days"),
    (4 * 24 * 60, "+4 days"),
    (7 * 24 * 60, "+1 week"),
    (14 * 24 * 60, "+2 weeks"),
    (30 * 24 * 60, "+30 days"),
    (60 * 24 * 60, "+60 days"),
)
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_MOST_MONTH_TICKS = 8


@dataclass(frozen=True, slots=True)
class Appearance:
    """What is to be drawn: `anchor` is the id of its row on the page, `origin` the anchor of what it copies.

    `shape` names the mark; `counts` is False for what isn't an occurrence and so can't be the first one seen; `times`
    is how many it stands for.
    """

    anchor: str
    outlet: str
    moment: Moment | None
    shape: str
    label: str
    origin: str | None = None
    counts: bool = True
    times: int = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark at x per cent and y pixels; `bar` is the x and width of a day, month or year; `count` appearances."""

    anchor: str
    shape: str
    label: str
    x: float
    y: int
    bar: tuple[float, float] | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One outlet: its shortened name, the line its marks stand on."""

    name: str
    y: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label on the axis; `narrow` says that there is room for it on a narrow screen; `align` as text-anchor."""

    x: float
    label: str
    narrow: bool
    align: str


@dataclass(frozen=True, slots=True)
class Join:
    """A dashed line from a story to its copy."""

    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart. `outlets_left_out` and `earlier_left_out` count what it can't show."""

    height: int
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    joins: tuple[Join, ...]
    calendar: bool
    undated_x: float | None
    first: Moment | None
    outlets_left_out: int
    earlier_left_out: int


@dataclass(frozen=True, slots=True)
class _Scale:
    """Minutes since the first one seen -> per cent."""

    zero: datetime
    minutes: float
    right: float
    calendar: bool

    def at(self, moment: datetime) -> float:
        since = min(max((moment - self.zero).total_seconds() / 60, 0.0), self.minutes)
        share = (
            since / self.minutes if self.calendar else math.log1p(since / STRETCH) / math.log1p(self.minutes / STRETCH)
        )
        return round(LEFT + share * (self.right - LEFT), 2)


def timeline(appearances: Iterable[Appearance]) -> Timeline | None:
    """The chart of these appearances; None when there are none."""
    ordered = sorted(appearances, key=_order)
    first = next((one.moment for one in ordered if one.counts and one.moment), None)
    shown = [one for one in ordered if not _before(one, first)]
    if not shown:
        return None
    scale = _scale([one.moment for one in shown if one.moment], first, any(one.moment is None for one in shown))
    outlets = list(dict.fromkeys(one.outlet for one in shown))
    rows: list[Row] = []
    marks: list[Mark] = []
    y = TOP
    for outlet in outlets[:ROWS]:
        line = y + LABEL + LANE // 2
        rows.append(Row(shortened(outlet, NAME_LENGTH), line))
        placed, lanes = _lanes([one for one in shown if one.outlet == outlet], scale, line)
        marks.extend(placed)
        y += LABEL + lanes * LANE + GAP
    return Timeline(
        height=y + GAP,
        rows=tuple(rows),
        marks=tuple(marks),
        ticks=_ticks(scale),
        joins=_joins(shown, marks),
        calendar=scale is not None and scale.calendar,
        undated_x=UNDATED if any(one.moment is None for one in shown) else None,
        first=first,
        outlets_left_out=max(0, len(outlets) - ROWS),
        earlier_left_out=len(ordered) - len(shown),
    )


def _order(one: Appearance) -> tuple[bool, datetime, str]:
    """By the latest moment that a date can mean; undated last."""
    return one.moment is None, one.moment.end if one.moment else datetime.max.replace(tzinfo=UTC), one.anchor


def _before(one: Appearance, first: Moment | None) -> bool:
    return not one.counts and one.moment is not None and (first is None or one.moment.end < first.start)


def _scale(moments: Sequence[Moment], first: Moment | None, undated: bool) -> _Scale | None:
    if first is None:
        return None
    minutes = max((moment.end - first.start).total_seconds() / 60 for moment in moments)
    return _Scale(
        first.start,
        max(minutes, SHORTEST),
        RIGHT_WITH_UNDATED if undated else RIGHT,
        minutes > CALENDAR_FROM,
    )


def _lanes(appearances: Sequence[Appearance], scale: _Scale | None, line: int) -> tuple[list[Mark], int]:
    """The marks of one outlet in as few lanes as keep them apart, and the number of lanes."""
    marks: list[Mark] = []
    ends: list[float] = []  # the x of the last mark of each lane
    last: list[int] = []  # its place in `marks`
    for one in appearances:
        mark = _mark(one, scale, line)
        lane = next((place for place, end in enumerate(ends) if mark.x - end >= APART), len(ends))
        if lane == LANES:
            place = last[-1]
            marks[place] = replace(marks[place], count=marks[place].count + one.times)
            continue
        if lane == len(ends):
            ends.append(mark.x)
            last.append(len(marks))
        ends[lane], last[lane] = mark.x, len(marks)
        marks.append(replace(mark, y=line + lane * LANE))
    return marks, max(1, len(ends))


def _mark(one: Appearance, scale: _Scale | None, line: int) -> Mark:
    if one.moment is None or scale is None:
        return Mark(one.anchor, one.shape, one.label, UNDATED, line, count=one.times)
    left = scale.at(one.moment.start)
    if one.moment.timed:
        return Mark(one.anchor, one.shape, one.label, left, line, count=one.times)
    width = round(scale.at(one.moment.end) - left, 2)
    return Mark(one.anchor, one.shape, one.label, round(left + width / 2, 2), line, (left, width), one.times)


def _joins(shown: Sequence[Appearance], marks: Sequence[Mark]) -> tuple[Join, ...]:
    placed = {mark.anchor: mark for mark in marks}
    pairs = [(placed.get(one.origin or ""), placed.get(one.anchor)) for one in shown]
    return tuple(Join(start.x, start.y, end.x, end.y) for start, end in pairs if start and end)


def _ticks(scale: _Scale | None) -> tuple[Tick, ...]:
    """ "First seen" and as many later ticks as there is room for."""
    if scale is None:
        return ()
    wanted = _months(scale) if scale.calendar else _elapsed(scale)
    ticks = [Tick(LEFT, "first seen", True, "start")]
    wide, narrow = LEFT + FIRST_APART, LEFT + FIRST_APART_NARROW  # where the next label may stand
    for x, label in wanted:
        if x < wide:
            continue
        fits = x >= narrow and not (scale.right < RIGHT and x > UNDATED - UNDATED_APART_NARROW)
        ticks.append(Tick(x, label, fits, "end" if x > RIGHT - TICK_APART / 2 else "middle"))
        wide, narrow = x + TICK_APART, x + TICK_APART_NARROW if fits else narrow
    return tuple(ticks)


def _elapsed(scale: _Scale) -> list[tuple[float, str]]:
    span = math.log1p(scale.minutes / STRETCH)
    width = scale.right - LEFT
    return [
        (round(LEFT + width * math.log1p(minutes / STRETCH) / span, 2), label)
        for minutes, label in _TICKS
        if minutes <= scale.minutes
    ]


def _months(scale: _Scale) -> list[tuple[float, str]]:
    """The first days of every month, quarter, year … in range."""
    start = scale.zero.year * 12 + scale.zero.month - 1
    count = int(scale.minutes / (30.44 * 24 * 60)) + 1
    step = next((step for step in _MONTH_STEPS if count / step <= _MOST_MONTH_TICKS), _MONTH_STEPS[-1])
    found = []
    for month in range(start - start % step + step, start + count + 1, step):
        year, place = divmod(month, 12)
        if year > datetime.max.year:
            break
        moment = datetime(year, place + 1, 1, tzinfo=UTC)
        if (moment - scale.zero).total_seconds() / 60 > scale.minutes:
            break
        found.append((scale.at(moment), str(year) if step >= 12 else f"{MONTHS[place][:3]} {year}"))
    return found
