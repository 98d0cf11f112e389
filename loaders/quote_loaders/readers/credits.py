"""Whom an article credits for its text: agencies in bylines, credit lines, datelines and closing lines. Pure.

What is returned is an agency's short name, as `origins` knows agencies by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The short name of an agency -> the names that bylines and datelines credit it with, in lower case.
AGENCIES = {
    "AP": ("ap", "associated press", "the associated press", "ap news"),
    "AFP": ("afp", "agence france-presse", "agence france presse"),
    "Reuters": ("reuters", "thomson reuters", "рейтер", "рейтерс"),
    "DPA": ("dpa", "deutsche presse-agentur", "dpa-afx", "dpa international", "dpa infocom"),
    "PA": ("pa", "pa media", "press association", "the press association"),
    "UPI": ("upi", "united press international"),
    "ANI": ("ani", "asian news international"),
    "PTI": ("pti", "press trust of india"),
    "IANS": ("ians", "indo-asian news service"),
    "AAP": ("aap", "australian associated press"),
    "CP": ("the canadian press", "canadian press", "la presse canadienne"),
    "APA": ("apa", "austria presse agentur"),
    "Keystone-SDA": ("keystone-sda", "sda", "ats", "keystone-ats"),
    "ANSA": ("ansa",),
    "Adnkronos": ("adnkronos",),
    "EFE": ("efe", "agencia efe"),
    "Europa Press": ("europa press",),
    "Lusa": ("lusa", "agência lusa"),
    "ANP": ("anp",),
    "Belga": ("belga", "agence belga"),
    "PAP": ("pap", "polska agencja prasowa"),
    "ČTK": ("čtk", "ctk", "česká tisková kancelář"),
    "Interfax": ("interfax", "интерфакс"),
    "Interfax-Ukraine": ("interfax-ukraine", "интерфакс-украина", "інтерфакс-україна"),
    "RIA Novosti": ("ria novosti", "риа новости"),
    "TASS": ("tass", "itar-tass", "тасс", "итар-тасс"),
    "Ukrinform": ("ukrinform", "укринформ", "укрінформ"),
    "UNIAN": ("unian", "униан", "уніан"),
    "Anadolu": ("anadolu", "anadolu agency", "aa"),
    "Xinhua": ("xinhua", "xinhua news agency"),
    "Kyodo": ("kyodo", "kyodo news"),
    "Yonhap": ("yonhap", "yonhap news agency"),
    "Bloomberg": ("bloomberg", "bloomberg news"),
    "epd": ("epd", "evangelischer pressedienst"),
    "KNA": ("kna", "katholische nachrichten-agentur"),
}
_NAMES = {name: short for short, names in AGENCIES.items() for name in names}
_BYLINE_SPLIT = re.compile(
    r"\s*(?:[,;/|&()]|\b(?:and|with|from|for|via|und|mit|für|et|avec|y|con|e|и|с|та)\b|\s[-–—]\s)\s*", re.IGNORECASE
)
_BYLINE_OPENS = re.compile(
    r"^(?:by|von|par|por|di|da|автор|source|quelle|quelle:|fonte|fuente|источник)\s*:?\s+", re.IGNORECASE
)
_LEAD = 200  # characters in which a dateline stands
_TAIL = 300
_PLACE = r"[^\W\d_][^\n()]{1,60}?"
_MARK = r"[^\W\d_][\w .&/-]{1,30}"
_DASH = r"(?:[—–-]|--|―)"
# `LONDON (AP) — `, `PARIS, March 14 (Reuters) - `, `Berlin (dpa/AFP) - `, `ROMA, 14 MAR - (ANSA) - `.
_BRACKETED = re.compile(rf"(?:(?P<place>{_PLACE})[\s,:–—-]*)?\((?P<mark>{_MARK})\)\s*(?P<dash>{_DASH})?")
_PLACE_WORDS = 8
# `МОСКВА, 14 марта. /ТАСС/.` and `КИЕВ, 14 мар - РИА Новости.`
_SLASHED = re.compile(rf"{_PLACE}[.,]?\s*/(?P<mark>{_MARK})/")
_DASHED = re.compile(rf"[^\W\d_][^\n()]{{1,50}}?\s{_DASH}\s*(?P<mark>{_MARK}?)\.\s")
_CLOSING = re.compile(
    rf"(?:^|\n)[>\s]*(?:"
    rf"\((?P<bracket>{_MARK})\)\s*$|"
    rf"(?:©|\(c\)|copyright)\s*(?:\d{{4}}\s+)?(?:by\s+)?(?P<copyright>[^\n.]{{2,40}})|"
    rf"(?:source|quelle|fonte|fuente|источник|джерело)\s*:\s*(?P<source>[^\n]{{2,60}})|"
    rf"\(?with (?:inputs|reporting|files) from (?P<inputs>[^\n.)]{{2,60}})"
    rf")",
    re.IGNORECASE,
)
_ORIGINALLY = re.compile(
    r"originally (?:published|appeared|reported) (?:by|in|on|at) (?P<name>[^\n.,]{2,40})", re.IGNORECASE
)


def credit_of(byline: str | None, text: str, credit_text: str | None = None) -> str | None:
    """The agency that an article credits; None where it credits none.

    Looks at what the page calls its credit, then the byline, the dateline, and the closing lines; the first that names
    a known agency counts.
    """
    named = (*_in_line(credit_text), *_in_line(byline), *_dateline(text), *_closing(text))
    return next(iter(named), None)


def agency_named(name: str) -> str | None:
    """The short name of the agency that a whole name stands for."""
    return _NAMES.get(" ".join(name.casefold().replace("©", " ").split()).strip(" .:"))


def _in_line(line: str | None) -> Iterator[str]:
    """Agencies among the parts of a byline or credit: "By Ann Smith, Associated Press", "dpa/AFP"."""
    if not line:
        return
    plain = _BYLINE_OPENS.sub("", line.strip())
    for part in (plain, *_BYLINE_SPLIT.split(plain)):
        agency = agency_named(part or "")
        if agency is not None:
            yield agency


def _dateline(text: str) -> Iterator[str]:
    """The agency of a dateline, in the first lines of the text."""
    for line in text[:_LEAD].splitlines()[:3]:
        match = _BRACKETED.match(line)
        if match is not None and _is_dateline(match):
            yield from _in_line(match["mark"])
        for pattern in (_SLASHED, _DASHED):
            match = pattern.match(line)
            agency = agency_named(match["mark"]) if match is not None else None
            if agency is not None:
                yield agency


def _is_dateline(match: re.Match[str]) -> bool:
    """Brackets with nothing or a place in capitals before them, or with few words before and a dash after them."""
    place = match["place"] or ""
    return not place or place.isupper() or (match["dash"] is not None and len(place.split()) <= _PLACE_WORDS)


def _closing(text: str) -> Iterator[str]:
    """The agency of a closing line: "(Reuters)", "© 2026 AFP", "Source: dpa", "With inputs from PTI"."""
    tail = text[-_TAIL:]
    for match in _CLOSING.finditer(tail):
        yield from _in_line(next(value for value in match.groups() if value is not None))
    for match in _ORIGINALLY.finditer(tail):
        yield from _in_line(match["name"])
