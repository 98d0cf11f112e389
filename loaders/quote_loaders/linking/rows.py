"""What linking found as it is kept: between ids of quotes, not places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from quote_loaders.linkage.clusters import Offer
from quote_loaders.linkage.columns import Hashes, Places
from quote_loaders.store.kept import KeptOffer

_AT_ONCE = 50_000  # keys


def key_rows(hashes: Hashes, weeks: Places, ids: Places, weights: Places) -> Iterator[tuple[int, int, int, int]]:
    """Keys as they are kept, in the order of their index."""
    signed = hashes.view(np.int64)
    order = np.lexsort((ids, weeks, signed))
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        yield from zip(*(column[some].tolist() for column in (signed, weeks, ids, weights)), strict=True)


def kept_offers(offered: Iterable[Offer], ids: Places | Sequence[int]) -> list[KeptOffer]:
    """Offers between places as they are kept: between ids."""
    return [
        KeptOffer(int(ids[one.below]), int(ids[one.above]), one.translates, one.quoted, float(one.score))
        for one in offered
    ]
