"""Rules between wordings of one statement: what a report of an utterance has and the other one hasn't."""

from __future__ import annotations

import re
from operator import attrgetter

from datasette_quotes.alignment import expanded, word_set
from datasette_quotes.quantities import quantities
from datasette_quotes.text import words
from datasette_quotes.wording import NEGATIONS, Change
from quote_loaders.contradictions.cases import Case, Finding, beside, evidence
from quote_loaders.contradictions.claims import DENYING
from quote_loaders.lexicon import concept, weight
from quote_loaders.linkage.measures import DOUBT
from quote_loaders.linkage.members import cancelled, opposed, relation, swapped
from quote_loaders.records import Evidence, PlacedQuote

_SAYS, _TOPIC = 4.5, 3.0  # nats
_COMES_AND_GOES = NEGATIONS | word_set("always ever any some do does did is are was were have has had will")
_ONE_SENTENCE = 0.55  # share of what the shorter wording says
_IDLE = re.compile(
    r"\b(?i:whether or not|not (?:only|just|merely|simply)|nothing but|no\.? ?\d)|\w (?:Nothing|No|Not|Never|None)\b"
)
_ANSWER = re.compile(r"(?:^|\W)no,", re.IGNORECASE)  # "No, there was none": it negates nothing
_RELIEVED = word_set("free freed exempt exempted immune spared")  # from something: they needn't have it
_CONDITION = re.compile(r"\b(?i:if|unless|until|whether)\b")
_BROKEN_OFF = re.compile(r"(?:\bnot?\b|n['’]t)[^.!?]{0,20}(?:[—–]|--)")  # "I didn't have — did not have"
_JOINING = word_set("and or nor")
_TWICE = re.compile(r"\b(not|no|never|nothing|none|nobody)\b\W+\1\b", re.IGNORECASE)
_GOVERNING = 4  # words of what is cut that may negate what is left: "I don't think"
_DENIES = DENYING | _RELIEVED
_TURNING = NEGATIONS | DENYING
_BOUND = r"(?:more|fewer|less) than|at (?:least|most)|over|under|above|below|up to|nearly|almost|about|around|roughly"
_SHARED = 6  # words that both wordings have, at least: "the plan is simply wrong" may be said on two days
_MOST = 5  # words of a swap: more is another passage
_BEFORE = 3  # words before the content in which its negation may stand


def negation(case: Case) -> Finding | None:
    """A "not" stands in one report of the utterance and is missing from the other, inside and before the marks."""
    change = _only(case, "negation")
    if change is None or cancelled(change) or any(opposed(one) for one in _changes(case) if one is not change):
        return None
    if (
        _negated_otherwise(change)
        or _no_denial(change)
        or _answers(case, change)
        or _made_up_for(case)
        or _put_in(case, change)
        or _doubted(case)
        or _of_something_else(case, change)
        or not _nothing_else(case, change)
        or not _alike(case)
    ):
        return None
    shorter = case.right.quote if len(_negations(change.removed)) > len(_negations(change.added)) else case.left.quote
    if _negations(" ".join(words(shorter.prefix)[-_BEFORE:])):
        return None
    left, right = _both(case, change)
    word = (_negations(change.removed) or _negations(change.added))[0]
    said = f'One article has "{_text(left)}", the other says otherwise: "{_text(right)}"; they differ by a "{word}".'
    return Finding(0.95, said, left, right)


def _negated_otherwise(change: Change) -> bool:
    """Whether both sides negate, each in its own words: "neither … nor" and "no", "no longer" and "refrain from"."""
    if {"nor", "neither"} & {*words(change.removed), *words(change.added)}:
        return True
    return all(
        _negations(text) or not DENYING.isdisjoint(expanded(words(text))) for text in (change.removed, change.added)
    )


def _no_denial(change: Change) -> bool:
    """Whether the negation denies nothing: "no, no, no", "No. 1", "whether or not", part of a name.

    Nor does one that comes with a clause of its own, which the other wording leaves out.
    """
    text = f"{change.removed} {change.added}"
    plain = words(text)
    alone = not (change.removed and change.added) and {*expanded(plain)} - NEGATIONS - _COMES_AND_GOES
    return (
        bool(alone)
        or plain.count("no") > 1
        or any(word.startswith("no'") for word in plain)
        or _IDLE.search(text) is not None
    )


def _made_up_for(case: Case) -> bool:
    """Whether both wordings negate as often where they differ, or one says its "never" twice or anew.

    "I don't think we have felt it" and "we have not felt it", "have no news" and "don't have news".
    """
    texts = [one.quote.text for one in (case.left, case.right)]
    anew = all(_negations(text) for text in texts) and any(_BROKEN_OFF.search(text) for text in texts)
    twice = anew or any(_TWICE.search(text) for text in texts)
    removed = [word for change in _changes(case) for word in _negations(_near_shared(change, change.removed))]
    added = [word for change in _changes(case) for word in _negations(_near_shared(change, change.added))]
    return twice or len(removed) % 2 == len(added) % 2


def _near_shared(change: Change, text: str) -> str:
    """The words of a change; of a cut at an end only those beside the words that both have."""
    if change.kind == "cut_start":
        return " ".join(words(text)[-_GOVERNING:])
    return " ".join(words(text)[:_GOVERNING]) if change.kind == "cut_end" else text


def _answers(case: Case, change: Change) -> bool:
    """Whether the negation is the "No," of an answer, of a condition that one wording alone makes, or one of a list.

    "Not old, not wet" is "not old and wet".
    """
    left, right = case.left.quote.text, case.right.quote.text
    conditional = bool(_CONDITION.search(left)) != bool(_CONDITION.search(right))
    if _joins(change) and all(_negations(text) for text in (left, right)):
        return True
    return any(
        (_negations(side) == ["no"] and _ANSWER.search(text))
        or (conditional and re.search(rf"{_CONDITION.pattern}\W+(?:\w+\W+){{0,3}}{re.escape(side)}", text))
        for text, side in ((left, change.removed), (right, change.added))
        if _negations(side)
    )


def _joins(change: Change) -> bool:
    """Whether an "and" or "or" stands for the negation."""
    return not _JOINING.isdisjoint(words(change.removed) + words(change.added))


def _of_something_else(case: Case, negation: Change) -> bool:
    """Whether other words of some meaning differ, too: what isn't so is another thing than what is."""
    inner = (one for one in _changes(case) if one is not negation and one.kind in {"word", "name"})
    return any(_named(one.removed) and _named(one.added) and not one.same_sense for one in inner)


def _named(text: str) -> bool:
    """Whether some words name a thing."""
    return any(weight(word) >= _TOPIC and word not in _COMES_AND_GOES for word in expanded(words(text)))


def _doubted(case: Case) -> bool:
    """Whether the wording without the negation doubts instead: "unlikely that it will" and "it will not"."""
    return any(not DOUBT.isdisjoint(one.words) and not one.negations for one in (case.left, case.right))


def _nothing_else(case: Case, change: Change) -> bool:
    """Whether but for the negation both sides of a change say the same, and only one text negates in another way."""
    texts = [set(expanded(words(one.quote.text))) for one in (case.left, case.right)]
    elsewhere = bool(texts[0] & _DENIES) != bool(texts[1] & _DENIES)
    rest = [{*expanded(words(text))} - _COMES_AND_GOES for text in (change.removed, change.added)]
    replaced = rest[0] != rest[1] and all(rest) and all(text & NEGATIONS for text in texts)
    return _heavy(change.removed) == _heavy(change.added) and not elsewhere and not replaced


def _alike(case: Case) -> bool:
    """Whether two wordings are of one sentence: the shorter has little that the longer has not, figures left out."""
    short, long = sorted((case.left, case.right), key=lambda one: (len(one.terms), one.mass, one.quote.key))
    says = {
        term: value
        for term, value in zip(short.terms, short.weights, strict=True)
        if value >= _TOPIC and not any(character.isdigit() for character in term)
    }
    return sum(value for term, value in says.items() if term in long.terms) >= _ONE_SENTENCE * sum(says.values())


def number(case: Case) -> Finding | None:
    """A figure, a date or a duration differs, after units and number words are made equal."""
    change = _only(case, "number")
    if (
        change is None
        or not _of_the_same(change)
        or not _alike(case)
        or _is_counted_on(case, change)
        or _of_another(case, change)
    ):
        return None
    one, other = _told_figures(change)
    left = evidence(case.left.quote, one) or evidence(case.left.quote, change.removed)
    right = evidence(case.right.quote, other) or evidence(case.right.quote, change.added)
    return Finding(0.95, f"The articles give different figures for the same thing: {one} and {other}.", left, right)


def _of_another(case: Case, number: Change) -> bool:
    """Whether a report has other words of some meaning where its figure differs: it may be the figure of them."""
    reported = "indirect" in {case.left.quote.kind, case.right.quote.kind}
    inner = (one for one in _changes(case) if one is not number and one.kind in {"word", "name", "number"})
    return reported and any(_heavy(one.removed) and _heavy(one.added) for one in inner)


def _is_counted_on(case: Case, change: Change) -> bool:
    """Whether both are reports, in the reporters' words, of a bound that may have moved: "more than 100 are ill"."""
    sides = zip((case.left.quote, case.right.quote), _told_figures(change), strict=True)
    return all(
        one.kind == "indirect" and re.search(rf"\b(?:{_BOUND}) \W?{re.escape(figure)}", one.text, re.IGNORECASE)
        for one, figure in sides
    )


def _told_figures(change: Change) -> tuple[str, str]:
    """The two figures of a change, with their units."""
    one, other = change.sentence.removeprefix("A number differs: ").split(" → ", 1)
    return one, other


def _of_the_same(change: Change) -> bool:
    """Whether two figures have one unit and no other word differs beside them: else they may be of other things."""
    told = _told_figures(change)
    units = [{one.unit for one in quantities(text)} for text in told]
    beside = [_heavy(text) - _heavy(" ".join(told)) for text in (change.removed, change.added)]
    return units[0] == units[1] and beside[0] == beside[1]


def _heavy(text: str) -> set[str]:
    plain = (word for word in expanded(words(text)) if word not in _COMES_AND_GOES)
    return {concept(word) for word in plain if weight(word) >= _SAYS}


def opposite(case: Case) -> Finding | None:
    """A word is replaced by its opposite, and no negation makes up for it."""
    if case.comparison is None or _only(case, "negation") is not None:
        return None
    for change in case.comparison.changes:
        pair = opposed(change)
        if pair is not None and change.kind in {"word", "name"} and not _turned_twice(case, pair) and _alike(case):
            said = f'One article has "{pair[0]}", the other says otherwise: "{pair[1]}".'
            return Finding(0.9, said, evidence(case.left.quote, pair[0]), evidence(case.right.quote, pair[1]))
    return None


def _turned_twice(case: Case, pair: tuple[str, str]) -> bool:
    """Whether something makes up for a pair of opposites, where the wordings differ: "not closed" and "open"."""
    inner = [change for change in _changes(case) if change.kind not in {"cut_start", "cut_end"}]
    counts = [
        sum(word in _TURNING and word not in pair for change in inner for word in expanded(words(side(change))))
        for side in (attrgetter("removed"), attrgetter("added"))
    ]
    return counts[0] % 2 != counts[1] % 2


def altered(case: Case) -> Finding | None:
    """One word with a meaning of its own, or a name, stands for another, and everything else is the same."""
    reported = "indirect" in {case.left.quote.kind, case.right.quote.kind}
    if case.comparison is None or reported or relation(case.comparison, case.right.quote) != "altered":
        return None
    other = _only(case, "number") or _only(case, "negation") or opposite(case)
    if other or not _alike(case) or _of_few_words(case):
        return None
    for change in case.comparison.changes:
        pair = swapped(change, case.right.quote.language)
        brief = max(len(words(change.removed)), len(words(change.added))) <= _MOST
        if (
            pair is not None
            and brief
            and not (_negated_otherwise(change) or _put_in(case, change) or _at_a_cut(case, change))
        ):
            left, right = _both(case, change)
            said = f'One article has "{_text(left)}", the other says otherwise: "{_text(right)}".'
            return Finding(0.8, said, left, right)
    return None


def _put_in(case: Case, change: Change) -> bool:
    """Whether what differs stands in brackets: the words of an editor."""
    sides = ((case.left.quote.text, change.removed), (case.right.quote.text, change.added))
    return any(re.search(rf"[\[(]{re.escape(side)}|{re.escape(side)}[\])]", text) for text, side in sides if side)


def _at_a_cut(case: Case, change: Change) -> bool:
    """Whether a swap is where one wording begins or ends in the midst of the other: what precedes may differ, too."""
    assert case.comparison is not None
    diff = case.comparison.diff
    sides = (words(change.removed), words(change.added))
    place = next((at for at, (operation, text) in enumerate(diff) if operation != "same" and words(text) in sides), 0)
    shared = [operation == "same" for operation, _ in diff]
    kinds = {one.kind for one in case.comparison.changes}
    first, last = "cut_start" in kinds and not any(shared[:place]), "cut_end" in kinds and not any(shared[place:])
    return first or last


def _of_few_words(case: Case) -> bool:
    """Whether two wordings have so few words in common that they are two phrases of one speaker."""
    assert case.comparison is not None
    return sum(len(words(text)) for operation, text in case.comparison.diff if operation == "same") < _SHARED


def _changes(case: Case) -> tuple[Change, ...]:
    return case.comparison.changes if case.comparison is not None else ()


def _only(case: Case, kind: str) -> Change | None:
    """The first change of a kind."""
    return next((change for change in _changes(case) if change.kind == kind), None)


def _negations(text: str) -> list[str]:
    return [word for word in expanded(words(text)) if word in NEGATIONS]


def _both(case: Case, change: Change) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """The words of a change in both articles; where one has none, the words beside the empty place."""
    assert case.comparison is not None
    left, right = case.left.quote, case.right.quote
    if change.removed and change.added:
        return evidence(left, change.removed), evidence(right, change.added)
    place = next(
        at
        for at, (operation, text) in enumerate(case.comparison.diff)
        if operation == ("removed" if change.removed else "added")
        and words(text) == words(change.removed + change.added)
    )
    return _around(left, case, place, change.removed), _around(right, case, place, change.added)


def _around(quote: PlacedQuote, case: Case, place: int, text: str) -> tuple[Evidence, ...]:
    """The words of a change with the one behind them, or what stands where the other article has them."""
    assert case.comparison is not None
    if not text:
        return beside(quote, case.comparison, place)
    behind = [piece for operation, piece in case.comparison.diff[place + 1 :] if operation == "same"][:1]
    following = [word for piece in behind for word in words(piece)][:1]
    return evidence(quote, " ".join([text, *following])) or evidence(quote, text)


def _text(found: tuple[Evidence, ...]) -> str:
    return " … ".join(one.text for one in found).rstrip(" ,;")
