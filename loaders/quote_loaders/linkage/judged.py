"""What people decided about two quotes being one statement, put into effect on groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quote_loaders.records import Judgement

Groups = dict[int, list[int]]  # root -> members, both places in the sorted sequence
Pairs = set[tuple[int, int]]


def decided(places: Mapping[str, int], judgements: Sequence[Judgement]) -> tuple[Pairs, Pairs]:
    """The pairs of places that people have joined and kept apart; the last judgement of a pair counts.

    `places` are those of the quotes by their keys.
    """
    verdicts: dict[tuple[int, int], str] = {}
    for judgement in judgements:
        known = judgement.left in places and judgement.right in places and judgement.left != judgement.right
        if judgement.subject == "same statement" and known:
            left, right = sorted((places[judgement.left], places[judgement.right]))
            verdicts[left, right] = judgement.verdict
    yes = {pair for pair, verdict in verdicts.items() if verdict == "yes"}
    return yes, verdicts.keys() - yes


def obeyed(groups: Groups, yes: Pairs, no: Pairs) -> Groups:
    """First the quotes that people keep apart are taken apart, then the groups that they join are joined."""
    if not yes and not no:
        return groups
    group_of = {place: root for root, members in groups.items() for place in members}
    result = {root: list(members) for root, members in groups.items()}
    for left, right in sorted(no):
        if group_of[left] == group_of[right]:
            leaving = right if right != group_of[right] else left
            result[group_of[leaving]].remove(leaving)
            result[leaving], group_of[leaving] = [leaving], leaving
    for left, right in sorted(yes):
        target, moved = group_of[left], group_of[right]
        crosses = any((min(a, b), max(a, b)) in no for a in result[target] for b in result[moved])
        if target != moved and not crosses:
            for place in result.pop(moved):
                group_of[place] = target
                result[target].append(place)
    return result
