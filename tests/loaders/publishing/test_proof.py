"""The proof finds what it is there to find, wherever it was put: each leak here is made by hand."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from quote_loaders.publishing import LeakError, allowed
from quote_loaders.publishing.borders import stored
from quote_loaders.publishing.proof import prove
from tests.loaders.publishing.hidden import MARK, hidden, publish, secret

RUN = " ".join(secret(4, 1).split()[5:13])  # eight words of a text


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A database and its public copy."""
    folder = tmp_path_factory.mktemp("proof")
    hidden(folder / "private.db", 9).connection.close()
    publish(folder / "private.db", folder / "quotes.db")
    return folder / "private.db", folder / "quotes.db"


@pytest.fixture
def copied(files: tuple[Path, Path], tmp_path: Path) -> Path:
    """A public copy to put a leak in."""
    return Path(shutil.copy(files[1], tmp_path / "quotes.db"))


def proved(files: tuple[Path, Path], target: Path, context: int = 30) -> int:
    connection = sqlite3.connect(files[0])
    try:
        return prove(connection, target, context, 600)
    finally:
        connection.close()


def tampered(path: Path, *statements: str, compact: bool = True) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma secure_delete = off")
    for (name,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        if "_fts" not in name:
            connection.execute(f"drop trigger {name}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    if compact:
        connection.execute("vacuum")
    connection.close()


def test_an_untouched_copy_passes(files: tuple[Path, Path], copied: Path) -> None:
    assert proved(files, copied) > 9 * 53


VALUES: dict[str, str] = {
    "a value": f"update quotes set role = '{RUN}' where id = 3",
    "with other punctuation": f"update quotes set role = '{RUN.replace(' ', ', ').upper()}' where id = 3",
    "a longer value": f"update statements set text = 'Before it {RUN} and after' where id = 1",
    "bytes": f"update quotes set role = cast('{RUN}' as blob) where id = 3",
    "JSON": f"update contradictions set evidence = '{json.dumps([RUN])}'",
    "JSON with escapes": "update loads set counts = '" + json.dumps({"a": RUN.replace(" ", "\n")}) + "'",
    "a description of somebody": f"update speakers set role = '{RUN}'",
    "a title": f"update articles set title = '{RUN}' where id = 2",
}  # fmt: skip


@pytest.mark.parametrize("sql", VALUES.values(), ids=VALUES.keys())
def test_words_in_a_value_are_found(files: tuple[Path, Path], copied: Path, sql: str) -> None:
    if "contradictions" in sql:
        tampered(
            copied, "insert into contradictions select 1, 1, 1, 1, 4, 'number', 1, '', '', '' from quotes limit 1", sql
        )
    else:
        tampered(copied, sql)
    with pytest.raises(LeakError, match=rf"holds words of a text that is left out: .*{MARK}4p1w5 .*{MARK}4p1w12"):
        proved(files, copied)


def test_seven_words_are_no_run(files: tuple[Path, Path], copied: Path) -> None:
    tampered(copied, f"update quotes set role = '{RUN.rpartition(' ')[0]}' where id = 3")
    assert proved(files, copied)


def test_more_context_than_was_asked_for_is_found(files: tuple[Path, Path], copied: Path) -> None:
    with pytest.raises(LeakError, match="prefix, text and suffix holds words"):
        proved(files, copied, context=3)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("update articles set summary = 'A teaser' where id = 1", id="a summary"),
        pytest.param("update articles set source_path = 'a.md' where id = 1", id="a path"),
        pytest.param('update loads set parameters = \'{"aliases": "a.csv"}\'', id="options"),
        pytest.param(
            "insert into load_problems (load_id, source, stage, message) values (1, 'a', 'read', 'b')", id="a problem"
        ),
        pytest.param(
            "insert into tombstones (key, kind, reason) select key, 'quote', 'x' from quotes limit 1", id="withdrawn"
        ),
        pytest.param("create table drafts as select 'short' as words", id="a table of somebody else"),
    ],
)
def test_what_has_to_be_empty_is_empty(files: tuple[Path, Path], copied: Path, sql: str) -> None:
    tampered(copied, sql)
    with pytest.raises(LeakError, match="rows"):
        proved(files, copied)


@pytest.mark.parametrize(
    "index", ["articles_fts (rowid, title, text) values (3, 'x', ?)", "quotes_fts (rowid, text) values (3, ?)"]
)
def test_words_in_a_search_index_alone_are_found(files: tuple[Path, Path], copied: Path, index: str) -> None:
    """No value of a table holds them, and in the bytes their order is lost."""
    connection = sqlite3.connect(copied)
    connection.execute(f"insert into {index}", (RUN,))
    connection.commit()
    connection.close()
    with pytest.raises(LeakError, match=rf"{index.split()[0]} (holds words|has two words in one place)"):
        proved(files, copied)


def _free_page(path: Path) -> None:
    tampered(path, "create table drafts (words)", f"insert into drafts values ('{RUN} {RUN}')", "drop table drafts",
             compact=False)  # fmt: skip


def test_a_free_page_is_refused(files: tuple[Path, Path], copied: Path) -> None:
    _free_page(copied)
    assert RUN.encode() in copied.read_bytes()
    with pytest.raises(LeakError, match="free pages"):
        proved(files, copied)


def test_bytes_behind_the_pages_are_refused(files: tuple[Path, Path], copied: Path) -> None:
    with copied.open("ab") as file:
        file.write(RUN.encode())
    with pytest.raises(LeakError, match="behind its pages"):
        proved(files, copied)


def _slack(path: Path) -> None:
    """A row that was deleted, in a page that is still used."""
    run = f"insert into loads (id, program, parameters, started) values (9, 'a', '{{}}', '{RUN} {RUN}')"
    tampered(path, run, "delete from loads where id = 9", compact=False)


@pytest.mark.parametrize("leave", [_free_page, _slack], ids=["a free page", "what was deleted in a page"])
def test_words_that_only_the_bytes_hold_are_found(
    files: tuple[Path, Path], copied: Path, monkeypatch: pytest.MonkeyPatch, leave: Callable[[Path], None]
) -> None:
    monkeypatch.setattr("quote_loaders.publishing.proof._check_form", lambda *_: None)
    leave(copied)
    assert RUN.encode() in copied.read_bytes()
    with pytest.raises(LeakError, match="the bytes of"):
        proved(files, copied)


def test_columns_that_touch_in_the_file_are_no_run(tmp_path: Path) -> None:
    """The end of one value and the beginning of the next one are words of a text only by accident."""
    rows = hidden(tmp_path / "private.db", 3)
    rows.article(1, "Other", "It rained, and it went on: one two three four. Five six seven eight.")
    rows.connection.execute(
        "update quotes set source_text = 'one two three four.', source_span = null, named_as = 'Five six seven eight'"
    )
    rows.connection.commit()
    rows.connection.close()
    publish(tmp_path / "private.db", tmp_path / "quotes.db")
    assert b"one two three four.Five six seven eight" in (tmp_path / "quotes.db").read_bytes()


def test_a_number_behind_a_text_is_no_word_of_it(tmp_path: Path) -> None:
    """8289 is 0x2061, which reads as a space and the next word of the text."""
    rows = hidden(tmp_path / "private.db", 3)
    rows.article(1, "Other", "It rained, and it went on: one two three four five six seven a. Nothing came of it.")
    rows.connection.execute("pragma foreign_keys = off")
    rows.connection.execute("update statements set text = 'one two three four five six seven', speaker_id = 8289")
    rows.connection.execute("update quotes set speaker_id = 8289")
    rows.connection.execute("update speaker_names set speaker_id = 8289")
    rows.connection.execute("update speakers set id = 8289")
    rows.connection.commit()
    rows.connection.close()
    publish(tmp_path / "private.db", tmp_path / "quotes.db")
    assert b"one two three four five six seven a" in (tmp_path / "quotes.db").read_bytes()


@pytest.mark.parametrize(
    "value",
    [
        None,
        0,
        1,
        2,
        -1,
        127,
        128,
        -129,
        8289,
        1 << 20,
        -(1 << 23),
        1 << 31,
        1 << 47,
        -(1 << 62),
        0.5,
        3.0,
        "é a",
        b"a\x00",
    ],
    ids=repr,
)
def test_values_are_stored_as_sqlite_does(tmp_path: Path, value: object) -> None:
    connection = sqlite3.connect(tmp_path / "values.db")
    kind = "real" if isinstance(value, float) else ""  # as in the schema
    connection.execute(f"create table some (id integer primary key, before text, value {kind}, after text)")
    connection.execute("insert into some values (7, 'before it', ?, 'after it')", (value,))
    connection.commit()
    connection.close()
    assert b"before it" + stored(value) + b"after it" in (tmp_path / "values.db").read_bytes()


# --- the lists of what is allowed are not what the proof believes


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        pytest.param("articles", {"text": "text"}, id="the text"),
        pytest.param("articles", {"summary": "text"}, id="the text under another name"),
        pytest.param("quotes", {"prefix": "prefix"}, id="the whole surroundings"),
        pytest.param("articles", {"byline": "text"}, id="a text as a byline"),
    ],
)
def test_a_mistake_in_the_lists_is_found(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str, columns: dict[str, str]
) -> None:
    names = tuple(name for name in allowed.COLUMNS[table] if name not in columns)
    monkeypatch.setitem(allowed.COLUMNS, table, names)
    for name, sql in columns.items():
        monkeypatch.setitem(allowed.INSTEAD, (table, name), sql)
    with pytest.raises(LeakError):
        publish(files[0], tmp_path / "out.db")
    assert list(tmp_path.iterdir()) == []
