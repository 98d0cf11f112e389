"""Each rule notices the one promise that is broken, names the row, and says how to mend it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from quote_loaders.checking import RULES, check_database
from quote_loaders.pipeline import load
from quote_loaders.relinking import relink
from quote_loaders.speakers import load_aliases
from tests.loaders.dump import by_meaning
from tests.loaders.sound import change, value
from tests.loaders.stub_extractor import StubExtractor


@dataclass(frozen=True)
class Break:
    """A change that breaks a rule; `row` is a query for the row to be named, `also` what breaks with it."""

    rule: str
    script: str
    row: str = "select ''"
    also: set[str] = field(default_factory=set)
    linked_mends: bool = False


MEMBER = "(select max(id) from quotes where relation <> 'earliest')"
FIRST = "select key from quotes where id = 1"
STATEMENT = "select key from statements where id = 1"
BREAKS = [
    Break(
        "whole",
        "pragma writable_schema = on;"
        " update sqlite_master set rootpage = (select max(rootpage) + min(rootpage) from sqlite_master as both where"
        " both.name in ('articles_language', 'articles_published_month')) - rootpage"
        " where name in ('articles_language', 'articles_published_month');",
    ),
    Break("references", "update articles set load_id = 999 where id = 2", "select '2'"),
    Break("schema", "drop index quotes_relation; vacuum", "select 'quotes_relation'"),
    Break("schema", "delete from _sqlite_migrations where name = 'm004_views'", "select 'm004_views'"),
    Break(
        "schema",
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('datasette_quotes', 'm999_later', '2030-01-01')",
        "select 'm999_later'",
    ),
    Break("schema", "alter table quotes rename column cue to hint; vacuum", "select 'quotes'"),
    Break("one file", "pragma journal_mode = wal"),
    Break("compact", "create table junk (data); insert into junk values (zeroblob(99999)); drop table junk"),
    Break("analysed", "delete from sqlite_stat1; vacuum"),
    Break("search index", "insert into quotes_fts (rowid, text) values (9999, 'ghost')"),
    Break("search", "insert into quotes_fts (quotes_fts) values ('delete-all')", "select '1'", {"search index"}),
    Break("digests", "update articles set word_count = 1 where id = 1", "select key from articles where id = 1"),
    Break(
        "digests",
        "update articles set text_digest = '00' where id = 1",
        "select key from articles where id = 1",
    ),
    Break(
        "spans",
        f"update quotes set spans = '[[0, 3], [2' where id = {MEMBER}",
        f"select key from quotes where id = {MEMBER}",
    ),
    Break(
        "spans",
        "update quotes set spans = '[[0, 3]]' where id = 1",
        FIRST,
        {"surroundings", "quote keys"},
    ),
    Break("surroundings", "update quotes set prefix = 'Elsewhere: ' where id = 1", FIRST),
    Break("sources and cues", "update quotes set source_text = 'Nobody' where id = 1", FIRST),
    Break(
        "evidence",
        """update contradictions set evidence = replace(evidence, '"start": ', '"start": 1')""",
        "select min(id) from contradictions",
        linked_mends=True,
    ),
    Break(
        "dates",
        "update articles set published_month = '1999-01' where id = 1",
        "select key from articles where id = 1",
    ),
    Break(
        "dates",
        "update articles set published_precision = 'year' where id = 2",
        "select key from articles where id = 2",
    ),
    Break("copies of columns", "update quotes set published_month = '1999-01' where id = 1", FIRST),
    Break("labels", "update quotes set label = 'Else' where id = 1", FIRST),
    Break("labels", "update statements set label = 'Else' where id = 1", STATEMENT, linked_mends=True),
    Break("json", "update loads set parameters = '{' where id = 1", "select '1'"),
    Break("outlet keys", "update outlets set key = 'x' where id = 1", "select 'x'"),
    Break("article keys", "update articles set key = 'x' where source_path like '%e-none.txt'", "select 'x'"),
    Break(
        "quote keys",
        f"update quotes set key = 'x' where id = {MEMBER}",
        "select 'x'",
        {"permalinks"},
    ),
    Break("speaker keys", "update speakers set key = 'x' where id = 1", "select 'x'", linked_mends=True),
    Break("statement keys", "update statements set key = 'x' where id = 1", "select 'x'", {"permalinks"}),
    Break("permalinks", "delete from statement_keys", "select min(key) from statement_keys", linked_mends=True),
    Break(
        "linked",
        f"update quotes set statement_id = null where id = {MEMBER}",
        f"select key from quotes where id = {MEMBER}",
        {"counts", "earliest and latest"},
        linked_mends=True,
    ),
    Break(
        "withdrawn",
        "insert into tombstones (key, kind, reason) select key, 'quote', 'Made up.' from quotes where id = 1",
        FIRST,
    ),
    Break("counts", "update statements set origins = origins + 1 where id = 1", STATEMENT, linked_mends=True),
    Break("counts", "update statements set wordings = wordings + 1 where id = 1", STATEMENT, linked_mends=True),
    Break(
        "counts of contradictions",
        "update statements set contradictions = 9 where id = 1",
        STATEMENT,
        linked_mends=True,
    ),
    Break(
        "earliest and latest",
        "update statements set latest_published = '1999' where id = 1",
        STATEMENT,
        linked_mends=True,
    ),
    Break(
        "earliest and latest",
        "update statements set earliest_order = '1999' where id = 1",
        STATEMENT,
        linked_mends=True,
    ),
    Break(
        "reference wordings",
        "update statements set reference_quote_id = null where id = 1",
        STATEMENT,
        linked_mends=True,
    ),
    Break(
        "speakers of statements",
        "update statements set speaker_id = null where id = 1",
        STATEMENT,
        linked_mends=True,
    ),
    Break(
        "relations",
        f"update quotes set relation = 'earliest' where id = {MEMBER}",
        f"select key from quotes where id = {MEMBER}",
        linked_mends=True,
    ),
    Break(
        "contradictions",
        "update contradictions set left_statement_id = (select max(id) from statements where id <> left_statement_id)",
        "select min(id) from contradictions",
        {"counts of contradictions"},
        linked_mends=True,
    ),
    Break(
        "article links",
        "insert into article_links (id, article_id, from_article_id, kind, strength, evidence)"
        " values (99, 1, 1, 'links to', 1, 'http://a.example/')",
        "select '99'",
        linked_mends=True,
    ),
    Break(
        "versions",
        "update articles set version_of_id = 1 where id = 2",
        "select key from articles where id = 2",
        {"counts"},
    ),
    Break(
        "versions",
        "insert into quote_changes (id, article_id, earlier_quote_id, later_quote_id, change)"
        " select 7, 2, min(id), max(id), 'kept' from quotes where article_id < 3",
        "select '7'",
    ),
    Break("names", "update quotes set named_as = 'Somebody Else' where id = 1", FIRST),
    Break(
        "judgements",
        "insert into judgements (id, subject, left_key, right_key, verdict, made_by, made_at) select 5,"
        " 'same statement', min(key), max(key), 'no', 'an editor', '2020-01-01T00:00:00Z' from quotes"
        " group by statement_id having count(*) > 1 order by statement_id limit 1",
        "select '5'",
        linked_mends=True,
    ),
    Break(
        "nothing left over",
        "insert into outlets (key, name, kind) values ('qomhrjwlzjsx', 'Unread Times', 'blog')",
        "select 'qomhrjwlzjsx'",
        {"outlet keys"},
    ),
    Break("loads", "update loads set finished = null", "select '1'"),
]


def names(broken: Break) -> str:
    """The rule, for the list of tests."""
    return broken.rule


def test_a_loaded_database_is_clean(sound: Path) -> None:
    report = check_database(sound)
    assert [(outcome.rule.name, outcome.faults, outcome.notice) for outcome in report.outcomes if outcome.count] == []
    assert report.ok
    assert {outcome.status for outcome in report.outcomes} == {"kept"}


def test_versions_of_an_article_count_once(tmp_path: Path) -> None:
    said = '"We will not cut pensions before the election this year," said Ilena Marvec.'
    for day, more in ((12, "More follows."), (13, "Unions were not convinced."), (14, "The assembly votes in May.")):
        (tmp_path / f"{day}.md").write_text(
            f"---\ntitle: Pensions\noutlet: Beacon\nurl: https://beacon.example/p\nmodified: 2026-03-{day}\n---\n"
            f"{said} {more}\n",
            encoding="utf-8",
        )
    path = tmp_path / "quotes.db"
    load(path, [tmp_path], StubExtractor(), load_aliases(()))
    assert value(path, "select quotes || ' ' || articles || ' ' || origins from statements") == "3 1 1"
    assert [outcome for outcome in check_database(path).outcomes if outcome.count] == []


def test_every_rule_has_its_own_name_and_a_broken_example() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert {rule.name for rule in RULES} == {broken.rule for broken in BREAKS}


@pytest.mark.parametrize("broken", BREAKS, ids=names)
def test_what_is_broken_is_named_with_its_row(copied: Path, broken: Break) -> None:
    row = value(copied, broken.row)
    change(copied, broken.script)
    report = check_database(copied, shown=100)
    found = {outcome.rule.name: outcome for outcome in report.outcomes if outcome.count}
    row = row or value(copied, broken.row)
    assert set(found) == {broken.rule, *broken.also}
    assert row in [fault.row for fault in found[broken.rule].faults]
    assert report.remedy(found[broken.rule])
    assert not report.ok


def test_linking_again_mends_everything_that_the_remedies_say_it_does(sound: Path, copied: Path) -> None:
    for broken in BREAKS:
        if broken.linked_mends and broken.rule != "judgements":
            change(copied, broken.script)
    relink(copied, load_aliases(()))
    assert [outcome.rule.name for outcome in check_database(copied).outcomes if outcome.count] == []
    assert by_meaning(copied) == by_meaning(sound)


def test_linking_again_puts_a_judgement_into_effect(copied: Path) -> None:
    change(copied, next(one.script for one in BREAKS if one.rule == "judgements"))
    relink(copied, load_aliases(()))
    assert check_database(copied).ok


@pytest.mark.parametrize(
    ("rule", "mend"),
    [
        pytest.param("one file", "pragma journal_mode = delete", id="journal mode"),
        pytest.param("compact", "vacuum", id="free pages"),
        pytest.param("analysed", "analyze", id="analysed"),
        pytest.param("search", "insert into quotes_fts (quotes_fts) values ('rebuild')", id="search"),
        pytest.param(
            "copies of columns",
            "update quotes set (outlet_id, published, published_order, published_month) = (select outlet_id, published,"
            " published_order, published_month from articles where articles.id = article_id)",
            id="copied columns",
        ),
    ],
)
def test_the_sql_of_a_remedy_mends(copied: Path, rule: str, mend: str) -> None:
    change(copied, next(one.script for one in BREAKS if one.rule == rule))
    report = check_database(copied)
    (outcome,) = [outcome for outcome in report.outcomes if outcome.rule.name == rule]
    assert mend in report.remedy(outcome).replace("INDEX", "quotes_fts")
    change(copied, mend)
    assert check_database(copied).ok


def test_all_faults_are_counted_and_some_are_shown(copied: Path) -> None:
    change(copied, "update quotes set label = 'Else'")
    quotes = int(value(copied, "select count(*) from quotes"))
    (outcome,) = [outcome for outcome in check_database(copied, shown=2).outcomes if outcome.count]
    assert (outcome.count, len(outcome.faults)) == (quotes, 2)


def test_checking_writes_nothing(copied: Path) -> None:
    before = copied.read_bytes()
    check_database(copied)
    assert copied.read_bytes() == before


def test_a_judgement_that_no_load_has_met_is_not_held_against_the_database(copied: Path) -> None:
    script = next(one.script for one in BREAKS if one.rule == "judgements")
    change(copied, script.replace("2020-01-01", "2999-01-01"))
    assert check_database(copied).ok


def test_without_texts_what_counts_their_characters_is_told_not_to_be_checked(copied: Path) -> None:
    change(copied, "drop trigger articles_text_is_final; update articles set text = '' where id <> 1")
    report = check_database(copied)
    told = {outcome.rule.name: outcome.notice for outcome in report.outcomes if outcome.notice}
    assert set(told) == {"article keys", "digests", "spans", "surroundings", "sources and cues", "evidence"}
    assert "4 of 5 articles have no text" in str(told["spans"])
    assert {outcome.rule.name for outcome in report.outcomes if outcome.count} == {"schema"}  # the trigger


def test_a_read_only_file_is_checked_but_for_its_search_indexes(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quote_loaders.checking.run.os.access", lambda *_: False)
    report = check_database(copied)
    assert report.ok
    (outcome,) = [outcome for outcome in report.outcomes if outcome.status == "not checked"]
    assert outcome.rule.name == "search index"


def test_a_page_that_is_overwritten_is_reported_not_raised(copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as db:
        page, size = (
            db.execute("select rootpage from sqlite_master where name = 'quotes'").fetchone()[0],
            db.execute("pragma page_size").fetchone()[0],
        )
    data = bytearray(copied.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    copied.write_bytes(data)
    report = check_database(copied)
    broken = {outcome.rule.name for outcome in report.outcomes if outcome.count}
    assert {"whole", "spans", "counts"} <= broken
