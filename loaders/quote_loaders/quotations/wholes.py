"""The whole of what somebody is reported to have said where only part of it stands in marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from quote_loaders.quotations.clipping import clipped
from quote_loaders.quotations.overlap import Spans
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan

_OWN_WORDS = 3  # words outside the marks, at least


def wholes(reading: Reading, marked: Sequence[Quote], found: Sequence[Quote]) -> Iterator[Quote]:
    """`called the plan “reckless” and “rushed”` is a finding of its own beside its marked words.

    Only where the verb stands before the marks with words between them, and nothing else `found` holds them.
    """
    taken = Spans(span for quote in found for span in quote.content)
    done: set[TextSpan] = set()
    for quote in marked:
        if quote.cue is None or quote.source is None or quote.cue in done:
            continue
        content = _whole(reading, quote)
        if content is None or taken.touching(content) or not _says_more(reading, content, quote.content[0]):
            continue
        done.add(quote.cue)
        yield replace(quote, kind="indirect", content=(content,), form="whole")


def _whole(reading: Reading, quote: Quote) -> TextSpan | None:
    cues = reading.tokens(quote.cue.start, quote.cue.end) if quote.cue is not None else []
    words = quote.content[0]
    if quote.form == "quote, cue":
        return _before_cue(reading, quote)
    if not cues or cues[-1].idx >= words.start or reading.line(words.start) != reading.line(cues[-1].idx):
        return None
    cue = cues[-1]
    if quote.form == "noun":
        return _of_noun(reading, cue, words)
    if quote.form != "any verb" and not reading.is_cue(cue, "speech", "naming", "urging"):
        return None
    if any(child.dep_ == "nsubj" and child.i > cue.i for child in cue.children):
        return None  # "…, said X, one of the “big four”"
    between = [token for token in reading.tokens(cue.idx + len(cue.text), words.start - 1) if not token.is_space]
    if not between or between[-1].text in ",:" or any(reading.ends_sentence(token) for token in between):
        return None
    first = between[0].i
    if reading.is_cue(cue, "speech") and not reading.is_cue(cue, "naming", "urging"):
        first = _clause_start(cue, between)
        if reading.doc[first].tag_ in ("IN", "RB", "TO"):
            return None  # "warned online of “…”": what the words are part of isn't a clause
    if reading.doc[first].tag_ in ("VBG", "TO"):
        return None  # "described having a “long” call"
    branch = _branch(cue, words)
    last = max([token.i for token in branch], default=0)
    end = reading.tokens(words.start, words.end + 1)[-1].i
    return clipped(reading, [reading.doc[index] for index in range(first, max(last, end) + 1)], cue)


def _of_noun(reading: Reading, noun: Token, words: TextSpan) -> TextSpan | None:
    """`his claim that the plan was “reckless”`: what hangs on the noun."""
    branch = _branch(noun, words)
    if not branch and noun.dep_ == "nsubj" and noun.head.lower_ in ("is", "was"):  # "the claim was that …"
        branch = _branch(noun.head, words)
    if not branch:
        return None
    end = reading.tokens(words.start, words.end + 1)[-1].i
    first, last = branch[0].i, max(branch[-1].i, end)
    return clipped(reading, [reading.doc[index] for index in range(first, last + 1)], noun)


def _before_cue(reading: Reading, quote: Quote) -> TextSpan | None:
    """`They have “very different aims,” X said`: the sentence up to the end of the marks."""
    if len(quote.content) != 1:
        return None
    mark = reading.marks_between(quote.content[0].start - 2, quote.content[0].end)
    lead = [token for token in reading.before(quote.content[0].start - 1) if not token.is_space]
    if not mark or not lead or any(token.text in ":;" or reading.is_cue(token, "speech", "direct") for token in lead):
        return None
    if lead[0].tag_ == "CC":
        lead = lead[1:]
    return TextSpan(lead[0].idx, mark[0].end) if lead else None


def _clause_start(cue: Token, between: Sequence[Token]) -> int:
    """Past "told reporters on Tuesday that": the word after the conjunction, else right after the verb."""
    for token in between:
        if token.lower_ == "that" and token.tag_ == "IN":
            return token.i + 1
    for child in cue.children:
        if child.dep_ == "ccomp" and child.i > cue.i:
            return max(child.left_edge.i, cue.i + 1)
    return between[0].i


def _branch(cue: Token, words: TextSpan) -> list[Token]:
    """The part of the parse under the cue that holds the marked words."""
    for child in cue.children:
        if child.i > cue.i and child.left_edge.idx <= words.end and words.start <= child.right_edge.idx:
            return list(child.subtree)
    return []


def _says_more(reading: Reading, content: TextSpan, words: TextSpan) -> bool:
    if content.start > words.start or content.end < words.end - 1:
        return False
    marks = reading.marks_between(content.start, content.end)
    inside = sum(len(reading.text[mark.inner_start : mark.inner_end].split()) for mark in marks)
    return len(content.of(reading.text).split()) - inside >= _OWN_WORDS
