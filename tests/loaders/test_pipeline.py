"""The promises of the data model: docs/data-model.md numbers them."""

from __future__ import annotations

import itertools
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.pipeline import Summary, load
from quote_loaders.records import LoadError
from quote_loaders.speakers import load_aliases
from tests.loaders.corpus import TEXTS, write_corpus
from tests.loaders.dump import as_stored, assert_sound, by_meaning
from tests.loaders.stub_extractor import StubExtractor

ALIASES = load_aliases(())


def run(database: Path, *inputs: Path, extractor: StubExtractor | None = None) -> Summary:
    return load(database, inputs, extractor or StubExtractor(), ALIASES)


def query(database: Path, sql: str, *parameters: Any) -> list[Any]:
    db = sqlite3.connect(database)
    rows = db.execute(sql, parameters).fetchall()
    db.close()
    return rows


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    run(tmp_path / "quotes.db", write_corpus(tmp_path / "in"))
    return tmp_path / "quotes.db"


def test_promise_1_every_quote_is_the_article_at_its_spans(loaded: Path) -> None:
    rows = query(
        loaded,
        "select quotes.text, spans, prefix, suffix, articles.text from quotes "
        "join articles on articles.id = article_id",
    )
    assert rows
    for quote, spans, prefix, suffix, text in rows:
        pairs = json.loads(spans)
        assert quote == " … ".join(text[start:end] for start, end in pairs)
        assert text[: pairs[0][0]].endswith(prefix)
        assert text[pairs[-1][1] :].startswith(suffix)


def test_promise_2_loading_twice_changes_nothing(tmp_path: Path) -> None:
    folder, database, extractor = write_corpus(tmp_path / "in"), tmp_path / "quotes.db", StubExtractor()
    run(database, folder, extractor=extractor)
    before, calls = as_stored(database), extractor.calls
    summary = run(database, folder, extractor=extractor)
    assert as_stored(database) == before
    assert query(database, "select count(*) from loads") == [(2,)]
    assert extractor.calls == calls, "what is known is not extracted again"
    assert summary.articles == {"unchanged": len(TEXTS)}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_promise_3_order_does_not_matter(tmp_path: Path, order: tuple[int, ...]) -> None:
    parts = [["a-wire.md", "e-none.txt"], ["b-paper.md", "c-late.md"], ["d-early.md"]]
    folders = [write_corpus(tmp_path / "in" / str(number), names) for number, names in enumerate(parts)]
    run(tmp_path / "together.db", tmp_path / "in")
    for number in order:
        run(tmp_path / "apart.db", folders[number])
    assert by_meaning(tmp_path / "apart.db") == by_meaning(tmp_path / "together.db")


def test_an_earlier_article_keeps_the_old_permalink_alive(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in", ["a-wire.md"]), tmp_path / "quotes.db"
    run(database, folder)
    ((old,),) = query(database, "select key from statements where text like 'We will not%'")
    run(database, write_corpus(folder))
    ((new,),) = query(
        database,
        "select statements.key from statement_keys join statements on statements.id = statement_id "
        "where statement_keys.key = ?",
        old,
    )
    assert new != old
    assert query(database, "select count(*) from statements where key = ?", old) == [(0,)]


def test_promise_6_the_file_can_be_copied_as_it_lies(loaded: Path) -> None:
    assert [path.name for path in loaded.parent.glob("quotes.db*")] == ["quotes.db"]
    assert query(loaded, "pragma journal_mode") == [("delete",)]
    assert query(loaded, "pragma freelist_count") == [(0,)]
    assert query(loaded, "select count(*) > 0 from sqlite_stat1") == [(1,)]
    assert_sound(loaded)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        pytest.param("select count(*) from articles", 5, id="articles"),
        pytest.param("select count(*) from speakers where name = 'Ilena Marvec'", 1, id="one person"),
        pytest.param("select max(articles) from statements where text like '%pensions%'", 4, id="one statement"),
        pytest.param("select count(*) from contradictions where kind = 'negation'", 1, id="negation"),
        pytest.param("select count(*) > 0 from contradictions where kind = 'number'", 1, id="number"),
        pytest.param("select count(*) from quotes_fts where quotes_fts match 'pensions'", 4, id="search"),
        pytest.param("select count(*) from load_problems", 1, id="the missing outlet is told"),
    ],
)
def test_what_a_load_leaves(loaded: Path, sql: str, expected: int) -> None:
    assert query(loaded, sql) == [(expected,)]


def test_statement_counts_are_those_of_its_rows(loaded: Path) -> None:
    counted = query(
        loaded,
        "select statement_id, count(*), count(distinct article_id), count(distinct outlet_id) "
        "from quotes group by 1 order by 1",
    )
    assert counted == query(loaded, "select id, quotes, articles, outlets from statements order by id")


def test_a_failing_article_costs_itself_only(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "in")
    (folder / "bad.txt").write_text('FAIL "words," said Ilena Marvec')
    summary = run(tmp_path / "quotes.db", folder)
    assert (summary.articles["new"], summary.articles["refused"]) == (len(TEXTS), 1)
    assert ("extract", "extraction failed: RuntimeError: no en words in it") in query(
        tmp_path / "quotes.db", "select stage, message from load_problems"
    )


def test_the_same_article_twice_in_a_load_is_told_and_kept_once(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "in")
    shutil.copy(folder / "a-wire.md", folder / "z-again.md")
    run(tmp_path / "quotes.db", folder)
    assert query(tmp_path / "quotes.db", "select count(*) from articles") == [(5,)]
    ((source, message),) = query(
        tmp_path / "quotes.db", "select source, message from load_problems where message like '%kept once'"
    )
    assert source.endswith("z-again.md")
    assert "a-wire.md" in message


def test_a_corrected_manifest_corrects_the_article(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    run(database, folder)
    (folder / "manifest.csv").write_text("file,title,outlet,published\ne-none.txt,Now named,The Example,2026-03\n")
    run(database, folder)
    assert query(database, "select count(*) from articles") == [(5,)]
    assert query(
        database,
        "select title, outlets.name, published from articles join outlets on outlets.id = outlet_id "
        "where source_path like '%e-none.txt'",
    ) == [("Now named", "The Example", "2026-03")]


def test_an_outlet_that_was_a_mistake_goes_with_its_last_article(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    manifest = folder / "manifest.csv"
    manifest.write_text("file,outlet\ne-none.txt,The Exmaple\n")
    run(database, folder)
    assert ("The Exmaple",) in query(database, "select name from outlets")
    manifest.write_text("file,outlet\ne-none.txt,The Example\n")
    run(database, folder)
    names = query(database, "select name from outlets")
    assert ("The Example",) in names
    assert ("The Exmaple",) not in names
    assert query(database, "select name from outlets where id not in (select outlet_id from articles)") == []


def test_a_new_version_of_a_text_is_a_new_row(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    run(database, folder)
    with (folder / "a-wire.md").open("a") as file:
        file.write("\nCorrected.\n")
    run(database, folder)
    assert query(database, "select count(*) from articles where title = 'Wire'") == [(2,)]


def test_a_newer_extractor_reads_again_and_keeps_keys(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    run(database, folder)
    keys = query(database, "select key from quotes order by key")
    newer = StubExtractor("stub 2")
    run(database, folder, extractor=newer)
    assert newer.calls == len(TEXTS)
    assert query(database, "select key from quotes order by key") == keys
    assert query(database, "select distinct extractor from articles") == [("stub 2",)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"This is not a database, but a text of some length. " * 40, "not a database", id="text file"),
        pytest.param(None, "is a folder", id="folder"),
    ],
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    database = tmp_path / "quotes.db"
    if content is None:
        database.mkdir()
    else:
        database.write_bytes(content)
    with pytest.raises(LoadError, match=message):
        run(database, write_corpus(tmp_path / "in"))
    assert content is None or database.read_bytes() == content


def test_another_programs_tables_are_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "quotes.db")
    db.execute("create table articles (a)")
    db.commit()
    db.close()
    with pytest.raises(LoadError, match="tables of the same name"):
        run(tmp_path / "quotes.db", write_corpus(tmp_path / "in"))


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        pytest.param("update quotes set outlet_id = outlet_id + 1", "must be the outlet_id", id="outlet of a quote"),
        pytest.param("update articles set text = 'other'", "never changed", id="text"),
        pytest.param("insert into quotes select * from quotes", "UNIQUE", id="key"),
    ],
)
def test_the_schema_guards_itself(loaded: Path, sql: str, message: str) -> None:
    db = sqlite3.connect(loaded)
    db.execute("pragma foreign_keys = on")
    with pytest.raises(sqlite3.IntegrityError, match=message):
        db.execute(sql)
    db.close()


def test_judgements_are_only_added(loaded: Path) -> None:
    db = sqlite3.connect(loaded)
    db.execute(
        "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at) "
        "values ('same statement', 'a', 'b', 'no', 'an editor', '2026-03-14T10:00:00Z')"
    )
    for sql in ("update judgements set verdict = 'yes'", "delete from judgements"):
        with pytest.raises(sqlite3.IntegrityError, match="add a later one"):
            db.execute(sql)
    db.close()


def test_every_later_load_obeys_a_judgement(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    run(database, folder)
    pair = [
        key for (key,) in query(database, "select key from quotes where text like 'We will%' order by published_order")
    ]
    for other in pair[1:]:
        judge(database, "same statement", pair[0], other, "no")
    run(database, folder)
    ((first,),) = query(database, "select statement_id from quotes where key = ?", pair[0])
    assert query(database, "select count(*) from quotes where statement_id = ?", first) == [(1,)]


def judge(database: Path, subject: str, left: str, right: str, verdict: str) -> None:
    db = sqlite3.connect(database)
    db.execute(
        "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at) "
        "values (?, ?, ?, ?, 'an editor', '2026-03-14T10:00:00Z')",
        (subject, left, right, verdict),
    )
    db.commit()
    db.close()


def test_a_contradiction_judged_to_be_none_goes_and_stays_away(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    run(database, folder)
    pairs = (
        "select l.key, r.key from contradictions join quotes as l on l.id = left_quote_id "
        "join quotes as r on r.id = right_quote_id where contradictions.kind = 'number'"
    )
    for left, right in query(database, pairs):
        judge(database, "contradiction", right, left, "no")
    run(database, folder)
    assert query(database, pairs) == []
    assert query(database, "select max(contradictions) from statements where text like '%bridge%'") == [(0,)]


def test_an_origin_that_a_person_gave(tmp_path: Path) -> None:
    folder, database = write_corpus(tmp_path / "in"), tmp_path / "quotes.db"
    run(database, folder)
    keys = dict(query(database, "select title, key from articles"))
    judge(database, "origin", keys["Late"], keys["Wire"], "yes")
    run(database, folder)
    origin = (
        "select origins.title, articles.origin_reason from articles join articles as origins "
        "on origins.id = articles.origin_id where articles.title = 'Late'"
    )
    assert query(database, origin) == [("Wire", "a person's judgement")]
    judge(database, "origin", keys["Late"], keys["Wire"], "no")
    run(database, folder)
    assert query(database, origin) == []
