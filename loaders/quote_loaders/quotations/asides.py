"""Attributions after what they report, or inside it: "…, X said." and "…, X said, …"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.clipping import clipped
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan

_TOLD = frozenset({"tell", "inform", "remind", "assure"})  # their object is who hears it
_AS_WITHIN = 8  # tokens from the verb to the comma after it


def aside(reading: Reading, cue: Token, head: Token) -> tuple[TextSpan, ...]:
    """`The sites are full, X said.`: everything of the sentence before the comma before the source.

    Where the sentence goes on after the cue, `The point, X said, is …`, both parts. Empty where the words are no aside.
    """
    tokens = [token for token in reading.before(cue.idx) if not token.is_space]
    commas = [token for token in tokens if token.text in ",—–-" and token.i < min(head.i, cue.i)]
    if not commas or (head.i < cue.i and _right(head, cue) < cue.i - 4) or cue.tag_ not in ("VBD", "VBZ", "VBP"):
        return ()
    comma = commas[-1]
    if not _only_source(reading, comma, head, cue):
        return ()
    after = [token for token in reading.after(cue.idx + len(cue.text)) if not token.is_space]
    if _takes_more(reading, cue, head, after):
        return ()
    body = [token for token in tokens if token.i < comma.i]
    if body and body[0].tag_ == "CC":
        body = body[1:]
    whole = any(token.dep_ in phrases.SUBJECTS and token.head.i < comma.i for token in body)
    rest = _resumed(cue, head, after)
    if rest and (not whole or rest[0].tag_ == "CC"):
        parts = (clipped(reading, body, None), clipped(reading, rest, None))
        return tuple(part for part in parts if part is not None) if parts[1] is not None else ()
    only = clipped(reading, body, None) if whole and not _introduces(body) else None
    return (only,) if only is not None else ()


def as_said(reading: Reading, cue: Token) -> TextSpan | None:
    """`As X noted, the bridge is old`: the sentence after the comma."""
    if not any(child.dep_ in ("mark", "advmod") and child.lower_ == "as" and child.i < cue.i for child in cue.children):
        return None
    lead = [token for token in reading.before(cue.idx) if not token.is_space]
    if not lead or lead[0].lower_ != "as":
        return None
    after = [token for token in reading.after(cue.idx + len(cue.text)) if not token.is_space]
    comma = next((index for index, token in enumerate(after[:_AS_WITHIN]) if token.text == ","), None)
    if comma is None or any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in after[:comma]):
        return None
    body = after[comma + 1 :]
    if not any(token.dep_ in phrases.SUBJECTS for token in body):
        return None
    return clipped(reading, body, None)


def _takes_more(reading: Reading, cue: Token, head: Token, after: Sequence[Token]) -> bool:
    """Whether the cue reports what follows it: a complement, or words in marks."""
    told = reading.cues.lemma("speech", cue.text) in _TOLD
    objects = ("ccomp",) if told else ("ccomp", "dobj")
    if head.i < cue.i and any(token.dep_ in objects and token.head.i == cue.i for token in after):
        return True
    end = max(cue.idx + len(cue.text), head.idx + len(head.text))
    marks = reading.marks_between(end, end + 4)
    return bool(marks) and reading.text[end : marks[0].start].strip(" :,") == ""


def _introduces(body: Sequence[Token]) -> bool:
    """`Asked whether he would go, X said`, `A week after …, X said`: circumstances, not what was said."""
    first = body[0]
    commas = [token.i for token in body if token.text == ","]
    if commas and any(token.dep_ in phrases.SUBJECTS and token.i > commas[0] < token.head.i for token in body):
        return False  # "After ten years in office, Halden plans to stay, X said"
    return first.tag_ in ("VBN", "VBG") or first.lower_ in ("as", "while", "when", "after", "before", "since")


def _resumed(cue: Token, head: Token, after: Sequence[Token]) -> list[Token]:
    """What follows the comma after an aside."""
    tokens = [token for token in after if token.i > max(cue.i, head.i)]
    if not tokens or tokens[0].text not in ",—–-" or len(tokens) < 4:
        return []
    return tokens[1:]


def _right(head: Token, cue: Token) -> int:
    """The last token of a source with the name in apposition to it: "a spokeswoman, Anna Weber,"."""
    apposed = [child.right_edge.i for child in head.children if child.dep_ == "appos" and head.i < child.i < cue.i]
    return max(apposed, default=head.i) + bool(apposed)


def _only_source(reading: Reading, comma: Token, head: Token, cue: Token) -> bool:
    """Between the comma and the verb stands the source and nothing else."""
    source = phrases.phrase(reading, head)
    words = [reading.doc[index] for index in range(comma.i + 1, cue.i)]
    return all(
        source.start <= token.idx < source.end
        or head.i < token.i <= _right(head, cue)
        or token.tag_.startswith("RB")
        or token.dep_ == "aux"
        for token in words
    )
