"""Removing articles: their quotes go with them, and what linking made of these goes with the next linking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlite_utils import Database

from quote_loaders.store.chosen import choose, some

_FIND = {
    "key": f"select id, key from articles where key in {some('removed')}",
    "source_path": f"select id, key from articles where source_path in {some('removed')}",
}
_DELETE = f"delete from articles where id in {some('removed')}"
# Whom a link names has articles: nothing but an article leads to an outlet.
_DROP_OUTLETS = "delete from outlets where not exists (select 1 from articles where outlet_id = outlets.id)"


def missing_articles(db: Database, keys: Iterable[str]) -> list[str]:
    """Which keys are of no article, in order."""
    wanted = set(keys)
    choose(db, "removed", wanted)
    return sorted(wanted - {key for _, key in db.execute(_FIND["key"])})


def remove_articles(db: Database, names: Iterable[str], by: Literal["key", "source_path"] = "key") -> list[str]:
    """Delete articles by their keys or inputs; the keys of those that were there, in order.

    The permalinks of their statements that live on in others stay. Linking anew is left to `linking.link_all`.
    """
    with db.atomic():
        choose(db, "removed", names)
        found = dict(db.execute(_FIND[by]).fetchall())
        choose(db, "removed", found)
        db.execute(_DELETE)
    return sorted(found.values())


def drop_empty_outlets(db: Database) -> int:
    """Delete the outlets whose last article was removed or corrected to be another's; how many these were."""
    return int(db.execute(_DROP_OUTLETS).rowcount)
