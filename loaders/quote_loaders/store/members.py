"""Members of statements and findings as they are stored: what making a statement anew is spared."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from quote_loaders.linkage.members import Known
from quote_loaders.records import Contradiction, ContradictionKind, Evidence, Member, TextSpan
from quote_loaders.store.chosen import choose, some
from quote_loaders.store.linked import Home

_MEMBERS = f"""
select quotes.key, reference.key, quotes.relation, quotes.similarity, quotes.differences
from quotes join statements on statements.id = quotes.statement_id
join quotes as reference on reference.id = statements.reference_quote_id
where quotes.id in {some("known")} and quotes.id not in {some("dirty")}
    and reference.id not in {some("dirty")}
"""
_FINDINGS = f"""
select left_quote.key, right_quote.key, left_id, right_id, left_kept.statement_id, right_kept.statement_id,
    linkage_findings.kind, score, explanation, evidence, method, left_home.key, right_home.key,
    left_quote.published_order, right_quote.published_order
from (
    select left_id, right_id, kind from linkage_findings where left_id in {some("found")}
    union select left_id, right_id, kind from linkage_findings where right_id in {some("found")}
) as listed join linkage_findings using (left_id, right_id, kind)
join quotes as left_quote on left_quote.id = left_id join quotes as right_quote on right_quote.id = right_id
join linkage_quotes as left_kept on left_kept.quote_id = left_id
join linkage_quotes as right_kept on right_kept.quote_id = right_id
left join statements as left_home on left_home.id = left_kept.statement_id
left join statements as right_home on right_home.id = right_kept.statement_id
"""
_FINDING = """
select left_quote.key, right_quote.key, linkage_findings.kind, score, explanation, evidence, method
from linkage_findings
join quotes as left_quote on left_quote.id = left_id join quotes as right_quote on right_quote.id = right_id
where left_id = ? and right_id = ? and linkage_findings.kind = ?
"""


def known_members(db: Database, quotes: Iterable[int], dirty: Iterable[int] = ()) -> dict[str, Known]:
    """Some quotes, but for those that changed, as members of the statements that they are stored in."""
    choose(db, "known", quotes)
    choose(db, "dirty", dirty)
    return {
        key: Known(reference, Member(key, relation, similarity, json.loads(differences) if differences else None))
        for key, reference, relation, similarity, differences in db.execute(_MEMBERS)
        if relation is not None
    }


def stored_findings(
    db: Database, quotes: Iterable[int]
) -> tuple[list[Contradiction], dict[str, Home], dict[str, str], dict[str, str]]:
    """What rules found between some quotes and any others.

    Of all these quotes by key also: where they are (ids), the keys of their statements, and their dates.
    """
    choose(db, "found", quotes)
    found: list[Contradiction] = []
    homes: dict[str, Home] = {}
    keys: dict[str, str] = {}
    orders: dict[str, str] = {}
    for left, right, *told, left_key, right_key, left_order, right_order in db.execute(_FINDINGS):
        left_id, right_id, left_statement, right_statement, *rest = told
        found.append(_finding(left, right, *rest))
        homes |= {left: Home(left_id, left_statement), right: Home(right_id, right_statement)}
        keys |= {left: left_key, right: right_key}
        orders |= {left: left_order, right: right_order}
    return found, homes, keys, orders


def read_findings(db: Database, wanted: Iterable[tuple[int, int, str]]) -> dict[tuple[int, int, str], Contradiction]:
    """What is kept of findings between quotes: left and right (ids), and the kind."""
    found: dict[tuple[int, int, str], Contradiction] = {}
    for left_id, right_id, kind in wanted:
        row = db.execute(_FINDING, (left_id, right_id, kind)).fetchone()
        found[left_id, right_id, kind] = _finding(*row)
    return found


def _finding(
    left: str, right: str, kind: ContradictionKind, score: float, said: str, evidence: str, method: str
) -> Contradiction:
    pieces = json.loads(evidence)
    return Contradiction(kind, left, right, score, said, _read(pieces["left"]), _read(pieces["right"]), method)


def _read(pieces: Iterable[dict[str, object]]) -> tuple[Evidence, ...]:
    return tuple(Evidence(str(one["text"]), TextSpan(int(str(one["start"])), int(str(one["end"])))) for one in pieces)
