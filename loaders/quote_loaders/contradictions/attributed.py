"""Whether the words around a quote bear out that its speaker says it: pure.

A contradiction of two people is only as good as their names, so that a doubtful one is left alone.
"""

from __future__ import annotations

import re

from datasette_quotes.alignment import word_set
from datasette_quotes.text import words
from quote_loaders.linkage.members import TITLES
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import PlacedQuote

_PREPOSITIONS = word_set("against of to for with about by on from between")
_INTRODUCED = re.compile(r"\b(?:from|by) ((?:[\w’'-]+ ){0,4}[\w’'-]+):\s*[\"“‘]*\s*$")  # "an answer from the mayor: "
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+")
# Things in general that are said to say something, and people of whom nobody is meant.
_GENERAL = word_set(
    "rumor rumors rumour rumours report reports poll polls survey surveys critics skeptics sceptics theory theories "
    "claim claims story stories headline headlines allegations people voters whites blacks men women americans "
    "respondents opponents supporters everybody everyone somebody someone nobody none others some many most it they"
)
_SEVERAL = word_set("several some many most other others few various two three four five a an one no")


def borne_out(quote: PlacedQuote) -> bool:
    """Whether the words around a quote name its speaker, who is somebody in particular, as who says it."""
    name = quote.speaker_name or ""
    plain = words(name)
    last = plain[-1:]
    if not last or not _NAME.search(name) or last[0] in _GENERAL or plain[0] in _SEVERAL:
        return False
    near = {word.removesuffix("'s") for word in (*words(quote.prefix), *words(quote.suffix))}
    return last[0] in near and not (_of_himself(quote) or _said_by_another(quote) or spoken_of(quote))


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
