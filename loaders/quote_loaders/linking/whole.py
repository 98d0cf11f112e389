"""Everything that looks across the quotes of a collection, at once; and what the next load is spared by it.

Numbers of all quotes lie on disk, from where they are mapped; texts are in memory only of the pairs or statements
that are looked at just then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from sqlite_utils import Database

from quote_loaders.contradictions import within
from quote_loaders.judgements import upheld_contradictions
from quote_loaders.later_wordings import later_in
from quote_loaders.linkage.clusters import grouped, statements
from quote_loaders.linkage.groups import ByRoot
from quote_loaders.linkage.judged import Pairs as Judged
from quote_loaders.linkage.judged import decided
from quote_loaders.linkage.ordered import firsts
from quote_loaders.linkage.pairs import Engine
from quote_loaders.linking.added import keep_profiles
from quote_loaders.linking.collection import Collection, collection
from quote_loaders.linking.paired import Findings, find_candidates, findings, offered, told
from quote_loaders.memory import give_back
from quote_loaders.records import ArticleLink, Contradiction, Judgement, PlacedQuote, Statement
from quote_loaders.store import everything, kept
from quote_loaders.store.indexes import Dropped, make_indexes
from quote_loaders.store.linked import Home, article_ids, later_pairs, save_all_later, save_later_wordings
from quote_loaders.store.members import read_findings

Found = tuple[int, int, Contradiction]
_Between = tuple[Contradiction, Home, Home]
LaterRow = tuple[int, int, int, float, str]  # statement, article, earlier article, strength and words

_MANY = 20_000  # quotes whose statements are still to be saved: then indexes are made anew if many change
_MEMBERS = 5_000  # quotes whose statements are made at a time


def all_quotes(db: Database, judgements: Sequence[Judgement], engine: Engine | None = None) -> int:
    """Link all quotes and keep their keys and pairs; rows written."""
    whole = collection(db)
    give_back()
    yes, no = _judged(db, whole, judgements)
    first = firsts(whole.one, {place for pair in yes | no for place in pair})
    candidates = find_candidates(db, whole, first, engine)
    give_back()
    groups = grouped(whole.one, first, offered(db, whole, candidates, no), yes, no)
    found = findings(db, whole, candidates)
    del candidates
    give_back()
    return _save(db, whole, groups, found, judgements)


def _judged(db: Database, whole: Collection, judgements: Sequence[Judgement]) -> tuple[Judged, Judged]:
    """The pairs of places that people have joined and kept apart."""
    ids = kept.quote_ids(db, {key for one in judgements for key in (one.left, one.right)})
    places = {row_id: place for place, row_id in enumerate(whole.ids.tolist())} if ids else {}
    return decided({key: places[row_id] for key, row_id in ids.items() if row_id in places}, judgements)


def _save(db: Database, whole: Collection, groups: ByRoot, found: Findings, judgements: Sequence[Judgement]) -> int:
    """Make and save the statements of groups, and the contradictions; rows written."""
    home = groups.roots
    outside = _outside(db, whole, told(whole, found, home), judgements)
    counts = Counter(root for left, right, _ in outside for root in home[[left, right]].tolist())
    statement_of = np.zeros(len(whole.ids), dtype=np.int64)  # by root
    contradictions: list[_Between] = []
    dropped: list[Dropped] = []
    written, left = 0, len(whole.ids)
    everything.begin(db)
    for roots in _portions(groups):
        made = _made(whole, {root: groups[root] for root in roots}, judgements)
        disputes = {key: counts[root] + len(made.inside[key]) for root, key in made.keys.items()}
        more, ids = everything.save_part(db, made.statements, made.quotes, made.ids, disputes)
        written += more
        left -= len(made.ids)
        if not dropped and left >= _MANY and more > len(made.ids) / 2:
            dropped = everything.drop_changing(db)
        statement_of[list(made.keys)] = [ids[key] for key in made.keys.values()]
        contradictions += _inside(made, ids)
        homes = ((ids[one.key], made.ids[member.quote]) for one in made.statements for member in one.members)
        kept.statement_of(db, homes)
        keep_profiles(db, made.statements, made.quotes, made.ids, ids)
        articles = article_ids(db, {quote.article for quote in made.quotes.values()})
        everything.save_wordings(db, later_rows(made.statements, made.quotes, ids, articles))
    make_indexes(db, dropped)
    for *ends, item in outside:
        one, other = (Home(int(whole.ids[place]), int(statement_of[home[place]])) for place in ends)
        contradictions.append((item, one, other))
    contradictions.sort(key=lambda one: (one[0].kind, one[0].left_quote, one[0].right_quote))
    current = statement_of[statement_of > 0]
    written += everything.finish(db, contradictions, current, whole.before, statement_of[home])
    return written + save_all_later(db)


class _Made(NamedTuple):
    """Statements of some groups: their keys by root, quotes and ids by quote key, contradictions by statement key."""

    statements: list[Statement]
    keys: dict[int, str]
    quotes: dict[str, PlacedQuote]
    ids: dict[str, int]
    inside: dict[str, list[Contradiction]]


def _made(whole: Collection, groups: Mapping[int, Sequence[int]], judgements: Sequence[Judgement]) -> _Made:
    places = [place for members in groups.values() for place in members]
    whole.quotes.fetch(places)
    read = [(whole.quotes[place], int(whole.ids[place])) for place in places]
    quotes = {quote.key: quote for quote, _ in read}
    linked = list(statements(whole.one, groups))
    return _Made(
        linked,
        {root: one.key for root, one in zip(sorted(groups), linked, strict=True)},
        quotes,
        {quote.key: row_id for quote, row_id in read},
        {one.key: upheld_contradictions(within(one, quotes), judgements) for one in linked},
    )


def _inside(made: _Made, statement_ids: Mapping[str, int]) -> Iterator[_Between]:
    """The contradictions inside statements."""
    for key, found in made.inside.items():
        for item in found:
            one, other = (Home(made.ids[quote], statement_ids[key]) for quote in (item.left_quote, item.right_quote))
            yield item, one, other


def _outside(
    db: Database, whole: Collection, chosen: Sequence[tuple[int, int, str]], judgements: Sequence[Judgement]
) -> list[Found]:
    """What was found between quotes, by their places, but for what a person judged to be nothing."""
    places = {(int(whole.ids[left]), int(whole.ids[right]), kind): (left, right) for left, right, kind in chosen}
    found = read_findings(db, places)
    return [(*places[key], item) for key, item in found.items() if upheld_contradictions([item], judgements)]


def _portions(groups: ByRoot) -> Iterator[list[int]]:
    """The roots of groups in order, in portions of not many members."""
    portion: list[int] = []
    size = 0
    for root, members in zip(groups, groups.sizes().tolist(), strict=True):
        if portion and size + members > _MEMBERS:
            yield portion
            portion, size = [], 0
        portion.append(root)
        size += members
    if portion:
        yield portion


def later_rows(
    linked: Iterable[Statement],
    quotes: Mapping[str, PlacedQuote],
    statement_ids: Mapping[str, int],
    articles: Mapping[str, int],
) -> list[LaterRow]:
    """Which articles print the words of some statements later than others."""
    return [
        later_row(statement_ids[one.key], link, articles)
        for one in linked
        for link in later_in([quotes[member.quote] for member in one.members])
    ]


def later_row(statement: int, link: ArticleLink, articles: Mapping[str, int]) -> LaterRow:
    """That an article prints the words of a statement later than another one."""
    return statement, articles[link.article], articles[link.from_article or ""], link.strength, link.evidence


def save_later(
    db: Database,
    linked: Sequence[Statement],
    quotes: Mapping[str, PlacedQuote],
    statement_ids: Mapping[str, int],
    touched: Iterable[int],
) -> int:
    """Save which articles print the words of some statements later than others; `touched` are all that may have."""
    scope = {*statement_ids.values(), *touched}
    before = later_pairs(db, scope)
    known = article_ids(db, {quote.article for quote in quotes.values()})
    return save_later_wordings(db, scope, later_rows(linked, quotes, statement_ids, known), before)
