"""Appearances -> geometry: order, scale, lanes, what can't be drawn."""

from __future__ import annotations

import itertools

import pytest

from datasette_quotes.moments import parse
from datasette_quotes.timeline import (
    APART,
    LANES,
    LEFT,
    RIGHT,
    ROWS,
    TICK_APART,
    UNDATED,
    Appearance,
    Mark,
    Timeline,
    timeline,
)


def at(published: str | None, outlet: str = "A", anchor: str = "", **values: object) -> Appearance:
    return Appearance(anchor or f"o{outlet}{published}", outlet, parse(published), "repeats", "", **values)  # type: ignore[arg-type]


def drawn(*appearances: Appearance) -> Timeline:
    found = timeline(appearances)
    assert found is not None
    return found


def mark(chart: Timeline, anchor: str) -> Mark:
    return next(one for one in chart.marks if one.anchor == anchor)


def test_nothing_makes_no_chart() -> None:
    assert timeline([]) is None


def test_rows_are_outlets_by_their_first_appearance() -> None:
    chart = drawn(at("2026-03-13", "Late"), at("2026-03-12T09:00Z", "First"), at("2026-03-14T09:00Z", "First"))
    assert [row.name for row in chart.rows] == ["First", "Late"]


def test_a_bare_day_comes_after_what_has_a_time_on_that_day() -> None:
    chart = drawn(at("2026-03-12", "Day"), at("2026-03-12T23:00Z", "Hour"))
    assert [row.name for row in chart.rows] == ["Hour", "Day"]


def test_a_bare_day_is_a_bar_over_all_of_it() -> None:
    chart = drawn(at("2026-03-12T09:00Z", anchor="first"), at("2026-03-14", anchor="day"))
    bar = mark(chart, "day").bar
    assert bar is not None
    start, width = bar
    assert start < mark(chart, "day").x < start + width == pytest.approx(RIGHT)


def test_a_bar_that_begins_before_the_first_one_seen_begins_at_it() -> None:
    bar = mark(drawn(at("2026-03-12T09:00Z", anchor="first"), at("2026-03-12", anchor="day")), "day").bar
    assert bar is not None
    assert bar[0] == LEFT


def test_the_first_hours_are_stretched() -> None:
    chart = drawn(
        at("2026-03-12T09:00Z", anchor="0"), at("2026-03-12T10:00Z", anchor="1"), at("2026-03-13T09:00Z", anchor="24")
    )
    assert not chart.calendar
    assert mark(chart, "1").x - mark(chart, "0").x > (mark(chart, "24").x - mark(chart, "0").x) / 24


@pytest.mark.parametrize(
    ("last", "calendar"),
    [pytest.param("2026-05-11T09:00Z", False, id="60 days"), pytest.param("2026-05-11T09:01Z", True, id="longer")],
)
def test_above_60_days_the_axis_is_a_calendar(last: str, calendar: bool) -> None:
    assert drawn(at("2026-03-12T09:00Z"), at(last)).calendar is calendar


def test_a_calendar_is_linear_and_names_months() -> None:
    chart = drawn(at("2026-01-01T00:00Z", anchor="a"), at("2026-07-02", anchor="b"), at("2026-12-31", anchor="c"))
    assert mark(chart, "b").x == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert "May 2026" in [tick.label for tick in chart.ticks]


@pytest.mark.parametrize("last", ["2036", "2126-01-01", "9999"])
def test_a_calendar_of_many_years_names_few_of_them(last: str) -> None:
    ticks = drawn(at("2026-01-01T00:00Z"), at(last)).ticks
    assert 2 <= len(ticks) <= 10


@pytest.mark.parametrize("last", ["2026-03-12T09:00Z", "2026-03-12T09:40Z", "2026-03-15", "2026-04-20T10:00Z", "2027"])
def test_labels_of_ticks_keep_apart(last: str) -> None:
    ticks = drawn(at("2026-03-12T09:00Z", "A"), at(last, "B")).ticks
    assert ticks[0].label == "first seen"
    assert all(right.x - left.x >= TICK_APART for left, right in itertools.pairwise(ticks))


def test_what_has_no_date_stands_at_the_right() -> None:
    chart = drawn(at("2026-03-12T09:00Z", anchor="first"), at(None, anchor="undated"), at("2026-03-15", anchor="last"))
    assert mark(chart, "undated").x == UNDATED == chart.undated_x
    assert mark(chart, "last").x < UNDATED


def test_all_undated_still_makes_a_chart() -> None:
    chart = drawn(at(None, "A"), at(None, "B"))
    assert (len(chart.marks), chart.ticks, chart.first) == (2, (), None)


def test_marks_of_one_outlet_never_cover_each_other() -> None:
    chart = drawn(*(at(f"2026-03-12T09:{minute:02}Z") for minute in range(0, 60, 7)))
    for one, other in itertools.combinations(chart.marks, 2):
        assert one.y != other.y or abs(one.x - other.x) >= APART


def test_more_marks_than_lanes_are_counted() -> None:
    chart = drawn(*(at("2026-03-12T09:00Z", anchor=f"o{number}") for number in range(10)))
    assert len(chart.marks) == LANES
    assert sum(one.count for one in chart.marks) == 10


def test_outlets_beyond_the_last_row_are_counted() -> None:
    chart = drawn(*(at("2026-03-12T09:00Z", f"outlet {number:03}") for number in range(ROWS + 5)))
    assert (len(chart.rows), chart.outlets_left_out) == (ROWS, 5)


def test_a_copy_is_joined_to_its_origin() -> None:
    chart = drawn(
        at("2026-03-12T09:00Z", "Wire", "wire"),
        at("2026-03-12T10:00Z", "Copy", "copy", origin="wire"),
        at("2026-03-12T11:00Z", "Other", "other", origin="not here"),
    )
    (join,) = chart.joins
    assert (join.x1, join.y1) == (mark(chart, "wire").x, mark(chart, "wire").y)
    assert (join.x2, join.y2) == (mark(chart, "copy").x, mark(chart, "copy").y)


def test_what_says_otherwise_is_never_the_first_one_seen() -> None:
    chart = drawn(
        at("2026-03-10", "Before", counts=False), at("2026-03-12T09:00Z", "A"), at("2026-03-13", "B", counts=False)
    )
    assert chart.first == parse("2026-03-12T09:00Z")
    assert ([row.name for row in chart.rows], chart.earlier_left_out) == (["A", "B"], 1)


def test_a_name_without_end_is_cut() -> None:
    assert len(drawn(at("2026-03-12T09:00Z", "n" * 10_000)).rows[0].name) <= 60


def test_every_mark_lies_inside_the_chart() -> None:
    times = ["2026-03-12T09:00Z", "2026-03-12", "2026-03", "2026", None, "2026-03-12T09:00:30", "1999", "9999"]
    chart = drawn(*(at(time, f"outlet {number}") for number, time in enumerate(times)))
    assert all(0 <= one.x <= 100 and 0 < one.y < chart.height for one in chart.marks)


def test_the_same_appearances_in_another_order_make_the_same_chart() -> None:
    several = [at("2026-03-12T09:00Z", "A"), at("2026-03-12T09:00Z", "B"), at("2026-03-12", "C"), at(None, "D")]
    assert drawn(*several) == drawn(*reversed(several))
