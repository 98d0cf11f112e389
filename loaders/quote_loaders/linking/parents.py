"""The parent and the root of kept quotes, looked up one by one: the same as grouping all of them would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from quote_loaders.linkage.joins import belongs
from quote_loaders.linkage.matching import compare_prepared
from quote_loaders.linkage.prepared import Prepared, prepare
from quote_loaders.linking.places import ByPlace
from quote_loaders.records import PlacedQuote
from quote_loaders.store.kept import KeptOffer
from quote_loaders.store.parents import Ranked, offers_below, ranked
from quote_loaders.store.placed import read_quotes


class Found(NamedTuple):
    """A quote's best parent and its root (ids): without a parent it is its own root."""

    parent: int | None
    root: int


class Quotes:
    """Quotes by id, read and prepared when they are asked for."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._read: dict[int, PlacedQuote] = {}
        self._prepared: dict[int, Prepared] = {}

    def read(self, ids: Iterable[int]) -> None:
        """Read several at once."""
        wanted = set(ids) - self._read.keys()
        if wanted:
            self._read.update(read_quotes(self._db, wanted))

    def present(self, ids: Iterable[int]) -> dict[int, PlacedQuote]:
        """Those of some that are there and not withdrawn, by id."""
        wanted = sorted(ids)
        self.read(wanted)
        return {one: self._read[one] for one in wanted if one in self._read}

    def quote(self, row_id: int) -> PlacedQuote:
        """The quote with an id."""
        self.read([row_id])
        return self._read[row_id]

    def prepared(self, row_id: int) -> Prepared:
        """The same, prepared."""
        if row_id not in self._prepared:
            self._prepared[row_id] = prepare(self.quote(row_id))
        return self._prepared[row_id]


class Listed(ByPlace):
    """Some quotes by their places, read when they are asked for."""

    def __init__(self, quotes: Quotes, ids: Sequence[int]) -> None:
        self._quotes = quotes
        self._ids = ids

    def __len__(self) -> int:
        return len(self._ids)

    def at(self, place: int) -> PlacedQuote:
        """The quote at a place, from 0."""
        return self._quotes.quote(self._ids[place])


class Parents:
    """What the offers among kept quotes make of them; `without` and `besides` are offers that are gone and others."""

    def __init__(
        self,
        db: Database,
        quotes: Quotes,
        without: Iterable[KeptOffer] = (),
        besides: Iterable[KeptOffer] = (),
    ) -> None:
        self._db = db
        self._quotes = quotes
        self._without = {(one.below, one.above) for one in without if not one.translates}
        self._besides = [one for one in besides if not one.translates]
        self._offers: dict[int, list[KeptOffer]] = {}
        self._ranked: dict[int, Ranked] = {}
        self._found: dict[int, Found] = {}

    def load(self, ids: Iterable[int]) -> None:
        """Read the offers of quotes, of their parents, and so on, some at a time."""
        new = set(ids) - self._offers.keys()
        while new:
            rows = offers_below(self._db, new)
            for one in new:
                listed = [offer for offer in rows.get(one, ()) if (offer.below, offer.above) not in self._without]
                self._offers[one] = listed + [offer for offer in self._besides if offer.below == one]
            wanted = {offer.above for one in new for offer in self._offers[one]} | new
            self._ranked.update(ranked(self._db, wanted - self._ranked.keys()))
            parents = {self._parent(one) for one in new} - {None}
            new = {one for one in parents if one is not None} - self._offers.keys()

    def of(self, row_id: int) -> Found:
        """The parent and the root of a quote."""
        if row_id not in self._found:
            self.load([row_id])
            self._found[row_id] = self._of(row_id)
        return self._found[row_id]

    def _of(self, row_id: int) -> Found:
        parent = self._parent(row_id)
        if parent is None:
            return Found(None, row_id)
        root = self.of(parent).root
        near = root == parent or any(offer.above == root for offer in self._offers[row_id]) or self._near(row_id, root)
        return Found(parent, root if near else row_id)

    def _parent(self, row_id: int) -> int | None:
        """As `linkage.clusters` chooses it."""
        listed = self._offers[row_id]
        if not listed:
            return None
        if not self._ranked[row_id].speaker:
            speakers = {self._ranked[offer.above].speaker for offer in listed} - {0}
            if len(speakers) > 1:
                return None
        best = max((offer.quoted, offer.score, self._ranked[offer.above].words) for offer in listed)
        fitting = [
            offer.above for offer in listed if (offer.quoted, offer.score, self._ranked[offer.above].words) == best
        ]
        return min(fitting, key=lambda one: self._ranked[one].order)

    def _near(self, row_id: int, root: int) -> bool:
        left, right = self._quotes.prepared(row_id), self._quotes.prepared(root)
        return belongs(left, right, compare_prepared(left, right))


def order_of(rows: Mapping[int, Ranked], row_id: int) -> tuple[str, int, str]:
    """Where a quote stands in the order of linking."""
    return rows[row_id].order
