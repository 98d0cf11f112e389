"""Quotes that came, went or changed: their statements and contradictions are found anew, and nobody else's.

What is kept makes this exact: whether two quotes are a pair depends on the two and on how many quotes have the keys
that they share (`linkage.pairs`), and a statement is made of quotes that offers join. So the pairs of changed quotes
are looked up, those of quotes whose keys have crossed a limit too, and every statement is made anew that an offer
which came or went can reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlite_utils import Database

from quote_loaders.contradictions.pairing import disputable
from quote_loaders.linkage.blocking import WORDS
from quote_loaders.linkage.clusters import judged, offers
from quote_loaders.linkage.measures import Measures
from quote_loaders.linkage.ordered import Ordered, firsts, is_telling, ordered, same_occasion
from quote_loaders.linkage.pairs import CROWDED, Pairs, may_contradict, may_repeat, may_translate
from quote_loaders.linking.neighbours import Shared, as_pairs, is_of_words, shared_by
from quote_loaders.linking.placing import Change, Moved, link_moved
from quote_loaders.linking.regrouping import MOST, from_kept, judged_keys
from quote_loaders.linking.rows import kept_offers
from quote_loaders.linking.speakers import TooMuchError
from quote_loaders.linking.whole import found_between
from quote_loaders.records import Contradiction, Judgement
from quote_loaders.store import kept
from quote_loaders.store.kept import Kept, KeptFinding, KeptOffer
from quote_loaders.store.placed import read_quotes

_NONE = kept.First(0, 0)


@dataclass(slots=True)
class _Checked:
    """Quotes whose pairs may be none any more: the pairs among some, and all pairs of others."""

    among: list[set[int]] = field(default_factory=list)
    alone: set[int] = field(default_factory=set)

    def ends(self) -> set[int]:
        """All the quotes."""
        return self.alone.union(*self.among)

    def has(self, left: int, right: int) -> bool:
        """Whether a pair is to be checked."""
        return bool({left, right} & self.alone) or any(left in one and right in one for one in self.among)


def changed_quotes(db: Database, judgements: Sequence[Judgement], dirty: set[int], rendered: set[int]) -> int:
    """Link the quotes that changed with all that is kept; rows written. Raises TooMuchError.

    The statements of `rendered` are written anew too: what they say of the article has changed, and no pair.
    """
    apart = judged_keys(db, judgements)
    change = _placed(db, dirty, apart)
    again, checked, sizes = _keep(db, change)
    moved = _renew_pairs(db, change, again, checked, sizes, judgements)
    old = rendered - (change.after.keys() - change.before.keys())
    roots = {row.first for row in kept.read_kept(db, old).values()} | {row.first for row in change.before.values()}
    roots |= {row.first for one, row in change.after.items() if one in change.before or one in apart.values()}
    gone = {row.statement for row in change.before.values() if row.statement is not None}
    return link_moved(db, judgements, change, moved, roots, gone)


def _placed(db: Database, dirty: set[int], apart: Mapping[str, int]) -> Change:
    """The changed quotes with those that they stood for, or stand for now, and which quote stands for each of them."""
    stand_alone = set(apart.values())
    while True:
        dirty = dirty | kept.following(db, dirty)
        if len(dirty) > MOST:
            raise TooMuchError
        found = {quote.key: (row_id, quote) for row_id, quote in read_quotes(db, dirty)}
        one = ordered([quote for _, quote in found.values()])
        ids = [found[quote.key][0] for quote in one.quotes]
        alone = {place for place, row_id in enumerate(ids) if row_id in stand_alone}
        first = firsts(one, alone).tolist()
        outside, more = _outside(db, one, dirty | stand_alone, first, alone)
        if not more - dirty:
            break
        dirty |= more
    own = [place for place, its in enumerate(first) if its == place and place not in outside]
    some = one.of(np.array(own, dtype=np.int64))
    keys = some.keys()
    stands = [outside[its] if its in outside else ids[its] for its in first]
    rows = kept.kept_rows(ids, stands, [quote.language for quote in one.quotes], one.measures, keys, own)
    signed = keys.hashes.view(np.int64).tolist()
    owners = [ids[own[at]] for at in keys.places.tolist()]
    weights = dict(zip(zip(owners, signed, strict=True), keys.weights.tolist(), strict=True))
    return Change(kept.read_kept(db, dirty), {row.quote: row for row in rows}, weights)


def _outside(
    db: Database, one: Ordered, inside: set[int], first: Sequence[int], alone: set[int]
) -> tuple[dict[int, int], set[int]]:
    """For first quotes: the kept one (id) that is earlier and stands for them; and kept ones that they come before."""
    heads = [place for place, its in enumerate(first) if its == place and place not in alone and is_telling(one, place)]
    words = _words_keys(one, heads)
    outside: dict[int, int] = {}
    more: set[int] = set()
    for place in heads:
        week = int(one.measures.weeks[place])
        candidates = [quote for quote, _ in kept.week_members(db, words[place], week, -1)]
        for row in kept.read_kept(db, set(candidates) - inside).values():
            if kept.occasion(row) == _occasion(one, place):
                quote = one.quotes[place]
                if kept.order_of(db, row) < (quote.published_order, -int(one.measures.sizes[place]), quote.key):
                    outside[place] = row.quote
                else:
                    more.add(row.quote)
    return outside, more


def _occasion(one: Ordered, place: int) -> tuple[int, int, str, bool]:
    speaker, week, language, denies = same_occasion(one, place)
    return int(np.uint64(speaker).astype(np.int64)), week, language, denies


def _words_keys(one: Ordered, places: Sequence[int]) -> dict[int, int]:
    """The key that is made of all words, of quotes at some places."""
    some = one.of(np.array(places, dtype=np.int64))
    keys = some.keys()
    chosen = keys.of(keys.kinds == WORDS)
    return {
        places[at]: key for at, key in zip(chosen.places.tolist(), chosen.hashes.view(np.int64).tolist(), strict=True)
    }


def _keep(db: Database, change: Change) -> tuple[set[int], _Checked, dict[int, int]]:
    """Keep the quotes as they are now; which others have to be paired anew, which have to be checked; sizes of keys.

    A key that has become crowded takes pairs away from those that have it: these are checked. One that no longer is
    gives them pairs, and so does becoming the first of a crowded one: these are paired anew.
    """
    old = {(key, row.week, row.quote) for row in change.before.values() for key in row.hashes()}
    new = {(key, row.week, row.quote) for row in change.after.values() for key in row.hashes()}
    moved = old ^ new
    keys = {key for key, _, _ in old | new}
    most = CROWDED + 1 + len(change.before) + len(change.after)
    then = kept.block_sizes(db, keys, most)
    weeks_then, first_then = _weeks(db, moved, then, most), _first(db, then)
    shaken = _shaken(db, then, change.before) if change.before else {}
    kept.forget_keys(db, old - new)
    kept.forget_kept(db, change.before.keys() - change.after.keys())
    kept.save_kept(db, change.after.values())
    kept.save_keys(db, sorted((key, week, quote, change.weights[quote, key]) for key, week, quote in new))
    grown = Counter(key for key, _, _ in new)
    grown.subtract(key for key, _, _ in old)
    now = {key: size + grown[key] for key, size in then.items()}
    weeks_now, first_now = _weeks(db, moved, now, most), _first_again(db, now, first_then, moved)
    again: set[int] = set()
    checked = _Checked()
    for key in keys:
        if then[key] <= CROWDED < now[key]:
            checked.among.append({one[0] for one in kept.block(db, key)})
        elif now[key] <= CROWDED < then[key]:
            again |= {one[0] for one in kept.block(db, key)}
        elif now[key] > CROWDED and (key in shaken or first_then.get(key) != first_now.get(key)):
            again |= {first_now[key].quote} if key in first_now else set()
            checked.alone |= shaken.get(key, {first_then.get(key, _NONE).quote}) - {first_now.get(key, _NONE).quote}
    for (key, week), size in weeks_now.items():
        before = weeks_then.get((key, week), size)
        if before <= CROWDED < size:
            checked.among.append({one for one, _ in kept.week_members(db, key, week, -1)})
        elif size <= CROWDED < before:
            again |= {one for one, _ in kept.week_members(db, key, week, -1)}
    return again - change.after.keys(), checked, now


def _weeks(
    db: Database, moved: Iterable[tuple[int, int, int]], sizes: Mapping[int, int], most: int
) -> dict[tuple[int, int], int]:
    """How many quotes have a crowded key in a week, for those that changed."""
    pairs = {(key, week) for key, week, _ in moved if sizes.get(key, 0) > CROWDED}
    return {(key, week): len(kept.week_members(db, key, week, most)) for key, week in pairs}


def _first(db: Database, sizes: Mapping[int, int]) -> dict[int, kept.First]:
    """The first quote of each crowded key that is made of words."""
    crowded = (key for key, size in sizes.items() if size > CROWDED and is_of_words(key))
    return {key: first for key in crowded if (first := kept.first_of(db, key)) is not None}


def _first_again(
    db: Database, sizes: Mapping[int, int], then: Mapping[int, kept.First], moved: Iterable[tuple[int, int, int]]
) -> dict[int, kept.First]:
    """As `_first`, after quotes came and went: those of later weeks leave the first one what it is."""
    weeks: dict[int, int] = {}
    for key, week, _ in moved:
        weeks[key] = min(week, weeks.get(key, week))
    same = {key: one for key, one in then.items() if sizes[key] > CROWDED and weeks.get(key, one.week + 1) > one.week}
    return same | _first(db, {key: size for key, size in sizes.items() if key not in same})


def _shaken(db: Database, sizes: Mapping[int, int], before: Mapping[int, Kept]) -> dict[int, set[int]]:
    """Crowded keys of words whose first quote may have been one that went or changed; who has them in that week."""
    found: dict[int, set[int]] = {}
    for key, size in sizes.items():
        if size > CROWDED and is_of_words(key):
            week = kept.first_week(db, key)
            members = {one for one, _ in kept.week_members(db, key, week, -1)}
            if members & before.keys():
                found[key] = members - before.keys()
    return found


def _renew_pairs(
    db: Database,
    change: Change,
    again: set[int],
    checked: _Checked,
    sizes: Mapping[int, int],
    judgements: Sequence[Judgement],
) -> Moved:
    """Keep the pairs of the changed quotes as they are now; what came and what went."""
    rows = {**{row.quote: row for row in change.after.values() if row.keys}, **kept.read_kept(db, again)}
    nodes = change.before.keys() | rows.keys()
    if len(nodes) > MOST:
        raise TooMuchError
    offers_then, findings_then = kept.read_offers(db, nodes), kept.read_findings(db, nodes)
    offers_now, found = _evaluated(db, rows, change, sizes, judgements)
    kept.forget_pairs(db, nodes)
    kept.save_offers(db, offers_now)
    kept.save_findings(db, found)
    stale_offers, stale_findings = _stale(db, checked)
    kept.forget_offers(db, ((one.below, one.above) for one in stale_offers))
    kept.forget_findings(db, ((one.left, one.right) for one in stale_findings))
    findings_now = {KeptFinding(left, right, one.kind, one.score) for left, right, one in found}
    own = change.before.keys() | change.after.keys()
    disputed = (findings_then ^ findings_now) | stale_findings
    return Moved(
        came=offers_now - offers_then,
        went=(offers_then - offers_now) | stale_offers,
        disputed={one.left for one in disputed if not {one.left, one.right} & own},
        neighbours={end for one in disputed | findings_now | findings_then for end in (one.left, one.right)},
    )


def _evaluated(
    db: Database,
    rows: Mapping[int, Kept],
    change: Change,
    sizes: Mapping[int, int],
    judgements: Sequence[Judgement],
) -> tuple[set[KeptOffer], list[tuple[int, int, Contradiction]]]:
    """The offers and findings of some quotes with all others."""
    found = shared_by(db, rows.values(), sizes)
    weights = _weights(db, rows, change.weights, found)
    everyone = {**rows, **kept.read_kept(db, {one.other for one in found} - rows.keys())}
    possible = _possible(found, weights, everyone)
    some = sorted({one for pair in possible for one in pair})
    placed = {quote.key: (row_id, quote) for row_id, quote in read_quotes(db, some)}
    one, ids = from_kept(placed, everyone, words=True)
    place = {row_id: at for at, row_id in enumerate(ids)}
    shared = [item for item in found if (min(item.node, item.other), max(item.node, item.other)) in possible]
    pairs = as_pairs(shared, weights, place)
    _, no = judged(one, judgements)
    return set(kept_offers(offers(one, pairs, no), ids)), found_between(one, pairs, ids)


def _weights(
    db: Database, rows: Mapping[int, Kept], known: Mapping[tuple[int, int], int], found: Iterable[Shared]
) -> dict[tuple[int, int], int]:
    """The weights of the keys that the quotes share; those that are known aren't read."""
    wanted = {(one.node, one.key) for one in found} - known.keys()
    return {**known, **{pair: kept.weight_of(db, rows[pair[0]], pair[1]) for pair in wanted}}


def _possible(
    found: Iterable[Shared], weights: Mapping[tuple[int, int], int], rows: Mapping[int, Kept]
) -> set[tuple[int, int]]:
    """The pairs (ids, the smaller first) of which an offer or a finding may come, by what is kept of them."""
    listed, measures, pairs = _measured(found, weights, rows)
    offered = pairs.of(may_repeat(measures, pairs) | may_translate(pairs))
    return _ends(offered, listed) | _ends(disputable(measures, pairs), listed)


def _measured(
    found: Iterable[Shared], weights: Mapping[tuple[int, int], int], rows: Mapping[int, Kept]
) -> tuple[list[int], Measures, Pairs]:
    """The pairs of kept quotes that share keys, as places among these; their ids in order, and their measures."""
    listed = sorted(rows)
    place = {row_id: at for at, row_id in enumerate(listed)}
    return listed, kept.measures_of([rows[row_id] for row_id in listed]), as_pairs(found, weights, place)


def _stale(db: Database, checked: _Checked) -> tuple[set[KeptOffer], set[KeptFinding]]:
    """The offers and findings among quotes whose keys became crowded that no key proposes any more."""
    ends_checked = checked.ends()
    offered = {one for one in kept.read_offers(db, ends_checked) if checked.has(one.below, one.above)}
    found = {one for one in kept.read_findings(db, ends_checked) if checked.has(one.left, one.right)}
    pairs_kept = [(one.below, one.above) for one in offered] + [(one.left, one.right) for one in found]
    ends = {(min(pair), max(pair)) for pair in pairs_kept}
    rows = kept.read_kept(db, {end for pair in ends for end in pair})
    shared = shared_by(db, [rows[end] for end in {pair[0] for pair in ends}])
    shared = [one for one in shared if (min(one.node, one.other), max(one.node, one.other)) in ends]
    listed, measures, pairs = _measured(shared, _weights(db, rows, {}, shared), rows)
    repeats, translates, contradicts = (
        _ends(pairs.of(chosen), listed)
        for chosen in (may_repeat(measures, pairs), may_translate(pairs), may_contradict(pairs))
    )
    return (
        {one for one in offered if tuple(sorted(one[:2])) not in (translates if one.translates else repeats)},
        {one for one in found if tuple(sorted(one[:2])) not in contradicts},
    )


def _ends(some: Pairs, listed: Sequence[int]) -> set[tuple[int, int]]:
    """Both ends of pairs (ids, the smaller first)."""
    return {(listed[left], listed[right]) for left, right in zip(some.left.tolist(), some.right.tolist(), strict=True)}
