"""Whether the words around a quote bear out that its speaker says it: pure.

A contradiction of two people is only as good as their names, so that a doubtful one is left alone.
"""

from __future__ import annotations

import re

from datasette_quotes.alignment import word_set
from datasette_quotes.text import words
from quote_loaders.linkage.members import TITLES
from quote_loaders.linkage.sentences import SENTENCE_END, attribution
from quote_loaders.records import PlacedQuote

_PREPOSITIONS = word_set("against of to for with about by on from between")
_INTRODUCED = re.compile(r"\b(?:from|by) ((?:[\w’'-]+ ){0,4}[\w’'-]+):\s*[\"“‘]*\s*$")  # "an answer from the mayor: "
# The end of a sentence, but for the point of "Mr.", behind which a name goes on.
_BOUND = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)" + SENTENCE_END.pattern
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
# Things in general that are said to say something, and people of whom nobody is meant.
_GENERAL = word_set(
    "rumor rumors rumour rumours report reports poll polls survey surveys critics skeptics sceptics theory theories "
    "claim claims story stories headline headlines allegations people voters whites blacks men women americans "
    "respondents opponents supporters everybody everyone somebody someone nobody none others some many most it they"
)
_UNSAID = word_set("would could might may will should never not if reportedly allegedly supposedly")
_REACH = 2  # words before a verb or a name that govern it
_SEVERAL = word_set("several some many most other others few various two three four five a an one no")


def borne_out(quote: PlacedQuote) -> bool:
    """Whether the words around a quote name its speaker, who is somebody in particular, as who says it."""
    name = quote.speaker_name or ""
    named = _NAME.search(name) is not None and {*words(name)[:1]}.isdisjoint(_SEVERAL)
    return named and is_reported(quote)


def is_reported(quote: PlacedQuote) -> bool:
    """Whether the words around a quote name its speaker, be it only "two officials", as who says it."""
    last = words(quote.speaker_name or "")[-1:]
    if not last or last[0] in _GENERAL:
        return False
    near = {word.removesuffix("'s") for word in (*words(quote.prefix), *words(quote.suffix))}
    others = _of_himself(quote) or _said_by_another(quote) or _introduced_by_another(quote) or spoken_of(quote)
    return last[0] in near and not others and not _supposed(quote)


def _of_himself(quote: PlacedQuote) -> bool:
    """Whether the content names the speaker, as nobody does who speaks of himself."""
    name = words(quote.speaker_name or "")
    return len(name) > 1 and name[-1] in {word.removesuffix("'s") for word in words(quote.text)}


def _said_by_another(quote: PlacedQuote) -> bool:
    """Whether somebody else stands right before a participle: "Marvec praised Halden for stating that"."""
    if not (quote.cue or "").endswith("ing"):
        return False
    before = attribution(quote)[0]
    named = [word for found in _NAME.findall(before) for word in words(found)]
    others = [word.removesuffix("'s") for word in named if word not in TITLES]
    return bool(others) and others[-1] not in words(quote.speaker_name or "")


def _introduced_by_another(quote: PlacedQuote) -> bool:
    """Whether somebody else is the last one named before a colon: "Marvec stayed, but his aide Halden was blunt: …".

    Who stands behind a preposition doesn't count: "Halden sent a message to Marvec: …".
    """
    before = _BOUND.split(quote.prefix)[-1].rstrip("\"“‘' ")
    if not before.endswith(":"):
        return False
    own = {*words(quote.speaker_name or "")}
    named = [
        found[0]
        for found in _NAME.finditer(before)
        if not {*words(before[: found.start()])[-_REACH:]} & _PREPOSITIONS and words(found[0])[-1] not in TITLES
    ]
    return bool(named) and {word.removesuffix("'s") for word in words(named[-1])}.isdisjoint(own)


def _supposed(quote: PlacedQuote) -> bool:
    """Whether the verb stands behind a "would" or "never": who would say something hasn't said it."""
    before = words(attribution(quote)[0])
    cue = words(quote.cue or "")[:1]
    places = [at for at, word in enumerate(before) if (word,) == cue]
    return bool(places) and not _UNSAID.isdisjoint(before[max(0, places[-1] - _REACH) : places[-1]])


def spoken_of(quote: PlacedQuote) -> bool:
    """Whether the sentence names the speaker only behind a preposition: "the complaint against the minister says".

    Or somebody else right before the words: "the minister spoke of it, which brought an answer from the mayor: …".
    """
    introduced = _INTRODUCED.search(quote.prefix)
    if introduced is not None and {*words(quote.speaker_name or "")}.isdisjoint(words(introduced[1])):
        return True
    name = words(quote.speaker_name or "")[-1:]
    before = [word.removesuffix("'s") for word in words(attribution(quote)[0])]
    places = [at for at, word in enumerate(before) if (word,) == name]
    own = {*words(quote.speaker_name or ""), *TITLES, "the"}
    led = [next((word for word in reversed(before[:at]) if word not in own), "") for at in places]
    return bool(led) and all(word in _PREPOSITIONS for word in led)
