"""Every filter beside every facet of the site has an index that holds both, in that order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from quote_loaders import store

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
    plan = [row[3] for row in db.execute("explain query plan select count(*) from quotes_with_names")]
    assert [step for step in plan if "COVERING INDEX" not in step] == []
