"""Answers that can't change are asked for once: those about a whole database that is served immutable, and that a
table is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Answer = TypeVar("Answer")

HAS_TABLE = "select count(*) from sqlite_master where type = 'table' and name = :name limit 1"

_KEPT: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()
_TABLES: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


async def once(db: Any, name: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer of this name; from a database that may change it is asked for anew."""
    if db.is_mutable:
        return await ask()
    known: dict[str, Answer] = _KEPT.setdefault(db, {})
    if name not in known:
        known[name] = await ask()
    return known[name]


async def has_table(db: Any, name: str) -> bool:
    """Whether a database has a table. One that was found stays: nobody takes tables away while a server runs."""
    known = _TABLES.setdefault(db, set())
    if name not in known and (await db.execute(HAS_TABLE, {"name": name})).rows[0][0]:
        known.add(name)
    return name in known
