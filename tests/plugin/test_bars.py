"""Counts by date -> bars."""

from __future__ import annotations

import pytest

from datasette_quotes.bars import BASE, TOP, bars


@pytest.mark.parametrize(
    ("counts", "unit", "labels"),
    [
        pytest.param(
            [("2026-03-12", 3), ("2026-03-14", 1)], "day", ["12 March 2026", "14 March 2026"], id="a few days"
        ),
        pytest.param(
            [("2026-01-01", 3), ("2026-04-14", 1)],
            "week",
            ["week of 29 December 2025", "week of 13 April 2026"],
            id="months",
        ),
        pytest.param([("2026-03-12", 3), ("2025-02~", 1)], "month", ["February 2025", "March 2026"], id="month only"),
        pytest.param([("2020-03-12", 3), ("2026-03-12", 1)], "year", ["2020", "2026"], id="years"),
        pytest.param([("2020~", 3), ("2021~", 1)], "year", ["2020", "2021"], id="years only"),
    ],
)
def test_the_unit_keeps_the_bars_few(counts: list[tuple[str, int]], unit: str, labels: list[str]) -> None:
    chart = bars(counts)
    assert chart is not None
    assert (chart.unit, [bar.label for bar in chart.bars]) == (unit, labels)


def test_heights_are_shares_of_the_highest() -> None:
    chart = bars([("2026-03-12", 10), ("2026-03-13", 5), ("2026-03-14", 1)])
    assert chart is not None
    assert [bar.height for bar in chart.bars] == [BASE - TOP, (BASE - TOP) // 2, 8]
    assert all(bar.y + bar.height == BASE for bar in chart.bars)


def test_bars_stand_in_order_and_inside() -> None:
    chart = bars([(f"20{year:02}-01-01", 1) for year in range(99)])
    assert chart is not None
    places = [bar.x for bar in chart.bars]
    assert places == sorted(places)
    assert all(bar.x >= 0 and bar.x + bar.width <= 100.1 for bar in chart.bars)


def test_what_has_no_place_is_counted() -> None:
    chart = bars([("2026-03-12", 1), ("2026-03-13", 1), ("2025~", 2), ("~", 3), ("2026-99-9", 4)])
    assert chart is not None
    assert chart.undated == 9


@pytest.mark.parametrize("counts", [[], [("~", 5)], [("2026-03-12", 5)], [("", 1)]])
def test_one_bar_is_no_chart(counts: list[tuple[str, int]]) -> None:
    assert bars(counts) is None


def test_the_ends_of_the_calendar_are_dates_too() -> None:
    assert bars([("0001-01-01", 1), ("9999-12-31", 1)]) is not None
    assert bars([("0001-01-01", 1), ("0001-03-31", 1)]) is not None
