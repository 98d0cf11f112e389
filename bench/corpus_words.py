"""Made-up words: what statements say, in how many wordings, and the sentences around them.

The most frequent words are English ones without a subject of their own; all others are built from syllables. Words
follow Zipf's law, so that a search for a common one meets as many rows as in a real collection.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from datasette_quotes.wording import compare
from quote_loaders.records import Relation

_COMMON = """
the of and to a in that is we will not for on it be with this have are as by our they has from at was you more can must
all people country their new time year work government law would there should about many which first every other what
when years because public than been after also those plan support money made only who before us some against parliament
next under still children now into make between need week
"""
COMMON = _COMMON.split()
VOCABULARY = 30_000
SENTENCES = 20_000
WORDINGS = 12  # of one statement at the most
_ONSETS = re.findall(r"\w+", "b br d dr f g gl h k kr l m n p pr r s st t tr v z")
_VOWELS = re.findall(r"\w+", "a e i o u ai ei")
_ENDS = ["", "", "", "n", "r", "l", "s", "m", "t"]


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a statement, against its reference: as `quotes.relation`, `similarity` and `differences`."""

    text: str
    relation: Relation
    similarity: float
    differences: dict[str, Any] | None


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Every word, the most frequent first, and the running sum of their weights."""
    draw = random.Random(7)  # noqa: S311
    known = dict.fromkeys(COMMON)
    while len(known) < VOCABULARY:
        syllables = draw.choice((1, 2, 2, 3, 3, 4)) if len(known) > 2000 else 2
        known["".join(draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(syllables)) + draw.choice(_ENDS)] = (
            None
        )
    weights = [1.0 / (place + 4) for place in range(len(known))]
    return list(known), list(accumulate(weights))


def some_words(draw: random.Random, many: int) -> list[str]:
    """So many words, each as often as its place among all words says."""
    known, weights = vocabulary()
    return draw.choices(known, cum_weights=weights, k=many)


@cache
def sentences() -> list[str]:
    """Sentences to stand around quotes."""
    draw = random.Random(11)  # noqa: S311
    return [" ".join(some_words(draw, draw.randint(8, 18))).capitalize() + "." for _ in range(SENTENCES)]


def wordings(seed: int, statement: int, size: int) -> list[Wording]:
    """The wordings of a statement that is printed `size` times, the reference first."""
    draw = random.Random(seed * 1_000_003 + statement)  # noqa: S311
    said = some_words(draw, draw.randint(8, 26))
    if draw.random() < 0.3:
        said[draw.randrange(len(said))] = str(draw.randint(2, 990))
    if len(said) > 14:
        said[len(said) * 2 // 3] = "but"
    reference = _written(said)
    found = [Wording(reference, "repeats", 1.0, None)]
    for _ in range(min(WORDINGS - 1, size.bit_length() - 1)):
        if draw.random() < 0.5:
            found.append(_other(said, reference, draw))
    return found


def _other(said: list[str], reference: str, draw: random.Random) -> Wording:
    words = list(said)
    relation: Relation
    kind = draw.random()
    if kind < 0.45:
        relation = "excerpt"
        words = words[: max(5, len(words) * 2 // 3)]
    elif kind < 0.9:
        relation = "reworded"
        for _ in range(draw.randint(1, 3)):
            words[draw.randrange(len(words))] = some_words(draw, 1)[0]
    else:
        relation = "altered"
        words.insert(draw.randrange(1, len(words)), "not")
    text = _written(words)
    similarity = round(draw.uniform(0.6, 0.95), 4)
    return Wording(text, relation, similarity, compare(reference, text).as_json())


def _written(words: list[str]) -> str:
    text = " ".join(words)
    return text[0].upper() + text[1:]


def name(number: int) -> str:
    """The name of the speaker or outlet with this number; different for different numbers."""
    known = vocabulary()[0][len(COMMON) :]
    given, family = known[number * 7 % 997], known[1000 + number % 20_000]
    more = "" if number < 20_000 else f" {known[number // 20_000].capitalize()}"
    return f"{given.capitalize()}{more} {family.capitalize()}"
