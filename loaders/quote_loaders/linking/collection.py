"""All quotes of a database as columns of numbers; their texts are read again when they are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.contradictions.pairing import is_edited
from quote_loaders.linkage.blocking import Keys, all_keys
from quote_loaders.linkage.columns import Columns, Hashes, Numbers, Places, Vocabulary, columns, hashed
from quote_loaders.linkage.measures import Extra, Measures, extras, measured
from quote_loaders.linkage.ordered import Ordered
from quote_loaders.linkage.prepared import Preparing
from quote_loaders.linking.places import ByPlace
from quote_loaders.linking.spilled import Gathered, mapped
from quote_loaders.records import PlacedQuote
from quote_loaders.store.placed import ids_by_key, read_quotes, stored_homes

_READ = 5_000  # quotes that are read at a time
_KEPT = 12_000  # texts in memory: some 2 kB each
_MOVED = 100_000  # quotes whose words are put in order at a time


class StoredQuotes(ByPlace):
    """Quotes of a database by their places, of which some of the latest stay in memory."""

    def __init__(self, db: Database, ids: Places) -> None:
        self._db = db
        self._ids = ids
        self._place = mapped(db, np.argsort(ids))
        self._kept: dict[int, PlacedQuote] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def at(self, place: int) -> PlacedQuote:
        """The quote at a place, from 0."""
        if place not in self._kept:
            self.fetch([place])
        return self._kept[place]

    def fetch(self, places: Iterable[int]) -> None:
        """Read the quotes at some places that aren't in memory, all at once."""
        wanted = [place for place in places if place not in self._kept]
        if not wanted:
            return
        if len(self._kept) + len(wanted) > _KEPT:
            self._kept = {}
        for row_id, quote in read_quotes(self._db, self._ids[wanted].tolist()):
            at = np.searchsorted(self._ids, row_id, sorter=self._place)
            self._kept[int(self._place[at])] = quote


class Extras(NamedTuple):
    """`measures.Extra` of many quotes as columns, by place."""

    places: Places
    figures: NDArray[np.bool_]
    hashes: Hashes


@dataclass(frozen=True, slots=True)
class Collection:
    """The quotes of a database in order, with what is asked of them by place."""

    one: Ordered
    quotes: StoredQuotes
    ids: Places
    times: Numbers  # the rank of `published_order`
    ranks: Numbers  # the rank of the key
    before: Places  # the statement (id) that it is stored in, 0 for none
    extras: Extras
    edited: NDArray[np.bool_]  # whether an editor may have put words in
    languages: dict[int, str]  # by hash

    def keys(self, low: int, high: int, own: Places) -> Keys:
        """The keys of the quotes at the places `own` from `low` up to `high`; their places are numbers in `own`."""
        words = self.one.words.between(low, high).of(own - low)
        start, end = np.searchsorted(self.extras.places, (low, high)).tolist()
        at = np.searchsorted(own, self.extras.places[start:end])
        inside = (at < len(own)) & (own[np.minimum(at, len(own) - 1)] == self.extras.places[start:end])
        chosen = np.flatnonzero(inside)
        others = zip(
            at[chosen].tolist(),
            self.extras.figures[start:end][chosen].tolist(),
            self.extras.hashes[start:end][chosen].tolist(),
            strict=True,
        )
        return all_keys(words, self.one.measures.of(own), (Extra(*row) for row in others))

    def languages_of(self, low: int, high: int) -> list[str]:
        """The languages of the quotes from a place up to another."""
        return [self.languages[one] for one in self.one.languages[low:high].tolist()]


def collection(db: Database) -> Collection:
    """All quotes of a database, in the order of `linkage.ordered`; their columns lie on disk."""
    with closing(Gathered(db)) as read:
        return _collected(db, read)


def _collected(db: Database, read: Gathered) -> Collection:
    vocabulary, times, languages = Vocabulary(), dict[str, int](), dict[int, str]()
    for some in _batches(read_quotes(db)):
        _read(some, vocabulary, times, languages, read)
    ids = read.take("ids", np.int64)
    ranks = _ranks(ids, np.fromiter(ids_by_key(db), np.int64))
    printed = _ranked(times)[read.take("times", np.int32)]
    sizes = read.take("words of each", np.int32)
    order = np.lexsort((ranks, -sizes, printed))
    ids = mapped(db, ids[order])
    words = _moved(read.take("words", np.int32), sizes, order, vocabulary)
    words = Columns(mapped(db, words.starts), mapped(db, words.numbers), words.table)
    kinds = [column.dtype for column in measured([], columns([], vocabulary))]
    measures = (read.take(name, kind)[order] for name, kind in zip(Measures._fields, kinds, strict=True))
    quotes = StoredQuotes(db, ids)
    spoken = mapped(db, read.take("languages", np.uint64)[order])
    return Collection(
        Ordered(quotes, words, Measures(*(mapped(db, column) for column in measures)), spoken, Preparing(quotes)),
        quotes,
        ids,
        mapped(db, printed[order]),
        mapped(db, ranks[order]),
        mapped(db, _before(db, ids)),
        Extras(*(mapped(db, column) for column in _extras(read, order))),
        mapped(db, read.take("edited", np.bool_)[order]),
        languages,
    )


def _ranked(times: dict[str, int]) -> Numbers:
    """For the number of each time its rank among all of them."""
    ranks = np.zeros(len(times), dtype=np.int32)
    ranks[[times[one] for one in sorted(times)]] = np.arange(len(times), dtype=np.int32)
    return ranks


def _before(db: Database, ids: Places) -> Places:
    """The statements that quotes are stored in."""
    rows = np.fromiter((one for row in stored_homes(db) for one in row), np.int64).reshape(-1, 2)
    return rows[np.searchsorted(rows[:, 0], ids), 1] if len(ids) else ids


def _batches(rows: Iterable[tuple[int, PlacedQuote]]) -> Iterator[list[tuple[int, PlacedQuote]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _READ)):
        yield batch


def _read(
    rows: Sequence[tuple[int, PlacedQuote]],
    vocabulary: Vocabulary,
    times: dict[str, int],
    languages: dict[int, str],
    read: Gathered,
) -> None:
    """Add what is kept of some quotes."""
    quotes = [quote for _, quote in rows]
    words = columns(quotes, vocabulary)
    measures = measured(quotes, words)
    languages |= {hashed(one): one for one in {quote.language for quote in quotes}}
    places, figures, hashes = tuple(zip(*extras(quotes, measures), strict=True)) or ((), (), ())
    count, before = len(rows), read.rows("ids")
    for name, column in (
        ("ids", np.fromiter((row_id for row_id, _ in rows), np.int64, count)),
        ("times", np.fromiter((times.setdefault(one.published_order, len(times)) for one in quotes), np.int32, count)),
        ("languages", np.fromiter((hashed(quote.language) for quote in quotes), np.uint64, count)),
        ("edited", np.fromiter((is_edited(quote.text) for quote in quotes), np.bool_, count)),
        ("words", words.numbers),
        ("words of each", words.sizes.astype(np.int32)),
        *measures._asdict().items(),
        ("extra places", before + np.array(places, np.int64)),
        ("extra figures", np.array(figures, np.bool_)),
        ("extra hashes", np.array(hashes, np.uint64)),
    ):
        read.add(name, column)


def _ranks(ids: Places, by_key: Places) -> Numbers:
    """The place of each id among all of them in the order of their keys."""
    order = np.argsort(by_key)
    ranks: Numbers = order[np.searchsorted(by_key, ids, sorter=order)].astype(np.int32)
    return ranks


def _moved(numbers: Numbers, sizes: NDArray[np.int32], order: Places, vocabulary: Vocabulary) -> Columns:
    """The words of all quotes in another order."""
    given = Columns(np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))), numbers, vocabulary.table())
    starts = np.concatenate(([0], np.cumsum(sizes[order], dtype=np.int64)))
    moved = np.empty_like(numbers)
    for low in range(0, len(order), _MOVED):
        some = given.of(order[low : low + _MOVED]).numbers
        moved[starts[low] : starts[low] + len(some)] = some
    return Columns(starts, moved, given.table)


def _extras(read: Gathered, order: Places) -> Extras:
    """The extra keys of all quotes by their new places."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    places = place[read.take("extra places", np.int64)]
    by_place = np.argsort(places, kind="stable")
    return Extras(
        places[by_place], read.take("extra figures", np.bool_)[by_place], read.take("extra hashes", np.uint64)[by_place]
    )
