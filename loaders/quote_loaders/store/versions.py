"""Versions of articles: which one follows which, and what each did to the quotes of the one before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlite_utils import Database

from quote_loaders.records import PlacedQuote, TextSpan
from quote_loaders.store.sync import sync_rows
from quote_loaders.versions import QuoteChange, Version

# An index of its own has all that is needed to find the addresses that several articles share.
_SHARED = """
select canonical_url, outlet_id from articles where canonical_url is not null group by 1, 2 having count(*) > 1
"""
_VERSIONS = """
select id, key, modified, captured, published, text_status, version_of_id from articles
where canonical_url = ? and outlet_id = ?
"""
_FOLLOWING = "select id, canonical_url, outlet_id from articles where version_of_id is not null"
_FOLLOWERS = """
select later.id, earlier.id, later.text_status = 'whole' and earlier.text_status = 'whole'
from articles as later join articles as earlier on earlier.id = later.version_of_id order by later.id
"""
_QUOTES = """
select quotes.id as quote_id, quotes.key, articles.key as article, outlets.key as outlet,
    quotes.named_as as speaker, quotes.named_as as speaker_name, quotes.via_named_as as via, quotes.kind, quotes.text,
    quotes.spans, articles.language, quotes.published, quotes.published_order, quotes.prefix, quotes.suffix, quotes.cue
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = quotes.outlet_id
where quotes.article_id = ? and quotes.key not in (select key from tombstones)
order by quotes.key
"""
_DROP = "delete from quote_changes where article_id in (select id from articles where version_of_id is null)"
_KINDS = "select change, count(*) from quote_changes where article_id = ? group by 1"
_LAST = """
select finished is not null from loads
where id < ? and (finished is null or json_extract(counts, '$.new_versions') is not null) order by id desc limit 1
"""


def read_versions(db: Database) -> Iterator[dict[int, tuple[Version, int | None]]]:
    """The articles of each address that several have, by id, each with the one that it is said to follow now."""
    for address in db.execute(_SHARED).fetchall():
        rows = db.execute(_VERSIONS, address).fetchall()
        yield {row[0]: (Version(*row[1:6]), row[6]) for row in rows}


def unchained(db: Database) -> list[int]:
    """The articles that are said to follow another one and share their address with none any more."""
    shared = set(db.execute(_SHARED).fetchall())
    return [row_id for row_id, *address in db.execute(_FOLLOWING).fetchall() if tuple(address) not in shared]


def save_chain(db: Database, follows: Mapping[int, int | None]) -> None:
    """Make articles follow others, or none."""
    rows = [(before, row_id) for row_id, before in follows.items()]
    with db.atomic():
        db.conn.executemany("update articles set version_of_id = ? where id = ?", rows)


def read_followers(db: Database) -> list[tuple[int, int, bool]]:
    """Every article that follows another one, with that one, and whether both are known as a whole."""
    return [(later, earlier, bool(whole)) for later, earlier, whole in db.execute(_FOLLOWERS).fetchall()]


def read_article_quotes(db: Database, article_id: int) -> dict[str, tuple[int, PlacedQuote]]:
    """The quotes of an article by key, with their ids; who speaks is told by the name that the article itself has."""
    found = {}
    for row in db.query(_QUOTES, (article_id,)):
        row_id = row.pop("quote_id")
        spans = tuple(TextSpan(*span) for span in json.loads(row["spans"]))
        found[row["key"]] = (row_id, PlacedQuote(**row | {"spans": spans}))
    return found


def save_quote_changes(db: Database, article_id: int, ids: Mapping[str, int], changes: Sequence[QuoteChange]) -> int:
    """Make the changes of a newer version just these, with the ids of their quotes; rows written."""
    rows = [
        {
            "article_id": article_id,
            "earlier_quote_id": ids[change.earlier] if change.earlier else None,
            "later_quote_id": ids[change.later] if change.later else None,
            "change": change.change,
        }
        for change in changes
    ]
    with db.atomic():
        columns = ("article_id", "earlier_quote_id", "later_quote_id")
        return sync_rows(db, "quote_changes", columns, rows, where=f"article_id = {int(article_id)}")


def drop_quote_changes(db: Database) -> int:
    """Drop the changes of articles that follow none any more; rows deleted."""
    with db.atomic():
        return int(db.execute(_DROP).rowcount)


def changes_by_kind(db: Database, articles: Collection[int]) -> Counter[str]:
    """What became of the quotes of articles, by the kind of change."""
    found: Counter[str] = Counter()
    for article_id in articles:
        found.update(dict(db.execute(_KINDS, (article_id,)).fetchall()))
    return found


def new_articles(db: Database, load_id: int) -> set[int]:
    """The articles that a run brought."""
    return {row_id for (row_id,) in db.execute("select id from articles where load_id = ?", (load_id,)).fetchall()}


def article_ids(db: Database, keys: Iterable[str]) -> set[int]:
    """The articles of some keys that are there."""
    found = (db.execute("select id from articles where key = ?", (key,)).fetchone() for key in keys)
    return {int(row[0]) for row in found if row is not None}


def was_completed(db: Database, load_id: int) -> bool:
    """Whether the load before this one came to its end, and compared versions."""
    row = db.execute(_LAST, (load_id,)).fetchone()
    return row is not None and bool(row[0])
