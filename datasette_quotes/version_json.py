"""Other versions of an article, and where it came from, as JSON."""

from __future__ import annotations

from typing import Any

from datasette_quotes.queries.versions import QuoteChange, Source, Version
from datasette_quotes.sister_json import Addresses
from datasette_quotes.versions import Versions

Json = dict[str, Any]


def source_json(source: Source) -> Json:
    """Where an article came from; null for what this copy of the collection doesn't say."""
    return {
        "path": source.path or None,
        "record": source.record or None,
        "reader": source.reader,
        "text_digest": source.text_digest,
        "captured": source.captured,
        "text_status": source.text_status,
        "extraction_doubt": source.extraction_doubt,
    }


def versions_json(versions: Versions, urls: Addresses) -> Json:
    """The versions before and after, and what became of every quote."""
    return {
        "earlier": [_version(one, urls) for one in versions.earlier],
        "later": [_version(one, urls) for one in versions.later],
        "changes": [_change(one, urls) for one in versions.changes],
    }


def _version(one: Version, urls: Addresses) -> Json:
    return {
        "key": one.key,
        "url": urls.article(one.key),
        "title": one.title,
        "language": one.language,
        "published": one.published,
        "modified": one.modified,
    }


def _change(one: QuoteChange, urls: Addresses) -> Json:
    return {
        "way": one.way,
        "change": one.change,
        "before": _quote(one.earlier_key, one.earlier_text, urls),
        "after": _quote(one.later_key, one.later_text, urls),
    }


def _quote(key: str | None, text: str | None, urls: Addresses) -> Json | None:
    return {"key": key, "url": urls.quote(key), "text": text} if key else None
