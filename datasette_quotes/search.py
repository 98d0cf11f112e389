"""A pasted text as full-text queries, and how what they found relates to it: pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from datasette_quotes.text import words

Found = Literal["same words", "part of a longer quotation", "contains a shorter quotation", "shares words"]
Kind = Literal["exactly", "part", "contains", "with changes", "another speaker", "shares words"]
# The closest first; what another speaker said comes behind what the one asked for did.
KINDS: tuple[Kind, ...] = ("exactly", "part", "contains", "with changes", "another speaker", "shares words")

LONGEST_TEXT = 2000  # characters of a pasted text that are looked at
LONGEST_PHRASE = 60  # words
TELLING_WORDS = 6  # words of the loosest query: the longest ones, as a stand-in for the rarest
SHORTEST_TELLING = 4  # characters
# FTS5 computes the rank of everything that it finds, and to that end walks through every place of every word. So only
# what is found in few statements is ranked, and words that stand in very many are left to the comparison of wordings.
FEW = 3_000  # statements
MANY = 20_000  # statements
LEFT = 3  # words that a query for all words keeps at least
CLOSE = 0.6  # share of the words asked for, from which a quotation is the same with changes
MOST_WORDS = 400  # of a quotation that are compared


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a search: `words` is the outcome for the words alone, whoever said them."""

    kind: Kind
    words: Kind
    sentence: str
    share: float = 1.0  # of the words asked for that stand in the quotation, in order


@dataclass(frozen=True, slots=True)
class Match:
    """An FTS5 query, and whether what it finds is few enough to be put in the order of its rank."""

    fts: str
    ranked: bool


def terms(text: str) -> dict[str, str]:
    """The words of a text, each with the form that the full-text index knows it by: no case, no diacritics."""
    found = {}
    for word in words(text[:LONGEST_TEXT])[:LONGEST_PHRASE]:
        parts = unicodedata.normalize("NFKD", word)
        found[word] = "".join(one for one in parts if not unicodedata.combining(one))
    return found


def matches(text: str, statements: Mapping[str, int]) -> list[Match]:
    """FTS5 queries from strict to loose: all words in a row, all words anywhere, any of the rarest words.

    `statements` says in how many statements each term of the text stands; one that isn't in it, in none.
    """
    found = words(text[:LONGEST_TEXT])[:LONGEST_PHRASE]
    if not found:
        return []
    known = {word: statements.get(term, 0) for word, term in terms(text).items()}
    few = min(known.values()) <= FEW
    rarer = [word for word, many in known.items() if many <= MANY]
    every = rarer if len(rarer) >= LEFT else list(known)
    rarest = _rarest(known)
    asked = [
        Match(_quoted(" ".join(found)), few),
        Match(" AND ".join(map(_quoted, every)), few),
        Match(" OR ".join(map(_quoted, rarest)), sum(known[word] for word in rarest) <= FEW),
    ]
    return list({one.fts: one for one in reversed(asked) if one.fts}.values())[::-1]


def _rarest(known: Mapping[str, int]) -> list[str]:
    """The rarest words, as many as stand in few statements together, and one at the least; those in none beside."""
    telling = sorted((word for word in known if len(word) >= SHORTEST_TELLING), key=lambda word: known[word])
    nowhere = [word for word in telling if not known[word]][:TELLING_WORDS]
    found: list[str] = []
    statements = 0
    for word in telling:
        if known[word] and len(found) < TELLING_WORDS:
            statements += known[word]
            if found and statements > FEW:
                break
            found.append(word)
    return [*found, *nowhere]


def queries(text: str) -> list[str]:
    """FTS5 queries from strict to loose: all words in a row, all words anywhere, any of the telling words.

    Every word is quoted, so nothing in the text is read as FTS5 syntax. Empty when the text holds no word.
    """
    found = list(words(text[:LONGEST_TEXT]))[:LONGEST_PHRASE]
    if not found:
        return []
    distinct = list(dict.fromkeys(found))
    telling = sorted((word for word in distinct if len(word) >= SHORTEST_TELLING), key=len, reverse=True)
    asked = [
        _quoted(" ".join(found)),
        " AND ".join(map(_quoted, distinct)),
        " OR ".join(map(_quoted, telling[:TELLING_WORDS])),
    ]
    return list(dict.fromkeys(query for query in asked if query))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def how_found(asked: str, quotation: str) -> Found:
    """How a quotation relates to the text that was asked for, case and punctuation aside."""
    left, right = words(asked[:LONGEST_TEXT]), words(quotation)
    if left == right:
        return "same words"
    if _holds(right, left):
        return "part of a longer quotation"
    if _holds(left, right):
        return "contains a shorter quotation"
    return "shares words"


def outcome(asked: str, quotation: str, sentence: str, named: bool | None) -> Outcome:
    """What came of looking for the text, for one quotation; `named` is whether the speaker is the one asked for.

    With changes means that most of the words that were asked for stand in the quotation, in order. The
    speaker matters only where the words are much the same.
    """
    found = how_found(asked, quotation)
    share = 1.0
    if found == "shares words":
        share = _share(words(asked[:LONGEST_TEXT]), words(quotation))
        kind: Kind = "with changes" if share >= CLOSE else "shares words"
    else:
        kind = "exactly" if found == "same words" else "part" if found == "part of a longer quotation" else "contains"
    other = named is False and kind != "shares words"
    return Outcome("another speaker" if other else kind, kind, sentence if kind == "with changes" else "", share)


def _share(asked: tuple[str, ...], quotation: tuple[str, ...]) -> float:
    """The share of the words asked for that stand in the quotation, in order."""
    if not asked or not quotation:
        return 0.0
    matcher: SequenceMatcher[str] = SequenceMatcher(None, asked[:LONGEST_PHRASE], quotation[:MOST_WORDS], False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / len(asked[:LONGEST_PHRASE])


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether the shorter sequence of words stands in the longer one, in a row."""
    if not shorter:
        return False
    return any(longer[at : at + len(shorter)] == shorter for at in range(len(longer) - len(shorter) + 1))
