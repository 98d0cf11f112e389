"""Saving what the stages after extraction decide: speakers, origins, statements, contradictions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from datasette_quotes.text import fingerprint
from quote_loaders.keys import statement_key
from quote_loaders.records import (
    ArticleLink,
    Contradiction,
    Evidence,
    LinkKind,
    Origin,
    PlacedQuote,
    Speaker,
    Statement,
)
from quote_loaders.store.articles import label
from quote_loaders.store.sync import ids, sync_rows

_LATER: LinkKind = "same wording later"


def save_speakers(db: Database, speakers: Sequence[Speaker]) -> int:
    """Make the speakers, their names and the quotes' links to them what merging decided; rows written."""
    with db.atomic():
        # Names and links go to the new speakers before the old ones are deleted: nothing dangles meanwhile.
        written = _upsert_speakers(db, speakers)
        speaker_ids = ids(db, "speakers")
        names = [
            {"speaker_id": speaker_ids[speaker.key], "name": name.name, "reason": name.reason}
            for speaker in speakers
            for name in speaker.names
        ]
        written += sync_rows(db, "speaker_names", ("speaker_id", "name"), names)
        written += _link_speakers(db, speakers, speaker_ids)
        written += _delete_others(db, speakers)
    return written


def _upsert_speakers(db: Database, speakers: Sequence[Speaker]) -> int:
    rows = [{"key": s.key, "name": s.name, "kind": s.kind, "role": s.role, "wikidata": s.wikidata} for s in speakers]
    wanted = {speaker.key for speaker in speakers}
    stale = [row for row in db.execute("select key, name, kind, role, wikidata from speakers") if row[0] not in wanted]
    kept = [dict(zip(("key", "name", "kind", "role", "wikidata"), row, strict=True)) for row in stale]
    return sync_rows(db, "speakers", ("key",), [*rows, *kept])


def _link_speakers(db: Database, speakers: Sequence[Speaker], speaker_ids: Mapping[str, int]) -> int:
    meant = {mention: speaker_ids[speaker.key] for speaker in speakers for mention in speaker.mentions}
    rows = db.execute(
        "select quotes.id, articles.key, named_as, via_named_as, speaker_id, via_speaker_id from quotes "
        "join articles on articles.id = quotes.article_id"
    ).fetchall()
    changes = []
    for quote_id, article, named, via, *old in rows:
        new = [meant.get((article, named)), meant.get((article, via))]
        if new != old:
            changes.append((*new, quote_id))
    db.conn.executemany("update quotes set speaker_id = ?, via_speaker_id = ? where id = ?", changes)
    return len(changes)


def _delete_others(db: Database, speakers: Sequence[Speaker]) -> int:
    wanted = {speaker.key for speaker in speakers}
    gone = [(row_id,) for key, row_id in ids(db, "speakers").items() if key not in wanted]
    db.conn.executemany("update statements set speaker_id = null where speaker_id = ?", gone)
    db.conn.executemany("delete from speakers where id = ?", gone)
    return len(gone)


def save_origins(db: Database, origins: Iterable[Origin], links: Iterable[ArticleLink]) -> int:
    """Make the articles' origins and links what the origin rules found; rows written."""
    found = {origin.article: origin for origin in origins}
    with db.atomic():
        article_ids = ids(db, "articles")
        changes = []
        for row_id, key, *old in db.execute("select id, key, origin_id, origin_reason from articles").fetchall():
            origin = found.get(key)
            new = [article_ids[origin.origin], origin.reason] if origin else [None, None]
            if new != old:
                changes.append((*new, row_id))
        db.conn.executemany("update articles set origin_id = ?, origin_reason = ? where id = ?", changes)
        return len(changes) + _save_article_links(db, links, f"kind <> '{_LATER}'")


def save_later_wordings(db: Database, links: Iterable[ArticleLink]) -> int:
    """Make the links "same wording later" what linking found; rows written."""
    with db.atomic():
        return _save_article_links(db, links, f"kind = '{_LATER}'")


def _save_article_links(db: Database, links: Iterable[ArticleLink], where: str) -> int:
    article_ids, outlet_ids = ids(db, "articles"), ids(db, "outlets")
    rows = [
        {
            "article_id": article_ids[link.article],
            "from_article_id": article_ids[link.from_article] if link.from_article else None,
            "from_outlet_id": outlet_ids[link.from_outlet] if link.from_outlet else None,
            "kind": link.kind,
            "strength": round(link.strength, 4),
            "evidence": link.evidence,
        }
        for link in links
    ]
    key = ("article_id", "from_article_id", "from_outlet_id", "kind")
    return sync_rows(db, "article_links", key, rows, where=where)


@dataclass(frozen=True, slots=True)
class Linked:
    """How quotes are linked: key -> (statement, its reference wording, relation), and the contradictions by keys."""

    quotes: dict[str, tuple[str, str | None, str | None]]
    contradictions: frozenset[tuple[str, str, str]]


def read_linked(db: Database) -> Linked:
    """The links as they are stored now."""
    quotes = db.execute(
        "select quotes.key, statements.key, reference.key, quotes.relation from quotes "
        "join statements on statements.id = quotes.statement_id "
        "left join quotes as reference on reference.id = statements.reference_quote_id"
    )
    contradictions = db.execute(
        "select left_quote.key, right_quote.key, contradictions.kind from contradictions "
        "join quotes as left_quote on left_quote.id = left_quote_id "
        "join quotes as right_quote on right_quote.id = right_quote_id"
    )
    return Linked(
        {key: (home, reference, relation) for key, home, reference, relation in quotes}, frozenset(contradictions)
    )


def save_links(
    db: Database,
    statements: Sequence[Statement],
    contradictions: Sequence[Contradiction],
    quotes: Mapping[str, PlacedQuote],
) -> int:
    """Make statements, their members and contradictions what linking found, in one transaction; rows written."""
    statement_of = {member.quote: statement.key for statement in statements for member in statement.members}
    disputed: Counter[str] = Counter()
    for found in contradictions:
        disputed.update({statement_of[found.left_quote], statement_of[found.right_quote]})
    with db.atomic():
        quote_ids = ids(db, "quotes")
        rows = [
            statement_row(statement, quotes, disputed[statement.key])
            | {
                "speaker_id": None,
                "reference_quote_id": quote_ids[statement.reference],
                "earliest_quote_id": quote_ids[statement.members[0].quote],
            }
            for statement in statements
        ]
        speaker_ids = ids(db, "speakers")
        for row, statement in zip(rows, statements, strict=True):
            speaker = _speaker(statement, quotes)
            row["speaker_id"] = speaker_ids[speaker] if speaker else None
        retired = _retired_keys(db, statements, statement_of)
        written = sync_rows(db, "statements", ("key",), rows)
        statement_ids = ids(db, "statements")
        written += _save_members(db, statements, statement_ids)
        written += sync_rows(
            db,
            "statement_keys",
            ("key",),
            [{"key": key, "statement_id": statement_ids[to]} for key, to in sorted(retired.items())],
        )
        return written + _save_contradictions(db, contradictions, quote_ids, statement_ids, statement_of)


def _speaker(statement: Statement, quotes: Mapping[str, PlacedQuote]) -> str | None:
    return next((who for member in statement.members if (who := quotes[member.quote].speaker)), None)


def statement_row(statement: Statement, quotes: Mapping[str, PlacedQuote], contradictions: int) -> dict[str, Any]:
    """The columns of a statement that its members decide: words, dates, and the counts that people sort by."""
    members = [quotes[member.quote] for member in statement.members]
    dated = [quote for quote in members if quote.published]
    reference = quotes[statement.reference]
    return {
        "key": statement.key,
        "label": label(reference.text),
        "text": reference.text,
        "reference_reason": statement.reference_reason,
        "earliest_published": dated[0].published if dated else None,
        "latest_published": dated[-1].published if dated else None,
        "earliest_order": members[0].published_order,
        "quotes": len(members),
        "articles": len({quote.first for quote in members}),
        "outlets": len({quote.outlet for quote in members}),
        "origins": len({quote.independent for quote in members}),
        "wordings": len({fingerprint(quote.text) for quote in members}),
        "contradictions": contradictions,
    }


def _retired_keys(db: Database, statements: Sequence[Statement], statement_of: Mapping[str, str]) -> dict[str, str]:
    """Every key that leads to a statement other than by its own row, with that statement's key.

    A statement's key is made from its earliest quote's, so what it may have been called before another article
    came to light is the key that it would have if another of its quotes were the earliest: the same in whatever
    order articles are loaded. A key whose quote is gone stays with what took its place.
    """
    current = {statement.key for statement in statements}
    keys = {statement_key(member.quote): statement.key for statement in statements for member in statement.members}
    for old, quotes_then in _keys_before(db):
        successors = Counter(statement_of[quote] for quote in quotes_then if quote in statement_of)
        if old not in keys and successors:
            keys[old] = min(successors, key=lambda key: (-successors[key], key))
    return {key: to for key, to in keys.items() if key not in current}


def _keys_before(db: Database) -> list[tuple[str, list[str]]]:
    """Every statement key of the last load with the quotes it led to."""
    rows = db.execute(
        "select statements.key, quotes.key from statements join quotes on quotes.statement_id = statements.id "
        "union all select statement_keys.key, quotes.key from statement_keys "
        "join quotes on quotes.statement_id = statement_keys.statement_id"
    ).fetchall()
    found: dict[str, list[str]] = {}
    for key, quote in rows:
        found.setdefault(key, []).append(quote)
    return list(found.items())


def _save_members(db: Database, statements: Sequence[Statement], statement_ids: Mapping[str, int]) -> int:
    present = {
        row[0]: row[1:] for row in db.execute("select key, statement_id, relation, similarity, differences from quotes")
    }
    changes = []
    for statement in statements:
        for member in statement.members:
            differences = json.dumps(member.differences, ensure_ascii=False) if member.differences else None
            row = (statement_ids[statement.key], member.relation, round(member.similarity, 4), differences)
            if row != present[member.quote]:
                changes.append((*row, member.quote))
    db.conn.executemany(
        "update quotes set statement_id = ?, relation = ?, similarity = ?, differences = ? where key = ?", changes
    )
    return len(changes)


def _save_contradictions(
    db: Database,
    contradictions: Sequence[Contradiction],
    quote_ids: Mapping[str, int],
    statement_ids: Mapping[str, int],
    statement_of: Mapping[str, str],
) -> int:
    rows = [
        {
            "left_statement_id": statement_ids[statement_of[found.left_quote]],
            "right_statement_id": statement_ids[statement_of[found.right_quote]],
            "left_quote_id": quote_ids[found.left_quote],
            "right_quote_id": quote_ids[found.right_quote],
            "kind": found.kind,
            "score": round(found.score, 4),
            "explanation": found.explanation,
            "evidence": json.dumps(
                {"left": _evidence(found.left_evidence), "right": _evidence(found.right_evidence)}, ensure_ascii=False
            ),
            "method": found.method,
        }
        for found in contradictions
    ]
    return sync_rows(db, "contradictions", ("left_quote_id", "right_quote_id", "kind"), rows)


def _evidence(items: Iterable[Evidence]) -> list[dict[str, object]]:
    return [{"text": item.text, "start": item.span.start, "end": item.span.end} for item in items]
