"""Quotes side by side, oldest first: what all of linking works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from quote_loaders.linkage.blocking import Keys, all_keys
from quote_loaders.linkage.columns import Columns, Hashes, Places, Vocabulary, columns, hashed, mixed
from quote_loaders.linkage.measures import DENIED_BEFORE, Measures, extras, measured
from quote_loaders.linkage.prepared import Preparing
from quote_loaders.records import PlacedQuote

_TELLING = 20.0  # nats: so much in the same words of one speaker and week is one utterance without further ado


@dataclass(frozen=True, slots=True)
class Ordered:
    """Quotes oldest first, of one moment the longer before the shorter; a place is a number in this order."""

    quotes: Sequence[PlacedQuote]
    words: Columns
    measures: Measures
    languages: Hashes
    prepared: Preparing

    def of(self, places: Places) -> Ordered:
        """The quotes at some places, which are in order."""
        quotes = [self.quotes[place] for place in places.tolist()]
        return Ordered(
            quotes, self.words.of(places), self.measures.of(places), self.languages[places], Preparing(quotes)
        )

    def keys(self) -> Keys:
        """The keys of all the quotes."""
        return all_keys(self.words, self.measures, extras(self.quotes, self.measures))


def ordered(quotes: Sequence[PlacedQuote], vocabulary: Vocabulary | None = None) -> Ordered:
    """Quotes in order, whatever their order was; a vocabulary spares looking up the words that it knows."""
    words = columns(quotes, vocabulary)
    sizes = words.sizes.tolist()
    order = sorted(range(len(quotes)), key=lambda at: (quotes[at].published_order, -sizes[at], quotes[at].key))
    found = [quotes[place] for place in order]
    words = words.of(np.array(order, dtype=np.int64))
    return Ordered(found, words, measured(found, words), languages(found), Preparing(found))


def firsts(one: Ordered, apart: set[int]) -> Places:
    """For each quote the place of the earliest one of the same words, speaker, language and week.

    Only these are compared: the others follow theirs. A quote that says less than 20 nats stands for itself, and so do
    those at the places `apart`.
    """
    telling = one.measures.masses >= _TELLING
    telling[list(apart)] = False
    places = np.flatnonzero(telling)
    measures = one.measures
    occasions = mixed(
        one.words.whole()[places],
        measures.speakers[places],
        measures.weeks[places].astype(np.uint64),
        one.languages[places],
        (measures.signs[places] & DENIED_BEFORE).astype(np.uint64),
    )
    _, first, inverse = np.unique(occasions, return_index=True, return_inverse=True)
    found = np.arange(len(one.quotes))
    found[places] = places[first[inverse]]
    return found


def languages(quotes: Sequence[PlacedQuote]) -> Hashes:
    """Hashes of the quotes' languages."""
    return np.fromiter((hashed(quote.language) for quote in quotes), np.uint64, len(quotes))


def same_occasion(one: Ordered, place: int) -> tuple[int, int, str, bool]:
    """What quotes of the same words have to have in common to be one utterance without further ado."""
    measures, quote = one.measures, one.quotes[place]
    denies = bool(measures.signs[place] & DENIED_BEFORE)
    return int(measures.speakers[place]), int(measures.weeks[place]), quote.language, denies


def is_telling(one: Ordered, place: int) -> bool:
    """Whether a quote says enough to be taken for another one of the same words."""
    return bool(one.measures.masses[place] >= _TELLING)
