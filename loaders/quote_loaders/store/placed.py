"""Rows back into the records that linking works on."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlite_utils import Database

from quote_loaders.records import Judgement, PlacedArticle, PlacedQuote, TextSpan
from quote_loaders.store.chosen import choose, listed, some

# The key of the first version of an article, when it is a later one itself.
_FIRST = """
case when {article}.version_of_id is not null then (
    with recursive before (id) as (
        select {article}.version_of_id
        union
        select older.version_of_id from before join articles as older on older.id = before.id
        where older.version_of_id is not null
    )
    select min(oldest.key) from before join articles as oldest on oldest.id = before.id
    where oldest.version_of_id is null
) end
"""
_QUOTES = """
select quotes.id, quotes.key, articles.key as article, outlets.key as outlet, speakers.key as speaker,
    speakers.name as speaker_name, via.key as via, quotes.kind, quotes.text, quotes.spans, articles.language,
    quotes.published, quotes.published_order, quotes.prefix, quotes.suffix, quotes.cue,
    outlets.kind as outlet_kind, coalesce({first_of_origin}, origin.key) as origin, {first} as first_version
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = quotes.outlet_id
left join speakers on speakers.id = quotes.speaker_id
left join speakers as via on via.id = quotes.via_speaker_id
left join articles as origin on origin.id = articles.origin_id
where quotes.key not in (select key from tombstones)
""".format(first=_FIRST.format(article="articles"), first_of_origin=_FIRST.format(article="origin"))
_ALL_QUOTES = f"{_QUOTES} order by quotes.id"
_IDS = "select id from quotes where key not in (select key from tombstones) order by key"
_SOME_QUOTES = f"{_QUOTES} and quotes.id in (select value from json_each(?))"

_WORDINGS = """
select quotes.id, quotes.key, quotes.text, articles.language, quotes.published_order
from quotes join articles on articles.id = quotes.article_id
where quotes.id in (select value from json_each(?))
"""

_ARTICLES = """
select articles.id, articles.key, outlets.key, outlets.name, outlets.kind, articles.title, articles.text,
    articles.language, articles.published, articles.published_order, articles.url, articles.credit
from articles join outlets on outlets.id = articles.outlet_id
"""
_ALL_ARTICLES = f"{_ARTICLES} order by articles.key"
_SOME_ARTICLES = f"{_ARTICLES} where articles.id in {some('placed')} order by articles.key"

_JUDGEMENTS = """
select subject, left_key, right_key, verdict from judgements order by made_at, id
"""


def read_quotes(db: Database, some_ids: Iterable[int] | None = None) -> Iterator[tuple[int, PlacedQuote]]:
    """Stored quotes with their ids and surroundings: all of them in order of their ids, or those of some ids."""
    rows = db.execute(_ALL_QUOTES) if some_ids is None else db.execute(_SOME_QUOTES, (listed(some_ids),))
    for row in rows:
        spans = tuple(TextSpan(start, end) for start, end in json.loads(row[9]))
        values: list[Any] = [*row[1:9], spans, *row[10:]]
        yield row[0], PlacedQuote(*values)


class Wording(NamedTuple):
    """A stored quote (id) as far as its words and its place in the order of linking go."""

    quote: int
    key: str
    text: str
    language: str
    published_order: str


def read_wordings(db: Database, some_ids: Iterable[int]) -> list[Wording]:
    """The words of some stored quotes."""
    return [Wording(*row) for row in db.execute(_WORDINGS, (listed(some_ids),))]


def ids_by_key(db: Database) -> Iterator[int]:
    """The ids of all quotes that `read_quotes` gives, in order of their keys."""
    return (row_id for (row_id,) in db.execute(_IDS))


def stored_homes(db: Database) -> Iterator[tuple[int, int]]:
    """Every quote (id) in order with the statement that it is in, 0 for none."""
    yield from db.execute("select id, coalesce(statement_id, 0) from quotes order by id")


def read_articles(db: Database, some_ids: Iterable[int] | None = None) -> dict[int, PlacedArticle]:
    """Stored articles by id, in order of their keys: all of them, or those of some ids."""
    if some_ids is not None:
        choose(db, "placed", some_ids)
    return {
        row[0]: PlacedArticle(*row[1:]) for row in db.execute(_ALL_ARTICLES if some_ids is None else _SOME_ARTICLES)
    }


def article_ranges(db: Database, many: int) -> Iterator[tuple[int, int]]:
    """The first and the last id of so many articles at a time, all of them."""
    ids = array("q", (one for (one,) in db.execute("select id from articles order by id")))
    for low in range(0, len(ids), many):
        some_ids = ids[low : low + many]
        yield some_ids[0], some_ids[-1]


def read_judgements(db: Database) -> list[Judgement]:
    """The decision that counts for each subject: the latest one."""
    latest = {(subject, left, right): verdict for subject, left, right, verdict in db.execute(_JUDGEMENTS)}
    return [Judgement(subject, left, right, verdict) for (subject, left, right), verdict in latest.items()]
