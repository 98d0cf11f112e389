"""A pasted text as full-text queries, and how what they found relates to it: pure."""

from __future__ import annotations

from typing import Literal

from datasette_quotes.text import words

Found = Literal["same words", "part of a longer quotation", "contains a shorter quotation", "shares words"]

LONGEST_TEXT = 2000  # characters of a pasted text that are looked at
LONGEST_PHRASE = 60  # words
TELLING_WORDS = 6  # words of the loosest query: the longest ones, as a stand-in for the rarest
SHORTEST_TELLING = 4  # characters


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


def _holds(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Whether the shorter sequence of words stands in the longer one, in a row."""
    if not shorter:
        return False
    return any(longer[at : at + len(shorter)] == shorter for at in range(len(longer) - len(shorter) + 1))
