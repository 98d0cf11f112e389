"""Statements of which some quotes are left out: their counts, reference wording and relations are those of the rest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.linkage import link
from quote_loaders.records import Judgement, PlacedQuote, Statement
from quote_loaders.store.linked import statement_row

_MEMBERS = """
select quotes.statement_id, quotes.key from quotes where quotes.statement_id in (select value from json_each(?))
"""


def regroup(db: Database, statements: Sequence[int]) -> None:
    """Make these statements what their quotes in this database say; each keeps its key, so its address stays."""
    if not statements:
        return
    home = {key: number for number, key in db.execute(_MEMBERS, (json.dumps(list(statements)),)).fetchall()}
    members: dict[int, list[PlacedQuote]] = defaultdict(list)
    for quote in store.read_quotes(db):
        if quote.key in home:
            members[home[quote.key]].append(quote)
    for number, quotes in members.items():
        # They are one statement: that was decided with all of its quotes at hand.
        together = [Judgement("same statement", quotes[0].key, one.key, "yes") for one in quotes[1:]]
        (found,) = link(quotes, together)
        _save(db, number, found, {one.key: one for one in quotes})


def _save(db: Database, number: int, found: Statement, quotes: dict[str, PlacedQuote]) -> None:
    ids = dict(db.execute("select key, id from quotes where statement_id = ?", (number,)).fetchall())
    row = statement_row(found, quotes, 0)
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
