"""Answers that can't change are asked for once: those about a whole database that is served immutable."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Answer = TypeVar("Answer")

_KEPT: WeakKeyDictionary[Any, dict[str, Any]] = WeakKeyDictionary()


async def once(db: Any, name: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer of this name; from a database that may change it is asked for anew."""
    if db.is_mutable:
        return await ask()
    known: dict[str, Answer] = _KEPT.setdefault(db, {})
    if name not in known:
        known[name] = await ask()
    return known[name]
