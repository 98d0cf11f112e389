"""What a predicate is said of: the thing that is named first behind it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from datasette_quotes.alignment import word_set
from datasette_quotes.wording import NEGATIONS
from quote_loaders.lexicon import concept, weight

_HEAVY = 4.5  # nats of a word that names something
_INDEFINITE = word_set("a an another some any")
_PREPOSITIONS = word_set(
    "about above across after against among around at before behind below between by during for from in inside into "
    "like near of off on onto out outside over since than through till to toward towards under upon via with within"
)
_WHEN = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december today yesterday tomorrow tonight morning afternoon evening week month year percent "
    "soon now again already later early earlier late ago next last"
)
_PASSED = _PREPOSITIONS | _WHEN | NEGATIONS


class Object(NamedTuple):
    """The first thing that is named behind a predicate: the concept of its last word, "" when nothing is."""

    head: str
    led: bool  # whether a preposition stands before it: "closed in June"
    any: bool  # whether it is any such thing: "signs a bill"


def named_behind(behind: Sequence[str], language: str) -> Object:
    """The first run of words of some weight behind a predicate; figures, days and what ends in "ly" don't count."""
    run: list[str] = []
    start = 0
    for at, word in enumerate(behind):
        skipped = word in _PASSED or word[:1].isdigit() or word.endswith("ly")
        if not skipped and weight(word, language) >= _HEAVY:
            start = start if run else at
            run.append(word)
        elif run:
            break
    if not run:
        return Object("", led=False, any=False)
    before = behind[:start]
    return Object(
        concept(run[-1]), led=not _PREPOSITIONS.isdisjoint(before), any=not _INDEFINITE.isdisjoint(before[-1:])
    )


def one_object(left: Object, right: Object) -> bool:
    """Whether two predicates may be said of one thing; one that says more than the other says when, where or how."""
    if left.head and right.head:
        return left.head == right.head and not (left.any and right.any)
    return (left.led or not left.head) and (right.led or not right.head)
