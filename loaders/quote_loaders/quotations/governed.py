"""Frames of a verb or noun that governs a quote: its subject, its possessor, or what it relays."""

from __future__ import annotations

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.frames import AUXILIARIES, Frame
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan


def by_cue(reading: Reading, cue: Token, form: str) -> Frame | None:
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
    return phrases.may_report(reading, head, cue) or (
        reading.cues.lemma("direct", cue.text) == "read" and head.tag_.startswith("NN")
    )


def _subject_before(reading: Reading, cue: Token) -> Token | None:
    """Where the parse gives no subject: the name right before the verb, or before a comma that ends an apposition."""
    comma = False
    for token in reading.backwards(cue.idx):
        if token.text == "," and not comma:
            comma = True
            continue
        if token.tag_.startswith("RB") or token.lower_ in AUXILIARIES:
            continue
        if token.tag_ not in ("NNP", "NNPS", "PRP") or reading.inside(token) or (comma and token.dep_ != "appos"):
            return None
        return token
    return None


def agent(reading: Reading, verb: Token) -> TextSpan | None:
    """The phrase after "by" that hangs on a verb: "quoted as saying by TASS"."""
    for token in verb.subtree:
        if token.dep_ in ("agent", "prep") and token.lower_ == "by" and token.i > verb.i:
            for child in token.children:
                if child.dep_ == "pobj":
                    return phrases.phrase(reading, child)
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
            possessor = possessor_of(reading, child)
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


def by_noun(reading: Reading, noun: Token) -> Frame | None:
    """`Trump's own assertion that “…”`, `the White House's position — “…”`: the possessor speaks.

    Who the sentence has quote it passes it on: "Pence cites Trump's own assertion".
    """
    possessor = possessor_of(reading, noun)
    if possessor is None:
        return None
    verb = noun.head
    head = phrases.subject(reading, verb) if verb.tag_.startswith("VB") and noun.dep_ == "dobj" else None
    told = head is not None and head.i != possessor.i and phrases.can_speak(reading, head)
    relay = phrases.phrase(reading, head) if head is not None and told else None
    return Frame(phrases.phrase(reading, possessor), reading.span(noun, noun), "noun", relay=relay)


def possessor_of(reading: Reading, noun: Token) -> Token | None:
    """Who "Trump's own line" belongs to, for nouns that name an utterance."""
    if not reading.cues.has(noun.text, "nouns", "documents"):
        return None
    return next(
        (child for child in noun.children if child.dep_ == "poss" and phrases.can_speak(reading, child)),
        None,
    )
