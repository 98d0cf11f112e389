"""Everything that looks across the quotes of a collection, at once; and what the next load is spared by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from sqlite_utils import Database

from quote_loaders.contradictions import between, in_order, surest, within
from quote_loaders.judgements import upheld_contradictions
from quote_loaders.later_wordings import later_in
from quote_loaders.linkage.clusters import Offer, grouped, judged, offers, statements
from quote_loaders.linkage.duck import fitting_engine
from quote_loaders.linkage.ordered import Ordered, firsts, ordered
from quote_loaders.linkage.pairs import Engine, Pairs
from quote_loaders.records import Contradiction, Judgement, PlacedQuote, Statement
from quote_loaders.store import kept
from quote_loaders.store.linked import article_ids, later_pairs, save_later_wordings, save_links
from quote_loaders.store.placed import read_quotes

Found = tuple[int, int, Contradiction]


def all_quotes(db: Database, judgements: Sequence[Judgement], engine: Engine | None = None) -> int:
    """Link all quotes and keep their keys and pairs; rows written."""
    ids: dict[str, int] = {}
    quotes: list[PlacedQuote] = []
    for row_id, quote in read_quotes(db):
        ids[quote.key] = row_id
        quotes.append(quote)
    one = ordered(quotes)
    by_place = [ids[quote.key] for quote in one.quotes]
    yes, no = judged(one, judgements)
    first = firsts(one, {place for pair in yes | no for place in pair})
    rows, offered, found = _paired(db, one, first, by_place, no, engine)
    keys = [quote.key for quote in one.quotes]
    linked = list(statements(one, grouped(one, first, offered, yes, no)))
    by_key = {quote.key: quote for quote in one.quotes}
    home = {member.quote: statement.key for statement in linked for member in statement.members}
    orders = {quote.key: quote.published_order for quote in one.quotes}
    contradictions = [item for statement in linked for item in within(statement, by_key)]
    contradictions = in_order([*contradictions, *surest((item for _, _, item in found), home, orders)])
    contradictions = upheld_contradictions(contradictions, judgements)
    written, statement_ids = save_links(db, linked, contradictions, by_key, ids)
    kept.save_kept(db, (row._replace(statement=statement_ids[home[key]]) for key, row in zip(keys, rows, strict=True)))
    return written + save_later(db, linked, by_key, statement_ids, None)


def _paired(
    db: Database, one: Ordered, first: np.ndarray, ids: Sequence[int], no: set[tuple[int, int]], engine: Engine | None
) -> tuple[list[kept.Kept], list[Offer], list[Found]]:
    """The offers and findings of all pairs; these and the keys are kept; and rows of the quotes."""
    chosen = np.flatnonzero(first == np.arange(len(first)))
    some = one.of(chosen)
    keys = some.keys()
    languages = [quote.language for quote in one.quotes]
    own = chosen.tolist()
    rows = kept.kept_rows(ids, [ids[at] for at in first.tolist()], languages, one.measures, keys, own)
    kept.save_keys(
        db,
        key_rows(
            keys.hashes, some.measures.weeks[keys.places], [ids[own[at]] for at in keys.places.tolist()], keys.weights
        ),
    )
    offered: list[Offer] = []
    found: list[Found] = []
    engine = engine or fitting_engine(len(keys.hashes))
    for batch in engine([keys], some.measures.weeks, len(chosen)):
        pair = Pairs(chosen[batch.left], chosen[batch.right], batch.weights, batch.kinds)
        offered += offers(one, pair, no)
        found += found_between(one, pair, ids)
    kept.save_offers(db, kept_offers(offered, ids))
    kept.save_findings(db, found)
    return rows, offered, found


def key_rows(
    hashes: np.ndarray, weeks: np.ndarray, ids: Sequence[int], weights: np.ndarray
) -> Iterator[tuple[int, int, int, int]]:
    """Keys as they are kept, in the order of their index."""
    signed = hashes.view(np.int64)
    listed = np.array(ids, dtype=np.int64)
    order = np.lexsort((listed, weeks, signed))
    return zip(
        signed[order].tolist(), weeks[order].tolist(), listed[order].tolist(), weights[order].tolist(), strict=True
    )


def kept_offers(offered: Iterable[Offer], ids: Sequence[int]) -> list[kept.KeptOffer]:
    """Offers between places as they are kept: between ids."""
    return [
        kept.KeptOffer(ids[one.below], ids[one.above], one.translates, one.quoted, float(one.score)) for one in offered
    ]


def found_between(one: Ordered, some: Pairs, ids: Sequence[int]) -> list[Found]:
    """What the rules find between the quotes of pairs, with their ids."""
    by_key = None
    found: list[Found] = []
    for item in between(one, some):
        if by_key is None:
            by_key = {quote.key: ids[place] for place, quote in enumerate(one.quotes)}
        found.append((by_key[item.left_quote], by_key[item.right_quote], item))
    return found


def save_later(
    db: Database,
    linked: Sequence[Statement],
    quotes: Mapping[str, PlacedQuote],
    statement_ids: Mapping[str, int],
    touched: Iterable[int] | None,
) -> int:
    """Save which articles print the words of some statements later than others; `touched` are all that may have."""
    known = (
        article_ids(db, {quote.article for quote in quotes.values()}) if touched is not None else article_ids(db, None)
    )
    scope = set(statement_ids.values()) | set(touched or ())
    before = later_pairs(db, scope) if touched is not None else set()
    rows = [
        (statement_ids[one.key], known[link.article], known[link.from_article or ""], link.strength, link.evidence)
        for one in linked
        for link in later_in([quotes[member.quote] for member in one.members])
    ]
    return save_later_wordings(db, scope if touched is not None else (), rows, before, whole=touched is None)
