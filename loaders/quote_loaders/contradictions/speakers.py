"""Rules between statements: of one speaker at two times, or of two speakers about one event."""

from __future__ import annotations

import re
from itertools import product
from math import floor, log10

from datasette_quotes.alignment import word_set
from datasette_quotes.quantities import Quantity, agree
from datasette_quotes.text import words
from quote_loaders.contradictions.attributed import borne_out
from quote_loaders.contradictions.cases import (
    Case,
    Finding,
    after_words,
    before_words,
    concepts,
    content_words,
    evidence,
    printed,
    shared,
    topic,
    whole,
)
from quote_loaders.contradictions.claims import Opposed, both_about, claims, negating, predicate
from quote_loaders.contradictions.denials import is_denial
from quote_loaders.lexicon import concept, opposable, opposite, weight
from quote_loaders.linkage.features import amounts_differ, contained, longest_run, names_differ, pair
from quote_loaders.linkage.measures import AFFIRMED, DOUBT
from quote_loaders.linkage.members import TITLES
from quote_loaders.linkage.prepared import Prepared, days_apart, names
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import Evidence, PlacedQuote

_HEAVY = 4.5  # nats
_BEFORE_NOUNS = word_set("the a an this that these those its their our his her my your of about")
_TITLES = r"(?:\w+ ){0,3}(?:spokes\w+|secretary|aide|adviser|advisor|minister|chief|head|press|official|office)"
_THINGS = 2  # words beside both figures: what they are figures of
_FRAME = 3  # words on either side of a figure
_UNITS = word_set("billion million trillion thousand hundred percent dollars years months weeks days hours minutes")
_MEASURED = {"second", "month", "percent", "$", "€", "£", "¥", "crown", "ruble", "metre", "kilogram"}
_BOUNDS = word_set("average maximum minimum limit least most only up over under fewer less more poll polls survey")
_FORESEEN = word_set(
    "could may might expect expects expected estimate estimates estimated forecast forecasts predict predicts "
    "predicted project projects projected"
)
_ONE_EVENT = 0.6  # share of the shorter quote
_VERBATIM = 0.6  # of `longest_run`: who says so much in the same words doesn't dispute it
_OPPOSED = 5.0  # nats of what two claims are about, beside the word that opposes them
_ALIKE, _ABOUT = 0.5, 5.0  # share of the shorter quote that both have, and nats of what their claims are about
_BESIDE = 8  # words from the content to the name of who speaks
_OF_BODIES = re.compile(
    r"['’]s\b|\b(?:Department|Office|House|Committee|Campaign|Agency|Ministry|Court|Party|States|Council|Times|Post|News)\b"
)
_POSSIBLE = word_set("possible realistic")  # what is unlikely is possible
_IMPROBABLE = word_set("unlikely impossible improbable doubtful unthinkable")  # what happens, and no thing's quality
_HEDGES = DOUBT | AFFIRMED | word_set("probably perhaps maybe")
_FORETOLD = 3  # words behind "will" that tell what
_SAME_WORDS, _WORDS = 25.0, 8  # nats and words of what two are said to have said
_WHOLE = 0.6  # of a quote's words: a shorter part of it may be anybody's
_LONG = 60  # words: in a longer quote two opposed words speak of different things
THIS_WEEK, THIS_MONTH, SAME_EVENT = 3, 31, 14  # days


def other_speaker(case: Case) -> Finding | None:
    """Two articles of a month print the same words, eight of them or more, each beside another speaker's name.

    Both names stand in the sentence of the words, they have no word in common, and neither article has the other name
    near: who reads out, repeats or answers somebody's words is named with him, and one may go by several names.
    """
    left, right = case.left.quote, case.right.quote
    if not _told_apart(left, right) or "indirect" in {left.kind, right.kind}:
        return None
    if (days_apart(case.left, case.right) or 0) > THIS_MONTH:
        return None
    if _speaks_for(left, right) or _speaks_for(right, left) or not (_named_beside(left) and _named_beside(right)):
        return None
    one = pair(case.left, case.right)
    whole_words = len(one.short.words) >= _WHOLE * len(one.long.words)
    enough = len(one.short.words) >= _WORDS and one.short.mass >= _SAME_WORDS
    if not whole_words or longest_run(one) < 0.98 or not enough:
        return None
    said = f"One article has {left.speaker_name} say these words, the other says otherwise: {right.speaker_name}."
    score = 0.9 if case.left.words == case.right.words else 0.7
    return Finding(score, said, _named(left), _named(right))


def _told_apart(left: PlacedQuote, right: PlacedQuote) -> bool:
    """Whether two articles name two speakers whose names share no word, neither of them near the other's words."""
    if left.speaker == right.speaker or left.first == right.first:
        return False
    names_of = [_name_words(quote) for quote in (left, right)]
    if not all(names_of) or names_of[0] & names_of[1]:
        return False
    near = [{*words(quote.prefix), *words(quote.suffix)} for quote in (left, right)]
    return not names_of[0] & near[1] and not names_of[1] & near[0]


def _name_words(quote: PlacedQuote) -> set[str]:
    """The words of a speaker's name, titles left out; none of one word, a body's perhaps, or of names run together."""
    name = quote.speaker_name or ""
    parts = name.split()
    named = quote.speaker is not None and len(parts) > 1 and parts[-1][:1].isupper() and len({*parts}) == len(parts)
    body = any(part.isupper() and len(part) > 1 for part in parts) or _OF_BODIES.search(name) is not None
    return {word for word in words(name) if word not in TITLES} if named and not body else set()


def _named_beside(quote: PlacedQuote) -> bool:
    """Whether the last word of the speaker's name stands in the sentence of the words, a few words from them."""
    name = words(quote.speaker_name or "")[-1:]
    before, behind = attribution(quote)
    around = {word.removesuffix("'s") for word in (*words(before)[-_BESIDE:], *words(behind)[:_BESIDE])}
    return bool(name) and name[0] in around


def _named(quote: PlacedQuote) -> tuple[Evidence, ...]:
    """Where the speaker is named beside the content, else the content."""
    surname = (quote.speaker_name or "").split()[-1:]
    return evidence(quote, quote.speaker_name or "") or evidence(quote, " ".join(surname)) or whole(quote)


def _speaks_for(one: PlacedQuote, other: PlacedQuote) -> bool:
    """Whether one speaker relays the other, or is introduced as the other's voice: "X, White House press secretary"."""
    relayed = one.via is not None and one.via in {other.speaker, other.speaker_name}
    name = (other.speaker_name or "").removeprefix("The ").removeprefix("the ")
    around = f"{one.prefix} {one.suffix}"
    if relayed or not name or name.casefold() not in around.casefold():
        return relayed
    return re.search(rf"{re.escape(name)}(?:['’]s)? {_TITLES}\b", around, re.IGNORECASE) is not None


def reversal(case: Case) -> Finding | None:
    """The same speaker says the opposite of the same thing two days or more later."""
    apart = days_apart(case.left, case.right)
    if not _same_speaker(case) or apart is None or apart < 2 or not (case.left.negated or case.right.negated):
        return None
    turned = _turned(case, contained(pair(case.left, case.right)), same=True)
    if turned is None:
        return None
    left, right = _in_context(case.left, turned.term), _in_context(case.right, turned.term)
    early, late = (
        (left, right) if case.left.quote.published_order <= case.right.quote.published_order else (right, left)
    )
    said = f'The same speaker said "{_text(early)}" and, at a later time, says otherwise: "{_text(late)}".'
    return Finding(0.85, said, left, right)


def opposed(case: Case) -> Finding | None:
    """One speaker doubts what he affirms elsewhere, or uses opposed words of the same thing, within a month."""
    apart = days_apart(case.left, case.right)
    one_article = case.left.quote.first == case.right.quote.first
    if not _same_speaker(case) or (apart or 0) > THIS_MONTH or one_article or _question(case):
        return None
    modal = _modal(case.left, case.right)
    if modal is not None:
        first, second = modal
        score = 0.7
    else:
        words_of = _opposed_words(case)
        if words_of is None:
            return None
        first, second = words_of
        score = 0.65
    both = shared(topic(case.left.quote), topic(case.right.quote))
    about = sorted(both, key=lambda term: (-both[term], term))
    left, right = evidence(case.left.quote, first), evidence(case.right.quote, second)
    named = [shown for term in about if (shown := _shown(case.left.quote, term)) is not None]
    subject = f" of {' and '.join(named[:2])}" if named else ""
    said = f'The same speaker says "{first}"{subject} in one article and "{second}" in the other.'
    return Finding(score, said, left, right)


def dispute(case: Case) -> Finding | None:
    """Two speakers say the contrary about one event within two weeks, in much the same words."""
    apart = days_apart(case.left, case.right)
    other = None not in {case.left.quote.speaker, case.right.quote.speaker} and not _same_speaker(case)
    if not other or apart is None or apart > SAME_EVENT or _one_name(case):
        return None
    one = pair(case.left, case.right)
    if longest_run(one) > _VERBATIM or is_denial(case.left) or is_denial(case.right):
        return None
    turned = _turned(case, contained(one), same=False)
    if turned is None:
        return None
    left, right = _in_context(case.left, turned.term), _in_context(case.right, turned.term)
    one_says = f'{case.left.quote.speaker_name} says "{_text(left)}"'
    said = f'Of the same event {one_says}, {case.right.quote.speaker_name} says otherwise: "{_text(right)}".'
    return Finding(0.75, said, left, right)


def _one_name(case: Case) -> bool:
    """Whether two speakers' names share a word: they may be one."""
    return bool({*words(case.left.quote.speaker_name or "")} & {*words(case.right.quote.speaker_name or "")} - TITLES)


def figures(case: Case) -> Finding | None:
    """Two statements of the same days give different measures of the same thing: its duration, its price, its share."""
    days = (case.left.days, case.right.days)
    exact = all(span is not None and span[0] == span[1] for span in days)
    if not exact or (days_apart(case.left, case.right) or 0) > THIS_WEEK:
        return None
    both = shared(concepts(case.left.quote.text), concepts(case.right.quote.text))
    units = {concept(word) for word in _UNITS}
    heavy = [term for term, value in both.items() if value >= _HEAVY and not term[0].isdigit() and term not in units]
    if len(heavy) < 3 or not _one_event(case):
        return None
    measures = [[one for one in side.amounts if one.unit in _MEASURED] for side in (case.left, case.right)]
    foreseen = _foreseen(case.left) or _foreseen(case.right)
    if foreseen or any(len(some) != 1 for some in measures) or _bounded(case.left) != _bounded(case.right):
        return None
    (left,), (right,) = measures
    of_one = len(_beside(case.left.quote, left) & _beside(case.right.quote, right) & {*heavy}) >= _THINGS
    of_one = of_one and _framed_alike(case.left.quote, left, case.right.quote, right)
    if left.unit != right.unit or not of_one or agree(left, right) or _rounded(left.value, right.value):
        return None
    if left.unit == "percent" and _shared_by(case.left.quote, left) != _shared_by(case.right.quote, right):
        return None
    said = f"The articles give different figures for the same thing: {left.text} and {right.text}."
    return Finding(0.7, said, evidence(case.left.quote, left.text), evidence(case.right.quote, right.text))


def _rounded(left: float, right: float) -> bool:
    """Whether one figure is the other one, rounded or cut to its first digit: 391 and 400, 5.6 and 5, not 75 and 90."""
    low, high = sorted((abs(left), abs(right)))
    digit = 10.0 ** floor(log10(high)) if high else 1.0
    return low == high // digit * digit or any(
        one == float(f"{other:.0e}") for one, other in ((low, high), (high, low))
    )


def _framed_alike(left: PlacedQuote, one: Quantity, right: PlacedQuote, other: Quantity) -> bool:
    """Whether one word of some weight stands right before both figures, or right behind them: what is measured."""
    frames = [
        [
            {concept(word) for word in some if weight(word) >= _HEAVY and word not in _UNITS}
            for some in (words(quote.text[: amount.start])[-_FRAME:], words(quote.text[amount.end :])[:_FRAME])
        ]
        for quote, amount in ((left, one), (right, other))
    ]
    return any(mine & yours for mine, yours in zip(*frames, strict=True))


def _shared_by(quote: PlacedQuote, amount: Quantity) -> list[str]:
    """What a percentage is of: the concepts of the three words behind "of"."""
    behind = words(quote.text[amount.end :])
    return [concept(word) for word in behind[1:4]] if behind[:1] == ("of",) else []


def _bounded(one: Prepared) -> bool:
    """Whether a quote tells a limit, an average or the like: it isn't the figure of one case."""
    return not _BOUNDS.isdisjoint(one.words)


def _foreseen(one: Prepared) -> bool:
    """Whether a quote tells what may be or is expected: of that there are as many figures as there are experts."""
    return not _FORESEEN.isdisjoint({*one.words, *words(one.quote.cue or "")})


def _one_event(case: Case) -> bool:
    """Two named speakers or one, in two articles, of the same names, and the shorter quote has little of its own."""
    left, right = case.left.quote, case.right.quote
    one = pair(case.left, case.right)
    known = left.speaker is not None and right.speaker is not None and left.article != right.article
    own = one.short.names - one.long.names, one.long.names - one.short.names
    return known and contained(one) >= _ONE_EVENT and not names_differ(one) and not all(own)


def _beside(quote: PlacedQuote, amount: Quantity) -> set[str]:
    """Concepts within 40 characters of an amount."""
    return set(concepts(quote.text[max(0, amount.start - 40) : amount.end + 40], quote.language))


def _same_speaker(case: Case) -> bool:
    return case.left.quote.speaker is not None and case.left.quote.speaker == case.right.quote.speaker


def _question(case: Case) -> bool:
    return any(one.quote.text.rstrip('"”’»').endswith("?") for one in (case.left, case.right))


def _is_long(case: Case) -> bool:
    """Whether a quote is so long that it speaks of several things."""
    return max(len(case.left.words), len(case.right.words)) > _LONG


def _turned(case: Case, share: float, *, same: bool) -> Opposed | None:
    """The claim that only one side makes and the other negates, where the figures don't differ and both are theirs.

    `share` is that of the shorter quote which both have; what costs little is looked at first.
    """
    negated = case.left.negated or case.right.negated
    if not negated or share < _ALIKE or _is_long(case):
        return None
    if amounts_differ(pair(case.left, case.right)):
        return None
    found = negating(case.left.quote, case.right.quote, same=same)
    if found is None or found.mass < _ABOUT:
        return None
    return found if borne_out(case.left.quote) and borne_out(case.right.quote) else None


def _modal(left: Prepared, right: Prepared) -> tuple[str, str] | None:
    """A doubting word on one side, an affirming one on the other, of what both sentences speak of."""
    for doubting, sure, turn in ((left, right, False), (right, left, True)):
        doubt = next((word for word in doubting.words if word in _IMPROBABLE), None)
        firm = next((word for word in sure.words if word in AFFIRMED - _POSSIBLE), None)
        if doubt and firm and not sure.negations and not set(sure.words) & DOUBT and not doubting.negations:
            return _about_the_same(doubting, sure, doubt, firm, turn=turn)
    return None


def _about_the_same(doubting: Prepared, sure: Prepared, doubt: str, firm: str, *, turn: bool) -> tuple[str, str] | None:
    """A bare "unlikely" is held against what is affirmed by its sentence; a doubt that says more is no such word."""
    own = concepts(" ".join(word for word in doubting.words if word not in DOUBT | AFFIRMED), doubting.quote.language)
    if len([term for term, value in own.items() if value >= _HEAVY]) >= 2:
        return None
    both = shared(topic(doubting.quote), topic(sure.quote))
    called = names(" ".join(attribution(doubting.quote))) | names(" ".join(attribution(sure.quote)))
    things = [term for term in both if term not in called]
    at = sure.words.index(firm)
    foretold = {concept(word) for word in sure.words[at + 1 : at + 1 + _FORETOLD] if word not in _HEDGES}
    inside = shared(both, concepts(sure.quote.text, sure.quote.language))
    if foretold.isdisjoint(inside):
        return None
    if len(things) < 2 or not inside.keys() & {*things} or sum(both.values()) < 10 or not own.keys() <= inside.keys():
        return None
    return (firm, doubt) if turn else (doubt, firm)


def _opposed_words(case: Case) -> tuple[str, str] | None:
    """Two predicates that oppose each other, of the same subject and about the same thing, in two articles."""
    if _is_long(case):
        return None
    sides = [
        [one for one in claims(side.quote) if not one.negation and predicate(one) and opposable(one.word)]
        for side in (case.left, case.right)
    ]
    for one, other in product(*sides):
        named = {one.term, other.term} & (one.names | other.names)
        both = one.term in case.right.terms or other.term in case.left.terms
        if opposite(one.word, other.word) and not named and not both and both_about(one, other) >= _OPPOSED:
            return one.word, other.word
    return None


def _in_context(one: Prepared, term: str) -> tuple[Evidence, ...]:
    """The word with that concept and up to two words before it, in the article."""
    found = content_words(one.quote)
    at = next((place for place, word in enumerate(found) if concept(word.word) == term), None)
    if at is None:
        return whole(one.quote)
    start = max(0, at - 2)
    return evidence(one.quote, " ".join(word.word for word in found[start : at + 1]))


def _shown(quote: PlacedQuote, term: str) -> str | None:
    """A name, or a noun behind "the" and the like, that stands for a concept, as the quote or its sentence prints it.

    None for a word that names no thing by itself, such as a verb.
    """
    before, behind = attribution(quote)
    near = [*before_words(quote)[-len(words(before)) :], *after_words(quote)[: len(words(behind))]]
    for passage in (content_words(quote), near):
        for last, word in zip([None, *passage], passage, strict=False):
            shown = printed(quote, word.span).removesuffix("'s").removesuffix("’s")
            if concept(word.word) == term and (
                shown[:1].isupper() or (last is not None and last.word in _BEFORE_NOUNS)
            ):
                return f'"{shown}"'
    return None


def _text(found: tuple[Evidence, ...]) -> str:
    return " … ".join(one.text for one in found).rstrip(" ,;")
