"""Frames before a quote: a verb, a colon, a label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.frames import VERBS, WINDOW, Frame, gap_before, name_like, sentence_before
from quote_loaders.quotations.governed import by_cue, by_noun, possessor_of
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.reading import Reading


def preceding(reading: Reading, mark: Marked) -> Frame | None:
    """`X said: “…”`, `X told reporters “…”`, `X: “…”`: the cue is the last verb before the quote."""
    tokens = gap_before(reading, mark) or _line_above(reading, mark)
    if not tokens:
        return None
    colon = tokens[-1].text == ":"
    for token in reversed(tokens[-WINDOW:]):
        if token.dep_ == "amod":
            continue  # "the charged term “…”"
        if reading.is_cue(token, *VERBS):
            if phrases.negated(token):
                return None
            form = "colon" if colon else "cue, quote"
            return by_cue(reading, token, form) or _by_main_subject(reading, token, tokens, form)
        if _utters(reading, token, tokens):
            return by_noun(reading, token)
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") and not colon:
            return None
    return _said_first(reading, tokens) or (_label(reading, tokens) if colon else None)


def _by_main_subject(reading: Reading, cue: Token, tokens: Sequence[Token], form: str) -> Frame | None:
    """`X, who asked not to be named, said Monday, “…”`, `X went so far as to say: “…”`: a verb of saying right beside
    the quote, for which the parse has no subject, belongs to the subject of its sentence."""
    beside = form == "colon" or all(
        token.text == "," or token.tag_ in ("NNP", "RB") for token in tokens if token.i > cue.i
    )
    if not beside or not reading.is_cue(cue, "speech") or phrases.subject(reading, cue) is not None:
        return None
    head = phrases.main_subject(reading, cue)
    if head is None:
        return None
    source, role = phrases.named(reading, head)
    return Frame(source, reading.span(cue, cue), form, role=role)


def _said_first(reading: Reading, tokens: Sequence[Token]) -> Frame | None:
    """`Said Halden: “…”`: a parse takes the verb for a part of the name."""
    cue, *rest = tokens
    if not cue.text[0].isupper() or cue.tag_ != "NNP" or not reading.cues.has(cue.text, "speech"):
        return None
    name = list(takewhile(phrases.is_name, rest))
    if not name or len(name) == len(rest) or rest[len(name)].text not in ",:":
        return None
    return Frame(reading.span(name[0], name[-1]), reading.span(cue, cue), "cue, quote")


def _utters(reading: Reading, noun: Token, tokens: Sequence[Token]) -> bool:
    """Whether a noun of speech with its possessor introduces the quote, and no verb before it reports both."""
    if not noun.tag_.startswith("NN") or possessor_of(reading, noun) is None:
        return False
    return not any(reading.is_cue(token, "speech", "naming") for token in tokens if token.i < noun.i)


def _line_above(reading: Reading, mark: Marked) -> list[Token]:
    """The last sentence of the line before, where it ends with a colon and the quote starts its own line."""
    index = reading.line_index(mark.start)
    end = reading.lines[index - 1][1]
    if not index or reading.lines[index][0] != mark.start or reading.text[end - 1] != ":":
        return []
    return sentence_before(reading, end)


def _label(reading: Reading, tokens: Sequence[Token]) -> Frame | None:
    """`Rutte: “…”`: a name or title is all that stands before the colon; else the subject of its sentence speaks."""
    words = list(tokens[:-1])
    if not words:
        return None
    span = reading.span(words[0], words[-1])
    if name_like(span.of(reading.text)) and not any(token.tag_ in ("VBD", "VBZ", "VBP") for token in words):
        return Frame(phrases.unglued(reading.text, span), None, "colon")
    for token in words:
        if token.dep_ == "nsubj" and phrases.can_speak(reading, token):
            source, role = phrases.named(reading, token)
            return Frame(source, None, "colon", role=role)
    return None


def meant(reading: Reading, mark: Marked) -> Frame | None:
    """`TASS explained what the Kremlin meant: … “…”`: the Kremlin's words, passed on by TASS."""
    tokens = reading.before(mark.start)
    colon = next((token.i for token in tokens if token.text == ":"), None)
    what = next((token for token in tokens if token.lower_ == "what" and token.tag_ == "WP"), None)
    if colon is None or what is None or what.i > colon:
        return None
    verb = what.head
    for child in verb.children:
        if child.dep_ == "nsubj" and what.i < child.i < verb.i and phrases.can_speak(reading, child):
            outer = next((token for token in tokens if token.i < what.i and reading.is_cue(token, "speech")), None)
            head = phrases.subject(reading, outer) if outer is not None else None
            relay = phrases.phrase(reading, head) if head is not None else None
            return Frame(phrases.phrase(reading, child), reading.span(verb, verb), "colon", relay=relay)
    return None
