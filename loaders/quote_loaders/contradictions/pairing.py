"""Which quotes are worth holding against each other: pure, and in numpy since it is many."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from quote_loaders.contradictions.cases import shared, topic
from quote_loaders.contradictions.denials import THIS_MONTH
from quote_loaders.contradictions.opposing import opposing
from quote_loaders.contradictions.sketches import Sketched
from quote_loaders.contradictions.speakers import SAME_EVENT, THIS_WEEK
from quote_loaders.linkage.columns import Columns, Places, Weights, held
from quote_loaders.linkage.measures import BARE, COUNTS, DENIES, NEGATES, Measures
from quote_loaders.linkage.pairs import Mask, Pairs, may_contradict, shorter
from quote_loaders.records import PlacedQuote

_TOPIC = 3.0  # nats: a word that says less is no topic
_ENOUGH = 9.0  # nats of shared concepts that make two quotes worth a look
_SAME_WORDS = 15.0  # ... under two speakers, when nothing but the same words can be found
# Shares of the shorter quote that the longer one has: a hundredth less than the rules of `speakers` ask for, since
# weights are rounded here.
_VERBATIM = 0.97
_CONTRARY = 0.45
_TURNED = 0.45
_AT_ONCE = 20_000  # pairs
_MOST = 2.0**40


def disputable(measures: Measures, some: Pairs) -> Pairs:
    """The pairs that share keys and between which some rule may find something, whatever their words."""
    some = some.of(may_contradict(some))
    left, right = some.left, some.right
    most = np.full(len(left), _MOST)
    opposed = np.ones(len(left), dtype=np.bool_)
    return some.of(_may(measures, some, most, most, opposed) | _bare(measures, left, right))


def promising(measures: Measures, sketched: Sketched, some: Pairs) -> Pairs:
    """Of pairs that are disputable those between which some rule may find something, by the sketches of quotes."""
    left, right = some.left, some.right
    short, long = shorter(measures, some)
    masses = measures.masses[short]
    share = sketched.shared(short, long) / np.where(masses > 0, masses, 1.0)
    most, opposed = np.full(len(left), _MOST), sketched.opposing(left, right)
    return some.of(_may(measures, some, most, share, opposed) | _bare(measures, left, right))


def related(quotes: Sequence[PlacedQuote], words: Columns, measures: Measures, some: Pairs) -> Pairs:
    """The pairs whose contents share concepts of 9 nats together, and between which some rule may find something.

    A bare "unlikely" or "I never said that" has its subject beside it: such quotes are held by their sentences against
    others of their speaker, within a month.
    """

    def edited(places: Places) -> Mask:
        return np.fromiter((is_edited(quotes[place].text) for place in places.tolist()), np.bool_, len(places))

    sure, unsure = sorted_out(edited, words, measures, some)
    told = unsure.of(told_beside(quotes, unsure))
    both = Pairs(*(np.concatenate(column) for column in zip(sure, told, strict=True)))
    return both.of(np.lexsort((both.right, both.left)))


def is_edited(text: str) -> bool:
    """Whether an editor may have put words into a quote."""
    return "[" in text


def sorted_out(
    edited: Callable[[Places], Mask], words: Columns, measures: Measures, some: Pairs
) -> tuple[Pairs, Pairs]:
    """The pairs that are related by their contents, and those of bare quotes whose sentences have to be looked at.

    `edited` tells into which of the quotes at some places an editor may have put words.
    """
    none = np.zeros(0, dtype=np.bool_)
    found, bare = [none], [none]
    for start in range(0, len(some.left), _AT_ONCE):
        can, beside = _sorted_out(edited, words, measures, some.of(slice(start, start + _AT_ONCE)))
        found.append(can)
        bare.append(beside)
    return some.of(np.concatenate(found)), some.of(np.concatenate(bare))


def _sorted_out(edited: Callable[[Places], Mask], words: Columns, measures: Measures, some: Pairs) -> tuple[Mask, Mask]:
    """As `sorted_out`, as masks; what takes longer is asked of those that are left."""
    places, numbers = np.unique(np.concatenate((some.left, some.right)), return_inverse=True)
    one, other = numbers[: len(some.left)], numbers[len(some.left) :]
    put_in, own = edited(places), words.of(places)
    unknown = put_in[one] | put_in[other]
    beside = _bare(measures, some.left, some.right)
    opposed = unknown.copy()
    close = np.flatnonzero(_one_month(measures, some.left, some.right) & ~unknown)
    opposed[close] = opposing(own, one[close], other[close])
    most = np.full(len(one), _MOST)
    can = _may(measures, some, most, most, opposed)
    at = np.flatnonzero(can | beside)
    topics = _concepts(own)
    mass = held(topics.of(one[at]), topics.of(other[at]))
    every = np.ones(len(at), dtype=np.bool_)
    beside[at] &= ~_may(measures, some.of(at), mass, most[at], every)
    can[at] &= _may(measures, some.of(at), mass, most[at], opposed[at])
    likely, mass = np.flatnonzero(can), mass[can[at]]
    share = _share(words, measures, some.of(likely), unknown[likely])
    can[likely] = _may(measures, some.of(likely), mass, share, opposed[likely])
    return can, beside


def told_beside(quotes: Sequence[PlacedQuote], some: Pairs) -> Mask:
    """Which pairs share concepts of 9 nats together in their sentences."""
    told = np.zeros(len(some.left), dtype=np.bool_)
    for at, (left, right) in enumerate(zip(some.left.tolist(), some.right.tolist(), strict=True)):
        both = shared(topic(quotes[left]), topic(quotes[right]))
        told[at] = sum(both.values()) >= _ENOUGH
    return told


def _near(measures: Measures, left: Places, right: Places, within: int) -> Mask:
    """Whether so few days can lie between the publications; an unknown date is near to all."""
    later = np.maximum(measures.first_days[left], measures.first_days[right])
    earlier = np.minimum(measures.last_days[left], measures.last_days[right])
    found: Mask = (earlier == 0) | (later - earlier <= within)
    return found


def _share(words: Columns, measures: Measures, some: Pairs, unknown: Mask) -> Weights:
    """Which share of the shorter quote's information is in words that the longer one has, wherever they stand.

    No bound is known where an editor has put words in: the rules look at the others alone.
    """
    short, long = shorter(measures, some)
    masses = measures.masses[short]
    share: Weights = held(words.of(short), words.of(long)) / np.where(masses > 0, masses, 1.0)
    share[unknown] = _MOST
    return share


def _may(measures: Measures, some: Pairs, mass: Weights, share: Weights, opposed: Mask) -> Mask:
    """Whether some rule can find anything between two quotes that share so many nats, and so much of the shorter."""
    left, right = some.left, some.right
    one, other = measures.speakers[left], measures.speakers[right]
    either = measures.signs[left] | measures.signs[right]
    both = measures.signs[left] & measures.signs[right]
    same, differ = (one == other) & (one != 0), (one != other) & (one != 0) & (other != 0)
    month, negated = _near(measures, left, right, THIS_MONTH), either & NEGATES != 0
    unlike = same & ((negated & (share >= _TURNED)) | (month & opposed))  # a reversal, or opposed words
    denied = (either & DENIES != 0) & month
    counted = (both & COUNTS != 0) & _near(measures, left, right, THIS_WEEK)
    contrary = negated & _near(measures, left, right, SAME_EVENT) & (share >= _CONTRARY)
    disputed = differ & (contrary | ((mass >= _SAME_WORDS) & (share >= _VERBATIM)))
    found: Mask = (unlike | disputed | denied | counted) & (mass >= _ENOUGH)
    return found


def _one_month(measures: Measures, left: Places, right: Places) -> Mask:
    """Whether both are one speaker's, within a month."""
    same = (measures.speakers[left] == measures.speakers[right]) & (measures.speakers[left] != 0)
    found: Mask = same & _near(measures, left, right, THIS_MONTH)
    return found


def _bare(measures: Measures, left: Places, right: Places) -> Mask:
    """Whether both are one speaker's, within a month, and one may have its subject beside it."""
    either = measures.signs[left] | measures.signs[right]
    found: Mask = _one_month(measures, left, right) & (either & BARE != 0)
    return found


def _concepts(words: Columns) -> Columns:
    """The concepts of 3 nats or more of each quote, each once."""
    owner = np.repeat(np.arange(len(words.sizes)), words.sizes)
    concepts = words.concepts
    heavy = np.flatnonzero(words.weights >= _TOPIC)
    order = heavy[np.lexsort((concepts[heavy], owner[heavy]))]
    again = (owner[order][1:] == owner[order][:-1]) & (concepts[order][1:] == concepts[order][:-1])
    order = order[np.concatenate((np.ones(min(1, len(order)), dtype=bool), ~again))]
    starts = np.searchsorted(owner[order], np.arange(len(words.sizes) + 1))
    return Columns(starts, words.numbers[order], words.table)
