"""Where articles come from and lead to: of the whole collection, or of what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.article_links import addresses, aliases, links_of
from quote_loaders.judgements import judged_origins
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.pairs import Pairs, bare, components, joined
from quote_loaders.linking.speakers import TooMuchError
from quote_loaders.linking.spilled import Spilled, Stretches, as_signed, parts_for, spilled, stretches
from quote_loaders.origins import (
    CROWDED,
    Near,
    Shingles,
    is_near,
    is_proposed,
    likeness,
    origins_among,
    proposed,
    sampled,
    shingles,
)
from quote_loaders.records import Judgement, PlacedArticle
from quote_loaders.store import kept, texts
from quote_loaders.store.linked import save_origins
from quote_loaders.store.placed import read_articles

MOST = 2_000  # articles that are touched: with more everything is linked again
_READ = 1_000  # articles that are in memory at a time, and pairs of them
_SAMPLED = 100  # shingles of an article, about


class SavedArticles(NamedTuple):
    """What saving origins and links did: rows written, and the articles whose origin is another."""

    written: int
    articles: set[int]


def all_articles(db: Database, judgements: Sequence[Judgement]) -> int:
    """Find all origins and links, and keep what finding them takes; rows written. Few texts are in memory at a time."""
    ids = texts.ids_by_key(db)
    _keep_near(db, ids)
    return sum(_save(db, judgements, portion).written for portion in _portions(ids, texts.all_copies(db)))


def _keep_near(db: Database, ids: Places) -> None:
    """Keep all articles (ids by key), and which texts are alike."""
    sizes = np.zeros(len(ids), dtype=np.int64)
    with spilled(db, parts_for(_SAMPLED * len(ids)), np.uint64, np.int32) as waiting, stretches(db) as whole:
        for low in range(0, len(ids), _READ):
            found = texts.keep_texts(db, read_articles(db, ids[low : low + _READ].tolist())).values()
            for one in found:
                whole.add(one)
            samples = [sampled(one) for one in found]
            sizes[low : low + _READ] = [len(one) for one in samples]
            _spill(waiting, samples, low)
        outlets = texts.outlet_of_each(db)
        offered = proposed(
            _saved_shingles(db, waiting, ids), sizes, np.fromiter((outlets[one] for one in ids.tolist()), np.int64)
        )
        _keep_alike(db, ids, joined([bare(*some) for some in offered]), whole)


def _spill(waiting: Spilled, samples: Sequence[Shingles], first: int) -> None:
    """Let sampled shingles wait by their hashes, each with the place of its text; `first` is that of the first one."""
    hashes = np.concatenate(samples)
    places = np.repeat(np.arange(first, first + len(samples)), [len(one) for one in samples])
    order = np.argsort(hashes, kind="stable")
    waiting.add_by_hash(hashes[order], places[order])


def _saved_shingles(db: Database, waiting: Spilled, ids: Places) -> Iterator[tuple[Shingles, Places]]:
    """The sampled shingles part by part, ascending, with the places of their texts; each part is saved first."""
    for number in as_signed(len(waiting)):
        hashes, places = waiting.read(number)
        texts.keep_shingles(db, hashes, ids[places])
        order = np.lexsort((places, hashes))
        yield hashes[order], places[order]


def _keep_alike(db: Database, ids: Places, pairs: Pairs, whole: Stretches) -> None:
    """Keep which of the proposed pairs of texts are much alike; `whole` are the shingles of each place."""
    for start in range(0, len(pairs.left), _READ):
        some = pairs.of(slice(start, start + _READ))
        found: list[tuple[int, int, float]] = []
        for left, right in zip(some.left.tolist(), some.right.tolist(), strict=True):
            share = likeness(whole[left], whole[right])
            if is_near(share):
                low, high = sorted((int(ids[left]), int(ids[right])))
                found.append((low, high, share))
        texts.keep_copies(db, found)


def _portions(ids: Places, copies: NDArray[np.int64]) -> Iterator[set[int]]:
    """All articles (ids by key) in portions; `copies` are pairs of ids, and what hangs together stays together."""
    by_id = np.argsort(ids)
    left, right = by_id[np.searchsorted(ids, copies.T, sorter=by_id)]
    home = components(bare(left, right), len(ids))
    order = np.argsort(home, kind="stable")
    starts = np.flatnonzero(np.diff(home[order], prepend=-1))
    low = 0
    for end in [*starts[1:].tolist(), len(order)]:
        if end - low >= _READ or end == len(order) > low:
            yield set(ids[order[low:end]].tolist())
            low = end


def changed_articles(db: Database, judgements: Sequence[Judgement], changes: kept.Changes) -> SavedArticles:
    """Find the origins and links of articles that changed, and of those that these touch; raises TooMuchError.

    An outlet that appears or disappears touches all articles that have its name; an agency, or an outlet that is
    called otherwise, all articles.
    """
    before = texts.read_texts(db, changes.articles)
    articles = read_articles(db, changes.articles)
    involved = {row.outlet for row in before.values()} | texts.outlets_of(db, articles)
    had = texts.outlets_kept(db, involved)
    if had & changes.outlets:
        raise TooMuchError
    texts.drop_texts(db, list(before.values()))
    _keep(db, articles)
    after = texts.read_texts(db, articles)
    touched = {*articles, *_alike(db, before, after), *_led(db, before, after)}
    touched |= _naming(db, had ^ texts.outlets_kept(db, involved))
    return _save(db, judgements, _component(db, touched))


def _save(db: Database, judgements: Sequence[Judgement], articles: set[int]) -> SavedArticles:
    """Save the origins and links of some articles, among which are all that are alike to them."""
    found = read_articles(db, articles)
    ids = {one.key: row_id for row_id, one in found.items()}
    near = [Near(found[left].key, found[right].key, share) for left, right, share in texts.read_copies(db, found)]
    outlets = texts.read_outlets(db)
    origins = origins_among(list(found.values()), near, outlets)
    judged = [one for one in judgements if one.subject == "origin" and one.left in ids]
    known = {*ids, *texts.existing(db, (one.right for one in judged))}
    origins = judged_origins(origins, judged, sorted(known))
    listed = list(found.values())
    there = [one for article in listed for one in addresses(article.text)]
    places = texts.places_of(db, {one.page for one in there}, {one.site for one in there})
    return SavedArticles(*save_origins(db, origins, links_of(listed, origins, places), found))


def _keep(db: Database, articles: dict[int, PlacedArticle]) -> None:
    """Keep some articles with their sampled shingles."""
    samples = [sampled(one) for one in texts.keep_texts(db, articles).values()]
    hashes = np.concatenate([np.zeros(0, dtype=np.uint64), *samples])
    sizes = np.fromiter(map(len, samples), np.int64, len(samples))
    texts.keep_shingles(db, hashes, np.repeat(np.fromiter(articles, np.int64, len(articles)), sizes))


def _led(db: Database, before: dict[int, texts.KeptText], after: dict[int, texts.KeptText]) -> set[int]:
    """The articles that have an address of an article that came or went, or of its site, in their texts."""
    changed = {(row.article, row.page, row.site) for row in before.values()} ^ {
        (row.article, row.page, row.site) for row in after.values()
    }
    pages = {page for _, page, _ in changed if page is not None}
    return texts.leading(db, pages, {site for _, _, site in changed if site is not None})


def _naming(db: Database, outlets: Iterable[int]) -> set[int]:
    """The articles that have the name of an outlet in them."""
    found: set[int] = set()
    for outlet in texts.outlets_by_id(db, outlets):
        if outlet.kind == "agency":
            raise TooMuchError
        for name in aliases(outlet):
            found |= texts.naming(db, name, MOST)
    return found


def _component(db: Database, articles: set[int]) -> set[int]:
    """The articles with all that are alike to them, however many texts lie between."""
    while True:
        pairs = texts.read_copies(db, articles)
        found = articles | {one for left, right, _ in pairs for one in (left, right)}
        if len(found) > MOST:
            raise TooMuchError
        if found == articles:
            return articles
        articles = found


def _alike(db: Database, before: dict[int, texts.KeptText], after: dict[int, texts.KeptText]) -> set[int]:
    """Keep which texts are alike now; the articles that were or are alike to those that changed.

    A run of words that becomes too common to propose pairs, or no longer is, touches all articles that have it.
    """
    old = {one for row in before.values() for one in row.hashes()}
    new = {one for row in after.values() for one in row.hashes()}
    sizes = texts.shingle_sizes(db, old | new, CROWDED + 1 + len(before) + len(after))
    gained, lost = _crossing(before, after, sizes)
    again = texts.having(db, lost) - set(after)
    gone = texts.read_copies(db, {*before, *after, *again})
    checked = (
        {one for one in texts.read_copies(db, texts.having(db, gained) - {*after, *again}) if one not in gone}
        if gained
        else set()
    )
    texts.drop_copies(db, [(left, right) for left, right, _ in gone])
    rows = {**texts.read_texts(db, again), **after}
    found = {pair for row in rows.values() for pair in _pairs_of(db, row)}
    texts.keep_copies(db, found)
    stale = _stale(db, checked)
    texts.drop_copies(db, [(left, right) for left, right, _ in stale])
    return texts.present(db, {one for left, right, _ in (gone ^ found) | stale for one in (left, right)})


def _crossing(
    before: dict[int, texts.KeptText], after: dict[int, texts.KeptText], sizes: dict[int, int]
) -> tuple[set[int], set[int]]:
    """The shingles that have become crowded, and those that no longer are."""
    moved: Counter[int] = Counter()
    for row in after.values():
        moved.update(row.hashes())
    for row in before.values():
        moved.subtract(row.hashes())
    gained = {one for one, by in moved.items() if sizes.get(one, 0) - by <= CROWDED < sizes.get(one, 0)}
    lost = {one for one, by in moved.items() if sizes.get(one, 0) <= CROWDED < sizes.get(one, 0) - by}
    return gained, lost


def _stale(db: Database, pairs: Iterable[tuple[int, int, float]]) -> set[tuple[int, int, float]]:
    """The pairs that nothing proposes any more."""
    pairs = set(pairs)
    rows = texts.read_texts(db, {one for left, right, _ in pairs for one in (left, right)})
    proposed: dict[int, set[int]] = {}
    for left, _, _ in pairs:
        if left not in proposed:
            proposed[left] = set(_proposed(db, rows[left], rows))
    return {one for one in pairs if one[1] not in proposed[one[0]]}


def _proposed(db: Database, row: texts.KeptText, known: dict[int, texts.KeptText] | None = None) -> list[int]:
    """The articles that share enough sampled shingles with one."""
    sizes = texts.shingle_sizes(db, row.hashes(), CROWDED + 1)
    met = texts.met(db, [one for one, size in sizes.items() if 1 < size <= CROWDED])
    met.pop(row.article, None)
    rows = known if known is not None else texts.read_texts(db, met)
    return [
        other
        for other, count in met.items()
        if other in rows and is_proposed(count, row.shingles, rows[other].shingles) and rows[other].outlet != row.outlet
    ]


def _pairs_of(db: Database, row: texts.KeptText) -> list[tuple[int, int, float]]:
    """The pairs of an article with those whose texts are alike to its own."""
    others = _proposed(db, row)
    if not others:
        return []
    found = read_articles(db, [row.article, *others])
    own = shingles(found[row.article].text)
    shares = ((other, likeness(own, shingles(found[other].text))) for other in others)
    return [(min(row.article, other), max(row.article, other), share) for other, share in shares if is_near(share)]
