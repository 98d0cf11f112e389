"""Pairs of quotes as the rules see them, and how a finding points at words of the articles: pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from datasette_quotes.alignment import tokens
from datasette_quotes.text import normal_word, word_spans, words
from datasette_quotes.wording import Comparison
from quote_loaders.lexicon import concept, weight
from quote_loaders.linkage.prepared import Prepared
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import CONTENT_JOINER, ContradictionKind, Evidence, PlacedQuote, TextSpan

_TOPIC = 3.0  # nats: a word that says less is no topic
_REMEMBERED = 5_000  # texts whose concepts are kept: a quote is held against many others
_NEAR = 3  # words of the passage that are shown when the difference itself is an empty place


class Word(NamedTuple):
    """A word of a passage, with its span in the article."""

    word: str
    span: TextSpan


@dataclass(frozen=True, slots=True)
class Case:
    """Two quotes to be held against each other; `comparison` is set when they are wordings of one statement."""

    left: Prepared
    right: Prepared
    comparison: Comparison | None = None

    @property
    def corrects(self) -> bool:
        """Whether one article says both, in different versions: a correction, and no contradiction."""
        return self.left.quote.corrects(self.right.quote)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: how sure, in a sentence, and on which words of the two articles it rests."""

    score: float
    explanation: str
    left: tuple[Evidence, ...]
    right: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it looks for in a case."""

    kind: ContradictionKind
    find: Callable[[Case], Finding | None]


def evidence(quote: PlacedQuote, printed: str) -> tuple[Evidence, ...]:
    """The words as they stand in the article: in the content, else in what surrounds it; () when they aren't there."""
    wanted = [token.word for token in tokens(printed)]
    for read in (content_words, before_words, after_words):
        found = _sequence(read(quote), wanted, last=read is before_words)
        if found:
            return _joined(quote, found)
    return ()


def beside(quote: PlacedQuote, comparison: Comparison, place: int) -> tuple[Evidence, ...]:
    """The words on both sides of a piece of the diff that this quote doesn't have."""
    before = [piece for operation, piece in comparison.diff[:place] if operation == "same"][-1:]
    after = [piece for operation, piece in comparison.diff[place + 1 :] if operation == "same"][:1]
    kept = [token.word for piece in before for token in tokens(piece)][-1:]
    kept += [token.word for piece in after for token in tokens(piece)][: _NEAR - 1]
    return evidence(quote, " ".join(kept))


def whole(quote: PlacedQuote) -> tuple[Evidence, ...]:
    """The content itself."""
    return tuple(Evidence(text, span) for text, span in parts(quote))


def parts(quote: PlacedQuote) -> list[tuple[str, TextSpan]]:
    """The pieces of broken content with their spans."""
    pieces: list[tuple[str, TextSpan]] = []
    at = 0
    for span in quote.spans:
        size = span.end - span.start
        pieces.append((quote.text[at : at + size], span))
        at += size + len(CONTENT_JOINER)
    return pieces


def content_words(quote: PlacedQuote) -> list[Word]:
    """The words of the content with their spans in the article."""
    return [word for text, span in parts(quote) for word in _words(text, span.start)]


def before_words(quote: PlacedQuote) -> list[Word]:
    """The words of the prefix."""
    return _words(quote.prefix, quote.spans[0].start - len(quote.prefix))


def after_words(quote: PlacedQuote) -> list[Word]:
    """The words of the suffix."""
    return _words(quote.suffix, quote.spans[-1].end)


def _words(text: str, offset: int) -> list[Word]:
    return [
        Word(normal_word(text[start:end]), TextSpan(offset + start, offset + end)) for start, end in word_spans(text)
    ]


def _sequence(passage: list[Word], wanted: list[str], *, last: bool) -> list[Word]:
    """Where a run of words stands in a passage, the last time or the first; [] when it doesn't."""
    size = len(wanted)
    places = range(len(passage) - size + 1) if size else range(0)
    for at in reversed(places) if last else places:
        if [word.word for word in passage[at : at + size]] == wanted:
            return passage[at : at + size]
    return []


def _joined(quote: PlacedQuote, found: list[Word]) -> tuple[Evidence, ...]:
    """Neighbouring words as one piece of evidence, cut where the content is broken."""
    pieces: list[TextSpan] = []
    for word in found:
        home = next((span for span in quote.spans if span.start <= word.span.start < span.end), None)
        last = pieces[-1] if pieces else None
        if last is not None and (home is None or home.start <= last.start):
            pieces[-1] = TextSpan(last.start, word.span.end)
        else:
            pieces.append(word.span)
    return tuple(Evidence(printed(quote, span), span) for span in pieces)


def printed(quote: PlacedQuote, span: TextSpan) -> str:
    """The characters of the article at a span inside the content, the prefix or the suffix."""
    stretches = [(quote.spans[0].start - len(quote.prefix), quote.prefix), (quote.spans[-1].end, quote.suffix)]
    stretches += [(span.start, text) for text, span in parts(quote)]
    for start, text in stretches:
        if start <= span.start and span.end <= start + len(text):
            return text[span.start - start : span.end - start]
    raise ValueError(f"{quote.key}: span {span} lies outside the quote and its surroundings")


@lru_cache(maxsize=_REMEMBERED)
def topic(quote: PlacedQuote) -> dict[str, float]:
    """The concepts of the content and its sentence but for the speaker's name, with their information in nats."""
    before, behind = attribution(quote)
    own = {concept(word) for word in words(quote.speaker_name or "")}
    about = concepts(f"{before} {quote.text} {behind}", quote.language)
    return {term: value for term, value in about.items() if term not in own}


@lru_cache(maxsize=_REMEMBERED)
def concepts(text: str, language: str = "en") -> dict[str, float]:
    """The concepts of a text that say something about its subject, with their information in nats."""
    plain = (normal_word(text[start:end]) for start, end in word_spans(text))
    weighed = ((concept(word), weight(word, language)) for word in plain)
    return {term: value for term, value in weighed if value >= _TOPIC}


def shared(left: dict[str, float], right: dict[str, float]) -> dict[str, float]:
    """Concepts of both, with the smaller of the two weights."""
    return {term: min(value, right[term]) for term, value in left.items() if term in right}
