"""Indirect speech: clauses that a reporting verb, or "according to", puts into somebody's mouth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from quote_loaders.quotations import phrases, relays
from quote_loaders.quotations.accorded import accorded
from quote_loaders.quotations.asides import as_said, aside
from quote_loaders.quotations.complements import after_colon, clause_after, infinitive_after
from quote_loaders.quotations.light import light
from quote_loaders.quotations.overlap import Spans
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan

_GROUPS = ("speech", "thought", "promising")
_NEAR = 100  # characters that hold the next three words
_EXPLETIVE = frozenset({"is", "'s", "’s", "was", "be", "goes", "went", "remains", "seems"})
_EDITED = frozenset({"updated", "edited", "amended", "corrected", "changed"})
_SUPPOSED = frozenset({"if", "unless"})
_OWN_WORDS = 2  # words that a clause must have outside the marks to be a finding beside the marked words


def indirect_quotes(reading: Reading, marked: Sequence[Quote]) -> Iterator[Quote]:
    """The indirect quotes of an article, in order of their cues; `marked` are the quotes in marks already found."""
    found: dict[TextSpan, Quote] = {}
    held = Spans(span for quote in marked for span in quote.content)
    for token in reading.every:
        if reading.is_cue(token, *_GROUPS):
            quote = _by_verb(reading, token)
            if quote is not None and all(_says_more(reading, span, held.touching(span)) for span in quote.content):
                found.setdefault(quote.content[0], quote)
    for quote in light(reading):
        if all(_says_more(reading, span, held.touching(span)) for span in quote.content):
            found.setdefault(quote.content[0], quote)
    quotes = _outermost(_without_relays(reading, list(found.values())))
    yield from quotes
    yield from accorded(reading, quotes, marked)


def _by_verb(reading: Reading, cue: Token) -> Quote | None:
    """`X said that …`, `X vowed to …`, `…, X said`: what the verb reports, and its subject."""
    if phrases.negated(cue) or _passive(cue):
        return None
    head = phrases.subject(reading, cue)
    if head is None or not phrases.may_report(reading, head, cue) or _says_nobody(head, cue):
        return None
    content = _content(reading, cue, head)
    if not content or any(span.start <= head.idx < span.end for span in content):
        return None
    source, role = phrases.named(reading, head)
    relay = relays.relay(reading, content[0].start, content[-1].end, source)
    return Quote("indirect", content, reading.span(cue, cue), source, role, relay, form="indirect")


def _says_nobody(head: Token, cue: Token) -> bool:
    """`It goes without saying`, `this story was updated to note`, `if they were to reply`: no words of a speaker's."""
    if head.lower_ == "it" and head.head.i != cue.i and head.head.lower_ in _EXPLETIVE:
        return True
    meant = cue.tag_ == "VB" and cue.dep_ in ("advcl", "xcomp")
    if meant and (cue.head.lower_ == "were" or (head.dep_ == "nsubjpass" and cue.head.lower_ in _EDITED)):
        return True
    clause = cue.head if cue.dep_ in ("xcomp", "ccomp") else cue
    return any(child.dep_ == "mark" and child.lower_ in _SUPPOSED for child in clause.children)


def _content(reading: Reading, cue: Token, head: Token) -> tuple[TextSpan, ...]:
    if reading.is_cue(cue, "speech", "thought"):
        after = clause_after(reading, cue)
        if after is None and reading.is_cue(cue, "speech"):
            after = after_colon(reading, cue)
        if after is not None:
            return (after,)
    said = as_said(reading, cue)
    if said is not None:
        return (said,)
    if reading.is_cue(cue, "promising"):
        to = infinitive_after(reading, cue)
        if to is not None:
            return (to,)
    return aside(reading, cue, head) if reading.is_cue(cue, "speech", "thought") else ()


def _passive(cue: Token) -> bool:
    """`was told that`, `Asked whether`: the subject hears the words; not so in "has come and argued that"."""
    auxiliaries = {child.dep_ for child in cue.children}
    if cue.tag_ == "VBN" and cue.dep_ == "conj":
        auxiliaries |= {child.dep_ for child in cue.head.children if child.i < cue.head.i}
    return "auxpass" in auxiliaries or (cue.tag_ == "VBN" and "aux" not in auxiliaries)


def _says_more(reading: Reading, clause: TextSpan, held: Sequence[TextSpan]) -> bool:
    """Whether a clause says more than the marked words in it, which are findings of their own."""
    if any(span.start < clause.start - 2 or span.end > clause.end + 2 for span in held):
        return False
    if any(reading.text[span.start - 3 : span.start].strip()[:1] == ":" for span in held):
        return False  # "X said Y had told him: “…”": the innermost words count
    if not held:
        return not _breaks_off(reading, clause)
    inside = sum(len(span.of(reading.text).split()) for span in held)
    return len(clause.of(reading.text).split()) - inside >= _OWN_WORDS


def _breaks_off(reading: Reading, clause: TextSpan) -> bool:
    """Whether marked words follow a clause at once, but for an auxiliary: a parse has cut it short."""
    line_end = reading.line(clause.start)[1]
    for token in reading.tokens(clause.end, min(line_end, clause.end + _NEAR))[:3]:
        if reading.inside(token):
            return True
        if token.tag_ not in ("MD", "VBD", "VBZ", "RB", "VB", "_SP"):
            return False
    return False


def _without_relays(reading: Reading, quotes: list[Quote]) -> list[Quote]:
    """`Ushakov said Putin had told him that …`: the innermost words count, the outer source passes them on."""
    by_cue = {
        quote.cue: quote
        for quote in quotes
        if quote.cue is not None and reading.cues.has(quote.cue.of(reading.text), "speech")
    }
    cues = Spans(by_cue)
    return [
        quote
        for quote in quotes
        if not any(_mostly(quote.content[0], by_cue[cue]) for cue in cues.touching(quote.content[0]))
    ]


def _outermost(quotes: list[Quote]) -> list[Quote]:
    """`X said he hopes that …`: what somebody says about their own hopes is part of what they say."""
    spans = Spans(span for quote in quotes for span in quote.content)
    return [
        quote
        for quote in quotes
        if not any(
            span.start <= quote.content[0].start and quote.content[-1].end <= span.end
            for span in spans.touching(quote.content[0])
            if span not in quote.content
        )
    ]


def _mostly(clause: TextSpan, inner: Quote) -> bool:
    """Whether a clause is little more than another attribution."""
    if inner.source is None or inner.cue is None:
        return False
    covered = inner.content[0].end - inner.content[0].start
    frame = (inner.source.end - inner.source.start) + (inner.cue.end - inner.cue.start)
    return clause.end - clause.start - covered - frame < 40 and clause.start <= inner.source.start
