"""Frames after a quote: "said X", "X said", "X was quoted as saying by Y"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.frames import AUXILIARIES, WINDOW, Frame, gap_after, gap_before
from quote_loaders.quotations.governed import agent
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.reading import SPEECH_GROUPS, Reading

_UTTERANCE = 3  # words between marks that any verb beside them reports
_NEAR = 6  # tokens from the marks to such a verb


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
        position = _any_verb(reading, mark, tokens)
    if position is None:
        return None
    cue = tokens[position]
    lead = [token for token in tokens[:position] if not token.tag_.startswith("RB") and token.lower_ not in AUXILIARIES]
    if not lead:
        return _inverted(reading, cue, tokens[position + 1 :])
    return _straight(reading, cue, lead)


def _goes_on(reading: Reading, mark: Marked) -> bool:
    """Whether the sentence goes on after the quote: a comma, question or exclamation mark, or no stop at all."""
    text = reading.text
    after = text[mark.end : mark.end + 100].lstrip(" \t\u00a0")
    if not after or not mark.closed or after[0] in "\n\r.;":
        return False
    last = mark.final(text)
    if last == ".":
        return after[0].islower()
    gap = gap_before(reading, mark)
    return last in ",!?…—–-" or after[0] in ",—–-" or not gap


def _first_cue(reading: Reading, tokens: Sequence[Token]) -> int | None:
    """The place of the first reporting verb, past relative clauses; None where another verb comes first."""
    in_relative = False
    for index, token in enumerate(tokens[:WINDOW]):
        if token.text == ",":
            in_relative = False
        elif token.lower_ in ("who", "which", "whose") and index:
            in_relative = True
        elif in_relative:
            continue
        elif reading.cues.has(token.text, *SPEECH_GROUPS, "relay") and not token.tag_.startswith(("NN", "JJ")):
            return index
        elif token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.lower_ not in AUXILIARIES:
            return None
    return None


def _any_verb(reading: Reading, mark: Marked, tokens: Sequence[Token]) -> int | None:
    """Beside a whole utterance that ends with a comma or question mark any verb reports: `“…,” Halden marvelled`.

    The verb comes first, or right after who speaks, and nothing is its object.
    """
    text = reading.text[mark.inner_start : mark.inner_end]
    if mark.final(reading.text) not in ",?!" or len(text.split()) < _UTTERANCE:
        return None
    for index, token in enumerate(tokens[:_NEAR]):
        if token.text == ",":
            return None
        if token.tag_ in ("VBD", "VBZ", "VBP") and token.lower_ not in AUXILIARIES:
            objects = any(
                child.dep_ in ("dobj", "acomp", "attr", "xcomp") and child.i > token.i for child in token.children
            )
            return None if objects else index
    return None


def _inverted(reading: Reading, cue: Token, rest: Sequence[Token]) -> Frame | None:
    head = next((child for child in cue.children if child.dep_ == "nsubj" and child.i > cue.i), None)
    if head is not None and _speaks(reading, head) and _reaches(rest, head):
        source, role = phrases.named(reading, head)
        return Frame(source, reading.span(cue, cue), "quote, cue", role=role)
    run: list[Token] = []
    for token in rest:
        if token.text in ",;:()—–-" or token.tag_ in ("VBD", "VBZ", "VBG", "TO", "RB", "WP", "CC", "MD"):
            break
        if token.tag_ == "IN" and token.lower_ not in ("of", "for"):
            break
        run.append(token)
    if not run or not any(_speaks(reading, token) for token in run):
        return None
    return Frame(phrases.unglued(reading.text, reading.span(run[0], run[-1])), reading.span(cue, cue), "quote, cue")


def _speaks(reading: Reading, head: Token) -> bool:
    """Right beside a quote and its verb any noun speaks: "the 46-year-old", "a voice-over", "it"."""
    return phrases.can_speak(reading, head) or head.tag_ in ("NN", "NNS", "CD", "JJ") or head.lower_ == "it"


def _reaches(tokens: Sequence[Token], head: Token) -> bool:
    return any(token.i == head.i for token in tokens)


def _straight(reading: Reading, cue: Token, lead: Sequence[Token]) -> Frame | None:
    relay = agent(reading, cue) if reading.cues.has(cue.text, "relay") else None
    if reading.cues.has(cue.text, "relay") and not any(child.dep_ == "auxpass" for child in cue.children):
        return None  # "Q," Reuters quoted him as saying: left to `by_relay`
    form = "quoted as saying" if relay or reading.cues.has(cue.text, "relay") else "quote, cue"
    head = phrases.subject(reading, cue)
    if head is not None and _reaches(lead, head) and _speaks(reading, head):
        source, role = phrases.named(reading, head)
        return Frame(source, reading.span(cue, cue), form, role=role, relay=relay)
    run: list[Token] = []
    for token in lead:
        if token.text == "," or token.lower_ in phrases.RELATIVES:
            break
        run.append(token)
    if not run or run[0].tag_ in ("IN", "WRB", "WDT") or not any(_speaks(reading, token) for token in run):
        return None
    source = phrases.unglued(reading.text, reading.span(run[0], run[-1]))
    return Frame(source, reading.span(cue, cue), form, relay=relay)
