"""Who got it where: articles -> the article each was taken from, and the outlets and articles it leads to. Pure.

Near-same text is measured by the containment of word 5-grams (shingles; A. Broder, 1997): the share of the shorter
article's shingles that the other one has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import urlsplit
from zlib import crc32

from datasette_quotes.text import words
from quote_loaders.records import ArticleLink, Origin, PlacedArticle

_SIZE = 5  # words of a shingle
_SAMPLED = 4  # one shingle in four proposes pairs; containment is then measured over all of them
_COMMON = 50  # articles: a shingle that more have is boilerplate and proposes nothing
_SAME = 0.5  # containment from which one text is taken from another
_MARKED = 0.3  # ... when the article itself names the agency
_FEWEST = 8  # shingles: a shorter text is no copy of anything
_LEAD = 300  # characters in which a dateline or an agency mark stands
_TAIL = 200

# Agencies by the marks that they are credited with; an outlet's own initials are added to these.
_MARKS = {
    "ap": ("associated press", "ap", "ap news"),
    "afp": ("agence france-presse", "afp"),
    "dpa": ("deutsche presse-agentur", "dpa"),
    "pa": ("press association", "pa media", "pa"),
    "upi": ("united press international", "upi"),
    "ani": ("asian news international", "ani"),
    "reuters": ("reuters", "thomson reuters"),
    "tass": ("tass", "itar-tass"),
    "bloomberg": ("bloomberg", "bloomberg news"),
    "interfax": ("interfax",),
    "xinhua": ("xinhua", "xinhua news agency"),
}
_MARK = re.compile(r"\(([A-Z][\w .-]{1,30})\)\s*(?:[—–-]|--)|(?:^|\n)\s*©\s*(?:\d{4}\s+)?([A-Z][\w .-]{1,30})")
_URL = re.compile(r"https?://[^\s<>\"'”’)\]]+")
_INITIALS_FROM = 2  # words of a name that has initials
_MEDIUM, _STRONG = 0.7, 0.9

_REPORTED = r"(?:reported|reports|wrote|writes|has learned|was the first to report|meldete|meldet|berichtet|berichtete)"
_FROM = (
    r"(?:(?:told|according to|quoted by|cited by|citing|reported by|interview with|report (?:in|by|from)|by way of|via|"
    r"laut|gegenüber|nach angaben (?:von|der))"
)


@dataclass(frozen=True, slots=True)
class _Copy:
    """An article with what origin rules look at."""

    article: PlacedArticle
    shingles: frozenset[int]
    agency: str | None


def find_origins(articles: Sequence[PlacedArticle]) -> list[Origin]:
    """The article that each copy was taken from, sorted by key; independent articles are left out.

    A text shares half its shingles with its origin, or three tenths when it names the origin's agency itself. The
    origin is the agency's own article if that is there, else the earliest; an origin is never a copy itself. Strength
    is the containment, 0 to 1. The order of the input doesn't matter.
    """
    copies = sorted((_copy(article, articles) for article in articles), key=_age)
    near = _near(copies)
    origins: dict[str, Origin] = {}
    for place, one in enumerate(copies):
        offers = [
            (share, -other)
            for other, share in near[place].items()
            if other < place and copies[other].article.key not in origins and _is_copy(one, copies[other], share)
        ]
        if offers:
            share, other = max(offers)
            origin = copies[-other]
            origins[one.article.key] = Origin(
                one.article.key, origin.article.key, _reason(one, origin, share), round(share, 4)
            )
    return sorted(origins.values(), key=lambda origin: origin.article)


def _age(one: _Copy) -> tuple[bool, str, str]:
    """Agencies first, then oldest first: what comes later may be a copy of what comes before."""
    return one.article.outlet_kind != "agency", one.article.published_order, one.article.key


def _copy(article: PlacedArticle, articles: Sequence[PlacedArticle]) -> _Copy:
    plain = words(article.text)
    shingles = frozenset(crc32(" ".join(plain[at : at + _SIZE]).encode()) for at in range(len(plain) - _SIZE + 1))
    return _Copy(article, shingles, _agency(article, articles))


def _agency(article: PlacedArticle, articles: Sequence[PlacedArticle]) -> str | None:
    """The agency that an article names as its source, in its credit, its dateline or its copyright line."""
    marks = [article.credit or ""]
    for text in (article.text[:_LEAD], article.text[-_TAIL:]):
        marks += [match.group(1) or match.group(2) for match in _MARK.finditer(text)]
    return next((mark.strip() for mark in marks if mark and _is_agency(mark, articles)), None)


def _is_agency(mark: str, articles: Sequence[PlacedArticle]) -> bool:
    name = mark.strip().casefold()
    known = any(name in names for names in _MARKS.values())
    return known or any(_names(name, one) for one in articles if one.outlet_kind == "agency")


def _names(mark: str, article: PlacedArticle) -> bool:
    """Whether a mark stands for an article's outlet: its name, its initials or another name of the same agency."""
    outlet, name = article.outlet_name.casefold(), mark.strip().casefold()
    alike = next((names for names in _MARKS.values() if outlet in names), ())
    return name in {outlet, initials(article.outlet_name).casefold(), *alike}


def initials(name: str) -> str:
    """ "Lurania Press Agency" -> "LPA"; "" for a name of one word."""
    capitals = [word[0] for word in name.split() if word[:1].isupper()]
    return "".join(capitals) if len(capitals) >= _INITIALS_FROM else ""


def _near(copies: Sequence[_Copy]) -> dict[int, dict[int, float]]:
    """For each article those that share sampled shingles with it, with the containment of the shorter text."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(copies):
        for shingle in one.shingles:
            if shingle % _SAMPLED == 0:
                blocks[shingle].append(place)
    pairs = {
        pair for members in blocks.values() if 1 < len(members) <= _COMMON for pair in combinations(sorted(members), 2)
    }
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for left, right in pairs:
        smaller = min(len(copies[left].shingles), len(copies[right].shingles))
        if smaller >= _FEWEST:
            share = len(copies[left].shingles & copies[right].shingles) / smaller
            near[left][right] = near[right][left] = share
    return near


def _is_copy(one: _Copy, other: _Copy, share: float) -> bool:
    if one.article.outlet == other.article.outlet:
        return False
    marked = one.agency is not None and _names(one.agency, other.article)
    return share >= (_MARKED if marked else _SAME)


def _reason(one: _Copy, origin: _Copy, share: float) -> str:
    same = f"{share:.0%} of the shorter text is the same"
    if one.agency is not None and _names(one.agency, origin.article):
        return f'names "{one.agency}" as its source; {same}'
    if origin.article.outlet_kind == "agency":
        return f"{origin.article.outlet_name} is an agency; {same}"
    return f"published later; {same}"


def find_links(articles: Sequence[PlacedArticle], origins: Sequence[Origin]) -> list[ArticleLink]:
    """Where articles say or show that they got something: "same text", "links to" and "names outlet", sorted.

    Strength: the containment for the same text; 0.9 for an address of a known article, 0.7 for one of a known outlet's
    site and for a named outlet. Only outlets of the collection are found, each once for an article.
    """
    found = {ArticleLink(one.article, one.origin, None, "same text", one.strength, one.reason) for one in origins}
    ordered = sorted(articles, key=lambda article: article.key)
    outlets = _outlets(ordered)
    for article in ordered:
        found |= set(_addresses(article, ordered))
        found |= set(_named(article, outlets))
    return sorted(found, key=lambda one: (one.article, one.kind, one.from_article or "", one.from_outlet or ""))


def _outlets(articles: Sequence[PlacedArticle]) -> dict[str, re.Pattern[str]]:
    """Outlet key -> the pattern of a phrase that names it as a source."""
    names: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        names[article.outlet] |= _aliases(article)
    return {outlet: _pattern(sorted(names[outlet], key=lambda one: (-len(one), one))) for outlet in sorted(names)}


def _aliases(article: PlacedArticle) -> set[str]:
    name = article.outlet_name.removeprefix("The ")
    short = initials(name)
    own = {name, short} if article.outlet_kind == "agency" and len(short) > _INITIALS_FROM else {name}
    own |= {last for last in (name.split()[-1],) if len(name.split()) > 1 and last in _PAPERS}
    return {one for one in own if one}


# A paper of this sort is called by its last word alone: "told the Gazette".
_PAPERS = frozenset(
    [
        "Courier",
        "Gazette",
        "Herald",
        "Observer",
        "Weekly",
        "Beacon",
        "Times",
        "Post",
        "Guardian",
        "Tribune",
        "Chronicle",
    ]
)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in names)
    agency = r"(?:(?:the|a|die|der) )?(?:\w+ ){0,2}?"
    return re.compile(
        rf"\b{_FROM} {agency}(?P<after>{listed})\b(?!\w))|\b(?P<before>{listed}),? {_REPORTED}\b"
        rf"|\b{_REPORTED} (?:die )?(?:Nachrichtenagentur |agency )(?P<agency>{listed})\b"
    )


def _named(article: PlacedArticle, outlets: dict[str, re.Pattern[str]]) -> Iterator[ArticleLink]:
    for outlet, pattern in outlets.items():
        if outlet == article.outlet:
            continue
        match = pattern.search(article.text)
        if match is not None:
            yield ArticleLink(article.key, None, outlet, "names outlet", _MEDIUM, match.group())


def _addresses(article: PlacedArticle, articles: Sequence[PlacedArticle]) -> Iterator[ArticleLink]:
    pages = {_page(one.url): one.key for one in articles if one.url and one.key != article.key}
    sites = {urlsplit(one.url).netloc.removeprefix("www."): one.outlet for one in articles if one.url}
    for address in sorted(set(_URL.findall(article.text))):
        url = address.rstrip(".,;:!?")
        site = urlsplit(url).netloc.removeprefix("www.")
        if _page(url) in pages:
            yield ArticleLink(article.key, pages[_page(url)], None, "links to", _STRONG, url)
        elif site in sites and sites[site] != article.outlet:
            yield ArticleLink(article.key, None, sites[site], "links to", _MEDIUM, url)


def _page(url: str) -> str:
    """An address without its scheme, "www.", query and closing slash."""
    parts = urlsplit(url)
    return parts.netloc.casefold().removeprefix("www.") + parts.path.rstrip("/")
