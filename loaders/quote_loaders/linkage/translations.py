"""Groups of quotes in several languages: which one translates which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quote_loaders.linkage.judged import Groups
from quote_loaders.records import PlacedQuote

TRANSLATED = 0.75  # of `translation`
Scores = Mapping[int, Sequence[tuple[float, int]]]  # place -> (how well it fits, place)


def with_translations(quotes: Sequence[PlacedQuote], groups: Groups, scores: Scores) -> Groups:
    """Groups of other languages joined to the earliest group of the same speaker that they fit best."""
    joined = dict(groups)
    home = {place: root for root, members in groups.items() for place in members} if scores else {}
    for root in sorted((root for root in groups if root in scores), key=lambda at: min(groups[at])):
        offers = [(score, home[other]) for score, other in scores[root]]
        target = _translated(quotes, groups, [offer for offer in offers if offer[1] in joined], root)
        if target is not None:
            joined[target] = [*joined[target], *joined.pop(root)]
    return joined


def _translated(
    quotes: Sequence[PlacedQuote], groups: Groups, offers: Sequence[tuple[float, int]], root: int
) -> int | None:
    """The earlier group in another language that a group translates; None rather than one of two equally good."""
    earlier = [
        (score, other)
        for score, other in offers
        if min(groups[other]) < min(groups[root]) and quotes[other].primary_language != quotes[root].primary_language
    ]
    best = max((score for score, _ in earlier), default=0.0)
    fitting = {other for score, other in earlier if score == best}
    return fitting.pop() if best >= TRANSLATED and len(fitting) == 1 else None
