"""Copying the allowed rows and columns of a database into a new one. The source is only read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Set
from pathlib import Path

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.publishing import allowed
from quote_loaders.publishing.regrouping import regroup
from quote_loaders.publishing.surroundings import after, before

_KEPT = (
    "create temp table kept_articles (id integer primary key, key text)",
    "create index temp.kept_articles_key on kept_articles (key)",
    "create temp table kept_quotes (id integer primary key, key text, statement_id integer)",
    "create index temp.kept_quotes_key on kept_quotes (key)",
    "create temp table kept_speakers (speaker_id integer primary key)",
)
_FILL = (
    "insert into kept_articles select id, key from source.articles where is_published(id)",
    "insert into kept_quotes select id, key, statement_id from source.quotes"
    " where article_id in (select id from kept_articles) and key not in (select key from source.tombstones)"
    " and not is_left_out(id)",
    "create index temp.kept_quotes_statement_id on kept_quotes (statement_id)",
    "insert into kept_speakers select speaker_id from source.quotes"
    " where id in (select id from kept_quotes) and speaker_id is not null"
    " union select via_speaker_id from source.quotes"
    " where id in (select id from kept_quotes) and via_speaker_id is not null"
    " union select speaker_id from source.statements"
    " where id in (select statement_id from kept_quotes) and speaker_id is not null",
)

_BROKEN = """
select distinct statement_id from source.quotes
where statement_id in (select statement_id from kept_quotes) and id not in (select id from kept_quotes)
"""

_RECOUNT = """
update statements set contradictions = (
    select count(*) from contradictions where statements.id in (left_statement_id, right_statement_id)
)
where id in (
    select left_statement_id from source.contradictions where id not in (select id from contradictions)
    union
    select right_statement_id from source.contradictions where id not in (select id from contradictions)
)
"""

Limits = Mapping[int, tuple[int, int]]  # article -> characters around its quotes, characters of its text
STATEMENTS_AT_ONCE = 500


def copy_allowed(source: Path, target: Path, limits: Limits, left_out: Set[int], *, notes: bool) -> None:
    """A new database with what may be published of the articles in `limits` but for the quotes that are left out.

    `left_out` are ids of quotes; `notes` keeps what reviewers wrote.
    """
    store.open_database(target).close()
    connection = sqlite3.connect(f"{target.absolute().as_uri()}?mode=rw", uri=True)
    try:
        connection.execute("pragma secure_delete = on")
        _define(connection, limits, left_out)
        connection.execute("attach database ? as source", (f"{source.absolute().as_uri()}?mode=ro",))
        for statement in (*_KEPT, *_FILL):
            connection.execute(statement)
        for table in allowed.COLUMNS:
            connection.execute(_copy(table, notes=notes))
        broken = [row[0] for row in connection.execute(_BROKEN)]
        for start in range(0, len(broken), STATEMENTS_AT_ONCE):
            regroup(Database(connection), broken[start : start + STATEMENTS_AT_ONCE])
        connection.execute(_RECOUNT)
        connection.commit()
        connection.execute("detach database source")
        _empty_others(connection)
        store.finish_database(Database(connection), changed=True)
        connection.commit()
    finally:
        connection.close()


def _empty_others(connection: sqlite3.Connection) -> None:
    """Triggers have filled tables that aren't published."""
    names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    for (table,) in names:
        if table not in allowed.COLUMNS and table not in allowed.OWN and "_fts" not in table:
            connection.execute(f"delete from {table}")
    connection.commit()


def _define(connection: sqlite3.Connection, limits: Limits, left_out: Set[int]) -> None:
    """What the SQL of `allowed` calls. Where the source has no text, surroundings end with words already."""

    def published_before(prefix: str, article: int, spans: str) -> str:
        context, size = limits[article]
        return before(prefix, context, not size or len(prefix) == json.loads(spans)[0][0])

    def published_after(suffix: str, article: int, spans: str) -> str:
        context, size = limits[article]
        return after(suffix, context, not size or json.loads(spans)[-1][1] + len(suffix) == size)

    connection.create_function("published_before", 3, published_before, deterministic=True)
    connection.create_function("published_after", 3, published_after, deterministic=True)
    connection.create_function("is_published", 1, lambda article: article in limits, deterministic=True)
    connection.create_function("is_left_out", 1, lambda quote: quote in left_out, deterministic=True)


def _copy(table: str, *, notes: bool) -> str:
    """The SQL that copies a table; made of the names that `allowed` lists."""
    instead = {name: sql for (of, name), sql in allowed.INSTEAD.items() if of == table}
    if notes:
        instead |= {name: sql for (of, name), sql in allowed.WITH_NOTES.items() if of == table}
    names = (*allowed.COLUMNS[table], *instead)
    values = (*allowed.COLUMNS[table], *instead.values())
    return (
        f"insert into main.{table} ({', '.join(names)}) "
        f"select {', '.join(values)} from source.{table} where {allowed.ROWS[table]}"
    )
