"""Names in the genitive, as "по словам", "за словами" and "podle" take them: back to the form that they are known by.

A name is changed only after such words, where it can't be a nominative: "Лавочкина" there is Лавочкин, never a woman of
that name, who would be "Лавочкиной". Where the endings leave it open, a word of the article decides, else nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from quote_loaders.records import Quote
from quote_loaders.speakers.names import surname
from quote_loaders.speakers.people import clean_name

REASON = "named in the genitive"
_VOWELS = frozenset("aeiouyáéíóúůýěаеёиоуыэюяіїє")


@dataclass(frozen=True, slots=True)
class _Ending:
    """A genitive ending, the nominative one, and whose it is; `sure` ones need no word of the article."""

    genitive: str
    nominative: str
    gender: str  # m or f
    sure: bool = True


def _endings(*rows: str) -> tuple[_Ending, ...]:
    """From "genitive nominative gender"; "-" is no ending, and "?" after the gender asks for a word of the article."""
    parts = (row.split() for row in rows)
    return tuple(
        _Ending(old, new.replace("-", ""), gender[0], sure=not gender.endswith("?")) for old, new, gender in parts
    )


_SURNAMES: Mapping[str, tuple[_Ending, ...]] = {
    "ru": _endings(
        *("ского ский m", "цкого цкий m", "ской ская f", "цкой цкая f", "овой ова f", "евой ева f", "ёвой ёва f"),
        *("иной ина f", "ова ов m", "ева ев m", "ёва ёв m", "ина ин m", "ына ын m"),
        *("ого ый m?", "ой ая f?", "а - m?", "я й m?", "я ь m?", "ы а m?", "и а m?", "ы а f?", "и а f?"),
    ),
    "uk": _endings(
        *("ського ський m", "цького цький m", "ської ська f", "цької цька f", "ової ова f", "евої ева f"),
        *("енка енко m", "ова ов m", "ева ев m", "єва єв m", "іна ін m", "їна їн m"),
        *("ого ий m?", "ої а f?", "ка ко m?", "а - m?", "я й m?", "я ь m?", "и а m?", "и а f?"),
    ),
    "cs": _endings(
        *("ové ová f", "ého ý m", "še š m", "če č m", "ře ř m"),
        *("ka ek m?", "la el m?", "a - m", "y a m?", "e - m?"),
    ),
}
_GIVEN: Mapping[str, tuple[_Ending, ...]] = {
    "ru": _endings("ии ия f", "ия ий m", "ея ей m", "ая ай m", "оря орь m", "ы а f", "ги га f", "а - m"),
    "uk": _endings("ії ія f", "ія ій m", "ея ей m", "оря ор m", "и а f", "а - m"),
    "cs": _endings("y a f", "ěje ěj m", "eje ej m", "še š m", "a - m"),
}
_IRREGULAR: Mapping[str, str] = {
    **{"Павла": "Павел", "Льва": "Лев", "Ильи": "Илья", "Никиты": "Никита", "Pavla": "Pavel", "Karla": "Karel"},
}
_UKRAINIAN = ("Петро", "Дмитро", "Павло", "Михайло", "Данило", "Марко", "Кирило")
_DATIVE = frozenset({"согласно"})


def takes_genitive(language: str, phrase: str) -> bool:
    """Whether the name after a phrase of according stands in the genitive."""
    return language in _SURNAMES and phrase.lower() not in _DATIVE


def nominative(language: str, name: str, known: Collection[str]) -> str | None:
    """The nominative of a name in the genitive, None where it can't be told.

    `known` are the words of the article. All words of the name have to agree in gender.
    """
    *given, last = name.split()
    found = [_words(language, word, _GIVEN[language], known, given=True) for word in given]
    found.append(_words(language, last, _SURNAMES[language], known, given=False))
    if given and (last.endswith("ко") or last[-1].lower() not in _VOWELS):
        found[-1].setdefault("f", last)  # a woman's surname of this kind has one form: "Марии Ткач"
    for gender in ("m", "f"):
        words = [forms.get(gender) for forms in found]
        others = [forms.get("f" if gender == "m" else "m") for forms in found]
        if all(words) and not all(others):
            return " ".join(word for word in words if word)
    return None


def _words(
    language: str, word: str, endings: tuple[_Ending, ...], known: Collection[str], *, given: bool
) -> dict[str, str]:
    """The nominatives of one word, by gender: those that the article prints, else the sure ones."""
    if given and (irregular := _irregular(language, word)) is not None:
        return irregular
    printed: dict[str, str] = {}
    sure: dict[str, str] = {}
    for ending in endings:
        stem = word.removesuffix(ending.genitive)
        if stem == word or len(stem) < 2:
            continue
        form = stem + ending.nominative
        if form in known:
            printed.setdefault(ending.gender, form)
        if ending.sure and (ending.nominative or given or _closed(stem)):
            sure.setdefault(ending.gender, form)
    return printed or sure


def _irregular(language: str, word: str) -> dict[str, str] | None:
    if language == "uk":
        names = [name for name in _UKRAINIAN if name[:-1] + "а" == word]
        return {"m": names[0]} if names else None
    return {"m": _IRREGULAR[word]} if word in _IRREGULAR else None


def _closed(stem: str) -> bool:
    """Whether a stem ends with a vowel and one consonant: no vowel has gone out of it, as in "Havla" of Havel."""
    return len(stem) > 2 and stem[-1].lower() not in _VOWELS and stem[-2].lower() in _VOWELS


def in_nominative(quotes: Sequence[Quote], text: str, language: str) -> list[Quote]:
    """The quotes with speakers after "по словам" and the like by the nominative of their names, in the same order.

    A surname alone takes the full name of the only other speaker of the article who has it.
    """
    known = set(re.findall(r"[^\W\d_]+", text))
    others = {quote.speaker.name for quote in quotes if quote.speaker is not None and quote.form != "according to"}
    return [_in_nominative(quote, text, language, known, others) for quote in quotes]


def _in_nominative(quote: Quote, text: str, language: str, known: Collection[str], others: Collection[str]) -> Quote:
    speaker = quote.speaker
    if quote.form != "according to" or speaker is None or quote.cue is None or quote.source is None:
        return quote
    printed = clean_name(quote.source.of(text))
    if speaker.kind != "person" or not printed or not takes_genitive(language, quote.cue.of(text)):
        return quote
    name = nominative(language, printed, known)
    if name is None:
        return quote
    full = [other for other in others if " " not in name and surname(other) == surname(name)]
    return replace(quote, speaker=replace(speaker, name=full[0] if len(full) == 1 else name, reason=REASON))
