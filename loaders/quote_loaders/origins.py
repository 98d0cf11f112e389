"""Who got it where: articles -> the article each was taken from. Pure.

Near-same text is measured by the containment of word 5-grams (shingles; A. Broder, 1997): the share of the shorter
article's shingles that the other one has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from datasette_quotes.text import words
from quote_loaders.linkage.columns import Places, hashed, mixed
from quote_loaders.linkage.pairs import ranges
from quote_loaders.records import Origin, PlacedArticle

Shingles = NDArray[np.uint64]

_SIZE = 5  # words of a shingle
_SAMPLED = 4  # one shingle in four proposes pairs; containment is then measured over all of them
CROWDED = 50  # articles: a shingle that more have is boilerplate and proposes nothing
_PROPOSED = 0.1  # of the smaller sample
_AT_ONCE = 2_000_000  # pairs, as often as they share a shingle, that are found at once
_LATELY = 64  # texts whose shingles are kept in any case: a new text is held against some others
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
_INITIALS_FROM = 2  # words of a name that has initials


class OutletName(NamedTuple):
    """An outlet that articles of the collection are by, as it may be named."""

    key: str
    name: str
    kind: str


class Near(NamedTuple):
    """Two articles of two outlets (keys) and the share of the shorter text that the other one has, 0 to 1."""

    left: str
    right: str
    share: float


def outlet_names(articles: Iterable[PlacedArticle]) -> list[OutletName]:
    """The outlets of articles, by key."""
    return sorted({OutletName(one.outlet, one.outlet_name, one.outlet_kind) for one in articles})


def find_origins(articles: Sequence[PlacedArticle]) -> list[Origin]:
    """The article that each copy was taken from, sorted by key; independent articles are left out.

    A text shares half its shingles with its origin, or three tenths when it names the origin's agency itself. The
    origin is the agency's own article if that is there, else the earliest; an origin is never a copy itself. Strength
    is the containment, 0 to 1. The order of the input doesn't matter.
    """
    return origins_among(articles, near_texts(articles), outlet_names(articles))


def origins_among(
    articles: Sequence[PlacedArticle], near: Iterable[Near], outlets: Sequence[OutletName]
) -> list[Origin]:
    """As `find_origins`, for texts whose likeness is known; `outlets` are all that may be named."""
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for left, right, share in near:
        shares[left][right] = shares[right][left] = share
    agencies = [outlet for outlet in outlets if outlet.kind == "agency"]
    ordered = sorted((one for one in articles if one.key in shares), key=_age)
    places = {one.key: place for place, one in enumerate(ordered)}
    origins: dict[str, Origin] = {}
    for place, one in enumerate(ordered):
        agency = _agency(one, agencies)
        offers = [
            (share, -places[other])
            for other, share in shares[one.key].items()
            if places.get(other, place) < place
            and other not in origins
            and share
            >= (_MARKED if agency is not None and _names(agency, ordered[places[other]].outlet_name) else _SAME)
        ]
        if offers:
            share, other_place = max(offers)
            origin = ordered[-other_place]
            origins[one.key] = Origin(one.key, origin.key, _reason(agency, origin, share), round(share, 4))
    return sorted(origins.values(), key=lambda origin: origin.article)


def _age(article: PlacedArticle) -> tuple[bool, str, str]:
    """Agencies first, then oldest first: what comes later may be a copy of what comes before."""
    return article.outlet_kind != "agency", article.published_order, article.key


@lru_cache(maxsize=_LATELY)
def shingles(text: str) -> Shingles:
    """The different runs of five words of a text, as hashes in ascending order."""
    plain = np.fromiter((hashed(word) for word in words(text)), np.uint64)
    last = len(plain) - _SIZE + 1
    if last <= 0:
        return np.zeros(0, dtype=np.uint64)
    return np.unique(mixed(*(plain[at : at + last] for at in range(_SIZE))))


def sampled(found: Shingles) -> Shingles:
    """One shingle in four: these propose pairs."""
    chosen: Shingles = found[found % np.uint64(_SAMPLED) == 0]
    return chosen


def likeness(left: Shingles, right: Shingles) -> float:
    """The share of the smaller set of shingles that the other one has, 0 when it is too small to tell."""
    smaller = min(len(left), len(right))
    if smaller < _FEWEST:
        return 0.0
    return len(np.intersect1d(left, right, assume_unique=True)) / smaller


def is_near(share: float) -> bool:
    """Whether two texts are so much alike that one may be taken from the other."""
    return share >= _MARKED


def is_proposed(met: int, left: int, right: int) -> bool:
    """Whether so many sampled shingles in common are enough to measure two texts that have so many each."""
    return met >= max(1, _PROPOSED * min(left, right))


def near_texts(articles: Sequence[PlacedArticle]) -> list[Near]:
    """The pairs of articles of two outlets whose texts are much alike."""
    samples = [sampled(shingles(one.text)) for one in articles]
    sizes = np.fromiter((len(one) for one in samples), np.int64, len(samples))
    outlets = np.fromiter((hashed(one.outlet) for one in articles), np.uint64, len(articles))
    hashes = np.concatenate([*samples, np.zeros(0, dtype=np.uint64)])
    order = np.argsort(hashes, kind="stable")
    part = hashes[order], np.repeat(np.arange(len(samples)), sizes)[order]
    found: list[Near] = []
    for left, right in proposed([part], sizes, outlets):
        for one, other in zip(left.tolist(), right.tolist(), strict=True):
            share = likeness(shingles(articles[one].text), shingles(articles[other].text))
            if is_near(share):
                found.append(Near(articles[one].key, articles[other].key, share))
    return found


def proposed(
    parts: Iterable[tuple[Shingles, Places]], sizes: Places, outlets: NDArray[Any]
) -> Iterator[tuple[Places, Places]]:
    """The pairs of places whose texts are of two outlets and may be much alike, in batches, sorted.

    Each part has sampled shingles in ascending order, those of one hash by their places; no hash is in two parts.
    `sizes` are the sampled shingles of each place, `outlets` whose it is.
    """
    for left, right, met in _met(parts, len(sizes)):
        enough = met >= np.maximum(1, _PROPOSED * np.minimum(sizes[left], sizes[right]))
        chosen = enough & (outlets[left] != outlets[right])
        yield left[chosen], right[chosen]


def _met(parts: Iterable[tuple[Shingles, Places]], count: int) -> Iterator[tuple[Places, Places, Places]]:
    """The pairs of places whose samples share shingles and how many, in batches, sorted; crowded shingles aside."""
    places, ends = _shared(parts)
    for low, high in ranges(np.bincount(places, ends - np.arange(len(ends)) - 1, count), _AT_ONCE):
        here, found = np.flatnonzero((places >= low) & (places < high)), [np.zeros(0, dtype=np.int64)]
        for apart in range(1, CROWDED):
            here = here[here + apart < ends[here]]
            found.append(places[here].astype(np.int64) << 32 | places[here + apart])
        pairs, met = np.unique(np.concatenate(found), return_counts=True)
        yield pairs >> 32, pairs & 0xFFFFFFFF, met


def _shared(parts: Iterable[tuple[Shingles, Places]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The places of shingles that several texts have but not too many, and where those of the same shingle end."""
    places, ends, before = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)], 0
    for hashes, of in parts:
        starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(hashes)), dtype=bool), hashes[1:] != hashes[:-1])))
        inside = np.diff(np.append(starts, len(hashes)))
        fitting = (inside > 1) & (inside <= CROWDED)
        places.append(of[np.repeat(fitting, inside)].astype(np.int32))
        ends.append(np.repeat(before + np.cumsum(inside[fitting]), inside[fitting]).astype(np.int32))
        before += len(places[-1])
    return np.concatenate(places), np.concatenate(ends)


def _agency(article: PlacedArticle, agencies: Sequence[OutletName]) -> str | None:
    """The agency that an article names as its source, in its credit, its dateline or its copyright line."""
    marks = [article.credit or ""]
    for text in (article.text[:_LEAD], article.text[-_TAIL:]):
        marks += [match.group(1) or match.group(2) for match in _MARK.finditer(text)]
    return next((mark.strip() for mark in marks if mark and _is_agency(mark, agencies)), None)


def _is_agency(mark: str, agencies: Sequence[OutletName]) -> bool:
    name = mark.strip().casefold()
    known = any(name in names for names in _MARKS.values())
    return known or any(_names(name, one.name) for one in agencies)


def _names(mark: str, outlet_name: str) -> bool:
    """Whether a mark stands for an outlet: its name, its initials or another name of the same agency."""
    outlet, name = outlet_name.casefold(), mark.strip().casefold()
    alike = next((names for names in _MARKS.values() if outlet in names), ())
    return name in {outlet, initials(outlet_name).casefold(), *alike}


def initials(name: str) -> str:
    """ "Lurania Press Agency" -> "LPA"; "" for a name of one word."""
    capitals = [word[0] for word in name.split() if word[:1].isupper()]
    return "".join(capitals) if len(capitals) >= _INITIALS_FROM else ""


def _reason(agency: str | None, origin: PlacedArticle, share: float) -> str:
    same = f"{share:.0%} of the shorter text is the same"
    if agency is not None and _names(agency, origin.outlet_name):
        return f'names "{agency}" as its source; {same}'
    if origin.outlet_kind == "agency":
        return f"{origin.outlet_name} is an agency; {same}"
    return f"published later; {same}"
