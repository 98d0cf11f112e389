"""Puts the versions of articles in order, and compares the quotes of each with those of the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from itertools import pairwise

from sqlite_utils import Database

from quote_loaders.store import versions as stored
from quote_loaders.versions import in_order, quote_changes


def order_versions(db: Database) -> set[int]:
    """Make every article follow the version before it; which articles now follow another one than before."""
    follows: dict[int, int | None] = dict.fromkeys(stored.unchained(db))
    for group in stored.read_versions(db):
        ids = {version.key: row_id for row_id, (version, _) in group.items()}
        chain = [ids[version.key] for version in in_order(version for version, _ in group.values())]
        wanted = {chain[0]: None, **{later: earlier for earlier, later in pairwise(chain)}}
        follows.update({row_id: before for row_id, before in wanted.items() if group[row_id][1] != before})
    stored.save_chain(db, follows)
    return set(follows)


def compare_versions(db: Database, touched: Set[int] | None = None) -> int:
    """Say of every quote what a newer version did to it; only where a version was touched, or everywhere (None)."""
    written = stored.drop_quote_changes(db)
    for later, earlier, whole in stored.read_followers(db):
        if touched is not None and later not in touched and earlier not in touched:
            continue
        before, after = stored.read_article_quotes(db, earlier), stored.read_article_quotes(db, later)
        # Of fragments nothing can be said to be gone.
        changes = (
            quote_changes([quote for _, quote in before.values()], [quote for _, quote in after.values()])
            if whole
            else []
        )
        ids = {key: row_id for key, (row_id, _) in (before | after).items()}
        written += stored.save_quote_changes(db, later, ids, changes)
    return written


def told(db: Database, new: Set[int]) -> Counter[str]:
    """How many of the new articles are later versions, and what became of the quotes in them."""
    later = {row_id for row_id, _, _ in stored.read_followers(db) if row_id in new}
    kinds = stored.changes_by_kind(db, later)
    return Counter({"new_versions": len(later), **{f"quotes_{kind}": count for kind, count in kinds.items()}})
