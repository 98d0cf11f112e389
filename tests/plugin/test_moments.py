"""Stored times in words, as precise as they are and no more."""

from __future__ import annotations

import pytest

from datasette_quotes.moments import later_words, parse, span_words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param("2026", "2026", id="year"),
        pytest.param("2026-03", "March 2026", id="month"),
        pytest.param("2026-03-04", "4 March 2026", id="day"),
        pytest.param("2026-03-04T09:05Z", "4 March 2026, 09:05 UTC", id="minute"),
        pytest.param("2026-03-04T09:05:59Z", "4 March 2026, 09:05 UTC", id="second"),
        pytest.param("2026-03-04T00:00", "4 March 2026, 00:00, zone not known", id="midnight, no zone"),
    ],
)
def test_words(value: str, words: str) -> None:
    moment = parse(value)
    assert moment is not None
    assert moment.words == words


@pytest.mark.parametrize(
    "value", [None, "", "2026-13", "2026-02-30", "yesterday", "2026-03-04T25:00Z", "0000", "２０２６", "2026\n"]
)
def test_what_is_no_time_is_none(value: str | None) -> None:
    assert parse(value) is None


@pytest.mark.parametrize("value", ["9999", "9999-12", "9999-12-31"])
def test_a_time_whose_end_can_not_be_counted_is_none(value: str) -> None:
    assert parse(value) is None


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (21, "21 min"),
        (60, "1 h"),
        (115, "1 h 55 min"),
        (1440, "1 day"),
        (1441, "1 day"),
        (1510, "1 day 1 h"),
        (21600, "2 weeks 1 day"),
    ],
)
def test_span_words(minutes: int, words: str) -> None:
    assert span_words(minutes) == words


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        pytest.param("2026-03-04T09:05Z", "2026-03-04T09:26Z", "21 min later", id="both known"),
        pytest.param("2026-03-04T09:05Z", "2026-03-05", "", id="a day has no time"),
        pytest.param("2026-03-04T09:05Z", "2026-03-04T09:26", "", id="zones can't be compared"),
        pytest.param("2026-03-04T09:05Z", "2026-03-04T09:05Z", "", id="at once"),
    ],
)
def test_later_words(earlier: str, later: str, words: str) -> None:
    assert later_words(parse(earlier), parse(later)) == words


@pytest.mark.parametrize(
    ("value", "missing"),
    [
        ("2026", "month not known"),
        ("2026-03", "day not known"),
        ("2026-03-04", "time of day not known"),
        ("2026-03-04T09:05", ""),
    ],
)
def test_what_is_missing(value: str, missing: str) -> None:
    moment = parse(value)
    assert moment is not None
    assert moment.missing == missing
