"""Filling an empty database in bulk: the rows that a load would save, all or none, with every index and trigger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bench.corpus import Rows, fill, first_rows, portions
from bench.corpus_articles import printed
from bench.corpus_plan import plan
from quote_loaders import store
from quote_loaders.checking import check_database
from quote_loaders.records import LoadError
from quote_loaders.store.bulk import bulk_writing

QUOTES = 200
SAVED = "articles.key, quotes.key, quotes.text, spans, prefix, suffix, quotes.published, quotes.published_order, kind"


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    return store.open_database(tmp_path / "bulk.db")


def made(db: Database) -> set[tuple[Any, ...]]:
    """Every index and trigger."""
    return set(db.execute("select type, name, sql from sqlite_master where type in ('index', 'trigger')").fetchall())


def saved(db: Database) -> list[tuple[Any, ...]]:
    """What an article alone decides of its quotes."""
    sql = f"select {SAVED} from quotes join articles on articles.id = quotes.article_id order by quotes.key"
    return list(db.execute(sql).fetchall())


def test_the_rows_are_those_that_a_load_saves(empty: Database, tmp_path: Path) -> None:
    chosen = plan(QUOTES, seed=3)
    articles = list(printed(chosen))
    fill(empty, chosen, articles)
    loaded = store.open_database(tmp_path / "loaded.db")
    loads = next(rows for table, rows in first_rows(chosen) if table == "loads")
    loaded.table("loads").insert_all(loads)
    for one in articles:
        store.save_article(loaded, one.article, [quote for quote, _ in one.quotes], "made up", 1)
    assert len(saved(empty)) == QUOTES
    assert saved(empty) == saved(loaded)


def test_indexes_triggers_and_search_are_there_afterwards(empty: Database) -> None:
    before = made(empty)
    chosen = plan(QUOTES, seed=3)
    fill(empty, chosen, printed(chosen))
    assert made(empty) == before
    word = empty.execute("select substr(text, 1, instr(text, ' ') - 1) from quotes limit 1").fetchone()[0]
    found = empty.execute("select count(*) from quotes_fts where quotes_fts match ?", (f'"{word}"',)).fetchone()[0]
    assert found >= 1
    assert empty.execute("pragma foreign_keys").fetchone()[0] == 1
    assert empty.execute("pragma integrity_check").fetchone()[0] == "ok"


def test_the_same_seed_gives_the_same_rows(empty: Database, tmp_path: Path) -> None:
    other = store.open_database(tmp_path / "other.db")
    for db in (empty, other):
        fill(db, plan(QUOTES, seed=5), printed(plan(QUOTES, seed=5)))
    assert saved(empty) == saved(other)


def test_counts_of_statements_are_those_of_their_quotes(empty: Database) -> None:
    fill(empty, plan(QUOTES, seed=3), printed(plan(QUOTES, seed=3)))
    wrong = """
    select key from statements where quotes <> (select count(*) from quotes where statement_id = statements.id)
        or outlets <> (select count(distinct outlet_id) from quotes where statement_id = statements.id)
        or 1 <> (select count(*) from quotes where statement_id = statements.id and relation = 'earliest')
    """
    assert empty.execute(wrong).fetchall() == []


def test_a_made_up_collection_keeps_every_promise(empty: Database, tmp_path: Path) -> None:
    fill(empty, plan(QUOTES, seed=3), printed(plan(QUOTES, seed=3)))
    store.finish_database(empty, changed=True)
    empty.close()
    found = {outcome.rule.name: outcome.faults for outcome in check_database(tmp_path / "bulk.db").outcomes}
    assert {rule: faults for rule, faults in found.items() if faults} == {}


def test_a_database_that_holds_rows_is_refused(empty: Database) -> None:
    fill(empty, plan(QUOTES, seed=3), printed(plan(QUOTES, seed=3)))
    with pytest.raises(LoadError, match="expected an empty database"), bulk_writing(empty):
        pass


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param("update quotes set speaker_id = 999999 where id = 1", "isn't there", id="foreign key"),
        pytest.param("update quotes set published_order = 'x' where id = 1", "another outlet or date", id="date"),
    ],
)
def test_rows_that_contradict_each_other_leave_nothing(empty: Database, change: str, said: str) -> None:
    before = made(empty)
    chosen = plan(QUOTES, seed=3)

    def broken() -> None:
        with bulk_writing(empty) as write:
            for table, rows in portions(Rows(chosen), printed(chosen)):
                write(table, rows)
            empty.execute(change)

    with pytest.raises(LoadError, match=said):
        broken()
    assert made(empty) == before
    assert empty.execute("select count(*) from quotes").fetchone()[0] == 0
