"""Articles that others marked: hand-marked spans, and passages that passim found reprinted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.readers import Read
from tests.loaders.reading.reads import read_all, read_one, said, written
from tests.loaders.reading.samples import PASSIM_ROW, SPANS_ROW, lines_of


def spans(tmp_path: Path, **changed: Any) -> Read:
    return read_one(written(tmp_path, "a.json", json.dumps(SPANS_ROW | changed)))


def entities(**changed: Any) -> list[dict[str, Any]]:
    """The marked content, changed, with its cue and source."""
    content, *others = SPANS_ROW["entities"]
    return [content | changed, *others]


def test_content_has_the_source_and_cue_of_its_index(tmp_path: Path) -> None:
    read = spans(tmp_path)
    assert said(read) == [("Nothing will rise before the summer,", "Mira Toll", 0.5)]
    assert read.quotes is not None
    (quote,) = read.quotes
    assert quote.cue is not None
    assert quote.source is not None
    text = read.article.text
    assert (quote.cue.of(text), quote.source.of(text), quote.kind) == ("said", "Toll", "direct")


def test_a_name_holds_nothing_that_can_not_be_stored(tmp_path: Path) -> None:
    content, cue, source = SPANS_ROW["entities"]
    read = spans(tmp_path, entities=[content, cue, source | {"span_coref": "Mira\ud800 To\x00ll"}])
    assert said(read) == [("Nothing will rise before the summer,", "Mira Toll", 0.5)]


def test_metadata_are_fields(tmp_path: Path) -> None:
    article = spans(tmp_path).article
    assert (article.title, article.outlet.name) == ("Port dues stay", "The Harbour Courier")
    assert article.published is not None
    assert (article.published.value, article.url) == ("2026-03-14", None)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"span_start": 42, "span_end": 78, "paragraph_start": 0}, id="counted in the whole text"),
        pytest.param({"span_start": 7}, id="wrong, but its words stand once"),
        pytest.param({"span_start": None, "paragraph_start": 99}, id="not counted"),
    ],
)
def test_span_is_where_its_words_are(tmp_path: Path, changed: dict[str, Any]) -> None:
    assert said(spans(tmp_path, entities=entities(**changed)))[0][0] == "Nothing will rise before the summer,"


def test_span_whose_words_are_not_there_is_left_out_and_said(tmp_path: Path) -> None:
    read = spans(tmp_path, entities=entities(span_text="Something will rise"))
    assert (read.quotes, read.doubts) == (
        (),
        ("span 'Something will rise' is not found in the text at one place; left out",),
    )


def test_content_without_marks_is_indirect(tmp_path: Path) -> None:
    marked = entities(span_text="The dues stay", span_start=0, paragraph_start=0, index=9)
    read = spans(tmp_path, entities=marked)
    assert read.quotes is not None
    assert (read.quotes[0].kind, read.quotes[0].speaker) == ("indirect", None)


def test_of_two_sources_none_is_taken(tmp_path: Path) -> None:
    second = SPANS_ROW["entities"][2] | {"span_text": "harbour", "span_start": 62}
    read = spans(tmp_path, entities=[*SPANS_ROW["entities"], second])
    assert read.quotes is not None
    assert read.quotes[0].speaker is None
    assert "several in its paragraph" in (read.quotes[0].unattributed_reason or "")


@pytest.mark.parametrize("paragraphs", [None, "text", {"a": "b"}], ids=["none", "string", "object"])
def test_no_paragraphs(tmp_path: Path, paragraphs: object) -> None:
    reads, told = read_all(written(tmp_path, "a.json", json.dumps(SPANS_ROW | {"paragraphs": paragraphs})))
    assert reads == []
    assert "paragraphs is a JSON" in told[0]


def test_passage_is_an_article_of_its_series_and_its_source_no_credit(tmp_path: Path) -> None:
    article = read_one(written(tmp_path, "a.json", lines_of(PASSIM_ROW))).article
    assert (article.outlet.name, article.title, article.credit) == ("The Lurania Advertiser", "THE NEW LIGHT.", None)
    assert article.published is not None
    assert article.published.value == "1871-03-14"
