"""Texts: their digests, and that every quote and every piece of evidence stands in them where it says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from datasette_quotes.text import words
from quote_loaders.checking.records import Fault
from quote_loaders.keys import text_digest
from quote_loaders.records import CONTENT_JOINER

_TEXTS = "select key, text, text_digest, word_count from articles where text <> '' order by id"
_WITHOUT = "select count(*), sum(text = '') from articles"
_QUOTES = """
select quotes.key, articles.text, quotes.text, quotes.spans, quotes.prefix, quotes.suffix, quotes.source_text,
    quotes.source_span, quotes.cue, quotes.cue_span
from quotes join articles on articles.id = quotes.article_id
where articles.text <> ''
order by quotes.article_id
"""
_EVIDENCE = """
select contradictions.id, evidence, left_article.text, right_article.text
from contradictions
join quotes as left_quote on left_quote.id = left_quote_id
join quotes as right_quote on right_quote.id = right_quote_id
join articles as left_article on left_article.id = left_quote.article_id
join articles as right_article on right_article.id = right_quote.article_id
order by contradictions.id
"""

Spans = list[tuple[int, int]]


def without_text(db: sqlite3.Connection) -> str | None:
    """Articles whose text this copy does not hold: nothing that counts its characters can be checked."""
    articles, without = db.execute(_WITHOUT).fetchone()
    if not without:
        return None
    return f"{without} of {articles} articles have no text in this copy: what counts their characters is not checked"


def digests_are_of_the_texts(db: sqlite3.Connection) -> Iterator[Fault]:
    """text_digest is the SHA-256 of the text, word_count the number of its words."""
    for key, text, digest, count in db.execute(_TEXTS):
        if text_digest(text) != digest:
            yield Fault("articles", key, f"text_digest is {digest!r}, that of its text is {text_digest(text)!r}")
        if len(words(text)) != count:
            yield Fault("articles", key, f"word_count is {count}, its text has {len(words(text))}")


def quotes_stand_at_their_spans(db: sqlite3.Connection) -> Iterator[Fault]:
    """A quote's text is its article's at its spans, joined with " … "."""
    for key, text, printed, spans, *_ in db.execute(_QUOTES):
        ranges = parsed(spans)
        if ranges is None or not _in_order(ranges, len(text)):
            yield Fault("quotes", key, f"spans are {spans!r}, expected [[start, end], …] in order, 0 to {len(text)}")
        elif (there := CONTENT_JOINER.join(text[start:end] for start, end in ranges)) != printed:
            yield Fault("quotes", key, f"text is {_cut(printed)!r}, its article has {_cut(there)!r} at {spans}")


def surroundings_are_as_printed(db: sqlite3.Connection) -> Iterator[Fault]:
    """prefix and suffix are the characters before the first span and after the last."""
    for key, text, _, spans, prefix, suffix, *_ in db.execute(_QUOTES):
        ranges = parsed(spans)
        if not ranges:
            continue
        start, end = ranges[0][0], ranges[-1][1]
        if text[max(0, start - len(prefix)) : start] != prefix:
            yield Fault("quotes", key, f"prefix is {_cut(prefix)!r}, which does not stand before character {start}")
        if text[end : end + len(suffix)] != suffix:
            yield Fault("quotes", key, f"suffix is {_cut(suffix)!r}, which does not stand after character {end}")


def sources_and_cues_stand_at_their_spans(db: sqlite3.Connection) -> Iterator[Fault]:
    """source_text and cue are the article's text at their spans, and each has a span when it is there."""
    for key, text, _, _, _, _, *named in db.execute(_QUOTES):
        for name, value, span in (("source_text", *named[:2]), ("cue", *named[2:])):
            ranges = parsed(f"[{span}]") if span is not None else []
            if ranges is None or len(ranges) != (value is not None) or (ranges and _at(text, ranges[0]) != value):
                yield Fault("quotes", key, f"{name} is {value!r}, which is not the article's text at {span}")


def evidence_stands_at_its_spans(db: sqlite3.Connection) -> Iterator[Fault]:
    """The words that a contradiction rests on stand in the articles of its two quotes where it says."""
    for row_id, evidence, *texts in db.execute(_EVIDENCE):
        sides = _json(evidence)
        if not isinstance(sides, dict) or {"left", "right"} - sides.keys():
            yield Fault("contradictions", str(row_id), f'evidence is {_cut(evidence)!r}, expected "left" and "right"')
            continue
        for side, text in zip(("left", "right"), texts, strict=True):
            for item in sides[side] if text else ():
                there = text[item["start"] : item["end"]]
                if there != item["text"]:
                    message = f"its {side} article has {_cut(there)!r} where evidence says {_cut(item['text'])!r}"
                    yield Fault("contradictions", str(row_id), message)


def parsed(value: str) -> Spans | None:
    """Spans as stored, JSON [[start, end], …]; None when it is anything else."""
    found = _json(value)
    if not isinstance(found, list):
        return None
    pairs = [tuple(pair) for pair in found if isinstance(pair, list) and len(pair) == 2]
    whole = all(type(edge) is int for pair in pairs for edge in pair)
    return [(pair[0], pair[1]) for pair in pairs] if whole and len(pairs) == len(found) else None


def _in_order(ranges: Spans, length: int) -> bool:
    edges = [edge for span in ranges for edge in span]
    return bool(edges) and edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= length


def _at(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]]


def _json(value: str) -> Any:
    try:
        return json.loads(value)
    except (ValueError, TypeError):
        return None


def _cut(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[:length] + "…"
