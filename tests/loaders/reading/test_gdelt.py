"""GDELT: quotes without speakers, dates of processing that are never dates of publication."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.readers import recognise
from quote_loaders.readers.datasets.language_names import language_tag
from tests.loaders.reading.reads import read_all, read_one, said, written
from tests.loaders.reading.samples import GKG_QUOTATION, GQG_ROW, gkg_line, lines_of


def gqg(tmp_path: Path, *rows: object) -> tuple[list[Any], list[str]]:
    return read_all(written(tmp_path, "a.gqg.json.gz", gzip.compress(lines_of(*rows))))


def test_gqg_quotes_stand_in_their_surroundings(tmp_path: Path) -> None:
    (read,), told = gqg(tmp_path, GQG_ROW)
    assert told == []
    assert said(read) == [
        ("we will not raise the dues before the summer", None, 0.5),
        ("a gift to every small boat", None, 0.5),
    ]
    assert "master of Lurania said “we will not raise the dues before the summer”, and left" in read.article.text
    assert 'called it "a gift to every small boat" and went' in read.article.text
    assert read.article.text_status == "fragments"


def test_gqg_names_the_method_and_why_nobody_is_named(tmp_path: Path) -> None:
    (read,), _ = gqg(tmp_path, GQG_ROW)
    assert {one.form for one in read.quotes} == {"given: GDELT Global Quotation Graph"}
    assert {one.unattributed_reason for one in read.quotes} == {"GDELT Global Quotation Graph names no speaker"}


@pytest.mark.parametrize("date", ["2026-03-14T18:15:00Z", "20260314181500"], ids=["ISO 8601", "digits"])
def test_gqg_date_is_a_capture_and_nothing_is_published(tmp_path: Path, date: str) -> None:
    (read,), _ = gqg(tmp_path, GQG_ROW | {"date": date})
    assert (read.article.captured, read.article.published) == ("2026-03-14T18:15:00Z", None)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("ENGLISH", "en"),
        ("German", "de"),
        ("ChineseT", "zh-Hant"),
        ("NORWEGIAN", "nb"),
        ("HAITIAN_CREOLE", "ht"),
        ("fra", "fr"),
        ("Dothraki", None),
    ],
)
def test_language_names(name: str, tag: str | None) -> None:
    assert language_tag(name) == tag


def test_gqg_language_that_nobody_knows_is_told_by_its_words(tmp_path: Path) -> None:
    (read,), _ = gqg(tmp_path, GQG_ROW | {"lang": "Dothraki"})
    assert read.article.language == "en"
    assert "lang is 'Dothraki'" in read.doubts[0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param({"quotes": []}, "no quote with words", id="no quotes"),
        pytest.param({"quotes": [{"pre": "a", "quote": " — ", "post": "b"}]}, "no quote with words", id="empty"),
        pytest.param({"quotes": {"quote": "x"}}, "quotes is a JSON object, expected an array", id="no array"),
        pytest.param({"url": "ftp://x"}, "url is 'ftp://x'", id="no address"),
        pytest.param({"url": ["x"]}, "url is an array, expected a string", id="address is a list"),
    ],
)
def test_gqg_row_that_is_refused_costs_itself(tmp_path: Path, row: dict[str, object], message: str) -> None:
    reads, told = gqg(tmp_path, GQG_ROW | row, GQG_ROW)
    assert len(reads) == 1
    assert len(told) == 1
    assert told[0].startswith("line 1: ")
    assert message in told[0]


def test_gqg_line_that_is_no_json_is_one_problem_with_its_number(tmp_path: Path) -> None:
    data = lines_of(GQG_ROW) + b'{"url": "http://a.example/", "quotes": [{"pre\n' + b"\n" + lines_of(GQG_ROW)
    reads, told = read_all(written(tmp_path, "a.gqg.json", data))
    assert [read.article.source_record for read in reads] == ["line 1", "line 4"]
    assert [one.split(":")[0] for one in told] == ["line 2"]


def test_gkg_line(tmp_path: Path) -> None:
    extras = (
        "<PAGE_AUTHORS>Jon Abel;Mira Toll</PAGE_AUTHORS><PAGE_TITLE>Port dues &amp; fees</PAGE_TITLE>"
        "<PAGE_PRECISEPUBTIMESTAMP>20260314170000</PAGE_PRECISEPUBTIMESTAMP>"
    )
    read = read_one(written(tmp_path, "a.csv", gkg_line(extras=extras)))
    article = read.article
    assert (article.title, article.byline) == ("Port dues & fees", "Jon Abel, Mira Toll")
    assert (article.captured, article.source_record) == ("2026-03-14T18:15:00Z", "line 1")
    assert article.published is not None
    assert (article.published.value, article.published.zone_known) == ("2026-03-14T17:00:00", False)
    assert said(read) == [("we will not raise the dues before the summer", None, 0.5)]


def test_gkg_blocks_are_parted_where_an_offset_follows(tmp_path: Path) -> None:
    cell = f"{GKG_QUOTATION}#300|9||pier #2 | closed#402|20|warned|it will not reopen"
    read = read_one(written(tmp_path, "a.csv", gkg_line(cell)))
    assert [words for words, _, _ in said(read)][1:] == ["pier #2 | closed", "it will not reopen"]


def test_gkg_text_of_a_translation_is_doubted(tmp_path: Path) -> None:
    read = read_one(written(tmp_path, "a.csv", gkg_line(translation="srclc:fra;eng:Moses 2.1.1")))
    assert (read.article.language, read.article.extraction_doubt) == (
        "en",
        "GDELT translated it from fr by machine: the words are not the speaker's",
    )


def test_gkg_extras_that_never_end_are_nothing(tmp_path: Path) -> None:
    read = read_one(written(tmp_path, "a.csv", gkg_line(extras="<PAGE_TITLE>" * 200_000)))
    assert read.article.title == "harbour-courier.example/dues"


def test_gkg_doubts_without_end_are_ten_and_a_count(tmp_path: Path) -> None:
    blocks = "#".join(f"{number}|2|said" for number in range(500))
    read = read_one(written(tmp_path, "a.csv", gkg_line(f"{blocks}#{GKG_QUOTATION}")))
    assert len(read.doubts) == 11
    assert read.doubts[-1] == "490 more doubts like these"


def test_gkg_zip_archive_is_recognised_and_read(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20260314181500.gkg.csv", gkg_line())
    item = written(tmp_path, "a.zip", packed.getvalue())
    assert recognise(item.path).name == "gdelt-gkg"
    assert len(read_all(item)[0]) == 1


def test_gkg_line_with_other_columns_is_one_problem(tmp_path: Path) -> None:
    reads, told = read_all(written(tmp_path, "a.csv", gkg_line() + "\na\tb\n" + gkg_line()))
    assert (len(reads), told) == (2, ["line 2: it has 2 columns, expected 27 of GKG 2.1"])
