"""New quotes go to the statements of their roots; where more than that changes, statements are made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from quote_loaders.contradictions import in_order, within
from quote_loaders.judgements import upheld_contradictions
from quote_loaders.linkage.clusters import statements
from quote_loaders.linking.added import Addition, addition, keep_added, keep_profiles, known_of
from quote_loaders.linking.disputes import settle
from quote_loaders.linking.parents import Parents, Quotes
from quote_loaders.linking.regrouping import Reached, from_kept, made_anew, reached
from quote_loaders.linking.whole import later_row, save_later
from quote_loaders.records import Judgement
from quote_loaders.store import kept, profiles
from quote_loaders.store.disputes import add_contradictions
from quote_loaders.store.kept import Kept, KeptOffer
from quote_loaders.store.linked import article_ids, save_later_wordings, save_links
from quote_loaders.store.parents import Ranked, ranked
from quote_loaders.store.placed import read_quotes
from quote_loaders.store.profiles import Counted


class Change(NamedTuple):
    """Quotes that are placed anew: as they were kept, and as they are now."""

    before: dict[int, Kept]
    after: dict[int, Kept]
    weights: dict[tuple[int, int], int]  # (quote, key) -> weight, of those with keys


class Moved(NamedTuple):
    """Offers that came and went, and the ends (ids) of findings that did: those between old quotes, and all."""

    came: set[KeptOffer]
    went: set[KeptOffer]
    disputed: set[int]
    neighbours: set[int]


class _Homes(NamedTuple):
    """Where new quotes go: the statements that they are added to, and groups of their own by root."""

    added: dict[int, set[int]]
    fresh: dict[int, set[int]]


def link_moved(
    db: Database,
    quotes: Quotes,
    judgements: Sequence[Judgement],
    change: Change,
    moved: Moved,
    roots: set[int],
    gone: set[int],
) -> int:
    """Put the new quotes into statements, and make those anew that change otherwise; rows written.

    `roots` are first quotes whose statements have to be made anew, `gone` statements that have lost quotes.
    """
    new = {one: row for one, row in change.after.items() if one not in change.before}
    parents = Parents(db, quotes)
    roots = roots | moved.disputed | _shifted(db, quotes, parents, change, moved, new)
    ranks = ranked(db, new)
    homes = _homes(db, parents, new, ranks, roots)
    anew, additions = _decided(db, judgements, quotes, homes, ranks, roots, gone, new)
    again = {one: homes.added[one] for one in homes.added.keys() - anew.touched - additions.keys()}
    stored = profiles.members(db, again)
    fixed = {one: {*stored[one], *added} for one, added in again.items()}
    rest = new.keys() - anew.members.keys()
    written = _save_fresh(db, judgements, {one: row for one, row in new.items() if one in rest}, homes.fresh)
    written += _save(db, [*additions.values()])
    if anew.members or anew.touched or fixed:
        written += made_anew(db, judgements, anew, fixed, moved.neighbours, set(change.after))
    return written + settle(db, judgements, rest - {one for listed in fixed.values() for one in listed})


def _shifted(
    db: Database, quotes: Quotes, parents: Parents, change: Change, moved: Moved, new: Mapping[int, Kept]
) -> set[int]:
    """First quotes whose statements may change by offers that came and went, beyond gaining new quotes."""
    gone = change.before.keys()
    offers = moved.came | moved.went
    shaken = {one for one in offers if one.translates or one.below in gone or one.above in gone}
    found = {end for one in shaken for end in (one.below, one.above)}
    old = {one.below for one in offers - shaken} - new.keys() - found
    if not old:
        return found
    then = Parents(db, quotes, moved.came, moved.went - shaken)
    then.load(old)
    parents.load(old)
    other = {one for one in old if then.of(one).root != parents.of(one).root}
    return found | {end for one in offers if one.below in other for end in (one.below, one.above)}


def _homes(
    db: Database, parents: Parents, new: Mapping[int, Kept], ranks: dict[int, Ranked], roots: set[int]
) -> _Homes:
    """Where new quotes go; those whose statement they would be the first of join `roots`."""
    added: dict[int, set[int]] = defaultdict(set)
    fresh: dict[int, set[int]] = defaultdict(set)
    firsts = {row.first for row in new.values()}
    parents.load(firsts & new.keys())
    root_of = {one: parents.of(one) if one in new else None for one in firsts}
    wanted = {one for one in firsts if one not in new}
    wanted |= {end for found in root_of.values() if found for end in (found.root, found.parent) if end is not None}
    ranks.update(ranked(db, wanted - ranks.keys()))
    for one, row in new.items():
        found = root_of[row.first]
        root = found.root if found is not None else row.first
        if root in new:
            fresh[root].add(one)
            continue
        statement = ranks[root].statement
        above = [end for end in (root, found.parent if found else None) if end is not None]
        if statement is None or not any(ranks[end].order < ranks[one].order for end in above):
            roots.add(row.first)
        else:
            added[statement].add(one)
    return _Homes(added, fresh)


def _decided(
    db: Database,
    judgements: Sequence[Judgement],
    quotes: Quotes,
    homes: _Homes,
    ranks: Mapping[int, Ranked],
    roots: set[int],
    gone: set[int],
    new: Mapping[int, Kept],
) -> tuple[Reached, dict[int, Addition]]:
    """What is made anew, and what is added to other statements where that is all.

    Statements that have lost quotes are made anew whatever is added: their profiles know the quotes that went.
    """
    quotes.read(new)
    whole = {statement: added for statement, added in homes.added.items() if statement not in gone}
    contested = {key for one in judgements if one.subject == "contradiction" for key in (one.left, one.right)}
    judged = set(kept.quote_ids(db, contested).values()) if contested else set()
    known = known_of(db, quotes, whole, judged)
    found = {
        statement: addition(db, quotes, known, statement, {one: ranks[one].order for one in added})
        for statement, added in whole.items()
    }
    while True:
        anew = reached(db, judgements, roots, gone) if roots or gone else Reached({}, set(), set())
        drawn = {
            one
            for statement, added in homes.added.items()
            if statement in anew.touched or added & anew.members.keys()
            for one in added
        }
        drawn |= {one for added in homes.fresh.values() if added & anew.members.keys() for one in added}
        if not drawn - anew.members.keys():
            break
        roots |= {new[one].first for one in drawn}
    return anew, {one: what for one, what in found.items() if what is not None and one not in anew.touched}


def _save_fresh(
    db: Database, judgements: Sequence[Judgement], rest: Mapping[int, Kept], groups: Mapping[int, Iterable[int]]
) -> int:
    """Save the statements that new quotes make by themselves; rows written."""
    rows = {one: rest[one] for listed in groups.values() for one in listed if one in rest}
    if not rows:
        return 0
    placed = {quote.key: (row_id, quote) for row_id, quote in read_quotes(db, rows)}
    one, ids = from_kept(placed, rows)
    place = {row_id: at for at, row_id in enumerate(ids)}
    linked = list(
        statements(one, {place[root]: [place[it] for it in listed] for root, listed in groups.items() if root in rows})
    )
    by_key = {quote.key: quote for quote in one.quotes}
    key_ids = {key: row_id for key, (row_id, _) in placed.items()}
    found = upheld_contradictions(
        in_order(item for statement in linked for item in within(statement, by_key)), judgements
    )
    written, statement_ids = save_links(db, linked, found, by_key, key_ids, set(), {}, set())
    home = {member.quote: statement.key for statement in linked for member in statement.members}
    kept.statement_of(db, ((statement_ids[home[key]], row_id) for key, row_id in key_ids.items()))
    keep_profiles(db, linked, by_key, key_ids, statement_ids)
    return written + save_later(db, linked, by_key, statement_ids, set())


def _save(db: Database, additions: Sequence[Addition]) -> int:
    """Save what adding quotes to statements comes to; rows written."""
    rows = [row for one in additions for row in one.rows]
    written = profiles.add_members(db, rows)
    written += profiles.add_keys(db, ((key, one.head.statement) for one in additions for key in one.keys))
    written += profiles.save_counts(
        db, [Counted(one.head.statement, one.reason, one.counts._asdict(), one.latest) for one in additions]
    )
    kept.statement_of(db, ((row.statement, row.quote) for row in rows))
    keep_added(db, additions)
    written += sum(
        add_contradictions(db, one.contradictions, one.head.statement) for one in additions if one.contradictions
    )
    later = [(one.head.statement, link) for one in additions for link in one.later]
    if later:
        known = article_ids(db, {key for _, link in later for key in (link.article, link.from_article or "")})
        found = [later_row(statement, link, known) for statement, link in later]
        written += save_later_wordings(db, (), found, set())
    return written
