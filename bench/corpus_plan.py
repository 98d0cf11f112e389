"""Which statement is printed in which article: the skew of a made-up collection, from a seed.

Most statements are printed once and a few some thousand times (Zipf); so are speakers and outlets. Articles stand in
order of time over six years; an article is a number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quote_loaders.dates import order, parse_published
from quote_loaders.records import Published

Numbers = NDArray[np.int64]

QUOTES_PER_ARTICLE = 10
SKEW = 2.3  # 70 of 100 statements are printed once
PRINTED = (5000, 500, 12, 12)  # how often the first statements are printed, in collections that are large enough
START = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 6 * 365
NOBODY = 0.08  # share of statements whose speaker isn't named


@dataclass(frozen=True, slots=True)
class Plan:
    """A collection before its words: a row of `articles_of` and `statements_of` is a quote, in order of the articles.

    `sizes` counts the quotes of each statement; `first` is the place of its earliest one among the quotes; speakers
    and outlets are numbers from 0, the most quoted first, -1 nobody.
    """

    seed: int
    articles: int
    sizes: Numbers
    articles_of: Numbers
    statements_of: Numbers
    first: Numbers
    speakers: int
    speaker_of: Numbers
    outlets: int
    outlet_of: Numbers
    published: list[Published | None]

    @property
    def quotes(self) -> int:
        """How many there are."""
        return len(self.articles_of)


def plan(quotes: int, seed: int) -> Plan:
    """The plan of a collection with this many quotes; the same for the same seed."""
    draw = np.random.default_rng(seed)
    articles = max(20, quotes // QUOTES_PER_ARTICLE)
    sizes = _sizes(quotes, draw)
    statements_of = np.repeat(np.arange(len(sizes)), sizes)
    articles_of = _places(sizes, articles, draw)
    in_order = np.lexsort((statements_of, articles_of))
    statements_of, articles_of = statements_of[in_order], articles_of[in_order]
    published = _published(articles, draw)
    speakers, outlets = max(20, quotes // 50), min(2000, max(20, quotes // 2000))
    speaker_of = _zipf(len(sizes), speakers, 1.0, draw)
    speaker_of[draw.random(len(sizes)) < NOBODY] = -1
    return Plan(
        seed=seed,
        articles=articles,
        sizes=sizes,
        articles_of=articles_of,
        statements_of=statements_of,
        first=_first(statements_of, articles_of, published),
        speakers=speakers,
        speaker_of=speaker_of,
        outlets=outlets,
        outlet_of=_zipf(articles, outlets, 0.9, draw),
        published=published,
    )


def _sizes(quotes: int, draw: np.random.Generator) -> Numbers:
    """How often each statement is printed; the sum is the number of quotes."""
    most = max(2, quotes // 20)
    chosen = np.array([size for size in PRINTED if size <= most], dtype=np.int64)
    sizes = np.concatenate([chosen, np.minimum(draw.zipf(SKEW, quotes), min(most, PRINTED[0]))])
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, quotes))
    sizes = sizes[: last + 1]
    sizes[-1] -= int(ends[last]) - quotes
    return sizes


def _places(sizes: Numbers, articles: int, draw: np.random.Generator) -> Numbers:
    """An article for every quote, statement by statement; a statement is printed once in an article, soon at first."""
    begin = draw.integers(0, articles, len(sizes))
    found = np.repeat(begin, sizes)
    ends = np.cumsum(sizes)
    for number in np.flatnonzero(sizes > 1).tolist():
        start, size, end = int(begin[number]), int(sizes[number]), int(ends[number])
        window = min(articles, 8 * size + 20)
        offsets = np.unique((window * draw.random(3 * size) ** 2).astype(np.int64))
        offsets = draw.permutation(offsets)[:size] if len(offsets) >= size else np.arange(size)
        found[end - size : end] = min(start, articles - window) + offsets
    return found


def _zipf(many: int, kinds: int, power: float, draw: np.random.Generator) -> Numbers:
    """Numbers below `kinds`, each in proportion to 1 / (number + 1) ** power."""
    weights = np.cumsum(1.0 / np.arange(1, kinds + 1) ** power)
    return np.searchsorted(weights / weights[-1], draw.random(many)).astype(np.int64)


def _published(articles: int, draw: np.random.Generator) -> list[Published | None]:
    """A date for every article: seven in ten to the minute, some to the day or the month, one in thirty unknown."""
    seconds = np.sort(draw.random(articles)) * DAYS * 86_400
    found: list[Published | None] = []
    for since, kind in zip(seconds.tolist(), draw.random(articles).tolist(), strict=True):
        moment = START + timedelta(seconds=since)
        if kind < 0.72:
            found.append(parse_published(moment.strftime("%Y-%m-%dT%H:%MZ"), "meta"))
        elif kind < 0.95:
            found.append(parse_published(moment.strftime("%Y-%m-%d"), "url"))
        else:
            found.append(parse_published(moment.strftime("%Y-%m"), "text") if kind < 0.97 else None)
    return found


def _first(statements_of: Numbers, articles_of: Numbers, published: list[Published | None]) -> Numbers:
    """The place of the earliest quote of every statement."""
    orders: NDArray[Any] = np.array([order(one) for one in published])
    ranks = np.empty(len(orders), dtype=np.int64)
    ranks[np.argsort(orders, kind="stable")] = np.arange(len(orders))
    by_time = np.lexsort((ranks[articles_of], statements_of))
    _, begins = np.unique(statements_of[by_time], return_index=True)
    return by_time[begins].astype(np.int64)
