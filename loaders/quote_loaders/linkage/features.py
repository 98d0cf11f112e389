"""What speaks for and against two quotes being one statement: a table of named, weighted functions.

Weights are learned from labelled pairs (`weights`). A third of those are double translations without surroundings:
`without_surroundings` is learned from them. Only the weight of the time is set by hand: those pairs were chosen among
articles of the same days and can't teach it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from datasette_quotes.quantities import differing, equal
from quote_loaders.linkage.passages import beside, continued
from quote_loaders.linkage.prepared import Own, Prepared, days_apart
from quote_loaders.linkage.weights import WEIGHTS

_SPARE = 4  # words that a window of a long quote has more than the short quote
_STRETCH = 1.4  # ... and times its length
_REMEMBERED = 10_000  # pairs of texts: the same words are printed again and again
_ENOUGH = 40.0  # nats: more shared information than this adds nothing
_PARTLY = (0.3, 0.97)  # share of the shorter quote: with less or more what stands beside the quotes isn't looked at


@dataclass(frozen=True, slots=True)
class Pair:
    """Two quotes aligned: the shorter one against the part of the longer one that is most like it."""

    short: Prepared
    long: Prepared
    known: dict[str, float]  # measures of the words alone, by name: the same object for all pairs of the same texts
    moves: list[float]  # how far these move the log-odds, once they are all known; the same object too
    start: int  # the window of the longer quote's words, half open
    end: int
    shared: float  # nats of the words that both have
    in_order: float  # nats of those that stand in the same order
    run: float  # nats of the longest unbroken run
    window: float  # nats of the window
    met: dict[str, float] = field(default_factory=dict)  # measures of this pair, by name


def pair(left: Prepared, right: Prepared) -> Pair:
    """Align two quotes; symmetric but for which of two equally long ones is called the shorter."""
    if len(left.terms) != len(right.terms):
        short, long = (left, right) if len(left.terms) < len(right.terms) else (right, left)
    else:
        short, long = sorted((left, right), key=lambda one: (one.mass, one.terms, one.quote.key))
    return Pair(short, long, *_aligned(short.own, long.own))


@lru_cache(maxsize=_REMEMBERED)
def _aligned(short: Own, long: Own) -> tuple[dict[str, float], list[float], int, int, float, float, float, float]:
    """What a pair is beside its two quotes: the same for all quotes of the same texts."""
    start, end = _window(short, long)
    terms, weights = long.terms[start:end], long.weights[start:end]
    left_count, left_weight = Counter(short.terms), dict(zip(short.terms, short.weights, strict=True))
    right_count, right_weight = Counter(terms), dict(zip(terms, weights, strict=True))
    both = left_count & right_count
    shared = sum(count * min(left_weight[term], right_weight[term]) for term, count in both.items())
    in_order, run = 0.0, 0.0
    for block in LCSseq.opcodes(short.terms, terms):
        if block.tag == "equal":
            size = sum(
                min(one, other)
                for one, other in zip(
                    short.weights[block.src_start : block.src_end],
                    weights[block.dest_start : block.dest_end],
                    strict=True,
                )
            )
            in_order, run = in_order + size, max(run, size)
    return {}, [], start, end, shared, in_order, run, sum(weights)


def _window(short: Own, long: Own) -> tuple[int, int]:
    """The stretch of the longer quote that shares most with the shorter one: the first of the best."""
    size = int(len(short.terms) * _STRETCH) + _SPARE
    if len(long.terms) <= size + _SPARE:
        return 0, len(long.terms)
    known = set(short.terms)
    gains = [value if term in known else 0.0 for term, value in zip(long.terms, long.weights, strict=True)]
    total = sum(gains[:size])
    best, best_at = total, 0
    for at in range(1, len(gains) - size + 1):
        total += gains[at + size - 1] - gains[at - 1]
        if total > best + 1e-9:
            best, best_at = total, at
    return best_at, best_at + size


OF_WORDS: list[str] = []  # the measures of nothing but the words, by name


def _of_words(measure: Callable[[Pair], float]) -> Callable[[Pair], float]:
    """A measure of nothing but the words, which is taken once for any two texts."""
    name = measure.__name__
    OF_WORDS.append(name)

    @wraps(measure)
    def remembered(one: Pair) -> float:
        found = one.known.get(name)
        if found is None:
            found = one.known[name] = measure(one)
        return found

    return remembered


def _once(measure: Callable[[Pair], float]) -> Callable[[Pair], float]:
    """A measure that is taken once for a pair."""
    name = measure.__name__

    @wraps(measure)
    def remembered(one: Pair) -> float:
        found = one.met.get(name)
        if found is None:
            found = one.met[name] = measure(one)
        return found

    return remembered


@_of_words
def same_words(one: Pair) -> float:
    """1 when the words are the same, whatever their marks and case."""
    return float(one.short.words == one.long.words)


@_of_words
def shared_information(one: Pair) -> float:
    """Information of the shared words in nats, as a share of 40, at most 1."""
    return min(1.0, one.shared / _ENOUGH)


@_of_words
def contained(one: Pair) -> float:
    """Share of the shorter quote that the longer one has: 0 to 1."""
    return one.shared / one.short.mass if one.short.mass else 0.0


@_of_words
def covering(one: Pair) -> float:
    """Share of the window of the longer quote that the shorter one has: 0 to 1."""
    return one.shared / one.window if one.window else 0.0


@_of_words
def longest_run(one: Pair) -> float:
    """Share of the shorter quote that stands unbroken in the longer one: 0 to 1."""
    return one.run / one.short.mass if one.short.mass else 0.0


@_of_words
def unbroken(one: Pair) -> float:
    """Information of the longest unbroken run in nats, as a share of 40, at most 1."""
    return min(1.0, one.run / _ENOUGH)


@_of_words
def same_order(one: Pair) -> float:
    """Share of the shared words that stand in the same order: 0 to 1."""
    return one.in_order / one.shared if one.shared else 0.0


@_of_words
def similar_letters(one: Pair) -> float:
    """rapidfuzz's ratio of the words' letters, in whichever order is more alike: 0 to 1."""
    left, right = " ".join(one.short.words), " ".join(one.long.words[one.start : one.end])
    return max(fuzz.token_set_ratio(left, right), fuzz.ratio(left, right)) / 100


@_of_words
def brief(one: Pair) -> float:
    """How little the shorter quote says: 1 below 5 nats, 0 from 40 nats."""
    return max(0.0, min(1.0, (_ENOUGH - one.short.mass) / (_ENOUGH - 5)))


@_of_words
def names_differ(one: Pair) -> float:
    """1 when both have names and none is shared."""
    return float(bool(one.short.names and one.long.names) and not one.short.names & one.long.names)


@_of_words
def amounts_shared(one: Pair) -> float:
    """Share of the shorter quote's quantities that the longer one has; 0 without quantities."""
    if not one.short.amounts:
        return 0.0
    met = sum(any(equal(amount, other) for other in one.long.amounts) for amount in one.short.amounts)
    return met / len(one.short.amounts)


@_of_words
def amounts_differ(one: Pair) -> float:
    """1 when a quantity of one side can't be any of the other side's."""
    return float(bool(differing(list(one.short.amounts), list(one.long.amounts))))


def negation_differs(one: Pair) -> float:
    """1 when a word that both have stands behind a negation on one side only."""
    short, long = one.short, one.long
    if not short.negated and not long.negated:
        return 0.0
    terms = set(long.terms[one.start : one.end])
    lost = {term for term in short.negated if term in terms and term not in long.negated}
    won = {term for term in long.negated & terms if term in short.terms and term not in short.negated}
    return float(bool(lost | won))


def shared_surroundings(one: Pair) -> float:
    """Information that the words around both quotes share, in nats, as a share of 40, at most 1; 0 in one article."""
    if one.short.quote.article == one.long.quote.article:
        return 0.0
    both = one.short.around.keys() & one.long.around.keys()
    return min(1.0, sum(one.short.around[term] for term in both) / _ENOUGH)


@_once
def printed_beside(one: Pair) -> float:
    """How much of one quote stands beside the other, if more than in it: then both are quoted there, side by side."""
    return max(beside(one.short, one.long), beside(one.long, one.short)) if _partly(one) else 0.0


def continued_beside(one: Pair) -> float:
    """Information that one quote has more, and the other one's article beside it, in nats, as a share of 40, at most 1.

    Two cuts of one speech continue each other; a quote that stands whole beside the other one is no cut of it.
    """
    if not _partly(one) or printed_beside(one):
        return 0.0
    return min(1.0, (continued(one.short, one.long) + continued(one.long, one.short)) / _ENOUGH)


def _partly(one: Pair) -> bool:
    """Whether two articles share so much of the quotes that what stands beside these may decide."""
    return one.short.quote.article != one.long.quote.article and _PARTLY[0] <= contained(one) < _PARTLY[1]


def without_surroundings(one: Pair) -> float:
    """1 when neither quote has words around it, so that nothing but its own words can speak for it."""
    return float(not one.short.around and not one.long.around)


def time_apart(one: Pair) -> float:
    """Days between the publications on a logarithmic scale: 0 within a day or unknown, 1 from a year."""
    return min(1.0, math.log1p(days_apart(one.short, one.long) or 0) / math.log(366))


def same_speaker(one: Pair) -> float:
    """1 when both name the same speaker."""
    return float(one.short.quote.speaker is not None and one.short.quote.speaker == one.long.quote.speaker)


def other_speaker(one: Pair) -> float:
    """1 when both name a speaker and not the same."""
    speakers = {one.short.quote.speaker, one.long.quote.speaker}
    return float(None not in speakers and len(speakers) == 2)


@dataclass(frozen=True, slots=True)
class Feature:
    """A named measure of a pair, 0 to 1, its weight, and how it reads in a sentence when it matters."""

    measure: Callable[[Pair], float]
    weight: float
    says: str

    @property
    def name(self) -> str:
        """The name of the measure, as it stands in a match's features."""
        return self.measure.__name__


FEATURES = (
    Feature(same_words, WEIGHTS["same_words"], "the words are the same"),
    Feature(shared_information, WEIGHTS["shared_information"], "they share rare words"),
    Feature(contained, WEIGHTS["contained"], "the longer one has most of the shorter one"),
    Feature(covering, WEIGHTS["covering"], "they share most of their words"),
    Feature(longest_run, WEIGHTS["longest_run"], "they share an unbroken run of words"),
    Feature(unbroken, WEIGHTS["unbroken"], "they share a long unbroken run of words"),
    Feature(same_order, WEIGHTS["same_order"], "the shared words stand in the same order"),
    Feature(similar_letters, WEIGHTS["similar_letters"], "they are spelled alike"),
    Feature(brief, WEIGHTS["brief"], "the shorter one says little"),
    Feature(names_differ, WEIGHTS["names_differ"], "they name different names"),
    Feature(amounts_shared, WEIGHTS["amounts_shared"], "they give the same figures"),
    Feature(amounts_differ, WEIGHTS["amounts_differ"], "they give different figures"),
    Feature(negation_differs, WEIGHTS["negation_differs"], "only one has a negation"),
    Feature(shared_surroundings, WEIGHTS["shared_surroundings"], "the words around them are alike"),
    Feature(printed_beside, WEIGHTS["printed_beside"], "one of them stands beside the other"),
    Feature(continued_beside, WEIGHTS["continued_beside"], "one goes on in the words beside the other"),
    Feature(without_surroundings, WEIGHTS["without_surroundings"], "nothing is known of the words around them"),
    Feature(time_apart, -0.5, "they were published far apart"),
    Feature(same_speaker, WEIGHTS["same_speaker"], "both name the same speaker"),
    Feature(other_speaker, WEIGHTS["other_speaker"], "they name different speakers"),
)
