"""Saving one article with its outlet and quotes: one transaction, so a kill loses at most this article."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from sqlite_utils import Database

from datasette_quotes.text import word_count
from quote_loaders import dates
from quote_loaders.canonical import canonical_url
from quote_loaders.keys import article_key, outlet_key, quote_key, text_digest
from quote_loaders.records import Article, LoadError, Outlet, Published, Quote, TextSpan

CONTEXT = 200  # characters of prefix and suffix: enough for a sentence, and what linkage looks at
LABEL = 120  # characters that a label keeps at the most, so that a facet or a link stays readable

GIVEN = "given: "  # begins what stands as extractor where the quotes came with the input

Saved = Literal["new", "changed", "unchanged", "duplicate"]


class SavedArticle(NamedTuple):
    """What saving an article came to, and the other record that holds the same one, as (source, place)."""

    outcome: Saved
    other: tuple[str, str] | None = None


FIND_RECORD = "select id from articles where source_path = ? and source_record is ? and text_digest = ? and key <> ?"
_BEFORE = "select source_path, coalesce(source_record, ''), captured, extractor, language from articles where key = ?"


def label(text: str) -> str:
    """A text on one line, cut at a word's end to at most 120 characters, with "…" when something was cut."""
    line = " ".join(text.split())
    return line if len(line) <= LABEL else line[: line.rfind(" ", LABEL // 2, LABEL)].rstrip(" ,;:-–—") + "…"


def save_article(
    db: Database, article: Article, quotes: Iterable[Quote] | None, extractor: str, load_id: int
) -> SavedArticle:
    """Save an article, its outlet and (unless None: they are known) its quotes.

    Of several records that hold the same article the first in the alphabet gives what is said of it, whichever was
    loaded first. Raises LoadError when a quote's spans do not fit the text: promise 1 of the data model.
    """
    key = article_key(article)
    place = (article.source_path, article.source_record)
    with db.atomic():
        row = article_row(article, key, _save_outlet(db, article.outlet))
        _drop_corrected(db, article, key)
        before = db.execute(_BEFORE, (key,)).fetchone()
        if before is None:
            found_by = "" if quotes is None else extractor  # known no more: looked for again another time
            _insert(db, "articles", row | {"extractor": found_by, "load_id": load_id})
            _save_quotes(db, article, key, quotes or (), load_id)
            return SavedArticle("new")
        holder = (before[0], before[1])
        captured, found_by, language = before[2:]
        other = holder if holder != place else None
        row["captured"] = min((moment for moment in (captured, row["captured"]) if moment), default=None)
        if holder < place:
            _update(db, {"key": key, "captured": row["captured"]})
            # The quotes of the one text are alike, whichever record they were found in; what was given stays.
            if quotes is not None and language == article.language and not (_given(found_by) or _given(extractor)):
                _update(db, {"key": key, "extractor": extractor})
                _save_quotes(db, article, key, quotes, load_id)
            return SavedArticle("duplicate", other)
        if quotes is None:
            return SavedArticle("changed" if _update(db, row) else "unchanged", other)
        _update(db, row | {"extractor": extractor})
        _save_quotes(db, article, key, quotes, load_id)
    return SavedArticle("changed", other)


def _given(extractor: str) -> bool:
    return extractor.startswith(GIVEN)


def _drop_corrected(db: Database, article: Article, key: str) -> None:
    """The same record with its outlet or address corrected is the same article under a better key.

    One that another record holds too stays as that record's, which is read again another time.
    """
    place = (article.source_path, article.source_record)
    record = (article.source_path, article.source_record or None)
    found = db.execute(FIND_RECORD, (*record, text_digest(article.text), key))
    for (article_id,) in found.fetchall():
        other = db.execute(
            "select id, source, record from inputs where article_id = ? and (source, record) <> (?, ?) "
            "order by source, record limit 1",
            (article_id, *place),
        ).fetchone()
        if other is None:
            db.execute("delete from articles where id = ?", (article_id,))
            continue
        moved = (other[1], other[2] or None, article_id)
        db.execute("update articles set source_path = ?, source_record = ? where id = ?", moved)
        db.execute("update inputs set digest = '' where id = ?", (other[0],))


def _save_outlet(db: Database, outlet: Outlet) -> int:
    """The id of an outlet; what one article does not say of it another may, in whatever order they come."""
    new: dict[str, str | None] = {
        "key": outlet_key(outlet),
        "name": outlet.name,
        "domain": outlet.domain,
        "kind": outlet.kind,
        "country": outlet.country,
        "language": outlet.language,
        "wikidata": outlet.wikidata,
        "timezone": outlet.timezone,
    }
    columns = list(new)
    found = db.execute(f"select id, {', '.join(columns)} from outlets where key = ?", (new["key"],)).fetchone()
    if found is None:
        return _insert(db, "outlets", new)
    old = dict(zip(columns, found[1:], strict=True))
    merged = {column: _agreed(old[column], new[column]) for column in columns}
    if merged != old:
        assignments = ", ".join(f"{column} = ?" for column in columns)
        db.execute(f"update outlets set {assignments} where id = ?", (*merged.values(), found[0]))
    return int(found[0])


def _agreed(left: str | None, right: str | None) -> str | None:
    """The known one of two values; of two that differ, the first in the alphabet, so that order doesn't matter."""
    known = sorted(value for value in (left, right) if value and value != "unknown")
    return known[0] if known else left


def article_row(article: Article, key: str, outlet_id: int) -> dict[str, Any]:
    published = article.published
    return {
        "key": key,
        "outlet_id": outlet_id,
        "title": article.title,
        "byline": article.byline,
        "url": article.url,
        "canonical_url": canonical_url(article.url) if article.url else None,
        "archived_url": article.archived_url,
        "language": article.language,
        "text": article.text,
        "text_digest": text_digest(article.text),
        "word_count": word_count(article.text),
        "published": published.value if published else None,
        "published_precision": published.precision if published else None,
        "published_zone_known": int(bool(published and published.zone_known)),
        "published_zone": _zone(published),
        "published_source": published.source if published else None,
        "published_order": dates.order(published),
        "published_month": published.value[:7] if published and published.precision != "year" else None,
        "modified": article.modified,
        "paywalled": None if article.paywalled is None else int(article.paywalled),
        "credit": article.credit,
        "source_path": article.source_path,
        "reader": article.reader or None,
        "source_record": article.source_record or None,
        "captured": article.captured,
        "summary": article.summary,
        "text_status": article.text_status,
        "extraction_doubt": article.extraction_doubt,
        "withdrawn": article.withdrawn,
    }


def _zone(published: Published | None) -> str | None:
    """Where the zone of a date comes from: the source that gives the date, the outlet, or nowhere."""
    if published is None or not published.zone_known:
        return None
    return "outlet" if published.zone_from_outlet else "source"


def _insert(db: Database, table: str, row: dict[str, Any]) -> int:
    cursor = db.execute(_inserting(table, row), tuple(row.values()))
    return int(cursor.lastrowid or 0)


def _inserting(table: str, row: Iterable[str]) -> str:
    columns = tuple(row)
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"


def _update(db: Database, row: dict[str, Any]) -> bool:
    """Bring a stored article's row up to date; whether anything differed."""
    found = db.execute(f"select {', '.join(row)} from articles where key = ?", (row["key"],)).fetchone()
    if tuple(row.values()) == found:
        return False
    changed = {column: value for (column, value), old in zip(row.items(), found, strict=True) if value != old}
    assignments = ", ".join(f"{column} = ?" for column in changed)
    db.execute(f"update articles set {assignments} where key = ?", (*changed.values(), row["key"]))
    return True


def _save_quotes(db: Database, article: Article, key: str, quotes: Iterable[Quote], load_id: int) -> None:
    article_id, outlet_id, published, order, month = db.execute(
        "select id, outlet_id, published, published_order, published_month from articles where key = ?", (key,)
    ).fetchone()
    place = {
        "article_id": article_id,
        "outlet_id": outlet_id,
        "published": published,
        "published_order": order,
        "published_month": month,
    }
    wanted: dict[str, dict[str, Any]] = {}
    for quote in sorted(quotes, key=lambda quote: -quote.confidence):
        row = quote_row(article, key, quote)
        wanted.setdefault(row["key"], row)
    stored = dict(db.execute("select key, id from quotes where article_id = ?", (article_id,)).fetchall())
    db.conn.executemany("delete from quotes where id = ?", [(stored[gone],) for gone in stored.keys() - wanted.keys()])
    for key in [key for key in wanted if key in stored]:
        row = wanted[key]
        assignments = ", ".join(f"{column} = ?" for column in row)
        db.execute(f"update quotes set {assignments} where id = ?", (*row.values(), stored[key]))
    new = [place | row | {"load_id": load_id} for key, row in wanted.items() if key not in stored]
    if new:
        db.conn.executemany(_inserting("quotes", new[0]), [tuple(row.values()) for row in new])


def quote_row(article: Article, key: str, quote: Quote) -> dict[str, Any]:
    """The columns of a quote that its article alone decides. Raises LoadError when its spans do not fit."""
    text = article.text
    _check_spans(text, quote.content)
    start, end = quote.content[0].start, quote.content[-1].end
    words_printed = quote.text(text)
    return {
        "key": quote_key(key, quote),
        "kind": quote.kind,
        "label": label(words_printed),
        "text": words_printed,
        "spans": json.dumps(_pairs(quote.content)),
        "prefix": text[max(0, start - CONTEXT) : start],
        "suffix": text[end : end + CONTEXT],
        "source_text": quote.source.of(text) if quote.source else None,
        "source_span": _span_json(quote.source),
        "named_as": quote.speaker.name if quote.speaker else None,
        "named_kind": quote.speaker.kind if quote.speaker else None,
        "named_reason": quote.speaker.reason if quote.speaker else None,
        "named_wikidata": quote.speaker.wikidata if quote.speaker else None,
        "via_named_as": quote.via.name if quote.via else None,
        "via_named_kind": quote.via.kind if quote.via else None,
        "role": quote.role,
        "cue": quote.cue.of(text) if quote.cue else None,
        "cue_span": _span_json(quote.cue),
        "form": quote.form,
        "unattributed_reason": quote.unattributed_reason,
        "confidence": quote.confidence,
    }


def _check_spans(text: str, spans: tuple[TextSpan, ...]) -> None:
    """Spans are in order, apart from each other, not empty and inside the text."""
    edges = [edge for span in spans for edge in (span.start, span.end)]
    if not spans or edges != sorted(edges) or edges[0] < 0 or edges[-1] > len(text):
        raise LoadError(f"spans are {_pairs(spans)}, expected ranges in order inside 0 to {len(text)}")
    if any(not span.of(text).strip() for span in spans):
        raise LoadError(f"spans are {_pairs(spans)}, expected each to cover at least one visible character")


def _pairs(spans: Iterable[TextSpan]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _span_json(span: TextSpan | None) -> str | None:
    return None if span is None else json.dumps([span.start, span.end])
