"""What the page of an article says of its other versions: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from datasette_quotes.queries.versions import QuoteChange, Version

CAME = {"kept": "Kept from the earlier version", "changed": "Changed since the earlier version", "new": "New"}
BECAME = {
    "kept": "Kept in the later version",
    "changed": "Changed in the later version",
    "gone": "Gone from the later version",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a quote, in words; `other` is the key of its other wording where it was changed."""

    words: str
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """The other versions, what became of each quote (by key), and the quotes that this version left out."""

    earlier: tuple[Version, ...] = ()
    later: tuple[Version, ...] = ()
    notes: dict[str, tuple[Note, ...]] = field(default_factory=dict)
    left_out: tuple[QuoteChange, ...] = ()
    changes: tuple[QuoteChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.earlier or self.later)


def shown(versions: Sequence[Version], changes: Iterable[QuoteChange], hidden: Collection[str]) -> Versions:
    """What is shown of other versions; quotes and articles of the hidden keys are left out."""
    seen = [one for one in versions if one.key not in hidden]
    ways = {one.way for one in seen}
    told = tuple(
        change for change in changes if change.way in ways and not {change.earlier_key, change.later_key} & set(hidden)
    )
    notes: dict[str, tuple[Note, ...]] = {}
    for change in told:
        own, other = change.later_key, change.earlier_key
        if change.way == "later":
            own, other = other, own
        words = (CAME if change.way == "earlier" else BECAME).get(change.change)
        if own is not None and words is not None:
            notes[own] = (*notes.get(own, ()), Note(words, other if change.change == "changed" else None))
    return Versions(
        tuple(one for one in seen if one.way == "earlier"),
        tuple(one for one in seen if one.way == "later"),
        notes,
        tuple(one for one in told if one.way == "earlier" and one.change == "gone"),
        told,
    )
