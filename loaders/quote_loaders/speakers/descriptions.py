"""What heads of state and government are called by: "the Russian leader"."""

from __future__ import annotations

import csv
from functools import cache

from quote_loaders.speakers.names import data, fold, given_names_agree


@cache
def _leaders() -> dict[tuple[str, str], frozenset[str]]:
    rows = csv.DictReader(data("leaders.csv").splitlines())
    return {
        (fold(row["name"])[0], fold(row["name"])[-1]): frozenset(row["adjectives"].casefold().split(";"))
        for row in rows
    }


def leader_of(name: str, adjective: str) -> bool:
    """Whether a person of a name is called "the <adjective> leader"; a surname alone is enough."""
    folded = fold(name)
    return any(
        adjective.casefold() in adjectives
        for (given, last), adjectives in _leaders().items()
        if folded[-1] == last and given_names_agree(folded[0] if len(folded) > 1 else None, given)
    )
