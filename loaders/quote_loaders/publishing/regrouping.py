"""Statements of which some quotes are left out: their counts, reference wording and relations are those of the rest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlite_utils import Database

from datasette_quotes.text import words
from quote_loaders import store
from quote_loaders.linkage.members import statement
from quote_loaders.linkage.prepared import Preparing
from quote_loaders.records import PlacedQuote, Statement
from quote_loaders.store.linked import statement_row

_MEMBERS = "select id, statement_id from quotes where statement_id in (select value from json_each(?))"


def regroup(db: Database, statements: Sequence[int]) -> None:
    """Make these statements what their quotes in this database say; each keeps its key, so its address stays."""
    if not statements:
        return
    home = dict(db.execute(_MEMBERS, (json.dumps(list(statements)),)).fetchall())
    members: dict[int, dict[int, PlacedQuote]] = defaultdict(dict)
    for quote_id, quote in store.read_quotes(db, home):
        members[home[quote_id]][quote_id] = quote
    for number, quotes in members.items():
        # They are one statement: that was decided with all of its quotes at hand.
        ordered = sorted(quotes.values(), key=lambda one: (one.published_order, -len(words(one.text)), one.key))
        _save(db, number, statement(ordered, Preparing(ordered).__getitem__), quotes)


def _save(db: Database, number: int, found: Statement, quotes: dict[int, PlacedQuote]) -> None:
    ids = {quote.key: quote_id for quote_id, quote in quotes.items()}
    row = statement_row(found, {quote.key: quote for quote in quotes.values()}, 0)
    del row["key"], row["contradictions"]
    row["reference_quote_id"] = ids[found.reference]
    row["earliest_quote_id"] = ids[found.members[0].quote]
    assignments = ", ".join(f"{column} = ?" for column in row)
    db.execute(f"update statements set {assignments} where id = ?", (*row.values(), number))
    for member in found.members:
        differences = json.dumps(member.differences, ensure_ascii=False) if member.differences else None
        db.execute(
            "update quotes set relation = ?, similarity = ?, differences = ? where id = ?",
            (member.relation, round(member.similarity, 4), differences, ids[member.quote]),
        )
