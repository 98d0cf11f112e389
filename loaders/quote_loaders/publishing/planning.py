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
    fitting_pieces,
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
select quotes.id, quotes.key, spans, prefix, suffix, coalesce(statements.articles, 0), quotes.speaker_id is null,
    source_span, cue_span, role, named_as, via_named_as
from quotes left join statements on statements.id = quotes.statement_id
where article_id = ?
"""

_EVIDENCE = """
select quotes.id, contradictions.evidence, 'left' from contradictions
join quotes on quotes.id = contradictions.left_quote_id where quotes.article_id = :article
union all
select quotes.id, contradictions.evidence, 'right' from contradictions
join quotes on quotes.id = contradictions.right_quote_id where quotes.article_id = :article
"""

_LINKS = "select evidence from article_links where article_id = :article or from_article_id = :article"


@dataclass(frozen=True, slots=True)
class Planned:
    """An article: `context` is how much stays around its quotes, None when it isn't published; `kept` is what stays.

    `left_out` are the ids of quotes that are not published, since with them it would be too much of the article.
    """

    id: int
    text: str
    context: int | None
    kept: tuple[Span, ...]
    left_out: tuple[int, ...] = ()
    too_long: TooLong | None = None


@dataclass(frozen=True, slots=True)
class _Valued:
    """A quote and what it is worth where not all of an article's can be published: the lowest first."""

    id: int
    piece: Piece
    worth: tuple[bool, int, bool, tuple[Span, ...], int]


def planned(source: sqlite3.Connection, context: int, most: int) -> Iterator[Planned]:
    """Every article with what is published of it: where it is too much, fewer of its quotes."""
    withdrawn = {key for (key,) in source.execute(_WITHDRAWN)}
    for article, key, title, outlet, text in source.execute(_ARTICLES):
        if key in withdrawn:
            yield Planned(article, text, None, ())
            continue
        quotes = _quotes(source, article, text, withdrawn)
        others = places(text, (evidence for (evidence,) in source.execute(_LINKS, {"article": article})))
        pieces = [quote.piece for quote in quotes]
        size = len(text) or _least_size(pieces)
        taken, fits = _fitting(quotes, others, context, most, size)
        kept = () if fits is None else tuple(kept_spans([one.piece for one in taken], others, fits, size))
        too_long = None
        if fits is None or len(taken) < len(quotes):
            alone = characters(kept_spans(pieces, others, 0, size))
            too_long = TooLong(key, title, outlet, alone, len(taken), len(quotes))
        left_out = {quote.id for quote in quotes} - {quote.id for quote in taken}
        yield Planned(article, text, fits, kept, tuple(left_out), too_long)


def _fitting(
    quotes: list[_Valued], others: list[Span], context: int, most: int, size: int
) -> tuple[list[_Valued], int | None]:
    """The quotes that are published of an article, and how much around them; nothing of it when not even one fits."""
    pieces = [quote.piece for quote in quotes]
    fits = fitting_context(pieces, others, context, most, size)
    if fits is not None:
        return quotes, fits
    places_taken = fitting_pieces(pieces, others, most, size)
    if not places_taken:
        return [], None
    some = [quotes[place] for place in places_taken]
    return some, fitting_context([quote.piece for quote in some], others, context, most, size)


def _quotes(source: sqlite3.Connection, article: int, text: str, gone: set[str]) -> list[_Valued]:
    """The article's quotes that may be published, the most valuable first.

    What is disputed comes first, so that a denial stays beside the words; then what most articles carry, which is what
    a trace shows; then what somebody is named for.
    """
    evidence: dict[int, list[Span]] = {}
    for quote, found, side in source.execute(_EVIDENCE, {"article": article}):
        evidence.setdefault(quote, []).extend((one["start"], one["end"]) for one in json.loads(found).get(side, ()))
    quotes = []
    for number, key, stored, prefix, suffix, articles, nobody, source_span, cue_span, *words in source.execute(
        _QUOTES, (article,)
    ):
        if key in gone:
            continue
        spans = read_spans(stored)
        beside = [*read_spans(source_span), *read_spans(cue_span), *places(text, words), *evidence.get(number, ())]
        worth = (number not in evidence, -articles, bool(nobody), spans, number)
        quotes.append(_Valued(number, Piece(spans, prefix, suffix, tuple(beside)), worth))
    return sorted(quotes, key=lambda quote: quote.worth)


def _least_size(pieces: list[Piece]) -> int:
    """How long a text must be that a copy doesn't hold any more."""
    return max((piece.spans[-1][1] + len(piece.suffix) + 1 for piece in pieces), default=0)
