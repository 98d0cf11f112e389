"""Indexes that are taken away while very many rows change."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from quote_loaders.linking import link_everything, whole
from quote_loaders.store import open_database, speakers
from quote_loaders.store.indexes import drop_indexes, make_indexes
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.linking_corpus import ALIASES, linked_at_once, make_articles, opened, save


@pytest.fixture
def db() -> Database:
    db = Database(memory=True)
    db.execute("create table boats (id integer primary key, name text unique, port text, berth integer)")
    db.execute("create index boats_port on boats (port)")
    db.execute("create index boats_berth on boats (berth, port) where berth is not null")
    db.execute("create index boats_id on boats (id, name)")
    db.execute("insert into boats values (1, 'Aster', 'Velmar', 3), (2, 'Bruma', 'Velmar', null)")
    db.execute("analyze")
    db.conn.commit()
    return db


def state(db: Database) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The indexes by name and SQL, and what SQLite knows of them."""
    listed = db.execute("select name, sql from sqlite_master where type = 'index' and sql is not null").fetchall()
    return set(listed), set(db.execute("select idx, stat from sqlite_stat1").fetchall())


@pytest.mark.parametrize(
    ("columns", "left"),
    [
        pytest.param(("berth",), {"boats_port", "boats_id"}, id="of one column"),
        pytest.param(("port",), {"boats_id"}, id="a column that two have"),
        pytest.param(None, set(), id="all"),
    ],
)
def test_indexes_that_are_dropped(db: Database, columns: tuple[str, ...] | None, left: set[str]) -> None:
    drop_indexes(db, "boats", columns)
    assert {name for name, _ in state(db)[0]} == left


def test_indexes_are_made_as_they_were(db: Database) -> None:
    before = state(db)
    with db.atomic():
        dropped = drop_indexes(db, "boats")
        make_indexes(db, dropped)
    assert state(db) == before


def test_keys_stay_unique_without_indexes(db: Database) -> None:
    drop_indexes(db, "boats")
    assert db.table("boats").indexes[0].columns == ["name"]


def test_linking_without_indexes_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_articles(3, 12)
    linked_at_once(tmp_path / "few.db", made)
    monkeypatch.setattr(speakers, "_MANY", 1)
    monkeypatch.setattr(whole, "_MANY", 1)
    monkeypatch.setattr(whole, "_MEMBERS", 5)
    db, load_id = opened(tmp_path / "many.db")
    save(db, made, load_id)
    before = {name for (name,) in db.execute("select name from sqlite_master where type = 'index'")}
    link_everything(db, ALIASES)
    assert {name for (name,) in db.execute("select name from sqlite_master where type = 'index'")} == before
    db.close()
    assert_sound(tmp_path / "many.db")
    assert by_meaning(tmp_path / "many.db") == by_meaning(tmp_path / "few.db")


def test_a_link_that_fails_leaves_the_indexes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db, load_id = opened(tmp_path / "quotes.db")
    save(db, make_articles(3, 12), load_id)
    before = state_of(tmp_path / "quotes.db")
    monkeypatch.setattr(whole, "_MANY", 1)
    monkeypatch.setattr(whole, "_MEMBERS", 5)
    monkeypatch.setattr(whole, "make_indexes", fail)
    with pytest.raises(OSError, match="no room"):
        link_everything(db, ALIASES)
    db.close()
    assert state_of(tmp_path / "quotes.db") == before


def fail(*_: object) -> None:
    raise OSError("no room")


def state_of(path: Path) -> set[str]:
    """The names of a database's indexes."""
    db = open_database(path)
    try:
        return {name for (name,) in db.execute("select name from sqlite_master where type = 'index'")}
    finally:
        db.close()
