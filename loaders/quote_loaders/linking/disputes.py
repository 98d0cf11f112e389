"""Contradictions between statements that new quotes bring: the surest of each kind stays, whoever brought it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from quote_loaders.contradictions import in_order, surest
from quote_loaders.judgements import upheld_contradictions
from quote_loaders.records import Judgement
from quote_loaders.store import kept
from quote_loaders.store.disputes import contradictions_between, replace_contradictions
from quote_loaders.store.members import stored_findings


def settle(db: Database, judgements: Sequence[Judgement], quotes: Iterable[int]) -> int:
    """Bring the contradictions between the statements of some new quotes and others up to date; rows written."""
    found, homes, _, _ = stored_findings(db, quotes)
    pairs: set[tuple[int, int, str]] = set()
    for item in found:
        left, right = homes[item.left_quote].statement, homes[item.right_quote].statement
        if left != right:
            pairs.add((min(left, right), max(left, right), item.kind))
    if not pairs:
        return 0
    before = contradictions_between(db, pairs)
    contested = {key for one in judgements if one.subject == "contradiction" for key in (one.left, one.right)}
    others = {end for left, right in before.values() for end in (left, right)}
    others |= set(kept.quote_ids(db, contested).values()) if contested else set()
    found, homes, keys, orders = stored_findings(db, {*quotes, *others})
    between = [
        item
        for item in found
        if (*sorted((homes[item.left_quote].statement, homes[item.right_quote].statement)), item.kind) in pairs
    ]
    wanted = in_order(upheld_contradictions(surest(between, keys, orders), judgements))
    ends = {key: homes[key] for item in between for key in (item.left_quote, item.right_quote)}
    return replace_contradictions(db, before, wanted, ends)
