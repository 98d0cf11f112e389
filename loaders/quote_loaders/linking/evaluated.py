"""What comes of the pairs that some quotes are in: offers and findings, and which of these nothing proposes any more.

What is kept of quotes sorts most pairs out; of the others the words are read, and only what is left is read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlite_utils import Database

from quote_loaders.contradictions import disputed
from quote_loaders.contradictions.pairing import disputable, is_edited, promising, sorted_out, told_beside
from quote_loaders.contradictions.sketches import sketched
from quote_loaders.linkage.clusters import repeatable, repeating, translatable, translating
from quote_loaders.linkage.columns import Places, columns, hashed
from quote_loaders.linkage.judged import decided
from quote_loaders.linkage.measures import Measures
from quote_loaders.linkage.ordered import Ordered
from quote_loaders.linkage.pairs import Mask, Pairs, may_contradict, may_repeat, may_translate
from quote_loaders.linkage.prepared import Preparing
from quote_loaders.linking.neighbours import Sizes, at_places, shared_by
from quote_loaders.linking.parents import Listed, Quotes
from quote_loaders.linking.regrouping import vocabulary
from quote_loaders.linking.rows import kept_offers
from quote_loaders.records import Contradiction, Judgement
from quote_loaders.store import kept
from quote_loaders.store.kept import Kept, KeptFinding, KeptOffer
from quote_loaders.store.placed import read_wordings


@dataclass(slots=True)
class Checked:
    """Quotes whose pairs may be none any more: the pairs among some, and all pairs of others."""

    among: list[set[int]] = field(default_factory=list)
    alone: set[int] = field(default_factory=set)

    def ends(self) -> set[int]:
        """All the quotes."""
        return self.alone.union(*self.among)

    def has(self, left: int, right: int) -> bool:
        """Whether a pair is to be checked."""
        return bool({left, right} & self.alone) or any(left in one and right in one for one in self.among)


def evaluated(
    db: Database, quotes: Quotes, rows: Mapping[int, Kept], sizes: Sizes, judgements: Sequence[Judgement]
) -> tuple[set[KeptOffer], list[tuple[int, int, Contradiction]]]:
    """The offers and findings of some quotes with all others."""
    pairs, some, measures = _possible(db, shared_by(db, rows.values(), sizes))
    one, ids, edited, keys = _ordered(db, quotes, some, measures)
    pairs = at_places(pairs, {row_id: place for place, row_id in enumerate(ids)})
    repeats, translations = repeatable(one, pairs), translatable(one, pairs)
    sure, unsure = sorted_out(edited.__getitem__, one.words, one.measures, disputable(one.measures, pairs))
    quotes.read(ids[place] for part in (repeats, translations, sure, unsure) for place in {*part.left, *part.right})
    _, no = decided({key: place for place, key in enumerate(keys)}, judgements)
    offered = [*repeating(one, repeats, no), *translating(one, translations)]
    found = [item for part in (sure, unsure.of(told_beside(one.quotes, unsure))) for item in disputed(one, part)]
    return set(kept_offers(offered, ids)), [(ids[left], ids[right], item) for left, right, item in found]


def _possible(db: Database, found: Pairs) -> tuple[Pairs, Places, Measures]:
    """The pairs (ids) of which an offer or a finding may come, by what is kept of them; their ends, and measures."""
    listed, measures = kept.read_measures(db, np.union1d(found.left, found.right).tolist())
    placed = _among(listed, found)
    disputes = _disputes(db, listed, measures, placed)
    chosen = may_repeat(measures, placed) | may_translate(placed) | np.isin(_codes(placed), _codes(disputes))
    places = np.union1d(placed.left[chosen], placed.right[chosen])
    return found.of(chosen), listed[places], measures.of(places)


def _disputes(db: Database, listed: Places, measures: Measures, placed: Pairs) -> Pairs:
    """The pairs between which a rule may find something, by measures, and then by sketches of those that are left."""
    some = disputable(measures, placed)
    places = np.union1d(some.left, some.right)
    drawn = sketched(kept.read_sketches(db, listed[places].tolist()))
    left = promising(measures.of(places), drawn, _among(places, some))
    return left._replace(left=places[left.left], right=places[left.right])


def _among(listed: Places, found: Pairs) -> Pairs:
    """Pairs of ids as places among these, which are sorted."""
    return found._replace(left=np.searchsorted(listed, found.left), right=np.searchsorted(listed, found.right))


def _codes(some: Pairs) -> Places:
    codes: Places = some.left << 32 | some.right
    return codes


def _ordered(
    db: Database, quotes: Quotes, some: Places, measures: Measures
) -> tuple[Ordered, list[int], Mask, list[str]]:
    """Quotes in order with their words; their ids, which an editor may have put words into, and their keys."""
    place = {row_id: at for at, row_id in enumerate(some.tolist())}
    words = measures.sizes.tolist()
    read = sorted(read_wordings(db, place), key=lambda one: (one.published_order, -words[place[one.quote]], one.key))
    ids = [one.quote for one in read]
    listed = Listed(quotes, ids)
    found = columns(read, vocabulary()).compact()
    in_order = measures.of(np.array([place[one] for one in ids], dtype=np.int64))
    languages = np.fromiter((hashed(one.language) for one in read), np.uint64, len(read))
    edited = np.fromiter((is_edited(one.text) for one in read), np.bool_, len(read))
    return Ordered(listed, found, in_order, languages, Preparing(listed)), ids, edited, [one.key for one in read]


def stale(db: Database, checked: Checked) -> tuple[set[KeptOffer], set[KeptFinding]]:
    """The offers and findings among quotes whose keys became crowded that no key proposes any more."""
    ends_checked = checked.ends()
    if not ends_checked:
        return set(), set()
    offered = {one for one in kept.read_offers(db, ends_checked) if checked.has(one.below, one.above)}
    found = {one for one in kept.read_findings(db, ends_checked) if checked.has(one.left, one.right)}
    ends = {_ends(one) for one in offered} | {_ends(one) for one in found}
    rows = kept.read_kept(db, {end for pair in ends for end in pair})
    listed = sorted(rows)
    pairs = _among(
        np.array(listed, dtype=np.int64), _only(shared_by(db, [rows[one] for one in {pair[0] for pair in ends}]), ends)
    )
    measures = kept.measures_of([rows[row_id] for row_id in listed])
    repeats, translates, contradicts = (
        _listed(pairs.of(chosen), listed)
        for chosen in (may_repeat(measures, pairs), may_translate(pairs), may_contradict(pairs))
    )
    return (
        {one for one in offered if _ends(one) not in (translates if one.translates else repeats)},
        {one for one in found if _ends(one) not in contradicts},
    )


def _ends(one: KeptOffer | KeptFinding) -> tuple[int, int]:
    """Both quotes, the smaller id first."""
    return min(one[0], one[1]), max(one[0], one[1])


def _only(some: Pairs, ends: Iterable[tuple[int, int]]) -> Pairs:
    """Those pairs of ids that are among some."""
    wanted = np.array([left << 32 | right for left, right in ends], dtype=np.int64)
    return some.of(np.isin(_codes(some), wanted))


def _listed(some: Pairs, listed: Sequence[int]) -> set[tuple[int, int]]:
    """Both ends of pairs (ids, the smaller first)."""
    return {(listed[left], listed[right]) for left, right in zip(some.left.tolist(), some.right.tolist(), strict=True)}
