"""Groups of quotes in several languages: which one translates which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from quote_loaders.linkage.joins import TRANSLATION_DAYS, translation
from quote_loaders.linkage.judged import Groups
from quote_loaders.linkage.prepared import Preparing
from quote_loaders.records import PlacedQuote

_TRANSLATED = 0.75  # of `translation`
_SPREAD = timedelta(days=31 + TRANSLATION_DAYS)  # between the first days of dates that may be three days apart


def with_translations(ordered: Preparing, groups: Groups) -> Groups:
    """Groups of other languages joined to the earliest group of the same speaker that they fit best."""
    joined = dict(groups)
    for roots in _by_speaker(ordered.quotes, groups).values():
        dated = sorted((days[0], root) for root in roots if (days := ordered[root].days) and ordered[root].amounts)
        for root in sorted((root for _, root in dated), key=lambda at: min(groups[at])):
            near = [other for other in _near(dated, ordered, root) if other in joined and other != root]
            target = _translated(ordered, groups, near, root)
            if target is not None:
                joined[target] = [*joined[target], *joined.pop(root)]
    return joined


def _language(quote: PlacedQuote) -> str:
    return quote.language.split("-")[0]


def _by_speaker(quotes: Sequence[PlacedQuote], groups: Groups) -> dict[str, list[int]]:
    """The roots of speakers who are quoted in two languages or more."""
    found: dict[str, list[int]] = defaultdict(list)
    for root in groups:
        speaker = quotes[root].speaker
        if speaker is not None:
            found[speaker].append(root)
    return {who: roots for who, roots in found.items() if len({_language(quotes[root]) for root in roots}) > 1}


def _near(dated: list[tuple[date, int]], ordered: Preparing, root: int) -> list[int]:
    """The roots whose dates begin within a month or so of this one's; a date of a year is as near as its January."""
    days = ordered[root].days
    assert days is not None
    start = bisect_left(dated, (days[0] - _SPREAD, -1))
    end = bisect_right(dated, (days[1] + _SPREAD, len(ordered.quotes)))
    return [other for _, other in dated[start:end]]


def _translated(ordered: Preparing, groups: Groups, others: Sequence[int], root: int) -> int | None:
    """The earlier group in another language that a group translates; None rather than one of two equally good."""
    language = _language(ordered.quotes[root])
    offers = [
        (max(translation(ordered[one], ordered[root]) for one in groups[other]), other)
        for other in others
        if min(groups[other]) < min(groups[root]) and _language(ordered.quotes[other]) != language
    ]
    best = max((score for score, _ in offers), default=0.0)
    fitting = [other for score, other in offers if score == best]
    return fitting[0] if best >= _TRANSLATED and len(fitting) == 1 else None
