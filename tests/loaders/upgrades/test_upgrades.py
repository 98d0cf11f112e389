"""A database that an earlier version wrote is brought up to date by today's, and nothing in it is lost."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quote_loaders.checking import check_database
from quote_loaders.pipeline import load
from quote_loaders.relinking import relink
from quote_loaders.speakers import load_aliases
from quote_loaders.store import open_database
from tests.loaders.corpus import TEXTS, write_corpus
from tests.loaders.dump import assert_sound, by_meaning, tables
from tests.loaders.sound import change, copied, sound
from tests.loaders.stub_extractor import StubExtractor
from tests.loaders.upgrades.make import STORED
from tests.upgrading import STEPS, as_of

__all__ = ["copied", "sound"]

RELEASED = STEPS[STEPS.index("m004_views") :]  # the first release had four steps
Rows = dict[str, list[dict[str, object]]]


def held(path: Path) -> Rows:
    """Every row of every table by its columns."""
    found: Rows = {}
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        for table in tables(path):
            if table != "_sqlite_migrations":
                found[table] = [dict(row) for row in db.execute(f"select * from {table}")]
    return found


def objects(path: Path) -> set[tuple[str, str]]:
    """Type and name of everything in the schema."""
    with closing(sqlite3.connect(path)) as db:
        return set(db.execute("select type, name from sqlite_master"))


def assert_kept(before: Rows, after: Rows) -> None:
    """Every row with every value that it had, in the same order; columns and tables may have come."""
    for table, rows in before.items():
        now = [{column: row[column] for column in old} for old, row in zip(rows, after[table], strict=True)]
        assert (table, now) == (table, rows)


@pytest.mark.parametrize("last", STEPS)
def test_opening_brings_the_schema_up_to_date_and_keeps_every_row(sound: Path, tmp_path: Path, last: str) -> None:
    old = as_of(sound, tmp_path / "old.db", last)
    change(old, "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at, note)"
                " values ('origin', 'a', 'b', 'no', 'an editor', '2026-01-01', 'by hand')")  # fmt: skip
    before = held(old)
    assert before["quotes"]
    open_database(old).close()
    assert_kept(before, held(old))
    assert objects(old) == objects(sound)
    assert_sound(old)


@pytest.mark.parametrize("last", RELEASED)
def test_linking_an_upgraded_database_leaves_it_as_if_loaded_today(sound: Path, tmp_path: Path, last: str) -> None:
    old = as_of(sound, tmp_path / "old.db", last)
    relink(old, load_aliases(()))
    assert [outcome for outcome in check_database(old).outcomes if outcome.count] == []
    ours, theirs = by_meaning(old), by_meaning(sound)
    for table in ("speakers", "quotes", "statements", "statement_keys", "contradictions", "article_links"):
        assert (table, ours[table]) == (table, theirs[table])


@pytest.mark.parametrize("last", [RELEASED[0], RELEASED[-1]])
def test_loading_into_an_upgraded_database_adds_to_it(sound: Path, tmp_path: Path, last: str) -> None:
    old = as_of(sound, tmp_path / "old.db", last)
    folder = write_corpus(tmp_path / "more", ["a-wire.md"])
    text = TEXTS["a-wire.md"].replace("title: Wire", "title: Other").replace("Lurania Press", "Evening Post")
    (folder / "a-wire.md").write_text(text, encoding="utf-8")
    load(old, [folder], StubExtractor(), load_aliases(()))
    assert [outcome for outcome in check_database(old).outcomes if outcome.count] == []
    assert len(held(old)["articles"]) == len(TEXTS) + 1


def test_what_no_release_left_is_mended_by_the_remedy(sound: Path, tmp_path: Path) -> None:
    """The step that makes the search indexes leaves them empty: no release wrote rows before it."""
    old = as_of(sound, tmp_path / "old.db", "m002_indexes")
    relink(old, load_aliases(()))
    broken = {outcome.rule.name for outcome in check_database(old).outcomes if outcome.count}
    assert broken == {"search", "search index"}
    for table in ("articles", "quotes", "statements", "speaker_names"):
        change(old, f"insert into {table}_fts ({table}_fts) values ('rebuild')")
    assert check_database(old).ok


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """The file that the first release wrote."""
    path = tmp_path / "m004.db"
    with gzip.open(STORED) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


def test_the_stored_file_is_of_the_first_release_and_small(stored: Path) -> None:
    with closing(sqlite3.connect(stored)) as db:
        steps = [name for (name,) in db.execute("select name from _sqlite_migrations order by id")]
    assert steps == ["m001_tables", "m002_indexes", "m003_search", "m004_views"]
    assert STORED.stat().st_size < 30_000


def test_the_stored_file_is_brought_up_to_date(stored: Path) -> None:
    before = held(stored)
    kept = ("loads", "articles", "outlets", "quotes", "speakers", "statements", "statement_keys", "contradictions")
    assert all(before[table] for table in kept)
    relink(stored, load_aliases(()))
    assert [outcome for outcome in check_database(stored).outcomes if outcome.count] == []
    after = held(stored)
    for table in kept:
        keys = [row.get("key", row.get("id")) for row in before[table]]
        assert keys == [row.get("key", row.get("id")) for row in after[table]][: len(keys)]


def test_the_stored_file_is_checked_as_it_lies(stored: Path) -> None:
    """All that is wrong with it is that its schema is an earlier one."""
    report = check_database(stored)
    assert {outcome.rule.name for outcome in report.outcomes if outcome.count} == {"schema"}
    assert {outcome.rule.name for outcome in report.outcomes if outcome.skipped} == {
        "counts",
        "linked",
        "versions",
        "withdrawn",
    }


def test_indexes_that_a_step_adds_are_counted_where_the_others_are(sound: Path, tmp_path: Path) -> None:
    """Otherwise SQLite would take them in the place of better ones."""
    old = as_of(sound, tmp_path / "old.db", "m012_summaries")
    change(old, "analyze")
    open_database(old).close()
    with closing(sqlite3.connect(old)) as db:
        counted = {index for (index,) in db.execute("select idx from sqlite_stat1")}
    assert "statements_spread_times" in counted
