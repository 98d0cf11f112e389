"""A folder of every format into a database: quotes that were given are stored as such, and twice is as good as once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.pipeline import Summary, load
from quote_loaders.speakers import load_aliases
from tests.loaders.reading.samples import samples
from tests.loaders.stub_extractor import StubExtractor

GIVEN = ("gdelt-gqg", "gdelt-gkg", "quotebank-quotes", "quotebank-articles", "spans", "json")
NUMBER = ("Q900000001",)


def run(database: Path, folder: Path) -> Summary:
    files = sorted(folder.iterdir())
    return load(database, files, StubExtractor(), load_aliases(()))


def query(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Summary]:
    """(database, folder, summary) of a load of one input of each format that comes with quotes, and two others."""
    place = tmp_path_factory.mktemp("formats")
    folder = place / "in"
    folder.mkdir()
    for name in (*GIVEN, "ninjs", "epub"):
        file, data = samples()[name]
        (folder / f"{name}-{file}").write_bytes(data)
    return place / "quotes.db", folder, run(place / "quotes.db", folder)


def test_given_quotes_are_stored_under_the_name_of_their_dataset(loaded: tuple[Path, Path, Summary]) -> None:
    rows = query(
        loaded[0],
        "select distinct articles.reader, quotes.form, quotes.named_reason from quotes "
        "join articles on articles.id = quotes.article_id order by 1, 3",
    )
    assert rows == [
        ("gdelt-gkg", "given: GDELT Global Knowledge Graph", None),
        ("gdelt-gqg", "given: GDELT Global Quotation Graph", None),
        ("json", "given: the table", "given by the table"),
        ("quotebank-articles", "given: Quotebank", None),
        ("quotebank-articles", "given: Quotebank", "given by Quotebank"),
        ("quotebank-quotes", "given: Quotebank", "given by Quotebank"),
        ("spans", "given: hand-marked spans", "given by hand-marked spans"),
    ]


def test_given_speakers_are_merged_like_others(loaded: tuple[Path, Path, Summary]) -> None:
    assert query(loaded[0], "select name, kind from speakers") == [("Mira Toll", "person")]


def test_the_number_that_an_input_gives_is_stored_and_the_speakers(loaded: tuple[Path, Path, Summary]) -> None:
    assert query(loaded[0], "select distinct named_wikidata from quotes where named_wikidata is not null") == [NUMBER]
    assert query(loaded[0], "select wikidata from speakers where name = 'Mira Toll'") == [NUMBER]


def test_loading_again_changes_nothing(loaded: tuple[Path, Path, Summary]) -> None:
    database, folder, first = loaded
    assert first.articles["new"] == 9
    again = run(database, folder)
    assert (again.articles["new"], again.articles["changed"]) == (0, 0)
    assert query(database, "select count(*) from articles") == [(9,)]
