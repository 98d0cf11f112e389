"""Making a public copy: plan, copy, compact, prove, and only then give the file its name."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from quote_loaders.publishing import allowed
from quote_loaders.publishing.copying import copy_allowed
from quote_loaders.publishing.planning import planned
from quote_loaders.publishing.proof import LeakError, prove
from quote_loaders.publishing.report import LeftOut, TooLong
from quote_loaders.records import LoadError
from quote_loaders.store.withdrawals import pending_withdrawals

__all__ = ["LeakError", "make_public"]

_COUNTED = ("quotes", "statements", "speakers", "articles", "outlets", "contradictions", "tombstones")


def make_public(source: Path, target: Path, *, context: int, most: int, notes: bool, replace: bool) -> LeftOut:
    """Write the public copy of a database; `target` appears, or is replaced, when the proof has succeeded.

    Raises LoadError when a file can't be used, and LeakError when the copy holds what it must not hold.
    """
    _check_files(source, target, replace)
    connection = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    try:
        _check_source(connection, source)
        # Beside the target, so that the last step is a renaming; removed whatever happens.
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            return _make(connection, source, target, Path(folder), context, most, notes=notes)
    except sqlite3.OperationalError as error:
        raise LoadError(f"{target} can't be made from {source}: {error}") from error
    finally:
        connection.close()


def _make(
    connection: sqlite3.Connection, source: Path, target: Path, folder: Path, context: int, most: int, *, notes: bool
) -> LeftOut:
    too_long: list[TooLong] = []
    limits: dict[int, tuple[int, int]] = {}
    left_out: set[int] = set()
    for article in planned(connection, context, most):
        if article.context is not None:
            limits[article.id] = (article.context, len(article.text))
            left_out.update(article.left_out)
        if article.too_long:
            too_long.append(article.too_long)
    copy_allowed(source, folder / "copied.db", limits, left_out, notes=notes)
    compact = folder / "compact.db"
    _compact(folder / "copied.db", compact)
    looked_for = prove(connection, compact, context, most)
    kept = _counts(compact)
    compact.replace(target)
    return LeftOut(
        kept=kept,
        left_out=_left_out(connection, kept, notes=notes),
        too_long=tuple(too_long),
        shortened=sum(1 for fits, _ in limits.values() if fits < context),
        context=context,
        most=most,
        size=target.stat().st_size,
        runs=looked_for,
    )


def _check_files(source: Path, target: Path, replace: bool) -> None:
    if not source.is_file():
        raise LoadError(f"{source} does not exist, expected a database that `datasette-quotes load` made")
    if target.exists() and source.samefile(target):
        raise LoadError(f"{target} is the database itself, expected the name of another file")
    if target.exists() and not replace:
        raise LoadError(f"{target} exists: name another file, or replace it with --replace")
    if not target.parent.is_dir():
        raise LoadError(f"{target.parent} is no folder, expected one that {target.name} can be written to")


def _check_source(connection: sqlite3.Connection, source: Path) -> None:
    try:
        tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise LoadError(f"{source} can't be read as a database: {error}") from None
    missing = sorted({*allowed.COLUMNS, "inputs", "load_problems"} - tables) or [
        f"{table}.{column}"
        for table, columns in allowed.COLUMNS.items()
        for column in columns
        if column not in {name for (name,) in connection.execute("select name from pragma_table_info(?)", (table,))}
    ]
    if missing:
        raise LoadError(
            f"{source} lacks {', '.join(missing)}: `datasette-quotes link {source}` brings a database of an earlier "
            "version up to date"
        )
    if pending := pending_withdrawals(connection):
        raise LoadError(
            f"{source} has withdrawals that nothing obeys yet ({', '.join(pending[:5])}): "
            f"run `datasette-quotes link {source}` first"
        )


def _compact(copied: Path, compact: Path) -> None:
    connection = sqlite3.connect(copied)
    try:
        connection.execute("vacuum into ?", (str(compact),))
    finally:
        connection.close()


def _counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    try:
        return {table: connection.execute(f"select count(*) from {table}").fetchone()[0] for table in _COUNTED}
    finally:
        connection.close()


def _left_out(source: sqlite3.Connection, kept: dict[str, int], *, notes: bool) -> dict[str, int]:
    def count(sql: str) -> int:
        return int(source.execute(sql).fetchone()[0])

    return {
        "texts of articles": count("select count(*) from articles where text <> ''"),
        "summaries": count("select count(*) from articles where summary is not null"),
        "articles": count("select count(*) from articles") - kept["articles"],
        "quotes": count("select count(*) from quotes") - kept["quotes"],
        "statements": count("select count(*) from statements") - kept["statements"],
        "speakers": count("select count(*) from speakers") - kept["speakers"],
        "contradictions": count("select count(*) from contradictions") - kept["contradictions"],
        "names and notes of reviewers": 0 if notes else count("select count(*) from judgements"),
        "records of inputs": count("select count(*) from inputs"),
        "problems of loads": count("select count(*) from load_problems"),
    }
