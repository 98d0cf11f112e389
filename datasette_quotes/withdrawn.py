"""410 for what was withdrawn: who keeps its address is told so, and when and why."""

from __future__ import annotations

from typing import Any

from datasette_quotes.queries.withdrawals import Tombstone, tombstone


class Withdrawn(Exception):  # noqa: N818 - beside Forbidden and NotFound
    """What is asked for was withdrawn."""

    def __init__(self, found: Tombstone) -> None:
        super().__init__(f"This {found.kind} was withdrawn. {found.reason}")
        self.found = found


async def refuse_withdrawn(db: Any, key: str) -> None:
    """Raises Withdrawn when a quote, an article or a statement of this key was withdrawn."""
    found = await tombstone(db, key)
    if found is not None:
        raise Withdrawn(found)


def withdrawn_json(error: Withdrawn) -> dict[str, Any]:
    """The error in the form of Datasette 1.0, with the tombstone."""
    one = error.found
    return {
        "ok": False,
        "error": str(error),
        "errors": [str(error)],
        "status": 410,
        "withdrawn": {"key": one.key, "kind": one.kind, "reason": one.reason, "withdrawn_at": one.withdrawn_at},
    }
