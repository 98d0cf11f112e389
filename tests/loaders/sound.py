"""A small database as a load leaves it: every promise is kept."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.corpus import write_corpus
from tests.loaders.stub_extractor import StubExtractor


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five articles with statements that are repeated, a contradiction, and every table of linking filled."""
    folder = tmp_path_factory.mktemp("sound")
    path = folder / "quotes.db"
    load(path, [write_corpus(folder / "articles")], StubExtractor(), load_aliases(()))
    with closing(sqlite3.connect(path)) as db:
        for table in ("contradictions", "statement_keys", "article_links", "speaker_names"):
            assert db.execute(f"select count(*) from {table}").fetchone()[0], f"{table} is empty"
    return path


@pytest.fixture
def copied(sound: Path, tmp_path: Path) -> Path:
    """The small database, to be broken."""
    return Path(shutil.copy(sound, tmp_path / "quotes.db"))


def change(path: Path, script: str) -> None:
    """Runs SQL without foreign keys, as somebody with an editor might."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma foreign_keys = off")
        db.executescript(script)
        db.commit()


def value(path: Path, sql: str) -> str:
    """The one value that a query gives, as text."""
    with closing(sqlite3.connect(path)) as db:
        return str(db.execute(sql).fetchone()[0])
