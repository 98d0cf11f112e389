"""Groups of quotes in several languages: which one translates which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quote_loaders.linkage.groups import ByRoot
from quote_loaders.records import PlacedQuote

TRANSLATED = 0.75  # of `translation`
Scores = Mapping[int, Sequence[tuple[float, int]]]  # place -> (how well it fits, place)


def translations(quotes: Sequence[PlacedQuote], groups: ByRoot, scores: Scores) -> dict[int, int]:
    """The groups (roots) that are joined to others: to the one of another language and the same speaker they fit best.

    That is an earlier one, which isn't joined to any other itself.
    """
    joined: dict[int, int] = {}
    for root in sorted((root for root in scores if groups.roots[root] == root), key=lambda at: min(groups[at])):
        offers = [(score, int(groups.roots[other])) for score, other in scores[root]]
        target = _translated(quotes, groups, [offer for offer in offers if offer[1] not in joined], root)
        if target is not None:
            joined[root] = target
    return joined


def _translated(
    quotes: Sequence[PlacedQuote], groups: ByRoot, offers: Sequence[tuple[float, int]], root: int
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
