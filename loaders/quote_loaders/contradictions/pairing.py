"""Which quotes of different statements are worth holding against each other: pure, and in numpy where it is many."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from quote_loaders.contradictions.cases import shared, topic
from quote_loaders.contradictions.denials import DENIED
from quote_loaders.contradictions.speakers import DOUBT, SAME_EVENT, THIS_MONTH, THIS_WEEK
from quote_loaders.linkage.columns import Columns, Hashes, Places, Weights, columns, hashed, held
from quote_loaders.linkage.prepared import DENIALS, days
from quote_loaders.records import PlacedQuote

Mask = NDArray[np.bool_]

_CROWDED = 40  # quotes: a concept that more quotes have proposes pairs only within a week
_WEEK = 7  # days
_TOPIC = 3.0  # nats: a word that says less is no topic
_RARE = 5.0  # nats: a concept that says less proposes no pairs
_ENOUGH = 9.0  # nats of shared concepts that make two quotes worth a look
_SAME_WORDS = 15.0  # ... under two speakers, when nothing but the same words can be found
_AT_ONCE = 20_000  # pairs
_MOST = 2.0**40  # as good as infinitely many days
_NEGATED = re.compile(r"\b(?:not|never|no|none|nobody|nothing|neither|nor|nowhere|without|cannot)\b|n['’]t\b", re.I)
_COUNTED = re.compile(
    r"\d|[$€£¥]|\b(?:hundred|thousand|[mb]illion|half|hours?|minutes?|days?|weeks?|months?|percent)\b", re.I
)
_DOUBTED = re.compile(rf"\b(?:{'|'.join(sorted(DOUBT))})\b", re.I)
_DENYING = re.compile(rf"\b(?:{'|'.join(sorted(DENIALS))})\b", re.I)
_BEFORE = 40  # characters before the content in which a negation or a cue of denial may stand


class Traits:
    """What rules ask of quotes, as columns: who, when (days as ordinals), and signs in their words."""

    def __init__(self, quotes: Sequence[PlacedQuote]) -> None:
        spans = [days(quote.published) for quote in quotes]
        self.speakers: Hashes = np.array([hashed(one.speaker) if one.speaker else 0 for one in quotes], dtype=np.uint64)
        self.first: Weights = np.array([span[0].toordinal() if span else -_MOST for span in spans])
        self.last: Weights = np.array([span[1].toordinal() if span else _MOST for span in spans])
        near = [f"{one.prefix[-_BEFORE:]} {one.text}" for one in quotes]
        self.negates = _found(_NEGATED, near)
        self.counts = _found(_COUNTED, [one.text for one in quotes])
        self.doubts = _found(_DOUBTED, [one.text for one in quotes])
        cues = [f"{one.prefix[-_BEFORE:]} {one.cue or ''}" for one in quotes]
        self.denies = _found(DENIED, [one.text for one in quotes]) | _found(_DENYING, cues)

    def near(self, left: Places, right: Places, within: int) -> Mask:
        """Whether so few days can lie between the publications; an unknown date is near to all."""
        gap = np.maximum(self.first[left], self.first[right]) - np.minimum(self.last[left], self.last[right])
        found: Mask = gap <= within
        return found

    def may(self, left: Places, right: Places, mass: Weights) -> Mask:
        """Whether some rule can find anything between two quotes that share so many nats."""
        one, other = self.speakers[left], self.speakers[right]
        same, differ = (one == other) & (one != 0), (one != other) & (one != 0) & (other != 0)
        month, negated = self.near(left, right, THIS_MONTH), self.negates[left] | self.negates[right]
        denied = (self.denies[left] | self.denies[right]) & month
        counted = self.counts[left] & self.counts[right] & self.near(left, right, THIS_WEEK)
        disputed = differ & ((negated & self.near(left, right, SAME_EVENT)) | (mass >= _SAME_WORDS))
        found: Mask = (same & (negated | month)) | disputed | denied | counted
        return found & (mass >= _ENOUGH)


def _found(pattern: re.Pattern[str], texts: Sequence[str]) -> Mask:
    return np.array([pattern.search(text) is not None for text in texts], dtype=bool)


def related(quotes: Sequence[PlacedQuote]) -> list[tuple[int, int]]:
    """Pairs of places whose contents share concepts of 9 nats together, and between which some rule may find something.

    The quotes are sorted oldest first. A bare "unlikely" or "I never said that" has its subject beside it: such
    quotes are paired by their sentences with others of their speaker, within a month.
    """
    if not quotes:
        return []
    traits = Traits(quotes)
    left, right = _inside(_subjects(columns(quotes)), traits)
    return sorted({*zip(left.tolist(), right.tolist(), strict=True), *_beside(quotes, traits)})


def _subjects(words: Columns) -> Columns:
    """The concepts of 3 nats or more of each quote, each once."""
    owner = np.repeat(np.arange(len(words.sizes)), words.sizes)
    heavy = np.flatnonzero(words.weights >= _TOPIC)
    order = heavy[np.lexsort((words.concepts[heavy], owner[heavy]))]
    again = (np.diff(owner[order], prepend=-1) == 0) & np.concatenate(
        ([False], words.concepts[order][1:] == words.concepts[order][:-1])
    )
    order = order[~again]
    starts = np.searchsorted(owner[order], np.arange(len(words.sizes) + 1))
    return Columns(starts, words.words[order], words.concepts[order], words.weights[order])


def _inside(subjects: Columns, traits: Traits) -> tuple[Places, Places]:
    """Pairs by the concepts of 5 nats that their contents share."""
    owner = np.repeat(np.arange(len(subjects.sizes)), subjects.sizes)
    rare = np.flatnonzero(subjects.weights >= _RARE)
    rare = rare[np.lexsort((owner[rare], subjects.concepts[rare]))]
    concepts, places = subjects.concepts[rare], owner[rare]
    starts = np.flatnonzero(np.concatenate(([True], concepts[1:] != concepts[:-1]))) if len(rare) else rare
    sizes = np.diff(np.append(starts, len(rare)))
    last, crowded = np.repeat(starts + sizes - 1, sizes), np.repeat(sizes > _CROWDED, sizes)
    found: list[Places] = []
    active = np.arange(len(rare))
    for apart in range(1, _CROWDED):
        active = active[active + apart <= last[active]]
        left, right = places[active], places[active + apart]
        some = traits.may(left, right, np.full(len(active), _MOST))
        some &= ~crowded[active] | traits.near(left, right, _WEEK)
        found.append(left[some] << 32 | right[some])
    pairs = np.sort(np.concatenate(found))
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    kept = [_enough(subjects, traits, pairs[at : at + _AT_ONCE]) for at in range(0, len(pairs), _AT_ONCE)]
    pairs = np.concatenate([pairs[:0], *kept])
    return pairs >> 32, pairs & 0xFFFFFFFF


def _enough(subjects: Columns, traits: Traits, pairs: Places) -> Places:
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    return pairs[traits.may(left, right, held(subjects.of(left), subjects.of(right)))]


def _beside(quotes: Sequence[PlacedQuote], traits: Traits) -> Iterator[tuple[int, int]]:
    """Pairs of a bare quote and another one of its speaker, by what their sentences share."""
    bare = traits.doubts | traits.denies
    homes: dict[str | None, list[int]] = defaultdict(list)
    for place in np.flatnonzero(bare).tolist():
        homes[quotes[place].speaker].append(place)
    speakers = homes.keys() - {None}
    blocks: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    for place, quote in enumerate(quotes):
        if quote.speaker in speakers:
            near = traits.near(np.full(len(homes[quote.speaker]), place), np.array(homes[quote.speaker]), THIS_MONTH)
            if near.any():
                for term, value in topic(quote).items():
                    if value >= _RARE:
                        blocks[quote.speaker, term].append(place)
    pairs = {pair for members in blocks.values() for pair in _near_pairs(members, bare, traits)}
    for left, right in pairs:
        if sum(shared(topic(quotes[left]), topic(quotes[right])).values()) >= _ENOUGH:
            yield left, right


def _near_pairs(members: Sequence[int], bare: Mask, traits: Traits) -> Iterator[tuple[int, int]]:
    within = THIS_MONTH if len(members) <= _CROWDED else _WEEK
    for at, left in enumerate(members):
        for right in members[at + 1 : at + _CROWDED]:
            if (bare[left] or bare[right]) and traits.near(np.array([left]), np.array([right]), within)[0]:
                yield left, right
