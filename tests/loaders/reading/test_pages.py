"""Pages of many content systems: every quotation kept, dates as the page supports, who published and who signs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from quote_loaders.readers import Input, Read
from tests.loaders.reading.reads import read_one

PAGES = Path(__file__).parents[2] / "pages"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((PAGES / "expected.yml").read_text(encoding="utf-8"))


@cache
def read(name: str) -> Read:
    return read_one(Input(PAGES / f"{name}.html"))


def cases(key: str) -> list[Any]:
    return [pytest.param(name, known[key], id=name) for name, known in EXPECTED.items() if key in known]


def test_there_are_thirty_pages_and_each_is_expected() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.html")) == sorted(EXPECTED)
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize(("name", "quotes"), cases("quotes"))
def test_every_quotation_is_kept(name: str, quotes: list[str]) -> None:
    text = read(name).article.text
    assert [quote for quote in quotes if quote not in text] == []


@pytest.mark.parametrize(("name", "words"), cases("absent"))
def test_what_is_not_the_article_is_left_out(name: str, words: list[str]) -> None:
    text = read(name).article.text
    assert [one for one in words if one in text] == []


@pytest.mark.parametrize(("name", "published"), cases("published"))
def test_published_is_what_the_page_supports(name: str, published: str | None) -> None:
    found, known = read(name).article.published, EXPECTED[name]
    if published is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.precision, found.source) == (published, known["precision"], known["source"])
    assert found.zone_known == known.get("zone_known", "T" in published)
    assert found.zone_from_outlet == known.get("zone_from_outlet", False)


@pytest.mark.parametrize(("name", "sources"), cases("not_published_source"))
def test_no_date_is_taken_from_what_does_not_say_it(name: str, sources: list[str]) -> None:
    found = read(name).article.published
    assert found is None or found.source not in sources


FIELDS = (
    "title", "language", "byline", "modified", "paywalled", "summary", "url", "archived_url", "captured",
)  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_fields(field: str) -> None:
    expected = {name: known[field] for name, known in EXPECTED.items() if field in known}
    assert expected
    assert {name: getattr(read(name).article, field) for name in expected} == expected


def test_modified_is_never_made_up() -> None:
    without = [name for name, known in EXPECTED.items() if "modified" not in known]
    assert [name for name in without if read(name).article.modified is not None] == []


def test_outlets() -> None:
    assert {name: read(name).article.outlet.name for name in EXPECTED} == {
        name: known["outlet"] for name, known in EXPECTED.items()
    }


def test_agencies_are_credited_where_the_page_does() -> None:
    expected = {name: known.get("wire") for name, known in EXPECTED.items()}
    assert {name: read(name).article.credit for name in EXPECTED} == expected


@pytest.mark.parametrize(("name", "doubts"), cases("doubts"))
def test_doubts(name: str, doubts: list[str]) -> None:
    told = read(name).doubts
    assert [doubt for doubt in doubts if not any(doubt in one for one in told)] == []
    assert told or not doubts
    assert doubts or told == ()


def test_what_may_be_missing_from_a_text_is_said() -> None:
    expected = {name: known["extraction_doubt"] for name, known in EXPECTED.items() if "extraction_doubt" in known}
    found = {name: read(name).article.extraction_doubt or "" for name in expected}
    assert {name: doubt for name, doubt in expected.items() if doubt not in found[name]} == {}
