"""The articles of a plan as records that wait to be saved, with their quotes in their texts."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from bench.corpus_plan import Plan
from bench.corpus_words import Wording, name, sentences, wordings
from quote_loaders.records import Article, ArticleSpeaker, Outlet, Quote, TextSpan

LANGUAGES = (*["en"] * 17, "de", "fr", "uk")
KINDS = ("newspaper", "newspaper", "newspaper", "broadcaster", "magazine", "blog", "government")
COUNTRIES = ("GB", "US", "DE", "FR", "UA", "PL", "IE", "CA")
AGENCY_EVERY = 50  # outlets: one in so many is an agency, and one article in so many is a wire story
COPIED = 0.08  # share of articles that are copies of the wire story before them


class Linked(NamedTuple):
    """What linking says of a quote: its statement and the place of its wording there."""

    statement: int
    wording: Wording
    first: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """An article of the plan with its quotes, as records that wait to be saved; `copied` is a number from 0."""

    number: int
    outlet: int
    copied: int | None
    article: Article
    quotes: tuple[tuple[Quote, Linked], ...]


def printed(chosen: Plan) -> Iterator[Printed]:
    """Every article of a plan, oldest first."""
    draw = random.Random(chosen.seed)  # noqa: S311
    said: dict[int, list[Wording]] = {}
    left = array("q", chosen.sizes.tobytes())
    firsts = np.zeros(chosen.quotes, dtype=np.bool_)
    firsts[chosen.first] = True
    begin = 0
    for number, end in enumerate(_ends(chosen)):
        quoted = []
        # Numbers of one article at a time: as Python's own, those of all quotes need several times the memory.
        here = zip(chosen.statements_of[begin:end].tolist(), firsts[begin:end].tolist(), strict=True)
        for statement, first in here:
            if statement not in said:
                said[statement] = wordings(chosen.seed, statement, left[statement])
            known = said[statement]
            wording = known[0] if first or draw.random() < 0.6 else draw.choice(known)
            quoted.append(Linked(statement, wording, first))
            left[statement] -= 1
            if not left[statement]:
                del said[statement]
        begin = end
        yield _printed(chosen, number, quoted, draw)


def _ends(chosen: Plan) -> list[int]:
    """The place behind the last quote of every article."""
    ends: list[int] = np.cumsum(np.bincount(chosen.articles_of, minlength=chosen.articles)).tolist()
    return ends


def _printed(chosen: Plan, number: int, quoted: Sequence[Linked], draw: random.Random) -> Printed:
    parts: list[str] = []
    at = 0
    quotes = []
    for linked in quoted:
        for part in (draw.choice(sentences()), "\n\n"):
            parts.append(part)
            at += len(part)
        text, quote = _quoted(at, linked, int(chosen.speaker_of[linked.statement]), draw)
        parts += [text, " "]
        at += len(text) + 1
        quotes.append((quote, linked))
    parts.append(draw.choice(sentences()))
    wire = number - number % AGENCY_EVERY
    copied = wire if number != wire and draw.random() < COPIED else None
    outlet = 0 if number == wire else int(chosen.outlet_of[number])
    article = Article(
        text="".join(parts),
        title=draw.choice(sentences())[:90].rstrip(". "),
        outlet=outlet_of(outlet),
        source_path=f"corpus/{number:08}.md",
        language=draw.choice(LANGUAGES),
        url=f"https://outlet{outlet}.example/{number}",
        byline=name(draw.randrange(chosen.speakers)) if draw.random() < 0.7 else None,
        published=chosen.published[number],
        paywalled=draw.random() < 0.2,
        credit=outlet_of(0).name if copied is not None else None,
    )
    return Printed(number, outlet, copied, article, tuple(quotes))


def _quoted(at: int, linked: Linked, speaker: int, draw: random.Random) -> tuple[str, Quote]:
    """A sentence that reports the words, and where in the article they and their source stand."""
    words = linked.wording.text
    who = name(speaker) if speaker >= 0 else "an official"
    form = draw.random()
    if form < 0.6:
        text = f"“{words},” said {who}."
        content, cue = ((1, 1 + len(words)),), (len(words) + 4, 4)
    elif form < 0.84:
        text = f"{who} said: “{words}.”"
        content, cue = ((len(who) + 8, len(who) + 8 + len(words)),), (len(who) + 1, 4)
    else:
        text = f"{who} said that {words}."
        content, cue = ((len(who) + 11, len(who) + 11 + len(words)),), (len(who) + 1, 4)
    source = text.index(who) if form >= 0.6 else len(text) - len(who) - 1
    return text, Quote(
        kind="indirect" if form >= 0.84 else "direct",
        content=tuple(TextSpan(at + start, at + end) for start, end in content),
        cue=TextSpan(at + cue[0], at + cue[0] + cue[1]),
        source=TextSpan(at + source, at + source + len(who)),
        role="minister" if speaker % 3 == 0 and draw.random() < 0.5 else None,
        speaker=ArticleSpeaker(who, "person", "named") if speaker >= 0 else None,
        unattributed_reason=None if speaker >= 0 else "the source names nobody",
        form="quote, cue",
        confidence=0.9,
    )


def outlet_of(number: int) -> Outlet:
    """The outlet with this number; the first one and some others are agencies."""
    agency = number % AGENCY_EVERY == 0
    return Outlet(
        name=f"{name(number)} {'Press Agency' if agency else 'Courier'}",
        domain=f"outlet{number}.example",
        kind="agency" if agency else KINDS[number % len(KINDS)],
        country=COUNTRIES[number % len(COUNTRIES)],
        language="en",
    )
