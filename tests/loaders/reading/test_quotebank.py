"""Quotebank: an article for every address of a quote, and articles with their quotes in context."""

from __future__ import annotations

import bz2
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.readers import Read
from tests.loaders.reading.reads import read_all, read_one, said, written
from tests.loaders.reading.samples import ARTICLE_ROW, QUOTE_ROW, lines_of


def quote_file(tmp_path: Path, *rows: object) -> tuple[list[Read], list[str]]:
    return read_all(written(tmp_path, "quotes.json.bz2", bz2.compress(lines_of(*rows))))


def article(tmp_path: Path, **changed: Any) -> Read:
    return read_one(written(tmp_path, "quotebank.json", lines_of(ARTICLE_ROW | changed)))


def quotation(**changed: Any) -> list[dict[str, Any]]:
    return [ARTICLE_ROW["quotations"][0] | changed]


def test_quote_is_at_each_of_its_addresses_without_a_date(tmp_path: Path) -> None:
    reads, told = quote_file(tmp_path, QUOTE_ROW)
    assert told == []
    assert [(read.article.url, read.article.published) for read in reads] == [
        ("http://harbour-courier.example/tide", None),
        ("http://lurania-post.example/tide", None),
    ]
    assert {tuple(said(read)) for read in reads} == {
        (("The tide does not wait for a committee", "Mira Toll", 0.8712),),
    }


def test_article_without_a_title_is_called_after_its_address(tmp_path: Path) -> None:
    (read, _), _ = quote_file(tmp_path, QUOTE_ROW)
    assert read.article.title == "harbour-courier.example/tide"


def test_quotes_of_one_address_are_one_article(tmp_path: Path) -> None:
    other = QUOTE_ROW | {"quotation": "We leave at dawn", "urls": QUOTE_ROW["urls"][:1], "speaker": "None"}
    reads, _ = quote_file(tmp_path, QUOTE_ROW, other)
    assert [len(said(read)) for read in reads] == [2, 1]
    assert reads[0].article.text == "“The tide does not wait for a committee”\n\n“We leave at dawn”\n"


def test_quote_says_that_its_wording_is_shared(tmp_path: Path) -> None:
    (read, _), _ = quote_file(tmp_path, QUOTE_ROW)
    assert read.article.extraction_doubt == "one wording stands for all addresses of a quote"


@pytest.mark.parametrize(
    ("qids", "wikidata"),
    [(["Q900000001"], "Q900000001"), (["Q1", "Q2"], None), ([], None), (None, None)],
    ids=["one", "two: none is guessed", "none", "null"],
)
def test_speakers_q_number(tmp_path: Path, qids: object, wikidata: str | None) -> None:
    (read, _), _ = quote_file(tmp_path, QUOTE_ROW | {"qids": qids})
    assert read.quotes is not None
    speaker = read.quotes[0].speaker
    assert speaker is not None
    assert speaker.wikidata == wikidata


def test_speaker_none_is_a_word_for_nobody(tmp_path: Path) -> None:
    (read, _), _ = quote_file(tmp_path, QUOTE_ROW | {"speaker": "None"})
    assert read.quotes is not None
    assert (read.quotes[0].speaker, read.quotes[0].confidence) == (None, 0.1101)
    assert read.quotes[0].unattributed_reason == "Quotebank found no speaker likely enough"


def test_lower_cased_phases_are_told_once_a_file_and_marked(tmp_path: Path) -> None:
    rows = [QUOTE_ROW | {"phase": phase, "urls": [f"http://a.example/{phase}"]} for phase in "AABE"]
    reads, told = quote_file(tmp_path, *rows)
    assert len(told) == 1
    assert "2 of phase A, 1 of phase B; only those of phase E" in told[0]
    assert ["phase" in (read.article.extraction_doubt or "") for read in reads] == [True, True, False]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param({"urls": []}, "line 1: urls is missing", id="no addresses"),
        pytest.param({"urls": "http://a.example/"}, "line 1: urls is missing", id="addresses are a string"),
        pytest.param({"urls": ["a.example", 7, None]}, "line 1: urls is missing", id="no address among them"),
        pytest.param({"quotation": "…"}, "line 1 url 1: it holds no quote with words", id="no words"),
    ],
)
def test_quote_that_is_refused(tmp_path: Path, row: dict[str, Any], message: str) -> None:
    _, told = quote_file(tmp_path, QUOTE_ROW | row)
    assert told[0].startswith(message)


def test_address_with_an_unpaired_surrogate_is_read_without_it(tmp_path: Path) -> None:
    (read,), _ = quote_file(tmp_path, QUOTE_ROW | {"urls": ["http://a.example/\ud800x"]})
    assert read.article.url == "http://a.example/x"


def test_broken_rows_without_end_are_told_a_thousand_times(tmp_path: Path) -> None:
    _, told = quote_file(tmp_path, QUOTE_ROW, *[[]] * 1_500)
    assert len(told) == 1_001
    assert told[-1] == "500 more rows could not be read"


def test_article_has_its_quotes_in_context_with_the_local_speaker(tmp_path: Path) -> None:
    read = article(tmp_path)
    assert said(read) == [
        ("The tide does not wait for a committee", "Mira Toll", 0.93),
        ("It is only a meeting", None, 0.62),
    ]
    assert read.article.text.startswith("Mira Toll told the council: “The tide does not wait for a committee” Nobody")
    assert read.article.published is not None
    assert (read.article.published.value, read.article.published.source) == ("2019-05-03", "record")


@pytest.mark.parametrize(
    ("speaker", "wikidata"),
    [("Mira Toll", "Q900000001"), ("Jon Abel", None), ("Ada Finn", None)],
    ids=["only one", "two candidates", "not among the names"],
)
def test_ids_are_printed_lists(tmp_path: Path, speaker: str, wikidata: str | None) -> None:
    read = article(tmp_path, quotations=quotation(localTopSpeaker=speaker))
    assert read.quotes is not None
    assert read.quotes[0].speaker is not None
    assert read.quotes[0].speaker.wikidata == wikidata


@pytest.mark.parametrize(
    ("probabilities", "confidence"),
    [
        ([["Mira Toll", 0.4]], 0.4),
        ([["Mira Toll", "nan"]], 0.0),
        ([["Mira Toll", "1e9"]], 0.0),
        ([["Jon Abel", "0.9"]], 0.0),
        ("[['Mira Toll', '0.4']]", 0.0),
        (None, 0.0),
    ],
    ids=["number", "not a number", "above 1", "of somebody else", "printed list", "null"],
)
def test_probabilities(tmp_path: Path, probabilities: object, confidence: float) -> None:
    read = article(tmp_path, quotations=quotation(localProbas=probabilities))
    assert read.quotes is not None
    assert read.quotes[0].confidence == confidence


@pytest.mark.parametrize(
    ("phase", "doubt"),
    [
        ("B", "phase B of Quotebank: its texts are in lower case and partly garbled"),
        ("D", "phase D of Quotebank: letters outside ASCII may be garbled"),
        ("E", None),
        (None, None),
    ],
)
def test_article_of_a_phase(tmp_path: Path, phase: str | None, doubt: str | None) -> None:
    assert article(tmp_path, phase=phase).article.extraction_doubt == doubt
