"""The ledger of inputs: what is known is not read again, what changed is, and every record leads to its article."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.outlets import load_outlets
from quote_loaders.pipeline import Position, Summary, load
from quote_loaders.pipeline.ledger import context_digest, entry_of
from quote_loaders.pipeline.run import VERSION
from quote_loaders.pipeline.summary import KEPT
from quote_loaders.readers import Context, Record
from quote_loaders.records import LoadError, Problem
from quote_loaders.speakers import load_aliases
from tests.loaders.corpus import TEXTS, write_corpus
from tests.loaders.dump import as_stored, by_meaning
from tests.loaders.reading.documents import zipped
from tests.loaders.stub_extractor import StubExtractor

ALIASES = load_aliases(())
INPUTS = (
    "select inputs.source, record, articles.title from inputs left join articles on articles.id = article_id "
    "order by source, record"
)


def run(database: Path, *inputs: Path | str, extractor: StubExtractor | None = None, **options: Any) -> Summary:
    return load(database, inputs, extractor or StubExtractor(), ALIASES, **options)


def query(database: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(database)
    rows = db.execute(sql).fetchall()
    db.close()
    return rows


def row(number: int, **more: str) -> dict[str, str]:
    """A row of a table of one's own."""
    text = f'Text {number} of many. "It costs {number} million and not one more," said Ilena Marvec.'
    return {
        "title": f"Number {number}",
        "outlet": f"Outlet {number % 3}",
        "published": "2026-03-12",
        "text": text,
    } | more


def table(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


def test_each_file_of_an_archive_is_remembered(tmp_path: Path) -> None:
    """As those of a folder are, so that a new archive with one new text reads that one alone."""
    path, database = tmp_path / "news.zip", tmp_path / "quotes.db"

    def archive(*numbers: int) -> None:
        texts = {f"{number}.txt": row(number)["text"] for number in numbers}
        path.write_bytes(zipped({**texts, "broken.pdf": "no PDF"}))

    archive(1, 2)
    first = run(database, path)
    assert (first.articles["new"], first.articles["refused"]) == (2, 1)
    archive(1, 2, 3)
    second = run(database, path)
    assert (second.articles["new"], second.articles["unchanged"], second.articles["refused"]) == (1, 2, 1)
    places = [(Path(source).name, record) for source, record, _ in query(database, INPUTS)]
    assert places == [(f"news.zip!{name}", "") for name in ("1.txt", "2.txt", "3.txt")]
    assert query(database, "select source_path from articles order by 1")[0][0] == f"{path.as_posix()}!1.txt"


def test_every_record_of_an_input_is_read(tmp_path: Path) -> None:
    path = table(tmp_path / "many.ndjson", *(row(number) for number in range(30)))
    summary = run(tmp_path / "quotes.db", path)
    assert (summary.articles, summary.inputs, summary.formats) == ({"new": 30}, 1, {"json": 30})
    rows = query(tmp_path / "quotes.db", INPUTS)
    assert len({record for _, record, _ in rows}) == 30
    assert {source for source, _, _ in rows} == {path.as_posix()}
    traced = query(tmp_path / "quotes.db", "select source_path, source_record, reader from articles")
    assert {(source, record) for source, record, _ in traced} == {(source, record) for source, record, _ in rows}
    assert {reader for _, _, reader in traced} == {"json"}


def test_only_the_record_that_changed_is_read_again(tmp_path: Path) -> None:
    rows = [row(number) for number in range(5)]
    path, database = table(tmp_path / "many.ndjson", *rows), tmp_path / "quotes.db"
    run(database, path)
    rows[2]["title"] = "Another title"
    table(path, *rows)
    extractor = StubExtractor()
    assert run(database, path, extractor=extractor).articles == {"unchanged": 4, "changed": 1}
    assert extractor.calls == 0, "the text is as it was, so its quotes are known"
    assert ("Another title",) in query(database, "select title from articles")


def test_a_text_in_another_language_is_extracted_again(tmp_path: Path) -> None:
    path, database = table(tmp_path / "many.ndjson", row(1)), tmp_path / "quotes.db"
    run(database, path)
    table(path, row(1, lang="de"))
    extractor = StubExtractor()
    run(database, path, extractor=extractor)
    assert extractor.calls == 1


def test_again_reads_everything(tmp_path: Path) -> None:
    folder, database, extractor = write_corpus(tmp_path / "in"), tmp_path / "quotes.db", StubExtractor()
    run(database, folder)
    before = as_stored(database)
    assert run(database, folder, extractor=extractor, again=True).articles["unchanged"] == 0
    assert extractor.calls == len(TEXTS)
    assert as_stored(database) == before


def test_a_refused_record_is_remembered_until_it_changes(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    bad = folder / "bad.md"
    bad.write_text("---\ntitle: [\n---\nText.\n")
    first, second = run(database, folder), run(database, folder)
    assert first.articles["refused"] == second.articles["refused"] == 1
    assert [one for one in first.problems if "bad.md" in one.source] == second.problems
    assert ("bad.md", None) in [(Path(source).name, title) for source, _, title in query(database, INPUTS)]
    bad.write_text('---\ntitle: Mended\noutlet: Beacon\n---\n"It is done at last," said Ilena Marvec.\n')
    third = run(database, folder)
    assert (third.articles["refused"], third.articles["new"]) == (0, 1)


def test_what_could_not_be_extracted_is_tried_again(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    (folder / "bad.txt").write_text("FAIL")
    run(database, folder)
    extractor = StubExtractor()
    assert run(database, folder, extractor=extractor).articles["refused"] == 1
    assert extractor.calls == 1


def test_two_records_of_the_same_place_are_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed may give two items one id."""
    from quote_loaders.pipeline import intake

    def twice(*_: object) -> Any:
        for number in range(2):
            yield Record("feed.ndjson", "json", json.dumps(row(number)).encode(), "same")

    monkeypatch.setattr(intake, "records_of", twice)
    (tmp_path / "feed.ndjson").write_text("{}\n")
    database = tmp_path / "quotes.db"
    assert run(database, tmp_path / "feed.ndjson").articles == {"new": 2}
    assert [record for _, record, _ in query(database, INPUTS)] == ["same", "same~2"]
    assert run(database, tmp_path / "feed.ndjson").articles == {"unchanged": 2}


def test_a_reader_that_breaks_costs_the_rest_of_its_input_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quote_loaders.pipeline import intake

    real: Any = vars(intake)["records_of"]

    def breaking(item: Any, *more: Any) -> Any:
        yield from real(item, *more)
        if item.path.name == "b-paper.md":
            raise ZeroDivisionError("in the middle")

    monkeypatch.setattr(intake, "records_of", breaking)
    summary = run(tmp_path / "quotes.db", write_corpus(tmp_path / "in"))
    assert summary.articles == {"new": len(TEXTS), "refused": 1}
    assert "reading failed: ZeroDivisionError: in the middle" in [one.message for one in summary.problems]


def test_the_same_article_in_two_records_is_one_whichever_comes_first(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = table(tmp_path / "a" / "one.ndjson", row(1, title="As in a"), row(2))
    second = table(tmp_path / "b" / "two.ndjson", row(1, title="As in b"), row(3))
    run(tmp_path / "forth.db", first)
    run(tmp_path / "forth.db", second)
    run(tmp_path / "back.db", second)
    summary = run(tmp_path / "back.db", first)
    assert by_meaning(tmp_path / "forth.db") == by_meaning(tmp_path / "back.db")
    assert ("As in a",) in query(tmp_path / "back.db", "select title from articles")
    assert len(query(tmp_path / "back.db", INPUTS)) == 4, "both records lead to the article"
    assert any("kept once" in problem.message for problem in summary.problems)


def test_a_correction_leaves_the_article_that_another_record_holds_too(tmp_path: Path) -> None:
    first = table(tmp_path / "a.ndjson", row(1))
    second = table(tmp_path / "b.ndjson", row(1))
    database = tmp_path / "quotes.db"
    run(database, first, second)
    table(first, row(1, outlet="Corrected"))
    run(database, first, second)
    run(database, first, second)
    run(tmp_path / "fresh.db", first, second)
    assert by_meaning(database)["articles"] == by_meaning(tmp_path / "fresh.db")["articles"]
    assert by_meaning(database)["inputs"] == by_meaning(tmp_path / "fresh.db")["inputs"]


def test_the_format_that_is_named_is_taken(tmp_path: Path) -> None:
    path = table(tmp_path / "a.ndjson", row(1))
    assert run(tmp_path / "quotes.db", path, format_name="text").formats == {"text": 1}
    with pytest.raises(LoadError, match="format is 'nope', expected one of"):
        run(tmp_path / "quotes.db", path, format_name="nope")


def test_addresses_are_fetched_only_when_asked(tmp_path: Path) -> None:
    summary = run(tmp_path / "quotes.db", "https://beacon.example/a", write_corpus(tmp_path / "in"))
    assert summary.articles == {"new": len(TEXTS), "refused": 1}
    assert "add --fetch" in next(one for one in summary.problems if one.source == "https://beacon.example/a").message


def test_progress_ends_at_the_bytes_of_the_inputs(tmp_path: Path) -> None:
    path = table(tmp_path / "many.ndjson", *(row(number) for number in range(30)))
    folder = write_corpus(tmp_path / "in")
    met: list[Position] = []
    run(tmp_path / "quotes.db", path, folder, progress=met.append)
    size = path.stat().st_size + sum(file.stat().st_size for file in folder.iterdir())
    assert [one.bytes for one in met] == sorted(one.bytes for one in met)
    assert 0.8 * size < met[-1].bytes <= size
    assert met[-1].records == 30 + len(TEXTS)


def test_the_summary_is_bounded_whatever_goes_wrong() -> None:
    summary = Summary()
    for number in range(3 * KEPT):
        summary.add(Problem(f"{number}.txt", "read", f"it has {number} bytes and 'words {number}', expected none"))
    assert (len(summary.problems), summary.problem_count) == (KEPT, 3 * KEPT)
    assert [kind.count for kind in summary.reasons.values()] == [3 * KEPT]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param({}, True, id="nothing differs"),
        pytest.param({"data": b"y"}, False, id="bytes"),
        pytest.param({"said": {"url": "u"}}, False, id="what its input says"),
        pytest.param({"said": {"captured": "2026-03-14T10:00:00Z"}}, True, id="when it was fetched"),
        pytest.param({"manifest": {"title": "t"}}, False, id="its manifest"),
        pytest.param({"format": "markdown"}, False, id="its format"),
    ],
)
def test_what_makes_a_record_another_one(other: dict[str, Any], same: bool) -> None:
    plain = Record("a", "text", b"x")
    left, right = entry_of(plain, "", VERSION), entry_of(replace(plain, **other), "", VERSION)
    assert (left.digest == right.digest) == same


def test_options_that_change_what_is_read_count() -> None:
    outlets = load_outlets()
    digests = {
        context_digest(Context(outlets)),
        context_digest(Context(outlets, "de")),
        context_digest(Context(outlets, mapping={"a": "title"})),
    }
    assert len(digests) == 3
    assert context_digest(Context(load_outlets())) in digests
