"""`datasette-quotes extract`: texts in, their quotes out, what can't be read named."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quote_loaders.cli import cli
from quote_loaders.extracting import Document, Findings, documents, find_all
from quote_loaders.extracting.formats import html, json_lines, table
from quote_loaders.readers import Record
from quote_loaders.records import ArticleSpeaker, LoadError, Problem, Quote, TextSpan
from tests.loaders.stub_extractor import StubExtractor

SAID = '"If they come," said Petr Halden, "we will be ready." <b>&amp;</b>\n'
FOUND = Findings(
    Document("a&b", SAID, "en", "a.txt"),
    (
        Quote(
            "direct",
            (TextSpan(1, 14), TextSpan(35, 52)),
            cue=TextSpan(16, 20),
            source=TextSpan(21, 32),
            role="minister <of> war",
            speaker=ArticleSpeaker("Petr Halden", "person", "named"),
            form="quote, cue",
            confidence=0.97,
        ),
        Quote("mixed", (TextSpan(38, 42),), form="marks", unattributed_reason="nobody near"),
    ),
)


def run(*arguments: str, stdin: bytes | str = b"") -> Result:
    return CliRunner().invoke(cli, ["extract", "--workers", "1", *arguments], input=stdin)


def lines(result: Result) -> dict[str, list[dict[str, Any]]]:
    return {row["doc_id"]: row["quotes"] for row in map(json.loads, result.stdout.splitlines())}


def test_json_lines_are_prediction_lines() -> None:
    (line,) = json_lines([FOUND])
    row = json.loads(line)
    first, second, third = row["quotes"]
    assert row["doc_id"] == "a&b"
    assert (first["start"], first["end"], second["start"], second["end"]) == (1, 14, 35, 52)
    assert SAID[second["start"] : second["end"]] == second["text"] == "we will be ready."
    assert (first["speaker"], first["speaker_start"], first["speaker_end"]) == ("Petr Halden", 21, 32)
    assert (first["speaker_resolved"], first["cue"], first["kind"]) == ("Petr Halden", "said", "direct")
    assert (first["group"], second["group"], third["group"]) == (1, 1, 2)
    assert first["spans"] == second["spans"] == [[1, 14], [35, 52]]
    assert (third["speaker"], third["speaker_resolved"], third["reason"]) == (None, None, "nobody near")


def test_the_table_obeys_no_text() -> None:
    nasty = Findings(Document("\x1b[2J", "x\x1b]0;y\x07z w", "en", "a"), (Quote("direct", (TextSpan(0, 10),)),))
    shown = "\n".join(table([nasty, FOUND]))
    assert not any(character < " " and character != "\n" for character in shown)
    assert "Petr Halden" in shown
    assert "a&b: 2 quotes" in shown


class _Page(HTMLParser):
    """The text of the articles, and every tag and attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.words = ""
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.inside += tag == "p"
        self.inside -= tag == "a"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "p"
        self.inside += tag == "a"

    def handle_data(self, data: str) -> None:
        self.words += data if self.inside == 1 else ""


def test_the_page_holds_the_text_and_nothing_that_runs() -> None:
    page = "".join(html([FOUND]))
    parsed = _Page()
    parsed.feed(page)
    assert SAID.strip() in parsed.words, "the markup takes nothing away and the text's own markup is text"
    assert not {"script", "img", "link", "b>"} & set(parsed.tags)
    assert not [name for name in parsed.attributes if name.startswith("on")]
    assert "http" not in page.replace("http-equiv", "")
    assert '<mark class="cue" title="quote 1: the reporting word">said</mark>' in page
    assert "minister &lt;of&gt; war" in page
    assert 'class="content" title="quote 1: what is said; quote 2: what is said"' in page
    assert "nobody near" in page


def test_a_failing_document_costs_itself_only() -> None:
    texts = [
        Document(str(number), f"{'FAIL ' if number == 1 else ''}{SAID}", "en", f"t{number}") for number in range(3)
    ]
    first, second, third = find_all(StubExtractor(), [*texts])
    assert isinstance(first, Findings)
    assert second == Problem("t1", "extract", "extraction failed: RuntimeError: no en words in it")
    assert isinstance(third, Findings)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(b"nope", "does not parse as JSON", id="no JSON"),
        pytest.param(b"[1]", "it is a JSON list, expected an object", id="no object"),
        pytest.param(b'{"text": "x"}', "doc_id is None, expected a string", id="no doc_id"),
        pytest.param(b'{"doc_id": "a", "text": 1}', "text is 1, expected a string", id="no text"),
        pytest.param(b'{"doc_id": "a", "text": "x", "lang": 3}', "lang is 3, expected a BCP 47 tag", id="language"),
        pytest.param(b'{"doc_id": "\xff"}', "not UTF-8 (byte 12 is 0xff)", id="encoding"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path, line: bytes, message: str) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"doc_id": "1", "text": "x"}\n\n' + line + b'\n{"doc_id": "2", "text": "y", "lang": "de"}\n')
    with path.open("rb") as stdin:
        first, problem, last = documents([str(path)], "en", stdin)
    assert isinstance(first, Document)
    assert isinstance(problem, Problem)
    assert problem.source == f"{path.as_posix()}, line 3"
    assert message in problem.message
    assert last == Document("2", "y", "de", f"{path.as_posix()}, line 4")


def test_a_file_of_any_format_gives_its_records(tmp_path: Path) -> None:
    rows = [{"title": "A", "outlet": "Beacon", "text": f"Text {number}. {SAID}"} for number in range(2)]
    (tmp_path / "many.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with (tmp_path / "many.ndjson").open("rb") as stdin:
        found = list(find_all(StubExtractor(), documents([str(tmp_path)], "en", stdin)))
    problems = [one for one in found if isinstance(one, Problem)]
    texts = [one.document for one in found if isinstance(one, Findings)]
    assert [Path(problem.source).name for problem in problems] == ["bad.pdf"]
    assert [document.text.split(".")[0] for document in texts] == ["Text 0", "Text 1"]
    assert len({document.doc_id for document in texts}) == 2, "each record by its place"


def test_a_format_that_is_named_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"doc_id": "1", "text": "x"}))
    with (tmp_path / "a.jsonl").open("rb") as stdin:
        (record,) = documents([str(tmp_path / "a.jsonl")], "en", stdin, "text")
        assert isinstance(record, Record)
        assert record.format == "text"
        with pytest.raises(LoadError, match="format is 'nope'"):
            list(documents(["x"], "en", stdin, "nope"))


@pytest.mark.model
def test_files_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAID)
    (tmp_path / "b.md").write_text("---\ntitle: B\nlang: de\n---\n„Wir sind *alle* da“, sagte Anna Weber.\n")
    (tmp_path / "c.jsonl").write_text(json.dumps({"doc_id": "c", "text": SAID}))
    result = run(*(str(tmp_path / name) for name in ("a.txt", "b.md", "c.jsonl", "no.txt")), "--format", "jsonl")
    found = lines(result)
    assert list(found) == [(tmp_path / "a.txt").as_posix(), (tmp_path / "b.md").as_posix(), "c"]
    assert [quotes[0]["speaker"] for quotes in found.values()] == ["Petr Halden", "Anna Weber", "Petr Halden"]
    assert found[(tmp_path / "b.md").as_posix()][0]["text"] == "Wir sind alle da"
    assert result.exit_code == 1
    assert "no.txt: there is no such file" in result.stderr
    assert "no model for 'de'" in result.stderr


@pytest.mark.model
@pytest.mark.parametrize(
    ("stdin", "names"),
    [
        pytest.param(SAID, ["-"], id="a text"),
        pytest.param(json.dumps({"doc_id": "x", "text": SAID}), ["x"], id="lines"),
    ],
)
def test_standard_input(stdin: str, names: list[str]) -> None:
    result = run("--format", "jsonl", stdin=stdin)
    assert (list(lines(result)), result.exit_code) == (names, 0)


@pytest.mark.model
def test_what_standard_input_can_not_hold() -> None:
    surrogate = run("-", stdin='{"doc_id": "s", "text": "a\\ud800"}')
    assert "line 1: character 1 is the unpaired surrogate U+D800" in surrogate.stderr
    assert "it is empty" in run("-", stdin=b" \n").stderr
    assert run("-", stdin=b"\x00\x01\x02").exit_code == 1


def test_a_missing_model_is_told() -> None:
    result = run("-", "--model", "no_such_model", stdin="x")
    assert result.exit_code == 1
    assert "'no_such_model' is not installed" in result.stderr
