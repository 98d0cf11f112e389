"""Who got it where: articles -> the outlets and articles that each one names or links to. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from quote_loaders.origins import OutletName, initials, outlet_names
from quote_loaders.records import ArticleLink, Origin, PlacedArticle

_WORD = re.compile(r"\w+")
_URL = re.compile(r"https?://[^\s<>\"'”’)\]]+")
_INITIALS_FROM = 2  # letters of the initials that are used by themselves only from one more on
_MEDIUM, _STRONG = 0.7, 0.9

_REPORTED = r"(?:reported|reports|wrote|writes|has learned|was the first to report|meldete|meldet|berichtet|berichtete)"
_FROM = (
    r"(?:(?:told|according to|quoted by|cited by|citing|reported by|interview with|report (?:in|by|from)|by way of|via|"
    r"laut|gegenüber|nach angaben (?:von|der))"
)


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


class Address(NamedTuple):
    """An address in an article's text: as printed, and its page and site."""

    printed: str
    page: str
    site: str


@dataclass(frozen=True, slots=True)
class Known:
    """What addresses and names may lead to: page -> keys of articles there, site -> outlet key, and the outlets."""

    pages: Mapping[str, Sequence[str]]
    sites: Mapping[str, str]
    outlets: Sequence[OutletName]


def find_links(articles: Sequence[PlacedArticle], origins: Sequence[Origin]) -> list[ArticleLink]:
    """Where articles say or show that they got something: "same text", "links to" and "names outlet", sorted.

    Strength: the containment for the same text; 0.9 for an address of a known article, 0.7 for one of a known outlet's
    site and for a named outlet. Only outlets of the collection are found, each once for an article.
    """
    return links_of(articles, origins, known_places(articles))


def known_places(articles: Sequence[PlacedArticle]) -> Known:
    """Where the addresses and names of a collection lead; of two outlets of one site the first by key has it."""
    pages: dict[str, list[str]] = {}
    sites: dict[str, str] = {}
    for article in sorted(articles, key=lambda one: one.key):
        if article.url:
            pages.setdefault(page(article.url), []).append(article.key)
            sites[site(article.url)] = min(article.outlet, sites.get(site(article.url), article.outlet))
    return Known(pages, sites, outlet_names(articles))


def links_of(articles: Iterable[PlacedArticle], origins: Iterable[Origin], known: Known) -> list[ArticleLink]:
    """As `find_links`, for some articles of a collection."""
    found = {ArticleLink(one.article, one.origin, None, "same text", one.strength, one.reason) for one in origins}
    named: dict[str, set[OutletName]] = defaultdict(set)
    for outlet in known.outlets:
        for beginning in _beginnings(outlet):
            named[beginning].add(outlet)
    for article in articles:
        found |= set(_linked(article, known))
        found |= set(_named(article, named))
    return sorted(found, key=lambda one: (one.article, one.kind, one.from_article or "", one.from_outlet or ""))


def addresses(text: str) -> list[Address]:
    """The addresses in a text, each once, in alphabetical order."""
    found = sorted({address.rstrip(".,;:!?") for address in _URL.findall(text)}) if "://" in text else []
    return [Address(one, page(one), site(one)) for one in found]


def page(url: str) -> str:
    """An address without its scheme, "www.", query and closing slash."""
    parts = _split(url)
    return parts[0].casefold().removeprefix("www.") + parts[1].rstrip("/")


def site(url: str) -> str:
    """The host of an address."""
    return _split(url)[0].removeprefix("www.")


def _split(url: str) -> tuple[str, str]:
    """Host and path; an address that is none, such as "http://[", has neither."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path


def _linked(article: PlacedArticle, known: Known) -> Iterator[ArticleLink]:
    seen: set[tuple[str | None, str | None]] = set()
    for one in addresses(article.text):
        other = max((key for key in known.pages.get(one.page, ()) if key != article.key), default=None)
        outlet = known.sites.get(one.site) if other is None else None
        if (other, outlet) in seen or (other is None and outlet in {None, article.outlet}):
            continue
        seen.add((other, outlet))
        yield ArticleLink(article.key, other, outlet, "links to", _STRONG if other else _MEDIUM, one.printed)


def _named(article: PlacedArticle, named: Mapping[str, set[OutletName]]) -> Iterator[ArticleLink]:
    """The outlets that an article names, of those that are called by names that begin with some words."""
    met = named.keys() & {"", *_WORD.findall(article.text)}
    for outlet in {outlet for beginning in met for outlet in named[beginning]}:
        if outlet.key == article.outlet or not any(name in article.text for name in aliases(outlet)):
            continue
        match = _pattern(aliases(outlet)).search(article.text)
        if match is not None:
            yield ArticleLink(article.key, None, outlet.key, "names outlet", _MEDIUM, match.group())


@lru_cache(maxsize=10_000)
def _beginnings(outlet: OutletName) -> frozenset[str]:
    """The words that the names of an outlet begin with, "" for a name that begins with a mark.

    A name stands between the edges of words, so that its first word is one of the text's.
    """
    found = (_WORD.match(name) for name in aliases(outlet))
    return frozenset(match.group() if match is not None else "" for match in found)


@lru_cache(maxsize=10_000)
def aliases(outlet: OutletName) -> tuple[str, ...]:
    """What an outlet may be called, the longest first."""
    name = outlet.name.removeprefix("The ")
    short = initials(name)
    own = {name, short} if outlet.kind == "agency" and len(short) > _INITIALS_FROM else {name}
    own |= {last for last in name.split()[-1:] if len(name.split()) > 1 and last in _PAPERS}
    return tuple(sorted((one for one in own if one), key=lambda one: (-len(one), one)))


@lru_cache(maxsize=10_000)
def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in names)
    agency = r"(?:(?:the|a|die|der) )?(?:\w+ ){0,2}?"
    return re.compile(
        rf"\b{_FROM} {agency}(?P<after>{listed})\b(?!\w))|\b(?P<before>{listed}),? {_REPORTED}\b"
        rf"|\b{_REPORTED} (?:die )?(?:Nachrichtenagentur |agency )(?P<agency>{listed})\b"
    )
