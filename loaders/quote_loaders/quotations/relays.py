"""Relays: who passes somebody else's words on, and "according to X" where X is the only one named."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan

_PLANNED = frozenset({"plan", "schedule", "rules", "custom", "tradition", "need", "needs", "size", "age"})


def sentence(reading: Reading, start: int, end: int) -> list[Token]:
    """The tokens around a range, from the sentence's start to its end, without the quoted words and space."""
    return [token for token in [*reading.before(start), *reading.after(end)] if not token.is_space]


def around(reading: Reading, token: Token) -> list[Token]:
    """The tokens of a token's sentence outside the quoted words, without space."""
    following = [after for after in reading.after(token.idx + len(token.text)) if not after.is_space]
    return [*(before for before in reading.before(token.idx) if not before.is_space), token, *following]


def according_to(reading: Reading, tokens: Sequence[Token], *, anything: bool = False) -> tuple[TextSpan, Token] | None:
    """The phrase after "according to", and the token it starts at; `anything` that has a noun, else who can speak."""
    for token, following in pairwise(tokens):
        if token.lower_ == "according" and following.lower_ == "to":
            rest = [later for later in tokens if later.i > following.i]
            span = _first_phrase(reading, rest, anything=anything)
            return (span, token) if span is not None else None
    return None


def quoted_by(reading: Reading, tokens: Sequence[Token]) -> TextSpan | None:
    """The phrase after "quoted by", "cited by", "reported by"; of "X, quoted by Y, said that Z …" it is X."""
    for token, following in pairwise(tokens):
        if following.lower_ == "by" and (
            reading.cues.has(token.text, "relay") or token.lower_ in ("reported", "carried", "published")
        ):
            by = _first_phrase(reading, [later for later in tokens if later.i > following.i])
            return _quoted_name(reading, [earlier for earlier in tokens if earlier.i < token.i]) or by
    return None


def _quoted_name(reading: Reading, tokens: Sequence[Token]) -> TextSpan | None:
    """The name that stands right before "quoted by", with a comma or without."""
    run: list[Token] = []
    for token in reversed(tokens):
        if token.text == "," and not run:
            continue
        if not phrases.is_name(token):
            break
        run.append(token)
    return reading.span(run[-1], run[0]) if run else None


def _first_phrase(reading: Reading, tokens: Sequence[Token], *, anything: bool = False) -> TextSpan | None:
    """The phrase that tokens begin with, where it can speak; `anything` that has a noun: "according to the figures"."""
    run: list[Token] = []
    for token in tokens:
        if token.text in ",;:()—–" or token.tag_ in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT", "VBG"):
            break
        run.append(token)
    if not run or not any(
        phrases.can_speak(reading, token) or (anything and token.tag_ in ("NN", "NNS") and token.lower_ not in _PLANNED)
        for token in run
    ):
        return None
    return phrases.unglued(reading.text, reading.span(run[0], run[-1]))


def relay(reading: Reading, start: int, end: int, source: TextSpan | None) -> TextSpan | None:
    """Who passes a quote on, told by the sentence around it; never the source itself."""
    tokens = sentence(reading, start, end)
    found = according_to(reading, tokens)
    for span in (found[0] if found else None, quoted_by(reading, tokens), _reported(reading, tokens)):
        if span is not None and (source is None or span.end <= source.start or source.end <= span.start):
            return span
    return None


def _reported(reading: Reading, tokens: Sequence[Token]) -> TextSpan | None:
    """`…, Reuters reported.` at the end of the sentence."""
    words = [token for token in tokens if token.text not in '."”']
    if len(words) < 3 or words[-1].lower_ not in ("reported", "reports", "writes", "wrote"):
        return None
    run: list[Token] = []
    for token in reversed(words[:-1]):
        if token.text == ",":
            break
        run.append(token)
    if not run or len(run) > 5 or not any(phrases.is_name(token) for token in run):
        return None
    return reading.span(run[-1], run[0])
