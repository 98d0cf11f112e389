"""The pairs of a whole collection: which are worth reading their texts, and what comes of these. All of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.contradictions import disputed
from quote_loaders.contradictions.pairing import disputable, sorted_out, told_beside
from quote_loaders.contradictions.sketches import sketches
from quote_loaders.linkage.blocking import Keys
from quote_loaders.linkage.clusters import Offer, repeatable, repeating, translatable, translating
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.duck import fitting_engine
from quote_loaders.linkage.judged import Pairs as Judged
from quote_loaders.linkage.pairs import Engine, Pairs, components, joined
from quote_loaders.linking.collection import Collection
from quote_loaders.linking.rows import kept_offers, key_rows
from quote_loaders.store import blocks, kept

_RANGE = 10_000  # quotes whose keys are made at a time
_PARTS = 16  # of all keys, by the highest bits of their hashes
_PAIRS = 5_000  # pairs whose texts are in memory


class Candidates(NamedTuple):
    """Pairs of places that are worth reading their texts: as repeats, translations or contradictions."""

    repeats: Pairs
    translations: Pairs
    disputes: Pairs
    bare: Pairs


class Findings(NamedTuple):
    """What was found between quotes, side by side: both places, the kind and the score."""

    left: Places
    right: Places
    kinds: NDArray[np.str_]
    scores: NDArray[np.float64]


def find_candidates(db: Database, whole: Collection, first: Places, engine: Engine | None) -> Candidates:
    """The pairs of first quotes whose texts have to be compared; what is kept of quotes and their keys is saved."""
    parts = _save_quotes(db, whole, first)
    engine = engine or fitting_engine(sum(len(one.hashes) for part in parts for one in part))
    repeats, translations, disputes, bare = [list[Pairs]() for _ in Candidates._fields]
    for some in engine(_saved_keys(db, whole, parts), whole.one.measures.weeks, len(first)):
        repeats.append(_bare(repeatable(whole.one, some)))
        translations.append(_bare(translatable(whole.one, some)))
        sure, unsure = sorted_out(
            whole.edited.__getitem__, whole.one.words, whole.one.measures, disputable(whole.one.measures, some)
        )
        disputes.append(_bare(sure))
        bare.append(_bare(unsure))
    return Candidates(joined(repeats), joined(translations), joined(disputes), joined(bare))


def _bare(some: Pairs) -> Pairs:
    """Pairs without what finding them took: ten bytes each, for they are many."""
    nothing = np.zeros(len(some.left), dtype=np.uint8)
    return Pairs(some.left.astype(np.int32), some.right.astype(np.int32), nothing, nothing)


def _save_quotes(db: Database, whole: Collection, first: Places) -> list[list[Keys]]:
    """Keep what finding pairs looks at; the keys of the first quotes, in parts by their hashes."""
    parts: list[list[Keys]] = [[] for _ in range(_PARTS)]
    bounds = np.arange(1, _PARTS, dtype=np.uint64) << np.uint64(64 - _PARTS.bit_length() + 1)
    for low in range(0, len(first), _RANGE):
        high = min(low + _RANGE, len(first))
        own = low + np.flatnonzero(first[low:high] == np.arange(low, high))
        keys = whole.keys(low, high, own)
        rows = kept.kept_rows(
            whole.ids[low:high].tolist(),
            whole.ids[first[low:high]].tolist(),
            whole.languages_of(low, high),
            whole.one.measures.of(slice(low, high)),
            keys,
            (own - low).tolist(),
            sketches(whole.one.words.between(low, high).of(own - low), whole.edited[own]),
        )
        kept.save_kept(db, rows)
        cuts = np.searchsorted(keys.hashes, bounds).tolist()
        for part, start, end in zip(parts, [0, *cuts], [*cuts, len(keys.hashes)], strict=True):
            some = keys.of(slice(start, end))
            part.append(Keys(some.hashes.copy(), own[some.places].astype(np.int32), some.weights.astype(np.int32)))
    return parts


def _saved_keys(db: Database, whole: Collection, parts: list[list[Keys]]) -> Iterator[Keys]:
    """The keys part by part, sorted, each saved before it is given and forgotten afterwards."""
    half = len(parts) // 2
    for number in [*range(half, len(parts)), *range(half)]:  # as SQLite sorts them: the highest bit is a minus
        part = Keys(*(np.concatenate(column) for column in zip(*parts[number], strict=True))) if parts[number] else None
        parts[number] = []
        if part is None:
            continue
        part = part.of(np.lexsort((part.places, part.hashes)))
        blocks.save_keys(
            db, key_rows(part.hashes, whole.one.measures.weeks[part.places], whole.ids[part.places], part.weights)
        )
        yield part


def offered(db: Database, whole: Collection, candidates: Candidates, no: Judged) -> Iterator[Offer]:
    """Which quotes may repeat or translate which; it is kept."""
    home = components(candidates.repeats, len(whole.ids))
    for some in _fetched(whole, _together(candidates.repeats, home)):
        yield from _kept(db, whole, repeating(whole.one, some, no))
    for some in _fetched(whole, _together(candidates.translations, home)):
        yield from _kept(db, whole, translating(whole.one, some))


def _kept(db: Database, whole: Collection, offers: Iterable[Offer]) -> list[Offer]:
    found = list(offers)
    kept.save_offers(db, kept_offers(found, whole.ids))
    return found


def _together(some: Pairs, home: Places) -> Pairs:
    """Pairs in the order of their components, so that each quote is read for all of its pairs."""
    return some.of(np.lexsort((some.right, some.left, home[some.right], home[some.left])))


def findings(db: Database, whole: Collection, candidates: Candidates) -> Findings:
    """What the rules find between quotes; it is kept."""
    rows: list[tuple[int, int, str, float]] = []
    home = components(candidates.repeats, len(whole.ids))
    for some, sure in ((candidates.disputes, True), (candidates.bare, False)):
        for chosen in _fetched(whole, _together(some, home)):
            related = chosen if sure else chosen.of(told_beside(whole.quotes, chosen))
            found = list(disputed(whole.one, related))
            kept.save_findings(db, ((int(whole.ids[left]), int(whole.ids[right]), one) for left, right, one in found))
            rows += [(left, right, one.kind, one.score) for left, right, one in found]
    left, right, kinds, scores = zip(*rows, strict=True) if rows else ((), (), (), ())
    one, other = (np.array(column, dtype=np.int64) for column in (left, right))
    return Findings(one, other, np.array(kinds, dtype=np.str_), np.array(scores, dtype=np.float64))


def _fetched(whole: Collection, some: Pairs) -> Iterator[Pairs]:
    """Pairs in batches whose quotes are in memory."""
    for start in range(0, len(some.left), _PAIRS):
        chosen = some.of(slice(start, start + _PAIRS))
        whole.quotes.fetch(np.union1d(chosen.left, chosen.right).tolist())
        yield chosen


def told(whole: Collection, found: Findings, home: Places) -> list[tuple[int, int, str]]:
    """Of what was found between quotes those that are told: as `contradictions.surest`."""
    one, other = home[found.left], home[found.right]
    low, high = np.minimum(one, other), np.maximum(one, other)
    times, ranks = whole.times, whole.ranks
    order = np.lexsort(
        (
            ranks[found.right],
            times[found.right],
            ranks[found.left],
            times[found.left],
            -found.scores,
            found.kinds,
            high,
            low,
        )
    )
    order = order[low[order] != high[order]]
    first = np.ones(len(order), dtype=np.bool_)
    for column in (low, high, found.kinds):
        first[1:] &= column[order][1:] == column[order][:-1]
    first[1:] = ~first[1:]
    chosen = order[first]
    return list(
        zip(found.left[chosen].tolist(), found.right[chosen].tolist(), found.kinds[chosen].tolist(), strict=True)
    )
