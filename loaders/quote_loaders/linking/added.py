"""Quotes that are added to statements: found out from profiles of these, whose other quotes aren't looked at.

What can't be decided like this is left to making the statements anew: another reference wording or another earliest
quote, say. The results are those of making them anew.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlite_utils import Database

from datasette_quotes.text import words
from datasette_quotes.wording import compare
from quote_loaders.contradictions import differing, is_told, may_differ
from quote_loaders.keys import statement_key
from quote_loaders.later_wordings import is_later, later_link, may_be_later
from quote_loaders.linkage import profiles
from quote_loaders.linkage.members import Reason, member
from quote_loaders.linkage.profiles import Counts, Profile
from quote_loaders.linking.parents import Quotes
from quote_loaders.records import ArticleLink, Contradiction, PlacedQuote, Statement
from quote_loaders.store import profiles as stored
from quote_loaders.store.parents import Order, ranked
from quote_loaders.store.profiles import Added, Head

LONG = 24  # quotes of a statement whose profile is kept: that of a shorter one is made when it is needed


class Addition(NamedTuple):
    """What adding quotes to a statement comes to."""

    head: Head
    reason: Reason
    counts: Counts
    latest: str | None  # publication of the latest quote, where that is one of the new ones
    rows: list[Added]
    keys: list[str]
    later: list[ArticleLink]
    contradictions: list[Contradiction]
    profile: Profile


class Known(NamedTuple):
    """What is known of the statements that quotes are added to."""

    heads: dict[int, Head]
    profiles: dict[int, Profile]
    inside: dict[int, list[tuple[str, int, int]]]
    orders: dict[int, Order]  # of the latest quotes of the statements, and of whatever is looked up
    judged: set[int]  # quotes of which a person has judged a contradiction


class _Moves(Exception):  # noqa: N818 -- no error, but the end of trying
    """That more changes than what is added."""


def known_of(db: Database, quotes: Quotes, statements: Iterable[int], judged: Iterable[int]) -> Known:
    """Read what is known of statements."""
    wanted = set(statements)
    found = {one: profiles.from_bytes(kept) for one, kept in stored.read_profiles(db, wanted).items()}
    short = stored.members(db, wanted - found.keys())
    heads = stored.heads(db, wanted)
    quotes.read({*(one for listed in short.values() for one in listed), *(one.reference for one in heads.values())})
    for statement, listed in short.items():
        found[statement] = profiles.profile([quotes.quote(one) for one in listed], listed)
    latest = ranked(db, (int(one["quote"][-1]) for one in found.values()))
    orders = {one: row.order for one, row in latest.items()}
    return Known(heads, found, stored.inside(db, wanted), orders, set(judged))


def addition(db: Database, quotes: Quotes, known: Known, statement: int, new: Mapping[int, Order]) -> Addition | None:
    """What adding quotes to a statement comes to; None when its reference, its earliest quote or more would change."""
    if statement not in known.heads or known.judged & set(known.profiles[statement]["quote"].tolist()):
        return None
    inside = known.inside.get(statement, [])
    adding = _Adding(db, quotes, known.heads[statement], known.profiles[statement], inside, known.orders)
    try:
        for row_id in sorted(new, key=lambda one: new[one]):
            adding.add(row_id, new[row_id])
        return adding.done(set(new))
    except _Moves:
        return None


@dataclass(slots=True)
class _Adding:
    """One statement while quotes are added to it."""

    db: Database
    quotes: Quotes
    head: Head
    before: Profile
    inside: list[tuple[str, int, int]]
    orders: dict[int, Order]
    profile: Profile = field(init=False)
    rows: list[Added] = field(default_factory=list)
    later: list[ArticleLink] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    told: dict[tuple[str, tuple[str, ...]], Order] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.profile = self.before

    def add(self, row_id: int, order: Order) -> None:
        quote = self.quotes.quote(row_id)
        row = profiles.record(quote, row_id)
        if (self.before["first"] == row[4]).any():  # another quote of one article, or another version of it
            raise _Moves
        place = self._place(order)
        if place == 0:
            raise _Moves
        self._link(quote, row, place)
        self._insert(row, place)
        self.orders[row_id] = order
        self.rows.append(self._member(row_id, quote, row))
        self._contradict(row_id, quote, order)

    def _place(self, order: Order) -> int:
        """Where a quote stands: behind all others, as news does, or in between."""
        listed = self.profile["quote"]
        if order > self._order(int(listed[-1])):
            return len(listed)
        return bisect_left(range(len(listed)), order, key=lambda at: self._order(int(listed[at])))

    def _order(self, row_id: int) -> Order:
        if row_id not in self.orders:
            self.orders[row_id] = ranked(self.db, [row_id])[row_id].order
        return self.orders[row_id]

    def _insert(self, row: Sequence[int], place: int) -> None:
        new = not (self.profile["wording"] == row[1]).any()
        self.profile = profiles.inserted(self.profile, place, row)
        if new:
            carriers = profiles.wordings(self.profile)
            texts = stored.texts(self.db, carriers.values())
            self.profile = profiles.with_parts(self.profile, {one: texts[by] for one, by in carriers.items()})

    def _link(self, quote: PlacedQuote, row: Sequence[int], place: int) -> None:
        """The article that prints the words of a new quote first."""
        if not may_be_later(quote):
            return
        same = (self.profile["words"] == row[2]) & ((self.profile["flags"] & profiles.LATER) != 0)
        if not same[:place].any():
            if same[place:].any():
                raise _Moves
            return
        first = self.quotes.quote(int(self.profile["quote"][:place][same[:place]][0]))
        if quote.article not in self.linked and is_later(quote, first):
            self.linked.add(quote.article)
            self.later.append(later_link(quote, first))

    def _member(self, row_id: int, quote: PlacedQuote, row: Sequence[int]) -> Added:
        twin = profiles.twin(self.before, row)
        if twin is not None:
            return Added(self.head.statement, *stored.stored_member(self.db, twin), row_id)
        ids = (self.head.reference, row_id)
        reference = self.quotes.quote(self.head.reference)
        found = member([reference, quote], lambda at: self.quotes.prepared(ids[at]), 0, 1, {})
        differences = json.dumps(found.differences, ensure_ascii=False) if found.differences else None
        return Added(self.head.statement, found.relation, round(found.similarity, 4), differences, row_id)

    def _contradict(self, row_id: int, quote: PlacedQuote, order: Order) -> None:
        """What the rules find between the reference wording and a new one that no earlier quote has."""
        reference = self.quotes.quote(self.head.reference)
        if not may_differ(reference, quote):
            return
        one = self.quotes.prepared(row_id)
        if is_told(reference, one):
            raise _Moves
        if words(quote.text) == words(reference.text):
            return
        comparison = compare(reference.text, quote.text)
        for found in differing(self.quotes.prepared(self.head.reference), one, comparison):
            earlier = self._known(found.kind, one.words)
            if earlier is None:
                self.told[found.kind, one.words] = order
                self.contradictions.append(found)
            elif earlier > order:
                raise _Moves

    def _known(self, kind: str, own: tuple[str, ...]) -> Order | None:
        """Where the quote stands of which a rule has found something for the same words."""
        for one, left, right in self.inside:
            if one == kind and left == self.head.reference and self.quotes.prepared(right).words == own:
                return self._order(right)
        return self.told.get((kind, own))

    def done(self, new: set[int]) -> Addition:
        place, reason = profiles.reference(self.profile)
        listed, flags = self.profile["quote"].tolist(), self.profile["flags"]
        spoken, dated = (flags & profiles.SPOKEN) != 0, (flags & profiles.DATED) != 0
        if listed[place] != self.head.reference or (spoken.any() and listed[int(spoken.argmax())] in new):
            raise _Moves
        last = listed[len(listed) - 1 - int(dated[::-1].argmax())] if dated.any() else None
        return Addition(
            head=self.head,
            reason=reason,
            counts=profiles.counted(self.profile),
            latest=self.quotes.quote(last).published if last in new and last is not None else None,
            rows=self.rows,
            keys=[statement_key(self.quotes.quote(row.quote).key) for row in self.rows],
            later=self.later,
            contradictions=self.contradictions,
            profile=self.profile,
        )


def keep_added(db: Database, additions: Iterable[Addition]) -> None:
    """Keep the profiles of those statements that are long once quotes were added to them."""
    long = (one for one in additions if len(one.profile) >= LONG)
    stored.save_profiles(db, ((one.head.statement, profiles.as_bytes(one.profile)) for one in long))


def keep_profiles(
    db: Database,
    linked: Iterable[Statement],
    quotes: Mapping[str, PlacedQuote],
    ids: Mapping[str, int],
    statement_ids: Mapping[str, int],
) -> None:
    """Keep the profiles of those statements that are long."""
    stored.save_profiles(
        db,
        (
            (
                statement_ids[one.key],
                profiles.as_bytes(
                    profiles.profile([quotes[it.quote] for it in one.members], [ids[it.quote] for it in one.members])
                ),
            )
            for one in linked
            if len(one.members) >= LONG
        ),
    )
