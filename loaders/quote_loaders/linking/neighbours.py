"""The pairs that some quotes are in, looked up in the kept keys: the same as all pairs at once would have for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sqlite_utils import Database

from quote_loaders.linkage.blocking import RARE
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.pairs import CROWDED, Pairs, summed_pairs
from quote_loaders.store import blocks
from quote_loaders.store.blocks import First, Members
from quote_loaders.store.kept import Kept

_KIND = 7  # the lowest three bits of a key tell its kind


class Sizes(NamedTuple):
    """What is known of keys: how many quotes have them (of many at least that they are too many), and the first ones.

    Keys that are missing in `counts` are counted; `firsts` has those crowded keys of words in `counts` that have one.
    """

    counts: Mapping[int, int]
    firsts: Mapping[int, First]


class _Owned(NamedTuple):
    """The keys of some quotes side by side, sorted by hash: the hash (signed), and the quote."""

    hashes: Places
    quotes: Places


class _Met(NamedTuple):
    """Who meets whom: a place in the keys of some quotes, and who has that key."""

    places: Places
    members: Members


def shared_by(db: Database, nodes: Iterable[Kept], known: Sizes | None = None) -> Pairs:
    """The pairs (ids, the smaller first) of some kept quotes with others, by the rules of `linkage.pairs`."""
    listed = list(nodes)
    owned = _owned(listed)
    starts = np.flatnonzero(np.diff(owned.hashes, prepend=owned.hashes[:1] - 1))
    keys = owned.hashes[starts].tolist()
    known = known or Sizes({}, {})
    counts = {key: known.counts[key] for key in keys if key in known.counts}
    counts |= blocks.block_sizes(db, [key for key in keys if key not in counts], CROWDED + 1)
    small = blocks.members(db, [key for key in keys if 1 < counts[key] <= CROWDED])
    met = [_meeting(owned, small)]
    weeks = {node.quote: node.week for node in listed}
    ends = np.append(starts, len(owned.hashes))[1:].tolist()
    for key, start, end in zip(keys, starts.tolist(), ends, strict=True):
        if counts[key] > CROWDED:
            first = known.firsts.get(key) if key in known.counts else None
            if first is None and is_of_words(key):
                first = blocks.first_of(db, key)
            met += _crowded(db, key, first, [(at, int(owned.quotes[at])) for at in range(start, end)], weeks)
    return _paired(owned, _weights(db, owned, met, weeks), met)


def _owned(nodes: Sequence[Kept]) -> _Owned:
    found = [np.frombuffer(node.keys, dtype="<i8").astype(np.int64, copy=False) for node in nodes]
    hashes = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    quotes = np.repeat(np.array([node.quote for node in nodes], dtype=np.int64), [len(one) for one in found])
    order = np.argsort(hashes, kind="stable")
    return _Owned(hashes[order], quotes[order])


def _meeting(owned: _Owned, members: Members) -> _Met:
    """Every one who has a key with each of the quotes that have it, these themselves among them."""
    low = np.searchsorted(owned.hashes, members.hashes, side="left")
    times = np.searchsorted(owned.hashes, members.hashes, side="right") - low
    row = np.repeat(np.arange(len(low)), times)
    return _Met(low[row] + np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times), members.of(row))


def _crowded(
    db: Database, key: int, first: First | None, nodes: Sequence[tuple[int, int]], weeks: Mapping[int, int]
) -> list[_Met]:
    """What quotes (places and ids) share by a key that more than 60 have: those of their week, and the first.

    Only a key of words has a first quote that all others meet.
    """
    usable: dict[int, Members] = {}
    found: list[_Met] = []
    for place, quote in nodes:
        week = weeks[quote]
        if week not in usable:
            members = blocks.week_members(db, key, week, CROWDED + 1)
            usable[week] = members if len(members.quotes) <= CROWDED else members.of(slice(0))
        found.append(_of_one(place, usable[week]))
        if first is not None:
            whole = first.quote == quote  # it meets every other one, and each of these only it
            apart = blocks.block(db, key) if whole else blocks.member_of(db, key, first.week, first.quote)
            found.append(_of_one(place, apart.of(apart.weeks != week) if len(usable[week].quotes) else apart))
    return found


def _of_one(place: int, members: Members) -> _Met:
    return _Met(np.full(len(members.quotes), place), members)


def is_of_words(key: int) -> bool:
    """Whether a key is made of the words themselves: the first quote of such a crowded one meets every other."""
    return key & _KIND <= RARE


def _weights(db: Database, owned: _Owned, met: Sequence[_Met], weeks: Mapping[int, int]) -> Places:
    """The weights of the keys that quotes meet others by, in the order of `owned`; 0 for those that meet nobody."""
    found = np.zeros(len(owned.hashes), dtype=np.int64)
    told = np.zeros(len(owned.hashes), dtype=np.bool_)
    for places, members in met:
        own = members.quotes == owned.quotes[places]
        found[places[own]] = members.weights[own]
        told[places[own]] = True
    wanted = np.zeros(len(owned.hashes), dtype=np.bool_)
    for places, _ in met:
        wanted[places] = True
    for place in np.flatnonzero(wanted & ~told).tolist():
        key, quote = int(owned.hashes[place]), int(owned.quotes[place])
        found[place] = blocks.member_of(db, key, weeks[quote], quote).weights[0]
    return found


def _paired(owned: _Owned, weights: Places, met: Sequence[_Met]) -> Pairs:
    """The pairs, each once with the sum of what its keys weigh on the side where they weigh less."""
    places = np.concatenate([np.zeros(0, dtype=np.int64), *(one.places for one in met)])
    members = blocks.joined([one.members for one in met])
    quotes, others = owned.quotes[places], members.quotes
    # Of two that are both asked for both find the other one: the smaller id tells.
    chosen = (quotes != others) & ((quotes < others) | ~np.isin(others, owned.quotes))
    quotes, others = quotes[chosen], others[chosen]
    return summed_pairs(
        Pairs(
            np.minimum(quotes, others),
            np.maximum(quotes, others),
            np.minimum(weights[places[chosen]], members.weights[chosen]),
            np.int64(1) << (members.hashes[chosen] & _KIND),
        )
    )


def at_places(some: Pairs, places: Mapping[int, int]) -> Pairs:
    """Pairs of ids as pairs of places, left before right, sorted."""
    left, right = (np.array([places[one] for one in column.tolist()], dtype=np.int64) for column in some[:2])
    return summed_pairs(some._replace(left=np.minimum(left, right), right=np.maximum(left, right)))
