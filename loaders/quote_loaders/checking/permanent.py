"""Permanent keys: each is made from what its row is, and none that ever led to a statement is lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from datasette_quotes.text import short_key
from quote_loaders.checking.records import Fault
from quote_loaders.checking.texts import parsed
from quote_loaders.keys import article_key, outlet_key, statement_key
from quote_loaders.records import Article, Outlet
from quote_loaders.speakers.names import fold

_ARTICLES = """
select articles.key, outlets.name, articles.url, articles.text
from articles join outlets on outlets.id = articles.outlet_id
where articles.text <> ''
order by articles.id
"""
_QUOTES = """
select quotes.key, articles.key, quotes.spans from quotes join articles on articles.id = quotes.article_id
order by quotes.id
"""
_STATEMENTS = """
select statements.key, quotes.key from statements join quotes on quotes.id = statements.earliest_quote_id
order by statements.id
"""
_SPEAKERS = "select id, key, name, kind, wikidata from speakers order by id"
_NAMES = "select name from speaker_names where speaker_id = ? order by name"
_WHERE_NAMED = """
select articles.key from quotes join articles on articles.id = quotes.article_id
where quotes.speaker_id = :speaker or quotes.via_speaker_id = :speaker
limit 1
"""
_LED_TO = """
select quotes.key, statements.key from quotes join statements on statements.id = quotes.statement_id order by quotes.id
"""
_LEADS_TO = """
select statements.key from statement_keys join statements on statements.id = statement_keys.statement_id
where statement_keys.key = ?
"""
_SHADOWED = """
select statement_keys.key from statement_keys join statements on statements.key = statement_keys.key
where statement_keys.statement_id <> statements.id
order by statement_keys.key
"""


def keys_of_outlets(db: sqlite3.Connection) -> Iterator[Fault]:
    """An outlet's key is made from its name."""
    for key, name in db.execute("select key, name from outlets order by id"):
        yield from _other("outlets", key, outlet_key(Outlet(name)))


def keys_of_articles(db: sqlite3.Connection) -> Iterator[Fault]:
    """An article's key is made from its outlet, address and text."""
    for key, outlet, url, text in db.execute(_ARTICLES):
        made = article_key(Article(text, "", Outlet(outlet), "", url=url))
        yield from _other("articles", key, made)


def keys_of_quotes(db: sqlite3.Connection) -> Iterator[Fault]:
    """A quote's key is made from its article's key and its spans."""
    for key, article, spans in db.execute(_QUOTES):
        ranges = parsed(spans)
        if ranges:
            yield from _other("quotes", key, short_key("quote", article, json.dumps(ranges)))


def keys_of_statements(db: sqlite3.Connection) -> Iterator[Fault]:
    """A statement's key is made from its earliest quote's."""
    for key, earliest in db.execute(_STATEMENTS):
        yield from _other("statements", key, statement_key(earliest))


def keys_of_speakers(db: sqlite3.Connection) -> Iterator[Fault]:
    """A speaker's key is made from the name; of one who isn't named, from the article too.

    People who are spelt alike and were judged to be different have all their names in it; namesakes that inputs tell
    apart have their Wikidata number in it.
    """
    for row_id, key, name, kind, number in db.execute(_SPEAKERS):
        folded = " ".join(fold(name)) or name
        if kind in ("group", "anonymous"):
            article = db.execute(_WHERE_NAMED, {"speaker": row_id}).fetchone()
            if article is not None:
                yield from _other("speakers", key, short_key("speaker", article[0], folded))
        else:
            names = [one for (one,) in db.execute(_NAMES, (row_id,))]
            parts: list[tuple[str, ...]] = [(), tuple(names)]
            parts += [(*part, number) for part in parts if number]
            yield from _other("speakers", key, *(short_key("speaker", folded, *part) for part in parts))


def _other(table: str, key: str, *made: str) -> Iterator[Fault]:
    if key not in made:
        yield Fault(table, key, f"the key is {key!r}, what it is made of gives {made[0]!r}")


def links_lead_to_statements(db: sqlite3.Connection) -> Iterator[Fault]:
    """The key that each quote would give its statement leads there: no address of a statement is ever lost."""
    for quote, statement in db.execute(_LED_TO):
        key = statement_key(quote)
        if key == statement:
            continue
        found = db.execute(_LEADS_TO, (key,)).fetchone()
        if found is None:
            yield Fault(
                "statement_keys", key, f"the row is gone: it leads to the statement {statement} of quote {quote}"
            )
        elif found[0] != statement:
            yield Fault("statement_keys", key, f"it leads to the statement {found[0]}, its quote is in {statement}")
    for (key,) in db.execute(_SHADOWED):
        yield Fault("statement_keys", key, "it leads to another statement than the one that has this key now")
