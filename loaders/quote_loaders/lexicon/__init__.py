"""What is known about words before any article is read: how rare they are, their stems, their synonyms and opposites.

Pure: the lists beside this module are read once, when first asked for. Word frequencies are those of wordfreq 3
(R. Speer, 2022), so that weights depend neither on the collection nor on the order of loading.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import wordfreq

from datasette_quotes.text import normal_word

_TYPICAL_LENGTH = 20  # words of a quote: a word's weight is the information of "occurs in a quote"
_RAREST = 1e-7  # frequency of a word that no list has
_HEAVIEST = 11.0
_FIGURE_WEIGHT = 6.0
_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "ly", "es", "s")
_PREFIXES = ("un", "im", "in", "il", "ir", "dis", "non", "mis")


@cache
def _frequencies(language: str) -> dict[str, float]:
    """Words with their share in running text; empty for a language that wordfreq doesn't know."""
    code = language.split("-")[0]
    known = wordfreq.available_languages("small")
    return wordfreq.get_frequency_dict(code, "small") if code in known else {}


@lru_cache(maxsize=200_000)
def weight(word: str, language: str = "en") -> float:
    """Inverse document frequency of a normal word over quotes of 20 words, in nats: 0.4 for "the", at most 11."""
    if not word.isalpha() and any(character.isdigit() for character in word):
        return _FIGURE_WEIGHT
    frequencies = _frequencies(language) or _frequencies("en")
    base = word.removesuffix("'s")
    share = frequencies.get(word) or frequencies.get(base)
    if share is None and "-" in base:
        share = max(frequencies.get(part, _RAREST) for part in base.split("-"))
    share = min(share or _RAREST, 0.5)
    return min(_HEAVIEST, -math.log(1 - (1 - share) ** _TYPICAL_LENGTH))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A normal word without its English inflection: "determining" and "determined" meet, as do "city" and "cities"."""
    word = word.removesuffix("'s").rstrip("'")
    if len(word) <= 3 or not word.isascii() or not word.replace("-", "").isalpha():
        return word
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and not word.endswith("ss"):
            word = rest + ("y" if ending in {"ies", "ied"} else "")
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


def _lines(name: str) -> Iterator[str]:
    text = files("quote_loaders.lexicon").joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _concepts() -> dict[str, str]:
    """Stem -> the first word of the first group it stands in; groups of places come before synonyms."""
    concepts: dict[str, str] = {}
    for name in ("places.en.txt", "synonyms.en.txt"):
        for line in _lines(name):
            group = [stem(normal_word(word)) for word in line.split()]
            for member in group:
                concepts.setdefault(member, concepts.get(group[0], group[0]))
    return concepts


@lru_cache(maxsize=200_000)
def concept(word: str) -> str:
    """What a normal word is compared by: its group of synonyms or its country, else its stem."""
    root = stem(word)
    return _concepts().get(root, root)


@cache
def _opposites() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for line in _lines("opposites.en.txt"):
        left, right = (side.split() for side in line.split("|"))
        pairs |= {(one, other) for one in left for other in right}
    return frozenset(pairs | {(other, one) for one, other in pairs})


def opposite(left: str, right: str) -> bool:
    """Whether two normal words oppose each other: by the list, or one is the other with a negative prefix."""
    return (left, right) in _opposites() or negated_form(left) == right or negated_form(right) == left


def listed_opposites(word: str) -> frozenset[str]:
    """What the list has a normal word oppose."""
    return _listed_opposites().get(word, frozenset())


@lru_cache(maxsize=200_000)
def opposable(word: str) -> bool:
    """Whether a normal word has an opposite that is known by the list, or is one by its prefix or without it."""
    listed = word in _opposed_words() or negated_form(word) is not None
    return listed or any(_frequencies("en").get(prefix + word, 0.0) > 1e-7 for prefix in _PREFIXES)


@cache
def _listed_opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for left, right in _opposites():
        found.setdefault(left, set()).add(right)
    return {word: frozenset(others) for word, others in found.items()}


@cache
def _opposed_words() -> frozenset[str]:
    return frozenset(word for pair in _opposites() for word in pair)


@lru_cache(maxsize=200_000)
def negated_form(word: str) -> str | None:
    """What a negative prefix stands before, where that is a common word: "unlikely" -> "likely", "under" -> None."""
    for prefix in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 4 and _frequencies("en").get(rest, 0.0) > 1e-6:
            return rest
    return None
