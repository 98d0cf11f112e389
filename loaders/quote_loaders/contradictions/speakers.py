"""Rules between statements: of one speaker at two times, or of two speakers about one event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from datasette_quotes.alignment import word_set
from datasette_quotes.quantities import Quantity, agree
from datasette_quotes.text import words
from datasette_quotes.wording import NEGATIONS
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
from quote_loaders.contradictions.denials import is_denial
from quote_loaders.lexicon import concept, opposable, opposite, weight
from quote_loaders.linkage.features import contained, longest_run, pair
from quote_loaders.linkage.measures import AFFIRMED, DOUBT
from quote_loaders.linkage.prepared import Prepared, days_apart, names
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import Evidence, PlacedQuote

_HEAVY = 4.5  # nats
_BEFORE_NOUNS = word_set("the a an this that these those its their our his her my your of about")
_TITLES = r"(?:\w+ ){0,3}(?:spokes\w+|secretary|aide|adviser|advisor|minister|chief|head|press|official|office)"
_MEASURED = {"second", "month", "percent", "$", "€", "£", "¥", "crown", "ruble", "metre", "kilogram"}
_ONE_EVENT = 0.4  # share of the shorter quote
_VERBATIM = 0.6  # of `longest_run`: who says so much in the same words doesn't dispute it
_REACH = 6  # words
_LONG = 60  # words: in a longer quote two opposed words speak of different things
THIS_WEEK, THIS_MONTH, SAME_EVENT = 3, 31, 14  # days


def other_speaker(case: Case) -> Finding | None:
    """The same words, of five words and 20 nats or more, and another speaker is named, by another name.

    Two of one name may be one: officials of two articles, or somebody whom only one input tells apart from a namesake.
    """
    left, right = case.left.quote, case.right.quote
    if left.speaker is None or right.speaker is None or left.speaker == right.speaker:
        return None
    if left.speaker_name == right.speaker_name:
        return None
    if "indirect" in {left.kind, right.kind} or _speaks_for(left, right) or _speaks_for(right, left):
        return None
    one = pair(case.left, case.right)
    if min(len(case.left.words), len(case.right.words)) < 5 or longest_run(one) < 0.98 or one.short.mass < 20:
        return None
    said = f"One article has {left.speaker_name} say these words, the other says otherwise: {right.speaker_name}."
    score = 0.9 if case.left.words == case.right.words else 0.7
    return Finding(score, said, _named(left), _named(right))


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
    if not _same_speaker(case) or apart is None or apart < 2 or _question(case):
        return None
    turned = _turned(case.left, case.right)
    if turned is None or turned[1] < 15.0 or contained(pair(case.left, case.right)) < 0.45:
        return None
    left, right = _in_context(case.left, turned[0]), _in_context(case.right, turned[0])
    early, late = (
        (left, right) if case.left.quote.published_order <= case.right.quote.published_order else (right, left)
    )
    said = f'The same speaker said "{_text(early)}" and, at a later time, says otherwise: "{_text(late)}".'
    return Finding(0.85, said, left, right)


def opposed(case: Case) -> Finding | None:
    """One speaker doubts what he affirms elsewhere, or uses opposed words of the same thing, within a month."""
    apart = days_apart(case.left, case.right)
    if not _same_speaker(case) or (apart or 0) > THIS_MONTH or _question(case):
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
    if not other or apart is None or apart > SAME_EVENT or _question(case):
        return None
    one = pair(case.left, case.right)
    if contained(one) < 0.6 or longest_run(one) > _VERBATIM or is_denial(case.left) or is_denial(case.right):
        return None
    turned = _turned(case.left, case.right)
    if turned is None or turned[1] < 18.0:
        return None
    left, right = _in_context(case.left, turned[0]), _in_context(case.right, turned[0])
    one_says = f'{case.left.quote.speaker_name} says "{_text(left)}"'
    said = f'Of the same event {one_says}, {case.right.quote.speaker_name} says otherwise: "{_text(right)}".'
    return Finding(0.75, said, left, right)


def figures(case: Case) -> Finding | None:
    """Two statements of the same days give different measures of the same thing: its duration, its price, its share."""
    days = (case.left.days, case.right.days)
    exact = all(span is not None and span[0] == span[1] for span in days)
    if not exact or (days_apart(case.left, case.right) or 0) > THIS_WEEK:
        return None
    both = shared(concepts(case.left.quote.text), concepts(case.right.quote.text))
    heavy = [term for term, value in both.items() if value >= _HEAVY and not term[0].isdigit()]
    if len(heavy) < 3 or not _one_event(case):
        return None
    for left in case.left.amounts:
        for right in case.right.amounts:
            beside = _beside(case.left.quote, left) & _beside(case.right.quote, right) & set(heavy)
            if left.unit == right.unit and left.unit in _MEASURED and beside and not agree(left, right):
                if _elsewhere(left, case.right.amounts) or _elsewhere(right, case.left.amounts):
                    continue
                said = f"The articles give different figures for the same thing: {left.text} and {right.text}."
                return Finding(0.7, said, evidence(case.left.quote, left.text), evidence(case.right.quote, right.text))
    return None


def _one_event(case: Case) -> bool:
    """Two named speakers or one, in two articles, and the shorter quote has little that the longer one hasn't."""
    left, right = case.left.quote, case.right.quote
    known = left.speaker is not None and right.speaker is not None and left.article != right.article
    return known and contained(pair(case.left, case.right)) >= _ONE_EVENT


def _elsewhere(amount: Quantity, others: Sequence[Quantity]) -> bool:
    return any(agree(amount, other) for other in others)


def _beside(quote: PlacedQuote, amount: Quantity) -> set[str]:
    """Concepts within 40 characters of an amount."""
    return set(concepts(quote.text[max(0, amount.start - 40) : amount.end + 40], quote.language))


def _same_speaker(case: Case) -> bool:
    return case.left.quote.speaker is not None and case.left.quote.speaker == case.right.quote.speaker


def _question(case: Case) -> bool:
    return any(one.quote.text.rstrip('"”’»').endswith("?") for one in (case.left, case.right))


def _turned(left: Prepared, right: Prepared) -> tuple[str, float] | None:
    """A concept that only one side negates, and the information of what both say beside it, in nats.

    Names don't count, nor does a word that the other side negates or doubts in its own way.
    """
    either = {term for term in left.negated ^ right.negated if term in left.terms and term in right.terms}
    best: tuple[float, str] | None = None
    for term in sorted(either - left.names - right.names):
        plain = right if term in left.negated else left
        if _soft(plain, term):
            continue
        mass = sum(shared(_near(left, term), _near(right, term)).values())
        if best is None or mass > best[0]:
            best = (mass, term)
    return (best[1], best[0]) if best else None


def _soft(one: Prepared, term: str) -> bool:
    """Whether a negation stands up to six words before a concept, or the quote calls something unlikely."""
    at = one.terms.index(term)
    return is_doubt(one) or not NEGATIONS.isdisjoint(one.words[max(0, at - _REACH) : at])


def _near(one: Prepared, term: str) -> dict[str, float]:
    """The concepts up to six words from the first word with a concept, with their information in nats."""
    at = one.terms.index(term)
    start, end = max(0, at - _REACH), at + _REACH + 1
    pairs = zip(one.terms[start:end], one.weights[start:end], strict=True)
    return {word: value for word, value in pairs if value >= 3.0}


def is_doubt(one: Prepared) -> bool:
    """Whether a quote calls something unlikely, impossible and the like."""
    return not DOUBT.isdisjoint(one.words)


def _modal(left: Prepared, right: Prepared) -> tuple[str, str] | None:
    """A doubting word on one side, an affirming one on the other, of what both sentences speak of."""
    for doubting, sure, turn in ((left, right, False), (right, left, True)):
        doubt = next((word for word in doubting.words if word in DOUBT), None)
        firm = next((word for word in sure.words if word in AFFIRMED), None)
        if doubt and firm and not sure.negations and not set(sure.words) & DOUBT and not doubting.negations:
            return _about_the_same(doubting, sure, doubt, firm, turn=turn)
    return None


def _about_the_same(doubting: Prepared, sure: Prepared, doubt: str, firm: str, *, turn: bool) -> tuple[str, str] | None:
    """A doubt that says what it doubts is compared by its content, a bare "unlikely" by its sentence."""
    own = concepts(" ".join(word for word in doubting.words if word not in DOUBT | AFFIRMED), doubting.quote.language)
    bare = len([term for term, value in own.items() if value >= _HEAVY]) < 2
    both = shared(topic(doubting.quote) if bare else own, topic(sure.quote))
    called = names(" ".join(attribution(doubting.quote))) | names(" ".join(attribution(sure.quote)))
    things = [term for term in both if term not in called]
    inside = shared(both, concepts(sure.quote.text, sure.quote.language))
    if firm == "will" and not bare:  # what will be is seldom about what is called impossible
        return None
    if len(both) < 2 or not things or not inside or (len(inside) < 2 and not bare) or sum(both.values()) < 10:
        return None
    return (firm, doubt) if turn else (doubt, firm)


def _opposed_words(case: Case) -> tuple[str, str] | None:
    """Opposed words with a meaning of their own, beside two other concepts of 12 nats that both contents have."""
    if max(len(case.left.words), len(case.right.words)) > _LONG:
        return None
    negated = case.left.negated | case.right.negated
    weighty = [
        [word for word in side.words if opposable(word) and weight(word) >= _HEAVY] for side in (case.left, case.right)
    ]
    for one, other in product(*weighty):
        pair_of = {concept(one), concept(other)}
        if opposite(one, other) and not pair_of & negated:
            near = shared(_near(case.left, concept(one)), _near(case.right, concept(other)))
            rest = [value for term, value in near.items() if term not in pair_of]
            if len(rest) >= 2 and sum(rest) >= 12:
                return one, other
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
