"""A quote cut into what comparing and blocking look at: done once for each quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from datasette_quotes.alignment import expanded, word_set
from datasette_quotes.quantities import Quantity, quantities
from datasette_quotes.text import normal_word, word_spans, words
from datasette_quotes.wording import NEGATIONS
from quote_loaders.lexicon import concept, weight
from quote_loaders.records import PlacedQuote

_CONTENT = 3.0  # nats: a word of this weight or more says something about the subject
_HEAVY = 4.5  # nats: a word that a negation is about
_REACH = 6  # words behind a negation
_BEFORE = 2  # words before the content in which its negation may stand: would not "cut pensions"
_CUE = 3  # words before the content in which a cue of denial may stand: "denied saying that"
DENIALS = word_set("deny denies denied denying dismiss dismissed refute refuted disown disowned")
_DENYING = re.compile(rf"\b(?:{'|'.join(sorted(DENIALS))})\b", re.IGNORECASE)
_NEAR = 80  # characters before the content: three words
_ADDED = re.compile(r"(?<!\w)\[[^\[\]]*\](?!\w)")  # what an editor put in: the speaker's words are the others
_LETTER = re.compile(r"\[(\w{1,2})\](?=\w)")  # ... and a letter that was changed: "[W]e"
_FIGURES = 60  # of a quote: each is held against each of the other, and who gives more reads out a table
_KEPT = 6_000  # quotes that stay prepared: 5 kB each
_WORDS = 200_000  # of a language whose weights are remembered
_AROUND = 30  # words of the prefix and of the suffix that count as the surroundings


@dataclass(frozen=True, eq=False)
class Own:
    """What the text of a quote says by itself; one object for all quotes of the same text, while it is remembered.

    `terms` are the concepts of the words in order, `weights` their information in nats. Names and amounts are looked
    for when they are first asked for.
    """

    text: str
    words: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    mass: float
    negations: bool

    @cached_property
    def names(self) -> frozenset[str]:
        """As `names`."""
        return names(self.text)

    @cached_property
    def amounts(self) -> tuple[Quantity, ...]:
        """The first 60 figures, dates and durations."""
        return tuple(quantities(self.text)[:_FIGURES])


@dataclass(frozen=True, eq=False)
class Prepared:
    """A quote with what its text says by itself, and what stands around it, found out when it is first asked for."""

    quote: PlacedQuote
    own: Own
    words: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    mass: float
    negations: bool

    @property
    def names(self) -> frozenset[str]:
        """Those of the text."""
        return self.own.names

    @property
    def amounts(self) -> tuple[Quantity, ...]:
        """Those of the text."""
        return self.own.amounts

    @cached_property
    def negated(self) -> frozenset[str]:
        """Concepts that a negation stands before, in the content or just before it."""
        last = expanded(words(self.quote.prefix)[-_BEFORE:])
        if not self.negations and NEGATIONS.isdisjoint(last):
            return frozenset()
        return negated((*last, *self.words), self.quote.language)

    @cached_property
    def denies(self) -> bool:
        """As `denies`."""
        return denies(self.quote)

    @cached_property
    def around(self) -> dict[str, float]:
        """The concepts of the words around the quote that say something, with their information in nats."""
        plain = words(self.quote.prefix)[-_AROUND:] + words(self.quote.suffix)[:_AROUND]
        return _content(plain, self.quote.language)

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """As `days`, of its publication."""
        return days(self.quote.published)


class Preparing:
    """Quotes that are prepared when they are first asked for; of very many, only some of the latest are kept."""

    def __init__(self, quotes: Sequence[PlacedQuote]) -> None:
        self.quotes = quotes
        self._kept: dict[int, Prepared] = {}

    def __getitem__(self, place: int) -> Prepared:
        found = self._kept.get(place)
        if found is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._kept[place] = prepare(self.quotes[place])
        return found


def prepare(quote: PlacedQuote) -> Prepared:
    """The quote as the linkage rules see it."""
    own = _own(quote.text, quote.language)
    return Prepared(quote, own, own.words, own.terms, own.weights, own.mass, own.negations)


@lru_cache(maxsize=_KEPT)
def _own(text: str, language: str) -> Own:
    """The part of preparing that is the same for all quotes of the same text."""
    spoken = _ADDED.sub(" ", _LETTER.sub(r"\1", text)) if "[" in text else text
    plain = tuple(expanded(words(spoken) or words(text)))
    known = _weighed(language)
    weighed = [known[word] for word in plain]
    weights = tuple(value for _, value in weighed)
    terms = tuple(term for term, _ in weighed)
    return Own(text, plain, terms, weights, sum(weights), not NEGATIONS.isdisjoint(plain))


class _Weighed(dict[str, tuple[str, float]]):
    """Concept and weight of the words of a language, found out when first asked for."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, word: str) -> tuple[str, float]:
        if len(self) >= _WORDS:
            self.clear()
        found = self[word] = concept(word), weight(word, self._language)
        return found


_weighed = lru_cache(maxsize=100)(_Weighed)


def denies(quote: PlacedQuote) -> bool:
    """Whether the cue, or one of the three words before the content, denies."""
    before = quote.prefix[-_NEAR:]
    if not _DENYING.search(f"{before} {quote.cue or ''}"):
        return False
    return bool(DENIALS & {*words(quote.cue or ""), *words(before)[-_CUE:]})


def _content(plain: tuple[str, ...], language: str) -> dict[str, float]:
    known = _weighed(language)
    return {term: value for term, value in [known[word] for word in plain] if value >= _CONTENT}


def negated(plain: tuple[str, ...], language: str = "en") -> frozenset[str]:
    """Concepts of the words that a negation stands before: the first one of 4.5 nats within six words."""
    found: set[str] = set()
    for at, word in enumerate(plain):
        if word in NEGATIONS:
            behind = (one for one in plain[at + 1 : at + 1 + _REACH] if weight(one, language) >= _HEAVY)
            found |= {concept(one) for one in list(behind)[:1]}
    return frozenset(found)


def names(text: str) -> frozenset[str]:
    """Concepts of the words that are capitalised inside a sentence: names of people, places, bodies."""
    found: set[str] = set()
    if text.upper() == text:
        return frozenset()
    for start, end in word_spans(text):
        if not text[start].isupper():
            continue
        before = text[:start].rstrip(" \n“‘\"'«([")
        inside = bool(before) and before[-1] not in ".!?:…"
        word = normal_word(text[start:end])
        if inside and word.split("'")[0] != "i":
            found.add(concept(word))
    return frozenset(found)


@lru_cache(maxsize=10_000)
def days(published: str | None) -> tuple[date, date] | None:
    """The first and last day that a cut RFC 3339 date can mean; None when unknown."""
    if not published:
        return None
    match = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", published)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    following = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    return first, following - timedelta(days=1)


def days_apart(left: Prepared, right: Prepared) -> int | None:
    """The smallest number of days between two publications; None when either is unknown."""
    one, other = left.days, right.days
    if one is None or other is None:
        return None
    if one[0] > other[0]:
        one, other = other, one
    return max(0, (other[0] - one[1]).days)
