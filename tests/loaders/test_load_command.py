"""`datasette-quotes load` and `formats` from the command line: what a person, and a machine, is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quote_loaders import extraction
from quote_loaders.cli import cli
from quote_loaders.commands.progress import line
from quote_loaders.commands.report import REASONS_SHOWN, report
from quote_loaders.pipeline import Position, Summary
from quote_loaders.readers import FORMATS
from quote_loaders.records import Problem
from tests.loaders.corpus import write_corpus
from tests.loaders.stub_extractor import StubExtractor

TOTALS = dict.fromkeys(
    (
        "articles", "outlets", "copies", "versions", "doubtful", "speakers", "quotes", "unattributed", "statements",
        "repeated", "reworded", "contradictions", "problems",
    ),
    0,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "Extractor", lambda _: StubExtractor())


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    ("position", "total", "seconds", "shown"),
    [
        pytest.param(
            Position(300, 0, 250),
            1000,
            10.0,
            "[######------------------]  25%  300 records, 30/s, 0:30 left",
            id="share",
        ),
        pytest.param(Position(1200, 3, 0), 0, 2.0, "1,200 records, 3 refused, 600/s", id="size not known"),
        pytest.param(Position(0, 0, 0), 1000, 0.0, "[------------------------]   0%  0 records, 0/s", id="begin"),
        pytest.param(Position(9, 0, 2000), 1000, 3.0, "[########################] 100%  9 records, 3/s", id="end"),
        pytest.param(Position(10, 0, 10), 1000, 100.0, "1%  10 records, 0/s, 2:45:00 left", id="hours"),
    ],
)
def test_the_bar(position: Position, total: int, seconds: float, shown: str) -> None:
    assert line(position, total, seconds).endswith(shown)


def test_the_summary_says_what_was_read_and_what_to_do(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "in")
    for number in range(3):
        (folder / f"bad-{number}.txt").write_text(" ")
    result = run("load", tmp_path / "quotes.db", folder, "--quiet")
    assert result.exit_code == 0
    assert "Read as: 4 markdown, 4 text (from 8 inputs)." in result.output
    assert "Articles: 5 new, 3 refused." in result.output
    assert f"3 ×, the first: {(folder / 'bad-0.txt').as_posix()}: it is empty, expected the text" in result.output
    assert "Next: mend what was refused and run the same command again" in result.output
    assert f"datasette {tmp_path / 'quotes.db'}" in result.output


def test_the_summary_for_machines(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "in")
    (folder / "bad.txt").write_text(" ")
    answer = json.loads(run("load", tmp_path / "quotes.db", folder, "--json").stdout)
    assert answer["articles"] == 5
    assert (answer["load"]["new"], answer["load"]["refused"], answer["load"]["inputs"]) == (5, 1, 6)
    assert answer["load"]["formats"] == {"markdown": 4, "text": 2}
    reasons = {reason["message"]: reason for reason in answer["load"]["reasons"]}
    assert reasons["it is empty, expected the text of an article"]["count"] == 1


def test_many_kinds_of_problems_are_cut() -> None:
    summary = Summary(totals=TOTALS)
    for number in range(REASONS_SHOWN + 3):
        summary.add(Problem("a.txt", "read", "it is bad " + "very " * number))
    lines = list(report(summary, Path("quotes.db")))
    assert "  and 3 more kinds" in lines
    assert sum(one.startswith("  a.txt:") for one in lines) == REASONS_SHOWN


def test_a_full_disk_comes_before_everything_else() -> None:
    summary = Summary(totals=TOTALS)
    summary.articles.update({"problems_unsaved": 1, "refused": 3})
    assert list(report(summary, Path("quotes.db")))[-1].startswith("Next: make room on the disk")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--format", "nope"], "format is 'nope', expected one of", id="format"),
        pytest.param(["--language", "English!"], "--language is 'English!', expected a BCP 47 tag", id="language"),
    ],
)
def test_options_that_can_not_be(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run("load", tmp_path / "quotes.db", write_corpus(tmp_path / "in"), *arguments)
    assert result.exit_code == 1
    assert message in result.output


def test_a_mapping_says_which_column_is_which(tmp_path: Path) -> None:
    table, mapping = tmp_path / "own.csv", tmp_path / "mapping.yml"
    table.write_text('Kopf,Blatt,Inhalt\nA headline,Beacon,"""It is done at last,"" said Ilena Marvec."\n')
    mapping.write_text("Kopf: title\nBlatt: outlet\nInhalt: text\n")
    result = run("load", tmp_path / "quotes.db", table, "--mapping", mapping, "--json")
    answer = json.loads(result.stdout)
    assert (answer["articles"], answer["quotes"], answer["load"]["problems"]) == (1, 1, 0)


def test_formats_are_listed_with_their_fields() -> None:
    listed = run("formats").output
    assert [one.split()[0] for one in listed.splitlines()] == [known.name for known in FORMATS]
    rows = json.loads(run("formats", "--json").stdout)
    assert {row["name"] for row in rows} == {known.name for known in FORMATS}
    assert all(row["title"] and row["fields"] for row in rows)
    one = run("formats", "markdown").output
    assert "archived_url" in one
    assert run("formats", "nope").exit_code == 1
