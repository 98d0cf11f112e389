"""Watching: rounds that load what has changed, one watcher a database, a clean end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from quote_loaders.cli import cli
from quote_loaders.pipeline import PROGRAM, load
from quote_loaders.records import LoadError
from quote_loaders.speakers import load_aliases
from quote_loaders.watching import LONGEST, Feed, Folder, locked, pause, watch
from tests.loaders.fetching.run import QUICK
from tests.loaders.fetching.server import Server, response
from tests.loaders.stub_extractor import StubExtractor


class _EndError(Exception):
    """The rounds of a test are over."""


@dataclass
class Script:
    """Something watched that changes, or fails, as it is told; and all that came of it."""

    looks: list[bool | LoadError]
    loads: list[str | LoadError] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def changed(self) -> bool:
        look = self.looks.pop(0)
        if isinstance(look, LoadError):
            raise look
        return look

    def loaded(self, result: str | None = None, /) -> None:
        if result is not None:
            self.told.append(result)

    def failed(self, error: LoadError, seconds: float, /) -> None:
        self.told.append(f"{error} ({seconds:g})")

    def load(self) -> str:
        found = self.loads.pop(0) if self.loads else "loaded"
        if isinstance(found, LoadError):
            raise found
        return found

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        if not self.looks:
            raise _EndError

    def run(self, *, once: bool = False) -> bool | None:
        try:
            return watch(self, self.load, self, self.wait, every=10, once=once)
        except _EndError:
            return None


def test_only_what_has_changed_is_loaded() -> None:
    script = Script([True, False, True])
    script.run()
    assert script.told == ["loaded", "loaded"]
    assert script.waits == [10, 10, 10]


def test_pauses_grow_while_something_is_wrong() -> None:
    script = Script([LoadError("gone"), LoadError("gone"), True, LoadError("gone")])
    script.run()
    assert script.told == ["gone (20)", "gone (40)", "loaded", "gone (20)"]
    assert script.waits == [20, 40, 10, 20]


def test_a_load_that_fails_counts_too() -> None:
    script = Script([True, True], loads=[LoadError("full")])
    script.run()
    assert script.told == ["full (20)", "loaded"]


@pytest.mark.parametrize(
    ("every", "failures", "expected"),
    [(10, 0, 10), (10, 3, 80), (10, 99, LONGEST), (86_400, 5, 86_400)],
)
def test_pauses_are_bounded(every: float, failures: int, expected: float) -> None:
    assert pause(every, failures) == expected


@pytest.mark.parametrize(("look", "well"), [(True, True), (False, True), (LoadError("gone"), False)])
def test_once_is_one_round(look: bool | LoadError, well: bool) -> None:
    script = Script([look, True])
    assert script.run(once=True) is well
    assert script.waits == []


NOW = 1_800_000_000.0
SUFFIXES = (".txt", ".md")


def folder(path: Path, *, settle: bool = True) -> Folder:
    """A folder, watched at a moment that does not pass."""
    return Folder(path, SUFFIXES, settle=settle, now=lambda: NOW)


def write(path: Path, text: str = "words", *, age: float = 60) -> None:
    """A file that was last changed some seconds ago."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (NOW - age, NOW - age))


CHANGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "nothing": (lambda _: None, False),
    "a new file": (lambda path: write(path / "b.txt"), True),
    "a new file further down": (lambda path: write(path / "inner" / "b.md"), True),
    "a longer file": (lambda path: write(path / "a.txt", "more words"), True),
    "a later file": (lambda path: write(path / "a.txt", age=30), True),
    "a file less": (lambda path: (path / "a.txt").unlink(), True),
    "a manifest": (lambda path: write(path / "manifest.csv"), True),
    "a file of another kind": (lambda path: write(path / "quotes.db"), False),
    "a hidden file": (lambda path: write(path / ".b.txt"), False),
    "a file in a hidden folder": (lambda path: write(path / ".git" / "b.txt"), False),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes_of_a_folder_are_seen(change: Callable[[Path], object], expected: bool, tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    watched = folder(tmp_path)
    assert watched.changed()
    watched.loaded()
    change(tmp_path)
    assert watched.changed() is expected


def test_a_folder_is_loaded_again_when_loading_failed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    watched = folder(tmp_path)
    assert [watched.changed(), watched.changed()] == [True, True]


def test_a_file_that_is_being_written_is_waited_for(tmp_path: Path) -> None:
    watched = folder(tmp_path)
    write(tmp_path / "a.txt", age=0.5)
    assert not watched.changed()
    write(tmp_path / "a.txt", "longer", age=0)
    assert not watched.changed()
    assert watched.changed()  # as it was a round ago


def test_a_file_that_never_settles_holds_nothing_up_for_ever(tmp_path: Path) -> None:
    watched = folder(tmp_path)
    seen = []
    for length in range(5):
        write(tmp_path / "a.txt", "x" * length, age=0)
        seen.append(watched.changed())
    assert seen == [False, False, False, True, False]


def test_once_waits_for_no_file(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", age=0)
    assert folder(tmp_path, settle=False).changed()


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is no folder"):
        folder(tmp_path / "gone").changed()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with one page."""
    with Server({"/a": response(headers={"ETag": '"1"'})}) as made:
        yield made


def _load(database: Path, url: str) -> None:
    load(database, [url], StubExtractor(), load_aliases(()), fetch=QUICK)


def test_a_feed_that_has_not_changed_is_not_loaded(server: Server, tmp_path: Path) -> None:
    url, database = f"{server.base}/a", tmp_path / "quotes.db"
    watched = Feed(url, database, QUICK, PROGRAM)
    assert watched.changed()
    _load(database, url)
    watched.loaded()
    assert not watched.changed()  # the same bytes once more
    server.answers["/a"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert not watched.changed()
    assert 'If-None-Match: "1"' in server.requests[-1]
    server.answers["/a"] = response(b"Other words than before.")
    assert watched.changed()


def test_a_feed_that_does_not_answer_is_told(server: Server, tmp_path: Path) -> None:
    url, database = f"{server.base}/a", tmp_path / "quotes.db"
    watched = Feed(url, database, QUICK, PROGRAM)
    _load(database, url)
    server.answers["/a"] = response(b"", "500 Oh")
    with pytest.raises(LoadError, match="status 500"):
        watched.changed()


def test_a_feed_that_never_answered_counts_as_a_failure(server: Server, tmp_path: Path) -> None:
    url, database = f"{server.base}/b", tmp_path / "quotes.db"
    watched = Feed(url, database, QUICK, PROGRAM)
    _load(database, url)
    with pytest.raises(LoadError, match="could not be fetched"):
        watched.loaded()


def test_two_never_watch_for_one_database(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    with (
        locked(database) as path,
        pytest.raises(LoadError, match="is being watched by another process"),
        locked(database),
    ):
        pass
    assert not path.exists()
    with locked(database), locked(tmp_path / "other.db"):
        pass


def test_a_lock_that_a_kill_left_behind_holds_nobody_up(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    (tmp_path / "quotes.db.watch").write_text("1\n")
    with locked(database) as path:
        assert path.read_text() == f"{os.getpid()}\n"


def test_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    """An empty folder, so that nothing but the waiting is interrupted."""
    database, empty = tmp_path / "quotes.db", tmp_path / "articles"
    empty.mkdir()
    command = [sys.executable, "-m", "quote_loaders", "watch", str(empty), str(database), "--every", "0.1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        lock = tmp_path / "quotes.db.watch"
        while not (lock.exists() and lock.read_text()):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, f"Stopped; what {database} holds is safe.\n")
    assert not lock.exists()


def test_sigterm_in_an_import_is_no_interrupt() -> None:
    """Imports run code by `exec`: there a bare KeyboardInterrupt makes Python end as interrupted, caught or not."""
    program = """
from quote_loaders.commands.watch import _ended_by_sigterm
try:
    with _ended_by_sigterm():
        exec("import os, signal; os.kill(os.getpid(), signal.SIGTERM)")
except KeyboardInterrupt:
    print("caught")
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "caught\n")


def test_control_c_ends_it_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupted)
    result = CliRunner().invoke(cli, ["watch", str(tmp_path), str(tmp_path / "quotes.db")])
    assert (result.exit_code, "is safe" in result.output) == (0, True)
    assert not (tmp_path / "quotes.db.watch").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["https://post.lurania.example/feed", "quotes.db"], "add --fetch"),
        (["no such folder", "quotes.db"], "is no folder"),
    ],
)
def test_what_can_not_be_watched_is_refused(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(cli, ["watch", *arguments])
    assert result.exit_code == 2
    assert message in result.output


def test_once_loads_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quote_loaders.extraction.Extractor", lambda _: StubExtractor())
    articles, database = tmp_path / "articles", tmp_path / "quotes.db"
    write(articles / "a.txt", 'The harbour opens\n\n"We have waited," said Orla Venn.\n')
    command = ["watch", str(articles), str(database), "--once", "--workers", "1"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    assert "1 new; 1 quotes in" in result.output
    import sqlite3

    with closing(sqlite3.connect(database)) as db:
        assert db.execute("select text from quotes").fetchall() == [("We have waited,",)]
