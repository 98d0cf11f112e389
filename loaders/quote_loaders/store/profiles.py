"""What adding quotes to statements reads of them, and writes: the rows of all their quotes stay as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from quote_loaders.store.chosen import choose, some
from quote_loaders.store.linked import SAVE_MEMBER

_READ = f"select statement_id, quotes from linkage_statements where statement_id in {some('profile')}"
_SAVE = "insert or replace into linkage_statements values (?, ?)"
_HEADS = f"""
select statements.id, statements.key, reference_quote_id, statements.speaker_id, reference.key
from statements join quotes as reference on reference.id = reference_quote_id
where statements.id in {some("profile")}
"""
_MEMBERS = f"""
select quotes.statement_id, quotes.id from quotes join linkage_quotes on quote_id = quotes.id
where quotes.statement_id in {some("profile")}
order by quotes.published_order, linkage_quotes.words desc, quotes.key
"""
_TEXTS = f"select id, text from quotes where id in {some('member')}"
_STORED = "select relation, similarity, differences from quotes where id = ?"
_INSIDE = f"""
select left_statement_id, kind, left_quote_id, right_quote_id from contradictions
where left_statement_id in {some("profile")} and right_statement_id = left_statement_id
"""
_ADD_KEY = """
insert into statement_keys (key, statement_id) values (?, ?)
on conflict (key) do update set statement_id = excluded.statement_id
"""
_COUNT = """
update statements set reference_reason = :reason, quotes = :quotes, articles = :articles, origins = :origins,
    latest_published = coalesce(:latest, latest_published)
where id = :statement
"""
# By themselves: many indexes have these columns, and most statements keep what they have.
_COUNT_OUTLETS = "update statements set outlets = :outlets where id = :statement and outlets <> :outlets"
_COUNT_WORDINGS = "update statements set wordings = :wordings where id = :statement and wordings <> :wordings"


class Head(NamedTuple):
    """A statement as it is stored: ids, and the keys of itself and of its reference wording."""

    statement: int
    key: str
    reference: int
    speaker: int | None
    reference_key: str


class Added(NamedTuple):
    """A quote (id) as a member of the statement that it is added to; the differences are JSON."""

    statement: int
    relation: str
    similarity: float
    differences: str | None
    quote: int


class Counted(NamedTuple):
    """A statement (id), why its reference wording is this one, its counts, and its latest date; None leaves that."""

    statement: int
    reason: str
    counts: Mapping[str, int]
    latest: str | None


def read_profiles(db: Database, statements: Iterable[int]) -> dict[int, bytes]:
    """The profiles that are kept of some statements."""
    choose(db, "profile", statements)
    return dict(db.execute(_READ).fetchall())


def save_profiles(db: Database, rows: Iterable[tuple[int, bytes]]) -> None:
    """Keep profiles: statement, and its quotes as columns."""
    db.conn.executemany(_SAVE, rows)


def forget_profiles(db: Database, statements: Iterable[int]) -> None:
    """Keep no profiles of some statements."""
    db.conn.executemany("delete from linkage_statements where statement_id = ?", ((one,) for one in statements))


def heads(db: Database, statements: Iterable[int]) -> dict[int, Head]:
    """Some statements by id."""
    choose(db, "profile", statements)
    return {row[0]: Head(*row) for row in db.execute(_HEADS)}


def members(db: Database, statements: Iterable[int]) -> dict[int, list[int]]:
    """The quotes of some statements, in order."""
    choose(db, "profile", statements)
    found: dict[int, list[int]] = defaultdict(list)
    for statement, quote in db.execute(_MEMBERS):
        found[statement].append(quote)
    return found


def texts(db: Database, quotes: Iterable[int]) -> dict[int, str]:
    """The texts of some quotes."""
    choose(db, "member", quotes)
    return dict(db.execute(_TEXTS).fetchall())


def stored_member(db: Database, quote: int) -> tuple[str, float, str | None]:
    """Relation, similarity and differences of a quote."""
    row = db.execute(_STORED, (quote,)).fetchone()
    return row[0], row[1], row[2]


def inside(db: Database, statements: Iterable[int]) -> dict[int, list[tuple[str, int, int]]]:
    """The contradictions within some statements: kind, left and right quote."""
    choose(db, "profile", statements)
    found: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    for statement, kind, left, right in db.execute(_INSIDE):
        found[statement].append((kind, left, right))
    return found


def add_members(db: Database, rows: Iterable[Added]) -> int:
    """Put quotes into statements; how many."""
    return int(db.conn.executemany(SAVE_MEMBER, rows).rowcount)


def add_keys(db: Database, rows: Iterable[tuple[str, int]]) -> int:
    """Let keys lead to statements; how many."""
    return int(db.conn.executemany(_ADD_KEY, rows).rowcount)


def save_counts(db: Database, rows: Sequence[Counted]) -> int:
    """Bring the columns of statements that more quotes change up to date; how many."""
    values = [{"statement": row.statement, "reason": row.reason, "latest": row.latest, **row.counts} for row in rows]
    db.conn.executemany(_COUNT_OUTLETS, values)
    db.conn.executemany(_COUNT_WORDINGS, values)
    return int(db.conn.executemany(_COUNT, values).rowcount)
