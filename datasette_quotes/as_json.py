"""The JSON of the plugin's pages: version 1. Keys are only ever added within a version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datasette_quotes.disputes import ShownContradiction, ShownSide
from datasette_quotes.queries.record import Record
from datasette_quotes.queries.start import Hit, Listed
from datasette_quotes.queries.tables import COUNT_LIMIT, Collection
from datasette_quotes.queries.trace import Link, Statement
from datasette_quotes.search import Outcome, how_found
from datasette_quotes.text_fragment import web_address
from datasette_quotes.trace import Shown, Trace
from datasette_quotes.wordings import Wording, differences_json, read_differences

VERSION = 1
NOTE = "“First seen” is the earliest in this collection; it is not “first said”."

Address = Callable[[str], str]  # a key -> the absolute address of its page
Gone = frozenset[int] | None  # ids of quotes that a later version of their article leaves out
Json = dict[str, Any]


def trace_json(found: Trace, statement_url: Address, quote_url: Address, gone: Gone = None) -> Json:
    """The trace of a statement: the same content as its page; `gone` is None when that isn't known, or not shown."""
    keys = {one.row.article_id: one.row.article_key for one in found.occurrences}
    return {
        "ok": True,
        "version": VERSION,
        "statement": _statement(found.statement, statement_url),
        "occurrences": [_occurrence(one, quote_url, gone) for one in found.occurrences],
        "wordings": [_wording(one) for one in found.wordings],
        "links": [*_origins(found, keys), *(_link(link, keys) for link in found.links)],
        "contradictions": [contradiction_json(one, statement_url, quote_url) for one in found.contradictions],
        "limits": {
            "shown": len(found.occurrences),
            "total": found.statement.quotes,
            "collection": collection_json(found.collection),
            "note": NOTE,
        },
    }


def quote_json(found: Trace, key: str, statement_url: Address, quote_url: Address, gone: Gone = None) -> Json:
    """One quote, and the statement it belongs to."""
    one = next(one for one in found.occurrences if one.row.key == key)
    return {
        "ok": True,
        "version": VERSION,
        "quote": _occurrence(one, quote_url, gone),
        "statement": _statement(found.statement, statement_url),
    }


def listed_json(one: Listed, statement_url: Address) -> Json:
    """A statement in a list."""
    return {
        "key": one.key,
        "url": statement_url(one.key),
        "text": one.text,
        "language": one.language,
        "speaker": one.speaker,
        "earliest_published": one.earliest_published,
        "quotes": one.quotes,
        "outlets": one.outlets,
        "origins": one.origins,
        "wordings": one.wordings,
        "contradictions": one.contradictions,
    }


def hit_json(hit: Hit, asked: str, came: Outcome, statement_url: Address) -> Json:
    """A statement that a search found, with the quotation it was found in and how that relates to the search."""
    return {
        **listed_json(hit.statement, statement_url),
        "quotation": hit.quotation,
        "quote_key": hit.quote_key,
        "found": how_found(asked, hit.quotation),
        "outcome": came.kind,
        "sentence": came.sentence or None,
    }


def record_json(found: Record) -> Json:
    """The loads that brought the quotes, and what people decided on them; the latest first."""
    return {
        "loads": [
            {
                "program": one.program,
                "model": one.model,
                "spacy": one.spacy,
                "started": one.started,
                "finished": one.finished,
                "quotes": one.quotes,
            }
            for one in found.loads
        ],
        "judgements": [
            {
                "subject": one.subject,
                "left": one.left_key,
                "right": one.right_key,
                "verdict": one.verdict,
                "made_by": one.made_by,
                "made_at": one.made_at,
                "note": one.note,
            }
            for one in found.judgements
        ],
    }


def collection_json(one: Collection) -> Json:
    """Size and range of the collection; a count of `COUNT_LIMIT` means "at least"."""
    return {
        "articles": one.articles,
        "outlets": one.outlets,
        "counted_up_to": COUNT_LIMIT,
        "earliest_published": one.earliest,
        "latest_published": one.latest,
        "last_load": one.loaded,
        "program": one.program,
    }


def _statement(one: Statement, address: Address) -> Json:
    speaker = {
        "key": one.speaker_key,
        "name": one.speaker,
        "kind": one.speaker_kind,
        "role": one.role,
        "wikidata": one.wikidata,
    }
    return {
        "key": one.key,
        "url": address(one.key),
        "text": one.text,
        "language": one.language,
        "reference": {"quote": one.reference_key, "reason": one.reference_reason},
        "speaker": speaker if one.speaker is not None else None,
        "earliest_published": one.earliest_published,
        "latest_published": one.latest_published,
        "earliest_outlet": one.earliest_outlet,
        "counts": {
            "quotes": one.quotes,
            "articles": one.articles,
            "outlets": one.outlets,
            "origins": one.origins,
            "wordings": one.wordings,
            "contradictions": one.contradictions,
        },
    }


def _occurrence(one: Shown, address: Address, gone: Gone) -> Json:
    row = one.row
    return {
        "key": row.key,
        "number": one.number,
        "url": address(row.key),
        "text": row.text,
        "parts": list(one.parts),
        "prefix": row.prefix,
        "suffix": row.suffix,
        "kind": row.kind,
        "relation": row.relation,
        "similarity": row.similarity,
        "differences": differences_json(read_differences(row.differences)),
        "confidence": row.confidence,
        "published": row.published,
        "speaker": row.speaker,
        "source_text": row.source_text,
        "role": row.role,
        "cue": row.cue,
        "via": row.via or row.via_named_as,
        "unattributed_reason": row.unattributed_reason,
        "gone": None if gone is None else row.id in gone,
        "outlet": {"key": row.outlet_key, "name": row.outlet, "kind": row.outlet_kind, "country": row.country},
        "article": {
            "key": row.article_key,
            "title": row.title,
            "url": web_address(row.url),
            "archived_url": web_address(row.archived_url),
            "passage_url": one.passage_url,
            "language": row.language,
            "paywalled": None if row.paywalled is None else bool(row.paywalled),
        },
    }


def _wording(one: Wording) -> Json:
    return {
        "text": one.text,
        "language": one.first.language,
        "times": one.times,
        "first": one.first.key,
        "relation": one.first.relation,
        "is_reference": one.is_reference,
        "differences": differences_json(read_differences(one.first.differences)),
    }


def _origins(found: Trace, keys: dict[int, str]) -> list[Json]:
    """Stored origins of the articles, in the shape of links; an origin without the statement has no key here."""
    links: dict[str, Json] = {}
    for row in (one.row for one in found.occurrences):
        if row.origin_id is not None:
            links[row.article_key] = {
                "article": row.article_key,
                "from": {
                    "article": keys.get(row.origin_id),
                    "title": row.origin_title,
                    "outlet": row.origin_outlet,
                },
                "kind": "copy",
                "strength": 1.0,
                "evidence": row.origin_reason,
            }
    return list(links.values())


def _link(link: Link, keys: dict[int, str]) -> Json:
    return {
        "article": keys.get(link.article_id),
        "from": {"article": link.from_article_key, "title": link.from_title, "outlet": link.from_outlet},
        "kind": link.kind,
        "strength": link.strength,
        "evidence": link.evidence,
    }


def contradiction_json(one: ShownContradiction, statement_url: Address, quote_url: Address) -> Json:
    """A contradiction, this page's side first."""
    return {
        "kind": one.row.kind,
        "heading": one.heading,
        "explanation": one.row.explanation,
        "score": one.row.score,
        "method": one.row.method,
        "this": _side(one.this, statement_url, quote_url),
        "other": _side(one.other, statement_url, quote_url),
    }


def _side(one: ShownSide, statement_url: Address, quote_url: Address) -> Json:
    row = one.row
    marked = [piece for piece, rests in one.pieces if rests]
    return {
        "statement": {"key": row.statement_key, "url": statement_url(row.statement_key)},
        "quote": {"key": row.key, "url": quote_url(row.key), "text": row.text},
        "rests_on": [*marked, *one.beside],
        "speaker": row.speaker,
        "source_text": row.source_text,
        "outlet": row.outlet,
        "article": {"title": row.title, "url": web_address(row.url), "language": row.language},
        "published": row.published,
    }
