"""Tables of one's own: columns by name or by mapping, quotes gathered by article, rows that cost only themselves."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.readers import Context, Read, Record, records_of
from quote_loaders.readers.formats import Link
from quote_loaders.readers.mapping import read_mapping
from quote_loaders.readers.tables import CSV
from quote_loaders.records import LoadError
from tests.loaders.reading.reads import CONTEXT, read_all, read_one, said, written
from tests.loaders.reading.samples import CSV_TEXT, TABLE_ROW, lines_of, parquet_of

URL = "https://harbour-courier.example/dues"


def quotes(tmp_path: Path, *rows: dict[str, Any]) -> tuple[list[Read], list[str]]:
    return read_all(written(tmp_path, "quotes.jsonl", lines_of(*rows)))


def test_csv_of_articles(tmp_path: Path) -> None:
    read = read_one(written(tmp_path, "a.csv", CSV_TEXT))
    assert (read.article.title, read.article.outlet.name, read.article.url) == (
        "Port dues stay",
        "The Harbour Courier",
        URL,
    )
    assert read.article.text == "The dues stay.\n\n“We will not raise them,” said Mira Toll."
    assert read.quotes is None


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("title;outlet;text\nA;B;Words", id="semicolons"),
        pytest.param("title\toutlet\ttext\nA\tB\tWords", id="tabs"),
        pytest.param("\ufefftitle,outlet,text\r\nA,B,Words\r\n", id="byte order mark, Windows lines"),
        pytest.param("Headline,Publication,Body\nA,B,Words", id="other common names"),
        pytest.param("title,outlet,text\n\n,,\nA,B,Words\n", id="empty rows"),
    ],
)
def test_csv_dialects(tmp_path: Path, content: str) -> None:
    reads, _ = read_all(written(tmp_path, "a.csv", content))
    assert [(read.article.title, read.article.outlet.name, read.article.text) for read in reads] == [
        ("A", "B", "Words")
    ]


def test_csv_in_another_encoding_is_read_and_said(tmp_path: Path) -> None:
    text = "title,outlet,text\nA,B,“Für die Häfen” sagte Müller. Größe zählt nicht überall.\n"
    (read,), told = read_all(written(tmp_path, "a.csv", text.encode("cp1252")))
    assert "Für die Häfen" in read.article.text
    assert "it is not UTF-8" in told[0]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param("A,B,Words,more", "line 3: it has 4 cells, expected 3; skipped", id="too many cells"),
        pytest.param("A,B", "line 3: it has neither text, quote nor url; skipped", id="no text"),
        pytest.param("A,," + "x" * 2_000_001, "field larger than field limit", id="too long a cell"),
    ],
)
def test_csv_row_that_can_not_be_read_costs_itself(tmp_path: Path, row: str, message: str) -> None:
    reads, told = read_all(written(tmp_path, "a.csv", f"title,outlet,text\nA,B,Words\n{row}\nC,D,More words\n"))
    assert [read.article.title for read in reads] == ["A", "C"] or "field larger" in message
    assert any(message in one or "a line has" in one for one in told)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        pytest.param("text,text", "expected each name once", id="a column twice"),
        pytest.param("text,body", "'text' and 'body' are both text", id="two columns of one field"),
    ],
)
def test_csv_header_that_is_refused(tmp_path: Path, header: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        read_all(written(tmp_path, "a.csv", f"{header}\nA,B\n"))


def test_columns_that_nobody_knows_are_told_once(tmp_path: Path) -> None:
    content = "title,outlet,text,colour,size\n" + "A,B,Words,red,1\n" * 3
    _, told = read_all(written(tmp_path, "a.csv", content))
    assert len(told) == 1
    assert told[0].startswith("columns colour, size are not read, expected text, title")


def test_mapping_names_fields_and_what_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "mapping.yml"
    file.write_text("überschrift: title\nzeitung: outlet\nartikel: text\nnummer:\n", encoding="utf-8")
    item = written(tmp_path, "a.csv", "überschrift,zeitung,artikel,nummer\nA,B,Words,7\n")
    (read,), told = read_all(item, read_mapping(file))
    assert (read.article.title, read.article.outlet.name, told) == ("A", "B", [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("a: b: c", "mapping values are not allowed", id="no YAML"),
        pytest.param("- a", "it is a list, expected YAML lines", id="a list"),
        pytest.param("a: body", "column a is 'body', expected one of text, title", id="no such field"),
        pytest.param("a: {b: c}", "column a is {'b': 'c'}, expected", id="a mapping in it"),
        pytest.param("a: 2026-13-45", "column a is '2026-13-45', expected", id="an impossible date"),
        pytest.param("a: " + "9" * 5_000, "Exceeds the limit", id="a number that is too long"),
        pytest.param("a: !!timestamp soon", "expected YAML lines", id="a tag that lies"),
        pytest.param("[" * 100_000, "it is nested too deeply, expected YAML lines", id="nested"),
    ],
)
def test_mapping_that_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mapping.yml"
    file.write_text(content)
    with pytest.raises(LoadError, match=message.replace("{", "\\{")):
        read_mapping(file)


def test_rows_of_one_address_are_one_article(tmp_path: Path) -> None:
    second = TABLE_ROW | {"quote": "Ask me in May", "speaker": "Jon Abel", "prefix": "Abel answered: “", "suffix": "”"}
    elsewhere = TABLE_ROW | {"url": "https://lurania-post.example/dues"}
    reads, told = quotes(tmp_path, TABLE_ROW, elsewhere, second)
    assert told == []
    assert [said(read) for read in reads] == [
        [("We will not raise them", "Mira Toll", 0.5), ("Ask me in May", "Jon Abel", 0.5)],
        [("We will not raise them", "Mira Toll", 0.5)],
    ]
    assert reads[0].article.text == "“We will not raise them,” said Mira Toll.\n\nAbel answered: “Ask me in May”\n"
    assert {read.article.text_status for read in reads} == {"fragments"}


def test_rows_without_an_address_are_gathered_by_outlet_title_and_date(tmp_path: Path) -> None:
    row = {name: value for name, value in TABLE_ROW.items() if name != "url"}
    reads, _ = quotes(tmp_path, row, row | {"quote": "Ask me in May"}, row | {"published": "2026-03-15"})
    assert [len(said(read)) for read in reads] == [2, 1]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"start": 4, "quote": "stay"}, [4], id="where it is said to begin"),
        pytest.param({"start": 30, "quote": "May"}, [], id="not there, and twice elsewhere"),
        pytest.param({"start": 5, "quote": "Maybe"}, [21], id="not there, but once elsewhere"),
        pytest.param({"quote": "May", "prefix": "in ", "suffix": "."}, [38], id="by its surroundings"),
        pytest.param({"quote": "June"}, [], id="nowhere"),
    ],
)
def test_quote_of_a_whole_text(tmp_path: Path, given: dict[str, Any], expected: list[int]) -> None:
    text = "We  stay, she said. “Maybe. Ask me in May.”"
    row = {"text": text, "outlet": "The Harbour Courier", "speaker": "Mira Toll", **given}
    (read,), told = quotes(tmp_path, row)
    assert told == []
    assert read.quotes is not None
    assert [one.content[0].start for one in read.quotes] == expected
    assert bool(read.doubts) == (not expected)


@pytest.mark.parametrize(
    ("field", "value", "doubt"),
    [
        pytest.param("confidence", "high", "confidence is 'high', expected a number from 0 to 1", id="confidence"),
        pytest.param("wikidata", "42", "wikidata is '42', expected a Q-number", id="Q-number"),
        pytest.param("kind", "spoken", "kind is 'spoken', expected one of direct", id="kind"),
        pytest.param("speaker_kind", "robot", "speaker_kind is 'robot', expected one of person", id="kind of speaker"),
        pytest.param("published", "14.03.2026", "published is '14.03.2026'", id="date"),
    ],
)
def test_value_that_is_doubted(tmp_path: Path, field: str, value: str, doubt: str) -> None:
    (read,), _ = quotes(tmp_path, TABLE_ROW | {field: value})
    assert any(one.startswith(doubt) for one in read.doubts)


@pytest.mark.parametrize(
    ("value", "flag"), [("yes", True), ("0", False), (True, True), ("", None)], ids=["yes", "0", "true", "empty"]
)
def test_flags_of_a_table(tmp_path: Path, value: object, flag: bool | None) -> None:
    (read,), _ = quotes(tmp_path, TABLE_ROW | {"paywalled": value})
    assert read.article.paywalled is flag


def test_rows_of_an_article_that_disagree_are_doubted(tmp_path: Path) -> None:
    (read,), _ = quotes(tmp_path, TABLE_ROW, TABLE_ROW | {"quote": "Ask me", "title": "A"}, TABLE_ROW | {"title": "B"})
    assert read.article.title == "A"
    assert read.doubts == ("title is 'A' and 'B' in rows of one article; the first is kept",)


def test_row_with_an_address_alone_is_a_link(tmp_path: Path) -> None:
    item = written(tmp_path, "a.csv", f"url,title\n{URL},Dues\n")
    (link,) = CSV.records(item, CONTEXT)
    assert isinstance(link, Link)
    assert (link.url, link.said["title"], link.place) == (URL, "Dues", "line 2")


def test_json_array_and_single_object(tmp_path: Path) -> None:
    row = {"title": "A", "outlet": "B", "text": "Words"}
    for content in (json.dumps([row], indent=1), json.dumps(row, indent=1), json.dumps([row, row])):
        reads, told = read_all(written(tmp_path, "a.json", content))
        assert {read.article.title for read in reads} == {"A"}
        assert told == []


def test_json_lines_that_are_broken_cost_themselves(tmp_path: Path) -> None:
    content = (
        lines_of(TABLE_ROW) + b'{"quote": \n[1]\n"text"\n' + b"\xff\xfe{}\n" + lines_of(TABLE_ROW | {"quote": "Ask me"})
    )
    (read,), told = read_all(written(tmp_path, "a.jsonl", content))
    assert len(said(read)) == 2
    assert [one.split(":")[0] for one in told] == ["line 2", "line 3", "line 4", "line 5"]


def test_unpaired_surrogates_are_dropped(tmp_path: Path) -> None:
    content = b'{"quote": "Ask \\ud800 me", "outlet": "A\\udfff", "speaker": "Mira\\ud83d Toll"}\n'
    (read,), _ = read_all(written(tmp_path, "a.jsonl", content))
    assert (said(read), read.article.outlet.name) == ([("Ask  me", "Mira Toll", 0.5)], "A")


def test_parquet_with_dates_and_lists(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    moment = datetime.datetime(2026, 3, 14, 18, 10, tzinfo=datetime.UTC)
    row = {"text": "Words", "outlet": "B", "published": moment, "author": ["Jon Abel", "Mira Toll"], "url": None}
    read = read_one(written(tmp_path, "a.parquet", parquet_of([row])))
    assert read.article.published is not None
    assert (read.article.published.value, read.article.byline) == ("2026-03-14T18:10:00Z", "Jon Abel, Mira Toll")
    assert read.article.source_record == "row 1"


def test_parquet_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    data = parquet_of([TABLE_ROW])
    with pytest.raises(LoadError, match=r"can't be read as Parquet|needs pyarrow"):
        read_all(written(tmp_path, "a.parquet", data[:-8]))


def test_records_can_be_sent_to_another_process(tmp_path: Path) -> None:
    import pickle

    (record,) = records_of(written(tmp_path, "a.csv", CSV_TEXT), Context(CONTEXT.outlets))
    assert isinstance(record, Record)
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own bytes
