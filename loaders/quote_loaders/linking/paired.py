"""The pairs of a whole collection: which are worth reading their texts, and what comes of these. All of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
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
from quote_loaders.linkage.pairs import Engine, Pairs, Segments, bare, components, joined, pairs
from quote_loaders.linking.collection import Collection
from quote_loaders.linking.rows import kept_offers, key_rows
from quote_loaders.linking.spilled import Spilled, as_signed, parts_for, spilled
from quote_loaders.store import blocks, kept

_RANGE = 5_000  # quotes whose keys are made at a time
_KEYS = 32  # of a quote, about
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
    parts = parts_for(_KEYS * len(first))
    with (
        spilled(db, parts, np.uint64, np.int32, np.int32) as waiting,
        spilled(db, parts, np.int32, np.int32, np.int32, np.uint8) as segments,
    ):
        _save_quotes(db, whole, first, waiting)
        engine = engine or fitting_engine(waiting.all_rows())
        if engine is pairs:
            engine = partial(pairs, keep=segments.keep(Segments))
        return _sorted_out(whole, engine(_saved_keys(db, whole, waiting), whole.one.measures.weeks, len(first)))


def _sorted_out(whole: Collection, found: Iterable[Pairs]) -> Candidates:
    """Of pairs that share keys those whose texts have to be compared."""
    repeats, translations, disputes, others = [list[Pairs]() for _ in Candidates._fields]
    for some in found:
        repeats.append(_slim(repeatable(whole.one, some)))
        translations.append(_slim(translatable(whole.one, some)))
        sure, unsure = sorted_out(
            whole.edited.__getitem__, whole.one.words, whole.one.measures, disputable(whole.one.measures, some)
        )
        disputes.append(_slim(sure))
        others.append(_slim(unsure))
    return Candidates(joined(repeats), joined(translations), joined(disputes), joined(others))


def _slim(some: Pairs) -> Pairs:
    return bare(some.left, some.right)


def _save_quotes(db: Database, whole: Collection, first: Places, waiting: Spilled) -> None:
    """Keep what finding pairs looks at; the keys of the first quotes wait in parts by their hashes."""
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
        waiting.add_by_hash(keys.hashes, own[keys.places], keys.weights)


def _saved_keys(db: Database, whole: Collection, waiting: Spilled) -> Iterator[Keys]:
    """The keys part by part, sorted, each part saved before it is given."""
    for number in as_signed(len(waiting)):
        part = Keys(*waiting.read(number))
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
