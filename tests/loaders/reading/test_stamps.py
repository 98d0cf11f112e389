"""Dates as pages write them: every form that says one thing is read, what may be two things is not."""

from __future__ import annotations

import pytest

from quote_loaders.dates import bounds, date_doubts, parse_published
from quote_loaders.readers.html.addresses import day_in, same_page, wayback
from quote_loaders.readers.stamps import ambiguous_days, iso_of


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        pytest.param("2026-03-14", "2026-03-14", id="day"),
        pytest.param("2026-03", "2026-03", id="month"),
        pytest.param("2026-3-4", "2026-03-04", id="without zeros"),
        pytest.param("2026-03-14T10:00:00.123+01:00", "2026-03-14T10:00:00+01:00", id="fraction"),
        pytest.param("2026-03-14 10:00:00 +0100", "2026-03-14T10:00:00+01:00", id="spaces"),
        pytest.param("2026-03-14T10:00:00+01", "2026-03-14T10:00:00+01:00", id="hours of offset"),
        pytest.param("2026-03-14T10:00:00 UTC", "2026-03-14T10:00:00Z", id="UTC by name"),
        pytest.param("2026-03-14 10:00 CET", "2026-03-14T10:00", id="zone by initials is none"),
        pytest.param("20260314", "2026-03-14", id="compact day"),
        pytest.param("20260314T101112Z", "2026-03-14T10:11:12Z", id="compact"),
        pytest.param("2026/03/14 09:00", "2026-03-14T09:00", id="slashes, year first"),
        pytest.param("Sat, 14 Mar 2026 10:00:00 +0100", "2026-03-14T10:00:00+01:00", id="mail"),
        pytest.param("Sat, 14 Mar 2026 10:00:00 GMT", "2026-03-14T10:00:00+00:00", id="mail in GMT"),
        pytest.param("March 14, 2026 10:05 pm", "2026-03-14T22:05", id="English, afternoon"),
        pytest.param("Saturday, March 14, 2026 at 12:05 AM", "2026-03-14T00:05", id="English, midnight"),
        pytest.param("14 March 2026", "2026-03-14", id="English, day first"),
        pytest.param("Sat Mar 14 2026 10:00:00 GMT+0100 (Central Time)", "2026-03-14T10:00:00+01:00", id="script"),
        pytest.param("1773482400", "2026-03-14T10:00:00Z", id="seconds"),
        pytest.param("1773482400000", "2026-03-14T10:00:00Z", id="milliseconds"),
        pytest.param("14.03.2026 10:00", "2026-03-14T10:00", id="German"),
        pytest.param("13/04/2026", "2026-04-13", id="can only be day first"),
        pytest.param("04/13/2026", "2026-04-13", id="can only be month first"),
        pytest.param("04/04/2026", "2026-04-04", id="the same either way"),
        pytest.param("03/04/2026", None, id="two days"),
        pytest.param("03-04-2026 10:00", None, id="two days with a time"),
        pytest.param("soon", None, id="no date"),
        pytest.param("", None, id="empty"),
        pytest.param("2026-03-14" * 50, None, id="too long"),
    ],
)
def test_forms(value: str, iso: str | None) -> None:
    assert iso_of(value) == iso


def test_both_readings_of_an_ambiguous_day() -> None:
    assert ambiguous_days("on 03/04/2026, not 13/04/2026 nor 04/04/2026") == [("2026-04-03", "2026-03-04")]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        pytest.param("https://a.example/2026/03/14/story", "2026-03-14", id="slashes"),
        pytest.param("https://a.example/news/2026-03-14-story.html", "2026-03-14", id="dashes"),
        pytest.param("https://a.example/2026/mar/14/story", "2026-03-14", id="month by name"),
        pytest.param("https://a.example/politika/20260314/1.html", "2026-03-14", id="compact"),
        pytest.param("https://a.example/2026/03/story", None, id="month alone"),
        pytest.param("https://a.example/2026/13/14/story", None, id="no month"),
        pytest.param("https://a.example/id/202603141", None, id="a number"),
        pytest.param("https://a.example/?d=/2026/03/14/", None, id="in the query"),
        pytest.param("http://[/2026/03/14/", None, id="what can't be an address"),
        pytest.param(None, None, id="no address"),
    ],
)
def test_day_of_an_address(url: str | None, day: str | None) -> None:
    assert day_in(url) == day


def test_address_of_an_archived_copy() -> None:
    found = wayback("https://web.archive.org/web/20260314101112id_/http:/a.example/x?y=1")
    assert found is not None
    assert (found.url, found.captured) == ("http://a.example/x?y=1", "2026-03-14T10:11:12Z")


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("http://www.a.example/x/", "https://a.example/x?utm=1#y", True, id="decoration"),
        pytest.param("https://a.example/x/amp", "https://m.a.example/x", True, id="AMP"),
        pytest.param("https://a.example/x", "https://a.example/y", False, id="other path"),
        pytest.param("nowhere", "nowhere", False, id="no addresses"),
    ],
)
def test_same_page(left: str, right: str, same: bool) -> None:
    assert same_page(left, right) == same


@pytest.mark.parametrize(
    ("value", "hours"),
    [
        pytest.param("2026-03-14T10:00:00Z", 1 / 3600, id="second"),
        pytest.param("2026-03-14T10:00", 26 + 1 / 60, id="minute, any zone"),
        pytest.param("2026-03-14", 24 + 26, id="day"),
        pytest.param("2026-02", 28 * 24 + 26, id="month"),
        pytest.param("2026", 365 * 24 + 26, id="year"),
    ],
)
def test_what_a_date_can_mean(value: str, hours: float) -> None:
    first, last = bounds(parse_published(value, "meta"))
    assert (last - first).total_seconds() == pytest.approx(hours * 3600)


@pytest.mark.parametrize(
    ("published", "modified", "captured", "doubt"),
    [
        pytest.param("2026-03-14T10:00Z", None, "2026-03-14T09:00:00Z", "later than it was captured", id="captured"),
        pytest.param("2026-03-15", None, "2026-03-14T09:00:00Z", "later than it was captured", id="day after"),
        pytest.param("2999-01-01", None, None, "later than today", id="future"),
        pytest.param("2026-03-14", "2026-03-10", "2026-04-01T00:00:00Z", "earlier than published", id="modified"),
        pytest.param("2026-03-14", "2026-03-14", "2026-03-14T09:00:00Z", None, id="same day"),
        pytest.param("2026-03-15", None, "2026-03-14T20:00:00Z", None, id="day that has begun in the east"),
        pytest.param("2026-03-14", None, "by hand", None, id="capture that is no date"),
    ],
)
def test_dates_that_cannot_be_true(
    published: str, modified: str | None, captured: str | None, doubt: str | None
) -> None:
    changed = parse_published(modified, "meta") if modified else None
    told = list(date_doubts(parse_published(published, "meta"), changed, captured))
    assert (doubt in told[0]) if doubt else (told == [])


def test_an_unknown_zone_database_leaves_the_zone_unknown() -> None:
    found = parse_published("2026-03-14T10:00", "meta", "Lurania/Nowhere")
    assert (found.value, found.zone_known, found.zone_from_outlet) == ("2026-03-14T10:00", False, False)
