"""What finding the parent of a quote looks at: the offers that it is below in, and who outranks whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlite_utils import Database

from quote_loaders.store.chosen import listed
from quote_loaders.store.kept import KeptOffer

Order = tuple[str, int, str]  # date, the longer one first, key

_BELOW = """
select below_id, above_id, quoted, score from json_each(?) cross join linkage_offers on below_id = value
where linkage_offers.kind = 'repeats'
"""
_RANKED = """
select quote_id, speaker, words, published_order, quotes.key, statement_id_kept from (
    select quote_id, speaker, words, statement_id as statement_id_kept from linkage_quotes
    where quote_id in (select value from json_each(?))
) join quotes on quotes.id = quote_id
"""


class Ranked(NamedTuple):
    """A kept quote: a hash of its speaker (0: none), its words, its place in the order, and its statement."""

    speaker: int
    words: int
    order: Order
    statement: int | None


def offers_below(db: Database, quotes: Iterable[int]) -> dict[int, list[KeptOffer]]:
    """The offers of each of some quotes to repeat others; translations aside."""
    found: dict[int, list[KeptOffer]] = defaultdict(list)
    for below, above, quoted, score in db.execute(_BELOW, (listed(quotes),)):
        found[below].append(KeptOffer(below, above, False, bool(quoted), score))
    return found


def ranked(db: Database, quotes: Iterable[int]) -> dict[int, Ranked]:
    """Some kept quotes by id."""
    return {
        row_id: Ranked(speaker, words, (order, -words, key), statement)
        for row_id, speaker, words, order, key, statement in db.execute(_RANKED, (listed(quotes),))
    }
