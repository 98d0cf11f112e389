"""What finding pairs takes of quotes beside their words: speaker, dates, size, and signs of what a rule may find."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from datasette_quotes.alignment import word_set
from datasette_quotes.quantities import quantities
from datasette_quotes.text import words
from quote_loaders.lexicon import concept, weight
from quote_loaders.linkage.columns import GRAIN, Columns, Hashes, Places, Weights, hashed, summed
from quote_loaders.linkage.prepared import DENIALS, days, denies
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import PlacedQuote

NO_WEEK = 10**6
NEGATES, COUNTS, DOUBTS, DENIES, DENIED_BEFORE = 1, 2, 4, 8, 16
BARE = DOUBTS | DENIES  # such a quote may have its subject beside it
LIGHT = 4.5  # nats: a word that says less links nothing
_BRIEF = 25 * GRAIN  # of a quote that has its subject beside it
_TOPIC = 5.0  # nats: a concept beside a quote that says less is no key
_BEFORE = 40  # characters before the content in which a negation or a cue of denial may stand

DOUBT = word_set("unlikely impossible improbable unrealistic impractical doubtful unthinkable")
AFFIRMED = word_set("will likely certain certainly surely possible realistic")
_SAYING = r"(?:said|say|says|told|promised|claimed|wrote|announced|called|made|used)"
DENIED = re.compile(
    rf"\b(?:never {_SAYING}|(?:did not|didn['’]t|has not|hasn['’]t|have not|haven['’]t) {_SAYING})\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|nowhere|without|cannot)\b|n['’]t\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\d|[$€£¥%]|\b(?:hundred|thousand|dozen|[mb]illion|half|hours?|minutes?|days?|weeks?|months?|years?|percent)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(rf"\b(?:{'|'.join(sorted(DOUBT))})\b", re.IGNORECASE)
_SURE = re.compile(rf"\b(?:{'|'.join(sorted(AFFIRMED))})\b", re.IGNORECASE)
_DENYING = re.compile(rf"\b(?:{'|'.join(sorted(DENIALS))})\b", re.IGNORECASE)


class Measures(NamedTuple):
    """Columns side by side, a row for each quote; days are ordinals, 0 when unknown; masses in nats."""

    speakers: Hashes  # of the speakers' keys, 0 for none
    weeks: Places
    first_days: Places
    last_days: Places
    sizes: Places  # words
    masses: Weights
    lights: Weights  # of the words below 4.5 nats
    signs: Places

    def of(self, places: NDArray[Any] | slice) -> Measures:
        """The quotes at some places, in that order."""
        chosen: list[Any] = [column[places] for column in self]
        return Measures(*chosen)


class Extra(NamedTuple):
    """A key that the words alone don't give: of the figures of a quote, or of what its sentence is about."""

    place: int
    figure: bool
    hash: int


def measured(quotes: Sequence[PlacedQuote], words_of: Columns) -> Measures:
    """The measures of quotes whose words are in columns already."""
    count = len(quotes)
    spans = [days(quote.published) for quote in quotes]
    first = np.fromiter((span[0].toordinal() if span else 0 for span in spans), np.int64, count)
    last = np.fromiter((span[1].toordinal() if span else 0 for span in spans), np.int64, count)
    return Measures(
        np.fromiter((hashed(one.speaker) if one.speaker else 0 for one in quotes), np.uint64, count),
        np.where(first > 0, first // 7, NO_WEEK),
        first,
        last,
        words_of.sizes,
        words_of.masses(),
        summed(np.where(words_of.weights < LIGHT, words_of.weights, 0.0), words_of.starts),
        np.fromiter((signs(quote) for quote in quotes), np.int64, count),
    )


def signs(quote: PlacedQuote) -> int:
    """What a rule may find in a quote, as bits: a negation, a figure, a doubt, a denial."""
    before = quote.prefix[-_BEFORE:]
    found = NEGATES if _NEGATED.search(quote.text) or _NEGATED.search(before) else 0
    if _COUNTED.search(quote.text):
        found |= COUNTS
    if _DOUBTED.search(quote.text):
        found |= DOUBTS
    if DENIED.search(quote.text) or _DENYING.search(f"{before} {quote.cue or ''}"):
        found |= DENIES
    if denies(quote):
        found |= DENIED_BEFORE
    return found


def extras(quotes: Sequence[PlacedQuote], measures: Measures) -> Iterator[Extra]:
    """Keys of the figures of speakers' quotes, for translations, and of the subjects that stand beside bare quotes."""
    some = (measures.signs & (BARE | COUNTS) != 0) | (measures.masses * GRAIN < _BRIEF)
    for place in np.flatnonzero(some & (measures.speakers != 0)).tolist():
        quote, sign = quotes[place], int(measures.signs[place])
        if sign & COUNTS:
            values = sorted({f"{amount.value:.6g}" for amount in quantities(quote.text)})
            if values:
                yield Extra(place, True, hashed(f"{quote.speaker} {' '.join(values)}"))
        if sign & BARE or (measures.masses[place] * GRAIN < _BRIEF and _SURE.search(quote.text)):
            for term in _subject(quote):
                yield Extra(place, False, hashed(term))


def _subject(quote: PlacedQuote) -> set[str]:
    """Concepts of 5 nats of the sentence around a quote, but for the speaker's name."""
    own = {concept(word) for word in words(quote.speaker_name or "")}
    plain = (word for part in attribution(quote) for word in words(part))
    return {concept(word) for word in plain if weight(word, quote.language) >= _TOPIC} - own
