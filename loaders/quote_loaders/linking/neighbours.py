"""The pairs that some quotes are in, looked up in the kept keys: the same as all pairs at once would have for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from sqlite_utils import Database

from quote_loaders.linkage.blocking import RARE
from quote_loaders.linkage.pairs import CROWDED, Pairs, summed_pairs
from quote_loaders.store import kept
from quote_loaders.store.kept import Kept

_KIND = 7  # the lowest three bits of a key tell its kind
Weights = Mapping[tuple[int, int], int]  # (quote, key) -> weight


class Shared(NamedTuple):
    """A key that a quote shares with another one: both ids, the other one's weight, and the key."""

    node: int
    other: int
    weight: int
    key: int


def shared_by(db: Database, nodes: Iterable[Kept], known: Mapping[int, int] | None = None) -> list[Shared]:
    """What each of some kept quotes shares with others, by the rules of `linkage.pairs`.

    `known` says of some keys how many quotes have them, of many at least that they are too many.
    """
    wanted: dict[int, list[Kept]] = defaultdict(list)
    for node in nodes:
        for key in node.hashes():
            wanted[key].append(node)
    known = known or {}
    sizes = {key: known[key] for key in wanted if key in known}
    sizes |= kept.block_sizes(db, wanted.keys() - sizes.keys(), CROWDED + 1)
    small = [key for key, size in sizes.items() if 1 < size <= CROWDED]
    found = [
        Shared(node.quote, other, weight, key)
        for key, other, weight in kept.members(db, small)
        for node in wanted[key]
        if other != node.quote
    ]
    for key, size in sizes.items():
        if size > CROWDED:
            found += _crowded(db, key, wanted[key])
    return found


def _crowded(db: Database, key: int, nodes: Iterable[Kept]) -> list[Shared]:
    """What quotes share by a key that more than 60 have: those of their week, and the first where it is of words."""
    first = kept.first_of(db, key) if is_of_words(key) else None
    usable: dict[int, list[tuple[int, int]]] = {}
    found: list[Shared] = []
    for node in nodes:
        if node.week not in usable:
            members = kept.week_members(db, key, node.week, CROWDED + 1)
            usable[node.week] = members if len(members) <= CROWDED else []
        found += [Shared(node.quote, other, weight, key) for other, weight in usable[node.week] if other != node.quote]
        if first is None:
            continue
        whole = first.quote == node.quote  # it meets every other one, and each of these only it
        apart = kept.block(db, key) if whole else kept.member_of(db, key, first)
        found += [
            Shared(node.quote, other, weight, key)
            for other, weight, week in apart
            if other != node.quote and not (week == node.week and usable[node.week])
        ]
    return found


def is_of_words(key: int) -> bool:
    """Whether a key is made of the words themselves: the first quote of such a crowded one meets every other."""
    return key & _KIND <= RARE


def as_pairs(found: Iterable[Shared], weights: Weights, place: Mapping[int, int]) -> Pairs:
    """The pairs of places that share keys, each once; both directions of one may have been found."""
    once = {(min(one.node, one.other), max(one.node, one.other), one.key): one for one in found}
    rows = np.array(
        [
            (
                *sorted((place[one.node], place[one.other])),
                min(one.weight, weights[one.node, one.key]),
                1 << (one.key & _KIND),
            )
            for one in once.values()
        ],
        dtype=np.int64,
    ).reshape(-1, 4)
    return summed_pairs(Pairs(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3]))
