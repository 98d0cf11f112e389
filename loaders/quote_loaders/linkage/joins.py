"""Whether a match is enough for one statement: what speakers, time and languages demand."""

from __future__ import annotations

from datasette_quotes.alignment import word_set
from quote_loaders.linkage.matching import Match
from quote_loaders.linkage.prepared import Prepared, days_apart

LINKED = 0.67  # score from which two quotes of one speaker are one statement
KEPT = 0.35  # score that a member needs against the root of its statement, or that words quoted again need
_FORMULA = 10.0  # nats: a quote that says less needs alike surroundings, or it is another occasion's
_ALIKE = 0.2  # of the feature `shared_surroundings`: 8 nats
_SOON = 3  # days
_LATER = ((3, 0.0), (30, 20.0), (100_000, 30.0))  # up to so many days, so many nats must be shared
_UNDATED = 15.0  # nats to be shared when a date is unknown and the surroundings aren't alike
_NAMELESS = 50.0  # nats that two quotes of an unknown speaker share, surroundings included, when days lie between
_REWORDED = 0.8  # of `covering`: other words of one speaker are the same utterance's, when days lie between
_WORDS = 5  # of an unattributed quote that joins a named speaker's
_VERBATIM = 0.95
_ALTERED = 35.0  # nats: so much of the same words, but for a "not", is a wrong report and no change of mind
TRANSLATION_DAYS = 3
_ABROAD = word_set("nicht kein keine keinen nie niemals ne pas jamais non no nunca не ні нет niet not never")


def joins(left: Prepared, right: Prepared, match: Match) -> bool:
    """Whether two quotes whose speakers don't differ report one utterance, by score, time and what they share."""
    if not may_join(left, right):
        return False
    if _nameless(left, right) and not (_verbatim(left, right, match) and _telling(left, right, match)):
        return False
    again = match.features["longest_run"] >= _VERBATIM and _alike(left, right, match)
    return match.score >= (KEPT if again else LINKED) and in_time(left, right, match)


def may_join(left: Prepared, right: Prepared) -> bool:
    """Whether two quotes can be one utterance, however alike they are: who denies words doesn't say them."""
    return left.quote.primary_language == right.quote.primary_language and left.denies == right.denies


def belongs(one: Prepared, root: Prepared, match: Match) -> bool:
    """Whether a quote that repeats another one of its statement is still close enough to the statement's root."""
    if _nameless(one, root) and not _verbatim(one, root, match):
        return False
    return match.score >= KEPT and in_time(one, root, match)


def _nameless(left: Prepared, right: Prepared) -> bool:
    return left.quote.speaker is None or right.quote.speaker is None


def _telling(left: Prepared, right: Prepared, match: Match) -> bool:
    """Words without a speaker are the same utterance's when they come soon, or say much with what surrounds them."""
    apart = days_apart(left, right)
    soon = apart is not None and apart <= _SOON
    said = match.features["contained"] * min(left.mass, right.mass)
    return soon or said + 40.0 * match.features["shared_surroundings"] >= _NAMELESS


def _verbatim(left: Prepared, right: Prepared, match: Match) -> bool:
    """The shorter quote stands in the longer one word for word, and has five words or more."""
    enough = min(len(left.words), len(right.words)) >= _WORDS
    return enough and match.features["longest_run"] >= _VERBATIM


def _alike(left: Prepared, right: Prepared, match: Match) -> bool:
    """Whether two quotes stand in one article or in much the same words."""
    return match.features["shared_surroundings"] >= _ALIKE or left.quote.article == right.quote.article


def in_time(left: Prepared, right: Prepared, match: Match) -> bool:
    """The same formula on another occasion is another statement; so is the contrary, three days later."""
    shared = 40.0 * match.features["shared_information"]
    alike = _alike(left, right, match)
    apart = days_apart(left, right)
    if apart is None:
        return alike or shared >= _UNDATED
    if min(left.mass, right.mass) < _FORMULA and not alike:
        return False
    differs = match.features["negation_differs"] or match.features["amounts_differ"]
    if apart > _SOON and differs and not (match.features["covering"] >= 0.85 and shared >= _ALTERED):
        return False
    verbatim = match.features["longest_run"] >= _VERBATIM
    if apart > _SOON and not verbatim and match.features["covering"] < _REWORDED:
        return False
    return any(apart <= limit and shared >= needed for limit, needed in _LATER)


def translation(left: Prepared, right: Prepared) -> float:
    """How well two quotes of one speaker in two languages fit: 0 when they can't be one utterance, at most 1.

    Published within three days, with a shared figure and none that differs, of comparable length; the same names
    and as many negations count in favour. Words can't be compared, so this proposes little and misses much.
    """
    apart = days_apart(left, right)
    if (
        left.quote.speaker is None
        or left.quote.speaker != right.quote.speaker
        or apart is None
        or apart > TRANSLATION_DAYS
    ):
        return 0.0
    values = [{f"{amount.value:.6g}" for amount in one.amounts} for one in (left, right)]
    sizes = sorted((len(left.words), len(right.words)))
    if not values[0] & values[1] or values[0] != values[1] or not sizes[0] or sizes[1] / sizes[0] > 1.8:
        return 0.0
    same_sense = _negations(left) == _negations(right)
    figures = min(1.0, len(values[0]) / 2)
    return round(0.5 + 0.2 * figures + 0.2 * same_sense + 0.1 * (sizes[0] / sizes[1]), 6)


def _negations(one: Prepared) -> bool:
    return any(word in _ABROAD for word in one.words)
