"""The JSON of the pages of speakers, outlets, articles and comparisons: version 1, as in `as_json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette_quotes.as_json import NOTE, VERSION, Address, Json, collection_json, contradiction_json, listed_json
from datasette_quotes.bars import Bars
from datasette_quotes.disputes import ShownContradiction
from datasette_quotes.queries.article import Article, ArticleLink, Copy, Quoted
from datasette_quotes.queries.outlet import Changed, Item, Outlet
from datasette_quotes.queries.speaker import Counted, Speaker
from datasette_quotes.queries.start import Listed
from datasette_quotes.queries.tables import Collection
from datasette_quotes.text_fragment import web_address
from datasette_quotes.wording import Comparison
from datasette_quotes.wordings import differences_json, read_differences


class Addresses:
    """Absolute addresses of pages, by kind and key."""

    def __init__(self, statement: Address, quote: Address, speaker: Address, outlet: Address, article: Address) -> None:
        self.statement, self.quote, self.speaker = statement, quote, speaker
        self.outlet, self.article = outlet, article

    def named(self, address: Address, key: str | None, name: str | None) -> Json | None:
        """A speaker, outlet or article with its address; None where there is none."""
        return {"key": key, "name": name, "url": address(key)} if key else None


def limits_json(collection: Collection) -> Json:
    """The collection, and what "first" does not mean."""
    return {"collection": collection_json(collection), "note": NOTE}


def paged(body: Json, after: str | None, url: str | None) -> Json:
    """The body with `next` and `next_url`, null at the end."""
    return {**body, "next": after, "next_url": url}


def bars_json(chart: Bars | None) -> Json | None:
    """How many quotes each day, week, month or year."""
    if chart is None:
        return None
    counts = [{"when": one.label, "quotes": one.count} for one in chart.bars]
    return {"unit": chart.unit, "counts": counts, "undated": chart.undated}


def counted_json(rows: Sequence[Counted], address: Address) -> list[Json]:
    """Outlets or speakers with how often."""
    return [{"key": one.key, "name": one.name, "url": address(one.key), "quotes": one.times} for one in rows]


def disputes_json(rows: Sequence[ShownContradiction], urls: Addresses) -> list[Json]:
    """Contradictions, this page's side first."""
    return [contradiction_json(one, urls.statement, urls.quote) for one in rows]


def speaker_json(
    one: Speaker,
    names: Sequence[tuple[str, str]],
    statements: Sequence[Listed],
    sort: str,
    chart: Bars | None,
    outlets: Sequence[Counted],
    relays: tuple[Sequence[Counted], Sequence[Counted]],
    disputes: Sequence[ShownContradiction],
    collection: Collection,
    urls: Addresses,
) -> Json:
    """A speaker with a page of statements."""
    return {
        "ok": True,
        "version": VERSION,
        "speaker": {
            "key": one.key,
            "url": urls.speaker(one.key),
            "name": one.name,
            "kind": one.kind,
            "role": one.role,
            "wikidata": one.wikidata,
            "names": [{"name": name, "reason": reason} for name, reason in names],
            "earliest_published": one.earliest,
            "latest_published": one.latest,
            "counts": {
                "statements": one.statements,
                "quotes": one.quotes,
                "outlets": one.outlets,
                "contradictions": one.contradictions,
            },
        },
        "sort": sort,
        "statements": [listed_json(row, urls.statement) for row in statements],
        "by_date": bars_json(chart),
        "outlets": counted_json(outlets, urls.outlet),
        "relayed_by": counted_json(relays[0], urls.speaker),
        "relays": counted_json(relays[1], urls.speaker),
        "contradictions": disputes_json(disputes, urls),
        "limits": limits_json(collection),
    }


def outlet_json(
    one: Outlet,
    relations: dict[str, int],
    changed: tuple[Sequence[Changed], int],
    firsts: Sequence[Listed],
    articles: Sequence[Item],
    linked: tuple[Sequence[Counted], Sequence[Counted]],
    chart: Bars | None,
    disputes: Sequence[ShownContradiction],
    collection: Collection,
    urls: Addresses,
) -> Json:
    """An outlet with a page of articles."""
    return {
        "ok": True,
        "version": VERSION,
        "outlet": {
            "key": one.key,
            "url": urls.outlet(one.key),
            "name": one.name,
            "kind": one.kind,
            "country": one.country,
            "language": one.language,
            "domain": one.domain,
            "wikidata": one.wikidata,
            "earliest_published": one.earliest,
            "latest_published": one.latest,
            "counts": {
                "articles": one.articles,
                "quotes": one.quotes,
                "contradictions": one.contradictions,
                "copied": one.copied,
                "origins_known": one.origins_known,
                "before_but": changed[1],
            },
            "relations": relations,
        },
        "by_date": bars_json(chart),
        "changed": [_changed(row, urls) for row in changed[0]],
        "had_first": [listed_json(row, urls.statement) for row in firsts],
        "articles": [_item(row, urls) for row in articles],
        "names": counted_json(linked[0], urls.outlet),
        "named_by": counted_json(linked[1], urls.outlet),
        "contradictions": disputes_json(disputes, urls),
        "limits": limits_json(collection),
    }


def _changed(row: Changed, urls: Addresses) -> Json:
    return {
        "quote": {"key": row.key, "url": urls.quote(row.key), "text": row.text},
        "statement": {"key": row.statement_key, "url": urls.statement(row.statement_key)},
        "article": {"key": row.article_key, "url": urls.article(row.article_key), "title": row.title},
        "speaker": row.speaker,
        "relation": row.relation,
        "published": row.published,
        "before_but": bool(row.before_but),
        "differences": differences_json(read_differences(row.differences)),
    }


def _item(row: Item, urls: Addresses) -> Json:
    return {
        "key": row.key,
        "url": urls.article(row.key),
        "title": row.title,
        "language": row.language,
        "published": row.published,
        "is_copy": bool(row.is_copy),
        "copy_of": urls.named(urls.outlet, row.origin_outlet_key, row.origin_outlet),
        "quotes": row.quotes,
    }


def article_json(
    one: Article,
    quotes: Sequence[Quoted],
    links: Sequence[ArticleLink],
    copies: Sequence[Copy],
    disputes: Sequence[ShownContradiction],
    collection: Collection,
    urls: Addresses,
) -> Json:
    """An article with its quotes; `text` is null where this copy of the collection doesn't hold it."""
    origin = {
        "key": one.origin_key,
        "url": urls.article(one.origin_key) if one.origin_key else None,
        "title": one.origin_title,
        "outlet": urls.named(urls.outlet, one.origin_outlet_key, one.origin_outlet),
        "reason": one.origin_reason,
    }
    return {
        "ok": True,
        "version": VERSION,
        "article": {
            "key": one.key,
            "url": urls.article(one.key),
            "title": one.title,
            "byline": one.byline,
            "outlet": urls.named(urls.outlet, one.outlet_key, one.outlet),
            "language": one.language,
            "published": one.published,
            "published_source": one.published_source,
            "modified": one.modified,
            "paywalled": None if one.paywalled is None else bool(one.paywalled),
            "credit": one.credit,
            "word_count": one.word_count,
            "source_url": web_address(one.url),
            "archived_url": web_address(one.archived_url),
            "origin": origin if one.origin_key else None,
            "text": one.text or None,
        },
        "quotes": [_quoted(row, urls) for row in quotes],
        "links": [_article_link(row, urls) for row in links],
        "copies": [
            {
                "key": row.key,
                "url": urls.article(row.key),
                "title": row.title,
                "outlet": urls.named(urls.outlet, row.outlet_key, row.outlet),
                "published": row.published,
                "reason": row.reason,
            }
            for row in copies
        ],
        "contradictions": disputes_json(disputes, urls),
        "limits": limits_json(collection),
    }


def _quoted(row: Quoted, urls: Addresses) -> Json:
    return {
        "key": row.key,
        "url": urls.quote(row.key),
        "text": row.text,
        "spans": row.all_spans,
        "kind": row.kind,
        "relation": row.relation,
        "speaker": urls.named(urls.speaker, row.speaker_key, row.speaker),
        "source_text": row.source_text,
        "role": row.role,
        "cue": row.cue,
        "via": row.via,
        "unattributed_reason": row.unattributed_reason,
        "confidence": row.confidence,
        "statement": {"key": row.statement_key, "url": urls.statement(row.statement_key)}
        if row.statement_key
        else None,
    }


def _article_link(row: ArticleLink, urls: Addresses) -> Json:
    return {
        "way": row.way,
        "kind": row.kind,
        "strength": row.strength,
        "evidence": row.evidence,
        "outlet": urls.named(urls.outlet, row.outlet_key, row.outlet),
        "article": {"key": row.key, "url": urls.article(row.key), "title": row.title} if row.key else None,
    }


def comparison_json(left: Json | None, right: Json | None, found: Comparison | None) -> Json:
    """Two wordings and what differs; null without both."""
    stored: dict[str, Any] | None = found.as_json() if found else None
    return {"ok": True, "version": VERSION, "left": left, "right": right, "differences": stored}
