"""Statements that are made anew: all that offers and judgements can reach from some quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from sqlite_utils import Database

from quote_loaders.contradictions import in_order, surest, within
from quote_loaders.judgements import upheld_contradictions
from quote_loaders.linkage.clusters import Offer, grouped, judged, statements
from quote_loaders.linkage.columns import Vocabulary, columns
from quote_loaders.linkage.judged import Groups
from quote_loaders.linkage.ordered import Ordered, languages
from quote_loaders.linkage.prepared import Preparing
from quote_loaders.linking.added import keep_profiles
from quote_loaders.linking.speakers import TooMuchError
from quote_loaders.linking.whole import save_later
from quote_loaders.records import Judgement, PlacedQuote
from quote_loaders.store import kept
from quote_loaders.store.kept import Kept, KeptOffer
from quote_loaders.store.linked import save_links
from quote_loaders.store.members import known_members, stored_findings
from quote_loaders.store.placed import read_quotes
from quote_loaders.store.profiles import forget_profiles

_WORDS = 100_000  # words of a vocabulary that is kept
MOST = 20_000  # quotes that are touched: with more everything is linked again


class Reached(NamedTuple):
    """The quotes whose statements are made anew, the offers among them, and the statements that they were in."""

    members: dict[int, Kept]
    offers: set[KeptOffer]
    touched: set[int]


def _component(
    db: Database, roots: set[int], judged_pairs: Sequence[tuple[int, int]]
) -> tuple[set[int], set[KeptOffer]]:
    """The first quotes that offers and judgements join to some, and the offers among them; raises TooMuchError."""
    found: set[int] = set()
    offered: set[KeptOffer] = set()
    new = set(roots)
    while new:
        found |= new
        if len(found) > MOST:
            raise TooMuchError
        some = kept.read_offers(db, new)
        offered |= some
        ends = {end for one in some for end in (one.below, one.above)}
        ends |= {end for pair in judged_pairs if set(pair) & new for end in pair}
        new = ends - found
    return found, offered


def made_anew(
    db: Database,
    judgements: Sequence[Judgement],
    found: Reached,
    fixed: Mapping[int, Iterable[int]],
    neighbours: set[int],
    dirty: set[int],
) -> int:
    """Make statements anew, of what was reached and of quotes that are grouped already; rows written.

    `fixed` are statements (ids) with all their quotes; `dirty` quotes that have changed or are new.
    """
    members = {**found.members, **kept.read_kept(db, {one for listed in fixed.values() for one in listed})}
    placed = {quote.key: (row_id, quote) for row_id, quote in read_quotes(db, members)}
    one, ids = from_kept(placed, members)
    groups = _groups(one, ids, members, found, fixed, judgements)
    linked = list(statements(one, groups, known_members(db, ids, dirty)))
    by_key = {quote.key: quote for quote in one.quotes}
    home = {member.quote: statement.key for statement in linked for member in statement.members}
    disputes, others, other_home, orders = stored_findings(db, set(ids))
    contradictions = [item for statement in linked for item in within(statement, by_key)]
    contradictions += surest(disputes, {**other_home, **home}, orders)
    contradictions = upheld_contradictions(in_order(contradictions), judgements)
    key_ids = {key: row_id for key, (row_id, _) in placed.items()}
    others = {key: where for key, where in others.items() if key not in home}
    around = {row.statement for row in kept.read_kept(db, neighbours).values() if row.statement is not None}
    touched = found.touched | fixed.keys()
    written, statement_ids = save_links(db, linked, contradictions, by_key, key_ids, touched, others, around)
    kept.statement_of(db, ((statement_ids[home[key]], row_id) for key, row_id in key_ids.items()))
    forget_profiles(db, touched | set(statement_ids.values()))
    keep_profiles(db, linked, by_key, key_ids, statement_ids)
    return written + save_later(db, linked, by_key, statement_ids, touched)


def _groups(
    one: Ordered,
    ids: Sequence[int],
    members: Mapping[int, Kept],
    found: Reached,
    fixed: Mapping[int, Iterable[int]],
    judgements: Sequence[Judgement],
) -> Groups:
    """Groups of places: by the offers among what was reached, and those that are fixed."""
    place = {row_id: at for at, row_id in enumerate(ids)}
    whole = {place[row_id] for listed in fixed.values() for row_id in listed}
    first = np.array([place.get(members[row_id].first, at) for at, row_id in enumerate(ids)], dtype=np.int64)
    listed = [Offer(place[item.below], place[item.above], *item[2:]) for item in sorted(found.offers)]
    groups = dict(grouped(one, first, listed, *judged(one, judgements)))
    groups = {root: [at for at in own if at not in whole] for root, own in groups.items()}
    groups = {root: own for root, own in groups.items() if own}
    return groups | {min(own): own for own in ([place[it] for it in listed] for listed in fixed.values())}


def reached(db: Database, judgements: Sequence[Judgement], roots: set[int], gone: set[int]) -> Reached:
    """What is made anew because of some first quotes, and of statements that lost quotes; raises TooMuchError."""
    judged_ids = judged_keys(db, judgements)
    judged_pairs = [
        (judged_ids[one.left], judged_ids[one.right])
        for one in judgements
        if one.subject == "same statement" and one.left in judged_ids and one.right in judged_ids
    ]
    while True:
        component, offered = _component(db, roots, judged_pairs)
        members = kept.read_kept(db, kept.following(db, component))
        if len(members) > MOST:
            raise TooMuchError
        touched = {row.statement for row in members.values() if row.statement is not None} | gone
        more = kept.read_kept(db, kept.in_statements(db, touched) - members.keys())
        if not more:
            return Reached(members, offered, touched)
        roots = component | {row.first for row in more.values()}


@lru_cache(maxsize=1)
def _known_words() -> Vocabulary:
    return Vocabulary()


def vocabulary() -> Vocabulary:
    """The words that this process has met: who watches sources links little, but often."""
    if len(_known_words()) > _WORDS:
        _known_words.cache_clear()
    return _known_words()


def from_kept(placed: Mapping[str, tuple[int, PlacedQuote]], members: Mapping[int, Kept]) -> tuple[Ordered, list[int]]:
    """Quotes in order with their kept measures; their words aren't looked at."""
    listed = sorted(placed.values(), key=lambda one: (one[1].published_order, -members[one[0]].words, one[1].key))
    quotes = [quote for _, quote in listed]
    ids = [row_id for row_id, _ in listed]
    measures = kept.measures_of([members[row_id] for row_id in ids])
    return Ordered(quotes, columns([]), measures, languages(quotes), Preparing(quotes)), ids


def judged_keys(db: Database, judgements: Sequence[Judgement]) -> dict[str, int]:
    """The quotes (ids by key) that people have judged to be one statement, or two."""
    keys = {key for one in judgements if one.subject == "same statement" for key in (one.left, one.right)}
    return kept.quote_ids(db, keys) if keys else {}
