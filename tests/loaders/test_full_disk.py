"""A disk that fills up costs what did not fit, in plain words; with room made the same command completes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.pipeline import load
from quote_loaders.records import LoadError
from quote_loaders.speakers import load_aliases
from tests.loaders.corpus import write_many
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.stub_extractor import StubExtractor

ALIASES = load_aliases(())
ROOM = 1_400_000  # bytes: more than the empty schema, less than the articles below need


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = write_many(tmp_path / "in", 30)
    for number in range(6):  # among them some that are too large for what is left
        (folder / f"large-{number}.txt").write_text(f"Large {number}\n\n" + f"word{number} and more " * 20_000)
    return folder


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 1.4 MB, where this process may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system; the limit on pages is tested without")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip(f"no small file system can be mounted here: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def told(database: Path, articles: Path) -> str:
    """What a load onto a full disk says: its own failure, or that of each article that did not fit."""
    try:
        summary = load(database, [articles], StubExtractor(), ALIASES)
    except LoadError as error:
        return str(error)
    assert summary.articles["refused"] > 0
    assert summary.articles["new"] >= 30, "what fits is loaded"
    return "; ".join(problem.message for problem in summary.problems if problem.stage == "save")


def assert_told_then_completed(database: Path, articles: Path, room: Path) -> None:
    message = told(database, articles)
    assert "disk is full" in message
    assert "run the same command again" in message
    assert_sound(database)
    shutil.copy(database, room / "completed.db")
    load(room / "completed.db", [articles], StubExtractor(), ALIASES)
    load(room / "undisturbed.db", [articles], StubExtractor(), ALIASES)
    assert by_meaning(room / "completed.db") == by_meaning(room / "undisturbed.db")


def test_small_file_system(small_disk: Path, articles: Path, tmp_path: Path) -> None:
    assert_told_then_completed(small_disk / "quotes.db", articles, tmp_path)


def test_limited_pages(monkeypatch: pytest.MonkeyPatch, articles: Path, tmp_path: Path) -> None:
    """The same error of SQLite without a file system of its own: no more pages than a limit."""
    open_database = store.open_database
    database = tmp_path / "limited.db"

    def limited(path: Path) -> Database:
        db = open_database(path)
        if path == database:
            db.execute(f"pragma max_page_count = {ROOM // 4096}")
        return db

    monkeypatch.setattr(store, "open_database", limited)
    assert_told_then_completed(database, articles, tmp_path)
    problems = sqlite3.connect(database)
    rows = problems.execute("select count(*) from load_problems where stage = 'save'").fetchone()
    problems.close()
    assert rows[0] > 0, "there is room for saying what did not fit"
