"""What a load spares a large file that was finished before."""

from __future__ import annotations

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
