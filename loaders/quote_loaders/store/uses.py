"""How linked articles use names: kept, so that a new article is added to what is known of its names."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from quote_loaders.records import NameUse, ToldRole
from quote_loaders.store.chosen import choose, some

_READ = f"""
select name, wikidata, kinds, role_order, role_article, role_kind, roles from linkage_uses where name in {some("name")}
"""
_SAVE = "insert or replace into linkage_uses values (?, ?, ?, ?, ?, ?, ?)"
_LINKED = f"select 1 from linkage_articles where article_id in {some('article')} limit 1"
_SPEAKERS = f"select id from speakers where key in {some('speaker key')}"


def read_uses(db: Database, names: Iterable[str]) -> list[NameUse]:
    """How linked articles use some names."""
    choose(db, "name", names)
    return [
        NameUse(
            name,
            wikidata or None,
            tuple(sorted(json.loads(kinds).items())),
            ToldRole(order, article, kind, tuple(json.loads(roles))) if roles is not None else None,
        )
        for name, wikidata, kinds, order, article, kind, roles in db.execute(_READ)
    ]


def save_uses(db: Database, uses: Iterable[NameUse]) -> None:
    """Keep how names are used; what was kept of the same name and number is replaced."""
    db.conn.executemany(_SAVE, (_row(one) for one in uses))


def _row(one: NameUse) -> tuple[str | None, ...]:
    role = one.role
    told = (
        (role.published_order, role.article, role.kind, json.dumps(role.roles, ensure_ascii=False))
        if role is not None
        else (None, None, None, None)
    )
    return one.name, one.wikidata or "", json.dumps(dict(one.kinds)), *told


def forget_uses(db: Database, names: Iterable[str]) -> None:
    """Keep nothing more of some names."""
    db.conn.executemany("delete from linkage_uses where name = ?", ((name,) for name in names))


def are_linked(db: Database, articles: Iterable[int]) -> bool:
    """Whether any of some articles was linked before."""
    choose(db, "article", articles)
    return db.execute(_LINKED).fetchone() is not None


def speaker_ids(db: Database, keys: Iterable[str]) -> set[int]:
    """The ids of speakers by their keys."""
    choose(db, "speaker key", keys)
    return {row[0] for row in db.execute(_SPEAKERS)}
