"""Which quotes are worth comparing: the keys of quotes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quote_loaders.linkage.columns import GRAIN, Columns, Hashes, Places, columns, mixed
from quote_loaders.linkage.measures import LIGHT, Extra, Measures, extras, measured
from quote_loaders.records import PlacedQuote

Key = tuple[str, str, float]
Integers = NDArray[np.int64]

_RUN = 4  # words
_RUN_WEIGHT = 12.0  # nats: a run of four words that says less is a stock phrase
_RARE = 3  # rarest words of a quote
_WHOLE = 100 * GRAIN
WORDS, RUN, RARE, SPOKEN, FIGURE, SUBJECT = range(6)
KINDS = ("words", "run", "rare", "speaker word", "speaker figure", "subject")
_KIND = np.uint64(7)  # the lowest three bits of a key tell its kind


class Keys(NamedTuple):
    """Hash, place of the quote and weight in 1/1024 nats of many keys, side by side; no quote has a key twice."""

    hashes: Hashes
    places: NDArray[Any]
    weights: NDArray[Any]

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """The kind of each key, which its lowest three bits tell."""
        return (self.hashes & _KIND).astype(np.uint8)

    def of(self, chosen: NDArray[Any] | slice) -> Keys:
        """The keys at some places of the columns, or those that a mask chooses."""
        return Keys(self.hashes[chosen], self.places[chosen], self.weights[chosen])


def keys(quote: PlacedQuote) -> tuple[Key, ...]:
    """The (kind, hash, weight in nats) under which a quote meets those that may repeat it, sorted.

    Two quotes that share none are never compared.

    Kinds: `words` (all normal words), `run` (four words of 12 nats), `rare` (the three rarest words, in order),
    `speaker word` (speaker and one word of 4.5 nats; without weight for words beside a quote that says little),
    `speaker figure` (all of them, for translations) and, for contradictions alone, `subject` (two neighbours of 4.5
    nats).
    """
    words = columns([quote])
    measures = measured([quote], words)
    found = all_keys(words, measures, extras([quote], measures))
    return tuple(
        sorted(
            (KINDS[kind], f"{key:016x}", round(value / GRAIN, 3))
            for kind, key, value in zip(found.kinds.tolist(), found.hashes.tolist(), found.weights, strict=True)
        )
    )


def all_keys(words: Columns, measures: Measures, others: Iterable[Extra]) -> Keys:
    """The keys of many quotes, sorted by hash and then place; `others` are those that the words alone don't give."""
    owner = np.repeat(np.arange(len(words.sizes)), words.sizes)
    weights, concepts = words.weights, words.concepts
    grains = np.rint(weights * GRAIN).astype(np.int64)
    whole = np.flatnonzero(words.sizes)
    heavy = np.flatnonzero(weights >= LIGHT)
    spoken = heavy[measures.speakers[owner[heavy]] != 0]
    parts = (
        _key(WORDS, whole, np.full(len(whole), _WHOLE), words.whole()[whole]),
        _runs(words, owner, grains),
        _rarest(words, owner, grains),
        _key(SPOKEN, owner[spoken], grains[spoken], measures.speakers[owner[spoken]], concepts[spoken]),
        _subjects(words, owner, heavy),
        *_extra(others, measures),
    )
    return _once(Keys(*(np.concatenate(column) for column in zip(*parts, strict=True))))


def keys_of_words(words: Columns) -> Hashes:
    """The key of each quote that is made of all its words, whatever it is for a quote without words."""
    return _key(WORDS, np.arange(len(words.sizes)), np.full(len(words.sizes), _WHOLE), words.whole()).hashes


def _key(kind: int, places: Places, weights: Integers, *parts: Hashes) -> Keys:
    return Keys(mixed(*parts) & ~_KIND | np.uint64(kind), places, weights)


def _runs(words: Columns, owner: Places, grains: Integers) -> Keys:
    """Runs of four words that say enough."""
    concepts = words.concepts
    last = max(0, len(concepts) - _RUN + 1)
    mass = sum((grains[at : last + at] for at in range(_RUN)), np.zeros(last, dtype=np.int64))
    found = np.flatnonzero((mass >= _RUN_WEIGHT * GRAIN) & (owner[:last] == owner[len(owner) - last :]))
    return _key(RUN, owner[found], mass[found], *(concepts[found + at] for at in range(_RUN)))


def _rarest(words: Columns, owner: Places, grains: Integers) -> Keys:
    """The three rarest words of each quote that has as many, in their order, as one key."""
    by_weight = np.lexsort((-words.weights, owner))
    places, concepts = np.flatnonzero(words.sizes >= _RARE), words.concepts
    chosen = np.sort(by_weight[words.starts[places][:, None] + np.arange(_RARE)], axis=1)
    return _key(RARE, places, grains[chosen].sum(axis=1), *(concepts[chosen[:, at]] for at in range(_RARE)))


def _subjects(words: Columns, owner: Places, heavy: Places) -> Keys:
    """Two neighbouring words that say much, in either order; without weight, they only serve contradictions."""
    left, right, concepts = heavy[:-1], heavy[1:], words.concepts
    same = owner[left] == owner[right]
    one, other = concepts[left[same]], concepts[right[same]]
    places = owner[left[same]]
    return _key(SUBJECT, places, np.zeros(len(places), dtype=np.int64), np.minimum(one, other), np.maximum(one, other))


def _extra(others: Iterable[Extra], measures: Measures) -> list[Keys]:
    found: list[Keys] = []
    listed = list(others)
    for figure, kind in ((True, FIGURE), (False, SPOKEN)):
        some = [one for one in listed if one.figure is figure]
        places = np.array([one.place for one in some], dtype=np.int64)
        hashes = np.array([one.hash for one in some], dtype=np.uint64)
        parts = (hashes,) if figure else (measures.speakers[places], hashes)
        found.append(_key(kind, places, np.zeros(len(some), dtype=np.int64), *parts))
    return found


def _once(found: Keys) -> Keys:
    """Each key of a quote once, with its largest weight, sorted."""
    order = np.lexsort((-found.weights, found.places, found.hashes))
    found = found.of(order)
    again = (found.hashes[1:] == found.hashes[:-1]) & (found.places[1:] == found.places[:-1])
    return found.of(np.concatenate((np.ones(min(1, len(order)), dtype=bool), ~again)))
