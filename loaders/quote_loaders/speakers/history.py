"""Who was the subject of what: the sentences before a pronoun, which is where its person is looked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from quote_loaders.quotations.reading import SPEECH_GROUPS, Reading

REACH = 700  # characters: how far back the subject of a reporting verb counts
# What a second verb hangs on the main one as; in "has record support" a parse takes the noun for the main verb.
_WITH_ROOT = frozenset({"conj", "aux"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a main verb outside the marks: where it stands, its words, and whether its verb reports."""

    place: int
    head: Token
    main: bool
    reports: bool


def subjects(reading: Reading) -> list[Subject]:
    """Every subject of the article outside the marks, in order."""
    return list(_subjects(reading))


def _subjects(reading: Reading) -> Iterator[Subject]:
    for token in reading.every:
        if token.dep_ not in ("nsubj", "nsubjpass") or reading.inside(token) or reading.inside(token.head):
            continue
        verb = token.head
        main = verb.dep_ in ("ROOT", "parataxis") or (verb.dep_ in _WITH_ROOT and verb.head.dep_ == "ROOT")
        yield Subject(token.idx, token, main, reading.is_cue(verb, *SPEECH_GROUPS, "naming", "urging"))


def before(found: Sequence[Subject], place: int) -> list[Subject]:
    """The subjects before a place, nearest first: the hundred that a pronoun can reach."""
    end = bisect_left(found, place, key=lambda subject: subject.place)
    return list(reversed(found[max(0, end - 100) : end]))
