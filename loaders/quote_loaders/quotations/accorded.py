"""`According to X`: the rest of the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from quote_loaders.quotations import phrases, relays
from quote_loaders.quotations.clipping import clipped
from quote_loaders.quotations.overlap import Spans
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan

_VERBS = ("VB", "MD")
_LEAD = 6  # tokens of "But the next day," before "according to"


def accorded(reading: Reading, quotes: Sequence[Quote], marked: Sequence[Quote]) -> Iterator[Quote]:
    """`According to X, …` and `…, according to X`: the rest of the sentence, unless it reports somebody itself."""
    reported = Spans(
        span
        for quote in [*quotes, *marked]
        if quote.kind in ("indirect", "direct") and quote.source is not None
        for span in quote.content
    )
    for token in reading.every:
        if token.lower_ != "according" or reading.inside(token):
            continue
        tokens = relays.around(reading, token)
        found = relays.according_to(reading, [word for word in tokens if word.i >= token.i], anything=True)
        if found is None:
            continue
        content = _accorded_clause(reading, tokens, token, found[0])
        if content is None or any(content.start <= span.start for span in reported.touching(content)):
            continue
        yield Quote("indirect", (content,), reading.span(token, token), found[0], form="according to")


def _accorded_clause(reading: Reading, tokens: Sequence[Token], cue: Token, source: TextSpan) -> TextSpan | None:
    before = [token for token in tokens if token.i < cue.i]
    after = [token for token in tokens if token.idx >= source.end]
    leading = len(before) <= _LEAD and not any(token.tag_.startswith(_VERBS) for token in before)
    if before and before[-1].text == "," and any(token.tag_.startswith(_VERBS) for token in before):
        body = before
    elif leading and after and after[0].text == ",":
        body = after[1:]
    else:
        return None
    if not any(token.dep_ in phrases.SUBJECTS for token in body):
        return None
    return clipped(reading, body, None)
