"""A quote inside a clause: the reporting verb or noun that the clause hangs on."""

from __future__ import annotations

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.frames import AUXILIARIES, VERBS, WINDOW, Frame
from quote_loaders.quotations.governed import by_cue, by_noun
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.reading import Reading


def governing(reading: Reading, mark: Marked) -> Frame | None:
    """A quote inside a clause belongs to the nearest reporting verb or noun that the clause hangs on.

    The way up leaves out verbs that only share a subject ("said A and called B “…”"), and verbs whose subject holds
    the quote ("those who call it “…” said").
    """
    inner = [token for token in reading.tokens(mark.inner_start, mark.inner_end) if not token.is_space]
    roots = {token.i: token for token in inner if not mark.start <= token.head.idx < mark.end}
    for root in roots.values():
        frame = _climb(reading, root)
        if frame is not None:
            return frame
    return None


def _climb(reading: Reading, token: Token) -> Frame | None:
    start, end = reading.line(token.idx)
    for _ in range(WINDOW):
        head = token.head
        if head.i == token.i or not start <= head.idx < end:
            return None
        if not reading.inside(head):
            frame = _governed(reading, head, token)
            if frame is not None:
                return frame
        token = head
    return None


def _governed(reading: Reading, head: Token, child: Token) -> Frame | None:
    if child.dep_ in ("conj", "nsubj", "nsubjpass", "relcl", "poss", "cc") and head.tag_.startswith("VB"):
        return None
    if child.dep_ == "advcl" and child.i < head.i:
        return None
    if reading.is_cue(head, *VERBS) and not phrases.negated(head):
        return by_cue(reading, head, "clause")
    if reading.cues.has(head.text, "nouns") and head.tag_.startswith("NN"):
        return by_noun(reading, head)
    if head.lower_ in AUXILIARIES:  # "X's summary was “…”"
        told = next((word for word in head.children if word.dep_ == "nsubj" and word.tag_.startswith("NN")), None)
        return by_noun(reading, told) if told is not None else None
    return None
