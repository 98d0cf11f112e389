"""Quantities of a text, and whether two of them can mean the same."""

from __future__ import annotations

import pytest

from datasette_quotes.quantities import agree, differing, quantities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a 90-minute call", [(5400, "second")], id="hyphen"),
        pytest.param("an hour and a half", [(5400, "second")], id="and a half"),
        pytest.param("1 hour and 15 minutes", [(4500, "second")], id="hours and minutes"),
        pytest.param("an hour-long phone call", [(3600, "second")], id="hour-long"),
        pytest.param("half an hour", [(1800, "second")], id="half an hour"),
        pytest.param("two and a half years", [(30, "month")], id="years are months"),
        pytest.param("a three-and-a-half year term", [(42, "month")], id="hyphens all through"),
        pytest.param("three-and-a-half years", [(42, "month")], id="hyphens in the number"),
        pytest.param("3 1/2 years", [(42, "month")], id="a fraction in digits"),
        pytest.param("3½ years", [(42, "month")], id="a fraction sign"),
        pytest.param("open 24/7", [(24, "count"), (7, "count")], id="a slash that is no fraction"),
        pytest.param("$300 billion", [(3e11, "$")], id="currency sign"),
        pytest.param("$5m", [(5e6, "$")], id="short scale"),
        pytest.param("Three hundred and twenty million crowns", [(3.2e8, "crown")], id="number words"),
        pytest.param("320 Millionen Kronen in 14 Monaten", [(3.2e8, "crown"), (14, "month")], id="German units"),
        pytest.param("30–50 years", [(360, "month"), (600, "month")], id="a range shares its unit"),
        pytest.param("25% or 10 per cent", [(25, "percent"), (10, "percent")], id="percentages"),
        pytest.param("on February 14, 2025", [(214, "date"), (2025, "year")], id="date and year"),
        pytest.param("before 2028", [(2028, "year")], id="year"),
        pytest.param("two points out of 20", [(2, "count"), (20, "count")], id="counts"),
        pytest.param("twenty-five members", [(25, "count")], id="hyphenated number word"),
        pytest.param("no one had a second call with one side", [], id="words that only look like numbers"),
    ],
)
def test_quantities(text: str, found: list[tuple[float, str]]) -> None:
    assert [(one.value, one.unit) for one in quantities(text)] == found


def test_spans_are_character_offsets() -> None:
    text = "They spoke for an hour and a half, then paid $300 million."
    assert [text[one.start : one.end] for one in quantities(text)] == ["an hour and a half", "$300 million"]


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("90 minutes", "an hour and a half", True, id="units"),
        pytest.param("90 minutes", "1 hour and 15 minutes", False, id="other duration"),
        pytest.param("nearly 90 minutes", "85 minutes", True, id="called approximate"),
        pytest.param("$300 billion", "$299.6 billion", True, id="rounded"),
        pytest.param("10 years", "20 years", False, id="no rounding to tens"),
        pytest.param("2027", "2028", False, id="years are never rounded"),
        pytest.param("5 percent", "$5", False, id="other units"),
    ],
)
def test_agree(left: str, right: str, same: bool) -> None:
    assert agree(quantities(left)[0], quantities(right)[0]) is same
    assert agree(quantities(right)[0], quantities(left)[0]) is same


def test_differing_leaves_out_what_agrees() -> None:
    left, right = quantities("14 months and 320 million crowns"), quantities("18 months and 320 million crowns")
    assert [(one.text, other.text) for one, other in differing(left, right)] == [("14 months", "18 months")]
