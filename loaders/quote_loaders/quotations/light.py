"""Light verbs: what somebody makes clear, has no doubt of, or expresses as a hope."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.clipping import clipped
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote

_OBJECTS = ("dobj", "attr", "pobj")


def light(reading: Reading) -> Iterator[Quote]:
    """`X made it clear that …`, `X expressed concern that …`: the clause of an adjective or noun after a light verb."""
    for word in reading.every:
        verb = _verb(reading, word)
        if verb is None or phrases.negated(verb) or any(child.dep_ == "auxpass" for child in verb.children):
            continue
        clause = _clause(word) or (_clause(verb) if word.tag_.startswith("JJ") else None)
        head = phrases.subject(reading, verb)
        if clause is None or head is None or not phrases.can_speak(reading, head):
            continue
        content = clipped(reading, [token for token in clause.subtree if token.i > word.i], word)
        if content is None or content.start <= head.idx < content.end:
            continue
        source, role = phrases.named(reading, head)
        yield Quote("indirect", (content,), reading.span(verb, word), source, role, form="light verb")


def _verb(reading: Reading, word: Token) -> Token | None:
    """The light verb that an adjective or noun hangs on, where the two together report."""
    verb = word.head
    if verb.i >= word.i or reading.inside(word) or reading.inside(verb):
        return None
    if reading.cues.has(word.text, "clear") and reading.cues.has(verb.text, "make"):
        return verb
    if (
        word.dep_ in _OBJECTS
        and reading.cues.has(word.text, "light nouns")
        and reading.cues.has(verb.text, "light verbs")
    ):
        return verb
    if reading.cues.has(word.text, "sure") and verb.lower_ in _BE and word.dep_ == "acomp":
        return verb
    return None


_BE = frozenset({"is", "are", "was", "were", "'s", "’s", "'re", "’re", "am", "be"})


def _clause(word: Token) -> Token | None:
    """The that-clause that hangs on a word: it has a subject of its own."""
    for child in word.children:
        that = any(token.lower_ == "that" and token.dep_ == "mark" for token in child.children)
        deps = ("ccomp", "acl", "advcl") if that else ("ccomp", "acl")
        if child.i > word.i and child.dep_ in deps and child.tag_ in ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG"):
            inner = list(child.children)
            if any(token.dep_ in phrases.SUBJECTS for token in inner) and child.left_edge.lower_ != "to":
                return child
    return None
