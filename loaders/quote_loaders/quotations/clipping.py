"""Where a reported clause begins and ends: what a parse hangs on it too much is cut, what it leaves out is added."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from spacy.tokens import Token

from quote_loaders.quotations.reading import LONGEST_SENTENCE, Reading
from quote_loaders.records import TextSpan

SHORTEST = 3  # words of a clause
_COMPLEMENTIZERS = frozenset({"that", "whether", "if"})
_JOINS = frozenset({"and", "or", "but"})  # with nothing after it, such a word joins what isn't part of the clause
_CONTINUES = ("VB", "MD", "CC", "IN", "TO", "RB", "NN", "WDT")  # tags of what a clause goes on with, no stop between
_REPORTS = ("speech", "naming", "urging")


def clipped(reading: Reading, tokens: Sequence[Token], cue: Token | None) -> TextSpan | None:
    """The characters of a clause without what introduces and ends it: "that", "according to X", the last stop.

    With a cue the clause follows it: it stays on the cue's line and goes on to where its sentence does.
    """
    # A subtree is not in order where words of the clause stand on both sides of what they hang on: "where he's lied".
    kept = _without_head(sorted(tokens, key=attrgetter("i")))
    for position, (token, following) in enumerate(pairwise(kept)):
        if position and _leaves(reading, token, following, cue):
            kept = kept[:position]
            break
    else:
        if cue is not None and kept:
            kept = _unbroken([token for token in kept if token.idx < reading.line(cue.idx)[1]])
            kept = [*kept, *_rest(reading, kept)] if kept else kept
    while kept and (kept[-1].is_space or kept[-1].text in ",.;:!?—–-…" or kept[-1].lower_ in _JOINS):
        kept.pop()
    if sum(any(character.isalnum() for character in token.text) for token in kept) < SHORTEST:
        return None
    return _with_marks(reading, reading.span(kept[0], kept[-1]))


def _with_marks(reading: Reading, span: TextSpan) -> TextSpan:
    """A span with the mark that opens or closes right beside it: `a “whiner.”` up to the closing mark."""
    marks = reading.marks_between(span.start - 2, span.end)
    start, end = span.start, span.end
    if marks and marks[0].start < start <= marks[0].inner_start < end:
        start = marks[0].start
    if marks and marks[-1].inner_end - 2 <= end < marks[-1].end and (marks[-1].start >= start):
        end = marks[-1].end
    return TextSpan(start, end)


def _without_head(tokens: Sequence[Token]) -> list[Token]:
    kept = list(tokens)
    while kept and (
        (kept[0].lower_ in _COMPLEMENTIZERS and kept[0].dep_ == "mark") or kept[0].text in ",:" or kept[0].is_space
    ):
        kept.pop(0)
    return kept


def _leaves(reading: Reading, token: Token, following: Token, cue: Token | None) -> bool:
    """Where a clause ends though its parse goes on: at a semicolon, "according to", ", while …", ", adding that …".

    A second verb of saying in the cue's own form is told of the same source: "said A and predicted B".
    """
    if token.text == ";" or (token.lower_ == "according" and following.lower_ == "to"):
        return True
    if token.tag_ == "CC" and cue is not None and following.tag_ == cue.tag_ and following.tag_ != "VB":
        return following.dep_ == "conj" and reading.is_cue(following, *_REPORTS)
    if token.text not in ",–—":
        return False
    return following.lower_ == "while" or (following.tag_ == "VBG" and reading.is_cue(following, *_REPORTS))


def _unbroken(tokens: Sequence[Token]) -> list[Token]:
    """A clause up to the first hole: what a parse attaches from further on isn't part of it."""
    kept = list(tokens[:1])
    for token in tokens[1:]:
        if token.i - kept[-1].i > 3:
            break
        kept.append(token)
    return kept


def _rest(reading: Reading, kept: Sequence[Token]) -> list[Token]:
    """The rest of a sentence that a parse has cut short: it goes on without a stop, or with ", but" or a colon.

    Nothing where the rest reports something itself.
    """
    rest = rest_of_sentence(reading, kept[-1])
    if not rest or any(reading.is_cue(token, *_REPORTS) for token in rest):
        return []
    first = rest[0]
    if first.text == "," or first.text == ":":
        goes_on = first.text == ":" or (len(rest) > 1 and rest[1].lower_ == "but")
    else:
        goes_on = first.tag_.startswith(_CONTINUES)
    return rest if goes_on else []


def rest_of_sentence(reading: Reading, last: Token) -> list[Token]:
    """The tokens after one, quoted words among them, up to the end of its sentence or line."""
    _, end = reading.line(last.idx)
    found: list[Token] = []
    for index in range(last.i + 1, min(last.i + 1 + LONGEST_SENTENCE, len(reading.doc))):
        token = reading.doc[index]
        if token.idx >= end:
            break
        if reading.ends_sentence(token):
            if reading.inside(token):
                found.append(token)
            break
        found.append(token)
    return found
