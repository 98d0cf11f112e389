"""Quotes that came, went or changed: their statements and contradictions are found anew, and nobody else's.

What is kept makes this exact: whether two quotes are a pair depends on the two and on how many quotes have the keys
that they share (`linkage.pairs`), and a statement is made of quotes that offers join. So the pairs of changed quotes
are looked up, those of quotes whose keys have crossed a limit too, and every statement is made anew that an offer
which came or went can reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlite_utils import Database

from quote_loaders.contradictions.pairing import is_edited
from quote_loaders.contradictions.sketches import sketches
from quote_loaders.linkage.blocking import keys_of_words
from quote_loaders.linkage.ordered import Ordered, firsts, is_telling, ordered, same_occasion
from quote_loaders.linkage.pairs import CROWDED
from quote_loaders.linking.evaluated import Checked, evaluated, stale
from quote_loaders.linking.neighbours import Sizes, is_of_words
from quote_loaders.linking.parents import Quotes
from quote_loaders.linking.placing import Change, Moved, link_moved
from quote_loaders.linking.regrouping import MOST, judged_keys, vocabulary
from quote_loaders.linking.speakers import TooMuchError
from quote_loaders.records import Judgement
from quote_loaders.store import blocks, kept
from quote_loaders.store.kept import Kept, KeptFinding

_NONE = blocks.First(0, 0)


def changed_quotes(db: Database, judgements: Sequence[Judgement], dirty: set[int], rendered: set[int]) -> int:
    """Link the quotes that changed with all that is kept; rows written. Raises TooMuchError.

    The statements of `rendered` are written anew too: what they say of the article has changed, and no pair.
    """
    apart = judged_keys(db, judgements)
    quotes = Quotes(db)
    change = _placed(db, quotes, dirty, apart)
    again, checked, sizes = _keep(db, change)
    moved = _renew_pairs(db, quotes, change, again, checked, sizes, judgements)
    old = rendered - (change.after.keys() - change.before.keys())
    roots = {row.first for row in kept.read_kept(db, old).values()} | {row.first for row in change.before.values()}
    roots |= {row.first for one, row in change.after.items() if one in change.before or one in apart.values()}
    gone = {row.statement for row in change.before.values() if row.statement is not None}
    return link_moved(db, quotes, judgements, change, moved, roots, gone)


def _placed(db: Database, quotes: Quotes, dirty: set[int], apart: Mapping[str, int]) -> Change:
    """The changed quotes with those that they stood for, or stand for now, and which quote stands for each of them."""
    stand_alone = set(apart.values())
    while True:
        dirty = dirty | kept.following(db, dirty)
        if len(dirty) > MOST:
            raise TooMuchError
        found = quotes.present(dirty)
        ids_of = {quote.key: row_id for row_id, quote in found.items()}
        one = ordered(list(found.values()), vocabulary())
        ids = [ids_of[quote.key] for quote in one.quotes]
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
    drawn = sketches(some.words, np.fromiter((is_edited(quote.text) for quote in some.quotes), np.bool_, len(own)))
    rows = kept.kept_rows(ids, stands, [quote.language for quote in one.quotes], one.measures, keys, own, drawn)
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
        candidates = blocks.week_members(db, words[place], week).quotes.tolist()
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
    found = keys_of_words(one.words.of(np.array(places, dtype=np.int64)))
    return dict(zip(places, found.view(np.int64).tolist(), strict=True))


def _keep(db: Database, change: Change) -> tuple[set[int], Checked, Sizes]:
    """Keep the quotes as they are now; which others have to be paired anew, which have to be checked; sizes of keys.

    A key that has become crowded takes pairs away from those that have it: these are checked. One that no longer is
    gives them pairs, and so does becoming the first of a crowded one: these are paired anew.
    """
    old = {(key, row.week, row.quote) for row in change.before.values() for key in row.hashes()}
    new = {(key, row.week, row.quote) for row in change.after.values() for key in row.hashes()}
    keys = {key for key, _, _ in old | new}
    most = CROWDED + 1 + len(change.before) + len(change.after)
    grown = Counter(key for key, _, _ in new)
    grown.subtract(key for key, _, _ in old)
    then = blocks.block_sizes(db, keys, most)
    now = {key: size + grown[key] for key, size in then.items()}
    weeks, first_then = _weeks(db, old, new, then, most), _first(db, then)
    shaken = _shaken(db, then, change.before) if change.before else {}
    blocks.forget_keys(db, old - new)
    kept.forget_kept(db, change.before.keys() - change.after.keys())
    kept.save_kept(db, change.after.values())
    blocks.save_keys(db, sorted((key, week, quote, change.weights[quote, key]) for key, week, quote in new))
    first_now = _first_again(db, now, first_then, old ^ new)
    again: set[int] = set()
    checked = Checked()
    for key in keys:
        if then[key] <= CROWDED < now[key]:
            checked.among.append({*blocks.block(db, key).quotes.tolist()})
        elif now[key] <= CROWDED < then[key]:
            again |= {*blocks.block(db, key).quotes.tolist()}
        elif now[key] > CROWDED and (key in shaken or first_then.get(key) != first_now.get(key)):
            again |= {first_now[key].quote} if key in first_now else set()
            checked.alone |= shaken.get(key, {first_then.get(key, _NONE).quote}) - {first_now.get(key, _NONE).quote}
    for (key, week), (before, size) in weeks.items():
        if now[key] > CROWDED and before <= CROWDED < size:
            checked.among.append({*blocks.week_members(db, key, week).quotes.tolist()})
        elif now[key] > CROWDED and size <= CROWDED < before:
            again |= {*blocks.week_members(db, key, week).quotes.tolist()}
    return again - change.after.keys(), checked, Sizes(now, first_now)


def _weeks(
    db: Database,
    old: set[tuple[int, int, int]],
    new: set[tuple[int, int, int]],
    sizes: Mapping[int, int],
    most: int,
) -> dict[tuple[int, int], tuple[int, int]]:
    """How many quotes have a crowded key in a week, for those that change: before that and afterwards."""
    grown = Counter((key, week) for key, week, _ in new - old)
    grown.subtract((key, week) for key, week, _ in old - new)
    sizes_then = {
        (key, week): blocks.week_size(db, key, week, most) for key, week in grown if sizes.get(key, 0) > CROWDED
    }
    return {pair: (size, size + grown[pair]) for pair, size in sizes_then.items()}


def _first(db: Database, sizes: Mapping[int, int]) -> dict[int, blocks.First]:
    """The first quote of each crowded key that is made of words."""
    crowded = (key for key, size in sizes.items() if size > CROWDED and is_of_words(key))
    return {key: first for key in crowded if (first := blocks.first_of(db, key)) is not None}


def _first_again(
    db: Database, sizes: Mapping[int, int], then: Mapping[int, blocks.First], moved: Iterable[tuple[int, int, int]]
) -> dict[int, blocks.First]:
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
            members = {*blocks.week_members(db, key, blocks.first_week(db, key)).quotes.tolist()}
            if members & before.keys():
                found[key] = members - before.keys()
    return found


def _renew_pairs(
    db: Database,
    quotes: Quotes,
    change: Change,
    again: set[int],
    checked: Checked,
    sizes: Sizes,
    judgements: Sequence[Judgement],
) -> Moved:
    """Keep the pairs of the changed quotes as they are now; what came and what went."""
    rows = {**{row.quote: row for row in change.after.values() if row.keys}, **kept.read_kept(db, again)}
    nodes = change.before.keys() | rows.keys()
    if len(nodes) > MOST:
        raise TooMuchError
    offers_then, findings_then = kept.read_offers(db, nodes), kept.read_findings(db, nodes)
    offers_now, found = evaluated(db, quotes, rows, sizes, judgements)
    kept.forget_pairs(db, nodes)
    kept.save_offers(db, offers_now)
    kept.save_findings(db, found)
    stale_offers, stale_findings = stale(db, checked)
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
