"""Columns that repeat or shorten others: each says what the other says."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from quote_loaders import dates
from quote_loaders.checking.records import Fault
from quote_loaders.store.articles import label

_COPIED = """
select quotes.key, quotes.outlet_id, articles.outlet_id, quotes.published, articles.published,
    quotes.published_order, articles.published_order, quotes.published_month, articles.published_month
from quotes join articles on articles.id = quotes.article_id
where quotes.outlet_id is not articles.outlet_id or quotes.published is not articles.published
    or quotes.published_order is not articles.published_order
    or quotes.published_month is not articles.published_month
order by quotes.id
"""
_COPIES = ("outlet_id", "published", "published_order", "published_month")
_DATES = """
select key, published, published_precision, published_zone_known, published_order, published_month
from articles order by id
"""
_FORMS = {
    "year": r"\d{4}",
    "month": r"\d{4}-\d\d",
    "day": r"\d{4}-\d\d-\d\d",
    "minute": r"\d{4}-\d\d-\d\dT\d\d:\d\dZ?",
    "second": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?",
}
_LABELS = {
    "quotes": "select key, label, text from quotes order by id",
    "statements": "select key, label, text from statements order by id",
}
# JSON columns that no other rule reads
_JSON = {
    "quotes.source_span": "select key, source_span from quotes where not json_valid(coalesce(source_span, 'null'))",
    "quotes.cue_span": "select key, cue_span from quotes where not json_valid(coalesce(cue_span, 'null'))",
    "quotes.differences": "select key, differences from quotes where not json_valid(coalesce(differences, 'null'))",
    "contradictions.evidence": "select id, evidence from contradictions where not json_valid(evidence)",
    "loads.parameters": "select id, parameters from loads where not json_valid(parameters)",
    "loads.counts": "select id, counts from loads where not json_valid(coalesce(counts, 'null'))",
}


def quotes_repeat_their_article(db: sqlite3.Connection) -> Iterator[Fault]:
    """outlet_id, published, published_order and published_month of a quote are its article's."""
    for key, *pairs in db.execute(_COPIED):
        for column, found, wanted in zip(_COPIES, pairs[::2], pairs[1::2], strict=True):
            if found != wanted:
                yield Fault("quotes", key, f"{column} is {found!r}, its article's is {wanted!r}")


def dates_agree(db: sqlite3.Connection) -> Iterator[Fault]:
    """published has the form of its precision, and the columns for sorting and facets follow from it."""
    for key, published, precision, zone_known, order, month in db.execute(_DATES):
        if published is not None and not re.fullmatch(_FORMS.get(precision, ""), published):
            yield Fault("articles", key, f"published is {published!r}, its precision {precision!r}")
        if zone_known != int(bool(published and published.endswith("Z"))):
            yield Fault("articles", key, f"published_zone_known is {zone_known}, published {published!r}")
        if order != dates.order(published):
            yield Fault("articles", key, f"published_order is {order!r}, expected {dates.order(published)!r}")
        expected = published[:7] if published and precision != "year" else None
        if month != expected:
            yield Fault("articles", key, f"published_month is {month!r}, expected {expected!r}")


def labels_are_of_the_texts(db: sqlite3.Connection) -> Iterator[Fault]:
    """A label is the text, cut."""
    for table, sql in _LABELS.items():
        for key, found, text in db.execute(sql):
            if found != label(text):
                yield Fault(table, key, f"label is {found!r}, its text gives {label(text)!r}")


def json_can_be_read(db: sqlite3.Connection) -> Iterator[Fault]:
    """A column that holds JSON holds nothing else."""
    for column, sql in _JSON.items():
        table, _, name = column.partition(".")
        for row, value in db.execute(sql):
            yield Fault(table, str(row), f"{name} is {str(value)[:80]!r}, expected JSON")
