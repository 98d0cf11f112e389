"""Nothing that is asked often reads a whole table: pages with a filter and a facet, and saving an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bench.corpus import first_rows
from bench.corpus_articles import printed
from bench.corpus_plan import plan
from quote_loaders import store
from quote_loaders.store.articles import FIND_RECORD

QUOTES = 100
ROOT = Path(__file__).parents[2]
LARGE = ("quotes", "statements", "articles")
NARROW = {("quotes", "published_month"), ("articles", "published_month")}  # filters that leave few rows by themselves


def pairs() -> Iterator[tuple[str, str, str]]:
    tables = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))["databases"]["quotes"]["tables"]
    for table in LARGE:
        facets = tables[table]["facets"]
        sort = tables[table].get("sort") or tables[table]["sort_desc"]
        for chosen in facets:
            for shown in (*facets, sort):
                if shown != chosen and (table, chosen) not in NARROW:
                    yield table, chosen, shown


@pytest.fixture(scope="module")
def beginnings(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str, str]]:
    """Table and first two columns of every index."""
    db = store.open_database(tmp_path_factory.mktemp("scale") / "quotes.db")
    return {(table, *index.columns[:2]) for table in LARGE for index in db.table(table).indexes if index.columns[1:]}


@pytest.mark.parametrize("pair", list(pairs()), ids=" ".join)
def test_a_filter_and_a_facet_or_sort_have_an_index(
    beginnings: set[tuple[str, str, str]], pair: tuple[str, str, str]
) -> None:
    assert pair in beginnings


def test_names_beside_quotes_are_counted_without_reading_them(tmp_path: Path) -> None:
    db = store.open_database(tmp_path / "quotes.db")
    steps = [row[3] for row in db.execute("explain query plan select count(*) from quotes_with_names")]
    assert [step for step in steps if "COVERING INDEX" not in step] == []


def test_saving_an_article_looks_for_no_row_by_reading_a_table(tmp_path: Path) -> None:
    db = store.open_database(tmp_path / "quotes.db")
    db.table("loads").insert_all(next(rows for table, rows in first_rows(plan(QUOTES, 1)) if table == "loads"))
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    for one in printed(plan(QUOTES, 1)):
        store.save_article(db, one.article, [quote for quote, _ in one.quotes], "made up", 1)
    db.conn.set_trace_callback(None)
    lookups = [sql for sql in dict.fromkeys(asked) if sql.startswith(("select", "update", "delete"))]
    plans = {sql: [row[3] for row in db.execute(f"explain query plan {sql}")] for sql in lookups}
    slow = {sql: steps for sql, steps in plans.items() if any(step.startswith("SCAN ") for step in steps)}
    assert slow == {}


def test_the_record_of_an_input_is_found_among_the_many_of_its_input(tmp_path: Path) -> None:
    db = store.open_database(tmp_path / "quotes.db")
    sql = f"explain query plan {FIND_RECORD}"
    assert [row[3] for row in db.execute(sql, ("news.warc", "urn:1", "digest", "key"))] == [
        "SEARCH articles USING INDEX articles_source_record (source_path=? AND source_record=?)"
    ]
