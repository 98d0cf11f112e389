"""Permanent keys: made from what a row is, never from when it was loaded. Pure."""

from __future__ import annotations

import hashlib
import json

from datasette_quotes.text import short_key
from quote_loaders.canonical import canonical_url
from quote_loaders.records import Article, Outlet, Quote


def text_digest(text: str) -> str:
    """SHA-256 of a text's UTF-8 form, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def outlet_key(outlet: Outlet) -> str:
    """An outlet is its name, whatever its case and spacing."""
    return short_key("outlet", " ".join(outlet.name.casefold().split()))


def article_key(article: Article) -> str:
    """An article is its outlet, its canonical address where it has one, and its text."""
    address = canonical_url(article.url) if article.url else ""
    return short_key("article", outlet_key(article.outlet), address, text_digest(article.text))


def quote_key(article: str, quote: Quote) -> str:
    """A quote is the article (its key) that prints it and the characters that it covers there."""
    return short_key("quote", article, json.dumps([[span.start, span.end] for span in quote.content]))


def statement_key(earliest_quote: str) -> str:
    """A statement is called after its earliest quote (its key)."""
    return short_key("statement", earliest_quote)
