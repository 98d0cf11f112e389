"""What a load spares a large file that was finished before."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.store import connection
from tests.loaders.linking_corpus import linked_at_once, make_articles


@pytest.fixture
def steps(tmp_path: Path) -> tuple[Database, list[str]]:
    """A database of a few articles that was finished, and what is asked of it from now on."""
    linked_at_once(tmp_path / "finished.db", make_articles(1, 6))
    db = store.open_database(tmp_path / "finished.db")
    store.finish_database(db, changed=True)
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    return db, asked


def test_a_small_file_is_finished_as_a_whole(steps: tuple[Database, list[str]]) -> None:
    db, asked = steps
    store.finish_database(db, changed=True)
    assert "analyze" in asked
    assert any("'optimize'" in one for one in asked)
    db.close()


def test_a_large_file_is_not_gone_through_again(
    steps: tuple[Database, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    db, asked = steps
    monkeypatch.setattr(connection, "LARGE", 1)
    store.finish_database(db, changed=True)
    assert "pragma optimize" in asked
    assert not [one for one in asked if one == "analyze" or "'optimize'" in one or one == "vacuum"]
    db.close()


@pytest.mark.parametrize(("large", "compact"), [(1, False), (connection.LARGE, True)], ids=["large", "small"])
def test_a_few_empty_pages_stay_in_a_large_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int, compact: bool
) -> None:
    linked_at_once(tmp_path / "made.db", make_articles(1, 6))
    db = store.open_database(tmp_path / "made.db")
    _leave_pages(db)
    monkeypatch.setattr(connection, "LARGE", large)
    store.finish_database(db, changed=True)
    assert (db.execute("pragma freelist_count").fetchone()[0] == 0) is compact
    db.close()


@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR])
def test_a_disk_without_room_for_a_second_copy_is_no_error(
    steps: tuple[Database, list[str]], monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    db, _ = steps
    _leave_pages(db)
    execute = db.execute

    def failing(sql: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        if sql == "vacuum":
            error = sqlite3.OperationalError("as SQLite says it")
            error.sqlite_errorcode = code
            raise error
        return execute(sql, parameters)

    monkeypatch.setattr(db, "execute", failing)
    with nullcontext() if code == sqlite3.SQLITE_FULL else pytest.raises(sqlite3.OperationalError):
        store.finish_database(db, changed=True)
    assert execute("pragma integrity_check").fetchone() == ("ok",)
    db.close()


def _leave_pages(db: Database) -> None:
    """Leave empty pages in a file, less than a twentieth of it."""
    db.execute("create table gone as select zeroblob(32000)")
    db.execute("drop table gone")
    db.conn.commit()
    assert 0 < db.execute("pragma freelist_count").fetchone()[0] < db.execute("pragma page_count").fetchone()[0] / 20
