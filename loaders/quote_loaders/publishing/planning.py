"""Which articles of a database are published, and with how much around their quotes. Reads only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from quote_loaders.publishing.report import TooLong
from quote_loaders.publishing.surroundings import (
    Piece,
    Span,
    characters,
    fitting_context,
    kept_spans,
    places,
    read_spans,
)

_ARTICLES = """
select articles.id, articles.key, articles.title, outlets.name, articles.text
from articles join outlets on outlets.id = articles.outlet_id
order by articles.id
"""

_WITHDRAWN = """
select key from tombstones
union
select key from articles where withdrawn is not null
"""

_QUOTES = """
select key, spans, prefix, suffix, source_span, cue_span, role, named_as, via_named_as
from quotes where article_id = ?
"""

_EVIDENCE = """
select contradictions.evidence, 'left' from contradictions
join quotes on quotes.id = contradictions.left_quote_id where quotes.article_id = :article
union all
select contradictions.evidence, 'right' from contradictions
join quotes on quotes.id = contradictions.right_quote_id where quotes.article_id = :article
"""

_LINKS = "select evidence from article_links where article_id = :article or from_article_id = :article"


@dataclass(frozen=True, slots=True)
class Planned:
    """An article: `context` is how much stays around its quotes, None when it isn't published; `kept` is what stays."""

    id: int
    text: str
    context: int | None
    kept: tuple[Span, ...]
    too_long: TooLong | None = None


def planned(source: sqlite3.Connection, context: int, most: int) -> Iterator[Planned]:
    """Every article with what is published of it."""
    withdrawn = {key for (key,) in source.execute(_WITHDRAWN)}
    for article, key, title, outlet, text in source.execute(_ARTICLES):
        if key in withdrawn:
            yield Planned(article, text, None, ())
            continue
        pieces, others = _parts(source, article, text, withdrawn)
        size = len(text) or _least_size(pieces)
        fits = fitting_context(pieces, others, context, most, size)
        if fits is None:
            alone = characters(kept_spans(pieces, others, 0, size))
            yield Planned(article, text, None, (), TooLong(key, title, outlet, alone))
        else:
            yield Planned(article, text, fits, tuple(kept_spans(pieces, others, fits, size)))


def _parts(source: sqlite3.Connection, article: int, text: str, gone: set[str]) -> tuple[list[Piece], list[Span]]:
    """The article's quotes that are published, and the other places of its text that are."""
    pieces: list[Piece] = []
    others: list[Span] = []
    loose: list[str | None] = []
    for key, spans, prefix, suffix, source_span, cue_span, *words in source.execute(_QUOTES, (article,)):
        if key not in gone:
            pieces.append(Piece(read_spans(spans), prefix, suffix))
            others += [*read_spans(source_span), *read_spans(cue_span)]
            loose += words
    if pieces:
        for evidence, side in source.execute(_EVIDENCE, {"article": article}):
            others += [(one["start"], one["end"]) for one in json.loads(evidence).get(side, ())]
    loose += [evidence for (evidence,) in source.execute(_LINKS, {"article": article})]
    return pieces, [*others, *places(text, loose)]


def _least_size(pieces: list[Piece]) -> int:
    """How long a text must be that a copy doesn't hold any more."""
    return max((piece.spans[-1][1] + len(piece.suffix) + 1 for piece in pieces), default=0)
