"""What a public copy holds, and what was left out of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SHOWN = 20


@dataclass(frozen=True, slots=True)
class TooLong:
    """An article whose quotes alone have more characters than may be published of one: some of them are left out.

    `kept` of its `quotes` are published; where none is, the article isn't there either.
    """

    key: str
    title: str
    outlet: str
    characters: int
    kept: int
    quotes: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Counts of what is there, and what isn't; `runs` is how many runs of eight words were looked for."""

    kept: dict[str, int]
    left_out: dict[str, int]
    too_long: tuple[TooLong, ...]
    shortened: int
    context: int
    most: int
    size: int
    runs: int

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "kept": self.kept,
            "left_out": self.left_out,
            "too_long": [
                {
                    "key": one.key,
                    "title": one.title,
                    "outlet": one.outlet,
                    "characters": one.characters,
                    "quotes_kept": one.kept,
                    "quotes": one.quotes,
                }
                for one in self.too_long
            ],
            "contexts_shortened": self.shortened,
            "context": self.context,
            "max_per_article": self.most,
            "bytes": self.size,
            "runs_of_eight_words_not_found": self.runs,
        }

    def lines(self, name: str) -> Iterator[str]:
        """What a person reads."""
        kept = ", ".join(f"{many} {table.replace('_', ' ')}" for table, many in self.kept.items() if many)
        yield f"{name} ({self.size / 1e6:.1f} MB) holds {kept}."
        yield (
            f"Proved: none of the {self.runs} runs of eight words of the texts that were left out is in the file, "
            "nor in its search index."
        )
        gone = ", ".join(f"{what} ({many})" for what, many in self.left_out.items() if many)
        yield f"Left out: {gone}."
        if self.shortened:
            yield (
                f"{self.shortened} articles have less than {self.context} characters around their quotes, so that no "
                f"more than {self.most} of each are published."
            )
        if self.too_long:
            whole = sum(1 for one in self.too_long if not one.kept)
            fewer = sum(one.quotes - one.kept for one in self.too_long if one.kept)
            yield (
                f"{len(self.too_long)} articles have more than {self.most} characters in their quotes alone "
                f"(--max-per-article): {whole} are left out whole, and {fewer} quotes of the others."
            )
            yield from (
                f"  {one.key} {one.outlet}: {one.title} ({one.characters} characters, {one.kept} of {one.quotes} "
                "quotes kept)"
                for one in self.too_long[:SHOWN]
            )
            if len(self.too_long) > SHOWN:
                yield f"  and {len(self.too_long) - SHOWN} more"
