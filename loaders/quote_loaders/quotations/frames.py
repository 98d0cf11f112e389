"""Frames: the words around a quote that say whose it is. Each rule yields one `Frame` or None, and never guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.reading import SPEECH_GROUPS, Reading
from quote_loaders.records import TextSpan

VERBS = ("speech", "direct", "naming", "urging", "relay")
_AUXILIARIES = frozenset({"was", "were", "has", "had", "have", "is", "are", "been", "being", "be", "did", "does", "'s"})
# On the same line, or on the next one that isn't blank; in a Markdown block quote each line starts with ">".
_DASH = re.compile(r"[ \t]*(?:\n[\s>]*)?[—–―-]{1,3}[ \t]*(?=\S)")
_WINDOW = 40  # tokens between a quote and its cue, at most


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose words a quote reports: the source and cue spans, the title beside the source, and the rule that says so."""

    source: TextSpan | None
    cue: TextSpan | None
    form: str
    role: str | None = None
    relay: TextSpan | None = None


def gap_before(reading: Reading, mark: Marked) -> list[Token]:
    """The tokens of the sentence between the quoted words before and this quote, without space."""
    tokens: list[Token] = []
    start, _ = reading.line(mark.start)
    for token in reversed(reading.tokens(start, mark.start)):
        if reading.inside(token) or reading.ends_sentence(token):
            break
        if not token.is_space:
            tokens.append(token)
    return tokens[::-1]


def gap_after(reading: Reading, mark: Marked) -> list[Token]:
    """The tokens of the sentence between this quote and the next quoted words, without space."""
    return [token for token in reading.after(mark.end) if not token.is_space]


def dash(reading: Reading, end: int) -> Frame | None:
    """`“…” — Name, role`, on the quote's own line or the next one that isn't blank.

    The name ends at the first comma or bracket; what follows the comma is the title.
    """
    text = reading.text
    match = _DASH.match(text, end)
    if match is None:
        return None
    _, line_end = reading.line(match.end())
    line = text[match.end() : line_end]
    parts = re.match(r"(?P<name>[^,(;:]+?)\s*(?:,\s*(?P<role>[^(]+?)\s*)?(?P<note>\(.*)?$", line)
    if parts is None or not _name_like(parts["name"]):
        return None
    source = TextSpan(match.end(), match.end() + len(parts["name"]))
    relay = None
    if parts["note"] and (said := re.search(r"according to (?:the )?([^)]+?)(?: reports?)?\)", parts["note"])):
        offset = match.end() + parts.start("note")
        relay = TextSpan(offset + said.start(1), offset + said.end(1))
    return Frame(source, None, "dash", role=parts["role"], relay=relay)


def _name_like(words: str) -> bool:
    """Capitalised words, at most eight, with lower-case particles inside only: "Ursula von der Leyen"."""
    parts = words.split()
    return (
        0 < len(parts) <= 8
        and (parts[0][0].isupper() or parts[0].lower() == "the")
        and parts[-1][0].isalnum()
        and not parts[-1][0].islower()
        and not re.search(r"[.!?]$", words)
        and sum(part[0].islower() for part in parts) <= 3
    )


def preceding(reading: Reading, mark: Marked) -> Frame | None:
    """`X said: “…”`, `X told reporters “…”`, `X: “…”`: the cue is the last verb before the quote."""
    tokens = gap_before(reading, mark)
    if not tokens:
        return None
    colon = tokens[-1].text == ":"
    for token in reversed(tokens[-_WINDOW:]):
        if reading.is_cue(token, *VERBS):
            if phrases.negated(token):
                return None
            return _by_cue(reading, token, "colon" if colon else "cue, quote")
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") and not colon:
            return None
    return _label(reading, tokens) if colon else None


def _label(reading: Reading, tokens: Sequence[Token]) -> Frame | None:
    """`Rutte: “…”`: a name or title is all that stands before the colon; else the subject of its sentence speaks."""
    words = list(tokens[:-1])
    if not words:
        return None
    span = reading.span(words[0], words[-1])
    if _name_like(span.of(reading.text)) and not any(token.tag_ in ("VBD", "VBZ", "VBP") for token in words):
        return Frame(phrases.unglued(reading.text, span), None, "colon")
    for token in words:
        if token.dep_ == "nsubj" and phrases.can_speak(reading, token):
            source, role = phrases.named(reading, token)
            return Frame(source, None, "colon", role=role)
    return None


def following(reading: Reading, mark: Marked) -> Frame | None:
    """`“…,” X said`, `“…,” said X`, `“…,” X was quoted as saying by Y`."""
    if not _goes_on(reading, mark):
        return None
    tokens = gap_after(reading, mark)
    while tokens and tokens[0].text in (",", "-", "–", "—"):
        tokens = tokens[1:]
    if not tokens or tokens[0].tag_ == "CC":
        return None
    position = _first_cue(reading, tokens)
    if position is None:
        return None
    cue = tokens[position]
    lead = [
        token for token in tokens[:position] if not token.tag_.startswith("RB") and token.lower_ not in _AUXILIARIES
    ]
    if not lead:
        return _inverted(reading, cue, tokens[position + 1 :])
    return _straight(reading, cue, lead)


def _goes_on(reading: Reading, mark: Marked) -> bool:
    """Whether the sentence goes on after the quote: a comma, question or exclamation mark, or no stop at all."""
    text = reading.text
    after = text[mark.end : mark.end + 100].lstrip(" \t\u00a0")
    if not after or not mark.closed or after[0] in "\n\r.;":
        return False
    last = text[mark.inner_end - 1]
    if last == ".":
        return after[0].islower()
    gap = gap_before(reading, mark)
    return last in ",!?…—–-" or after[0] in ",—–-" or not gap


def _first_cue(reading: Reading, tokens: Sequence[Token]) -> int | None:
    """The place of the first reporting verb, past relative clauses; None where another verb comes first."""
    in_relative = False
    for index, token in enumerate(tokens[:_WINDOW]):
        if token.text == ",":
            in_relative = False
        elif token.lower_ in ("who", "which", "whose") and index:
            in_relative = True
        elif in_relative:
            continue
        elif reading.cues.has(token.text, *SPEECH_GROUPS, "relay") and not token.tag_.startswith(("NN", "JJ")):
            return index
        elif token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.lower_ not in _AUXILIARIES:
            return None
    return None


def _inverted(reading: Reading, cue: Token, rest: Sequence[Token]) -> Frame | None:
    head = next((child for child in cue.children if child.dep_ == "nsubj" and child.i > cue.i), None)
    if head is not None and phrases.can_speak(reading, head) and _reaches(rest, head):
        source, role = phrases.named(reading, head)
        return Frame(source, reading.span(cue, cue), "quote, cue", role=role)
    run: list[Token] = []
    for token in rest:
        if token.text in ",;:()—–-" or token.tag_ in ("VBD", "VBZ", "VBG", "TO", "RB", "WP", "CC", "MD"):
            break
        if token.tag_ == "IN" and token.lower_ not in ("of", "for"):
            break
        run.append(token)
    if not run or not any(phrases.can_speak(reading, token) for token in run):
        return None
    return Frame(phrases.unglued(reading.text, reading.span(run[0], run[-1])), reading.span(cue, cue), "quote, cue")


def _reaches(tokens: Sequence[Token], head: Token) -> bool:
    return any(token.i == head.i for token in tokens)


def _straight(reading: Reading, cue: Token, lead: Sequence[Token]) -> Frame | None:
    relay = agent(reading, cue) if reading.cues.has(cue.text, "relay") else None
    if reading.cues.has(cue.text, "relay") and not any(child.dep_ == "auxpass" for child in cue.children):
        return None  # "Q," Reuters quoted him as saying: left to `by_relay`
    form = "quoted as saying" if relay or reading.cues.has(cue.text, "relay") else "quote, cue"
    head = phrases.subject(reading, cue)
    if head is not None and _reaches(lead, head) and phrases.can_speak(reading, head):
        source, role = phrases.named(reading, head)
        return Frame(source, reading.span(cue, cue), form, role=role, relay=relay)
    run: list[Token] = []
    for token in lead:
        if token.text == "," or token.lower_ in phrases.RELATIVES:
            break
        run.append(token)
    if not run or not any(phrases.can_speak(reading, token) for token in run):
        return None
    source = phrases.unglued(reading.text, reading.span(run[0], run[-1]))
    return Frame(source, reading.span(cue, cue), form, relay=relay)


def agent(reading: Reading, verb: Token) -> TextSpan | None:
    """The phrase after "by" that hangs on a verb: "quoted as saying by TASS"."""
    for token in verb.subtree:
        if token.dep_ in ("agent", "prep") and token.lower_ == "by" and token.i > verb.i:
            for child in token.children:
                if child.dep_ == "pobj":
                    return phrases.phrase(reading, child)
    return None


def _by_cue(reading: Reading, cue: Token, form: str) -> Frame | None:
    """The frame of a verb that governs a quote: its subject, or what a relaying verb quotes."""
    relayed = by_relay(reading, cue)
    if relayed is not None:
        return relayed
    if any(child.dep_ == "auxpass" for child in cue.children):
        by = agent(reading, cue)
        return Frame(by, reading.span(cue, cue), form) if by is not None else None
    head = phrases.subject(reading, cue)
    if head is None:
        head = _subject_before(reading, cue)
    if head is None or not _may_be_source(reading, head, cue):
        return None
    source, role = phrases.named(reading, head)
    return Frame(source, reading.span(cue, cue), form, role=role)


def _may_be_source(reading: Reading, head: Token, cue: Token) -> bool:
    return phrases.can_speak(reading, head) or (
        reading.cues.lemma("direct", cue.text) == "read" and head.tag_.startswith("NN")
    )


def _subject_before(reading: Reading, cue: Token) -> Token | None:
    """Where the parse gives no subject: the noun right before the verb."""
    start, _ = reading.line(cue.idx)
    for token in reversed(reading.tokens(start, cue.idx)):
        if token.tag_.startswith("RB") or token.lower_ in _AUXILIARIES:
            continue
        return token if token.tag_ in ("NNP", "NNPS", "PRP") and not reading.inside(token) else None
    return None


def by_relay(reading: Reading, cue: Token) -> Frame | None:
    """`Interfax quoted X as saying: “…”`: X speaks, Interfax passes it on."""
    verb = cue
    if cue.dep_ == "pcomp" and cue.head.lower_ == "as":
        verb = cue.head.head
    if not reading.cues.has(verb.text, "relay"):
        return None
    relay_head = phrases.subject(reading, verb)
    if any(child.dep_ == "auxpass" for child in verb.children):
        if relay_head is None:
            return None
        source, role = phrases.named(reading, relay_head)
        return Frame(source, reading.span(cue, cue), "quoted as saying", role=role, relay=agent(reading, verb))
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubj", "oprd") and child.i > verb.i and not reading.inside(child):
            possessor = _possessor(reading, child)
            if possessor is not None:
                source, role = phrases.phrase(reading, possessor), None
            else:
                source, role = phrases.named(reading, _last_name(child))
            relay = phrases.phrase(reading, relay_head) if relay_head is not None else None
            return Frame(source, reading.span(cue, cue), "quoted as saying", role=role, relay=relay)
    return None


def _last_name(head: Token) -> Token:
    """In "a Kremlin spokesman Dmitry Peskov" a parse may head the phrase by its title: the name after it counts."""
    names = [child for child in head.children if child.dep_ == "appos" and child.i > head.i and phrases.is_name(child)]
    return names[0] if names else head


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
    for _ in range(_WINDOW):
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
        return _by_cue(reading, head, "clause")
    if reading.cues.has(head.text, "nouns") and head.tag_.startswith("NN"):
        return by_noun(reading, head)
    return None


def by_noun(reading: Reading, noun: Token) -> Frame | None:
    """`Trump's own assertion that “…”`, `the White House's position — “…”`: the possessor speaks."""
    possessor = _possessor(reading, noun)
    if possessor is None:
        return None
    return Frame(phrases.phrase(reading, possessor), reading.span(noun, noun), "noun")


def _possessor(reading: Reading, noun: Token) -> Token | None:
    """Who "Trump's own line" belongs to, for nouns that name an utterance."""
    if not reading.cues.has(noun.text, "nouns", "documents"):
        return None
    return next(
        (child for child in noun.children if child.dep_ == "poss" and phrases.can_speak(reading, child)),
        None,
    )
