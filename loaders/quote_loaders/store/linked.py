"""Saving what the stages after extraction decide: speakers, origins, statements, contradictions."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from datasette_quotes.text import fingerprint
from quote_loaders.keys import statement_key
from quote_loaders.records import ArticleLink, Contradiction, Evidence, LinkKind, Origin, PlacedQuote, Statement
from quote_loaders.store.articles import label
from quote_loaders.store.chosen import choose, some
from quote_loaders.store.connection import together
from quote_loaders.store.placed import article_ranges
from quote_loaders.store.sync import ids, sync_rows

_LATER: LinkKind = "same wording later"
_NEIGHBOURS = f"""
select left_statement_id from contradictions where right_statement_id in {some("statement")}
union select right_statement_id from contradictions where left_statement_id in {some("statement")}
"""
_COUNT = """
select count(*) from contradictions where left_statement_id = statements.id or right_statement_id = statements.id
"""
_RECOUNT = f"""
update statements set contradictions = ({_COUNT}) where id in {some("statement")} and contradictions <> ({_COUNT})
"""
_KEYS_BEFORE = f"""
select key, id from statements where id in {some("statement")}
union all select key, statement_id from statement_keys where statement_id in {some("statement")}
"""
_QUOTES_BEFORE = f"select statement_id, key from quotes where statement_id in {some('statement')}"
_MEMBERS = f"""
select id, statement_id, relation, similarity, differences from quotes where id in {some("member")}
"""
SAVE_MEMBER = "update quotes set statement_id = ?, relation = ?, similarity = ?, differences = ? where id = ?"
_SOME_STATEMENTS = f"id in {some('statement')} or key in {some('statement key')}"
_SOME_CONTRADICTIONS = f"left_statement_id in {some('statement')} or right_statement_id in {some('statement')}"
_LATER_PAIRS = f"""
select article_id, from_article_id from linkage_wordings where statement_id in {some("statement")}
"""
SAVE_WORDING = "insert into linkage_wordings values (?, ?, ?, ?, ?)"
_ALL_LATER = """
select article_id, from_article_id, strength, evidence from (
    select article_id, from_article_id, linkage_wordings.strength, evidence,
        row_number() over (partition by article_id, from_article_id order by statements.key) as place
    from linkage_wordings join statements on statements.id = statement_id
    where article_id between ? and ?
) where place = 1 order by article_id, from_article_id
"""
_LATER_BEST = """
select strength, evidence from linkage_wordings
join statements on statements.id = statement_id
where linkage_wordings.article_id = ? and from_article_id = ? order by statements.key limit 1
"""
_LATER_AT_ONCE = 5_000  # articles


class Home(NamedTuple):
    """Where a quote is: its id, and the id of its statement."""

    quote: int
    statement: int


def save_origins(
    db: Database, origins: Iterable[Origin], links: Iterable[ArticleLink], articles: Iterable[int] | None = None
) -> tuple[int, set[int]]:
    """Make the origins and links of some articles (None: all) what the origin rules found.

    Rows written, and the articles (ids) whose origin is another.
    """
    found = {origin.article: origin for origin in origins}
    links = list(links)
    choose(
        db, "linked", articles if articles is not None else (one for (one,) in db.execute("select id from articles"))
    )
    within = f"in {some('linked')}"
    with together(db):
        wanted = {origin.origin for origin in found.values()} | {one.from_article for one in links if one.from_article}
        choose(db, "article key", wanted)
        rows = db.execute(f"select id, key, origin_id, origin_reason from articles where id {within}").fetchall()
        article_ids = dict(db.execute(f"select key, id from articles where key in {some('article key')}").fetchall())
        article_ids |= {key: row_id for row_id, key, _, _ in rows}
        changes = []
        for row_id, key, *old in rows:
            origin = found.get(key)
            new = [article_ids[origin.origin], origin.reason] if origin else [None, None]
            if new != old:
                changes.append((*new, row_id))
        db.conn.executemany("update articles set origin_id = ?, origin_reason = ? where id = ?", changes)
        outlet_ids = ids(db, "outlets")
        written = [
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
        count = sync_rows(db, "article_links", key, written, where=f"kind <> '{_LATER}' and article_id {within}")
    return len(changes) + count, {row[-1] for row in changes}


def article_ids(db: Database, keys: Iterable[str] | None) -> dict[str, int]:
    """The ids of articles by their keys, of some or of all."""
    if keys is None:
        return ids(db, "articles")
    choose(db, "article key", keys)
    return dict(db.execute(f"select key, id from articles where key in {some('article key')}").fetchall())


def later_pairs(db: Database, statements: Iterable[int]) -> set[tuple[int, int]]:
    """The articles, by twos, that are kept as printing the words of some statements one after the other."""
    choose(db, "statement", statements)
    return set(db.execute(_LATER_PAIRS))


def save_later_wordings(
    db: Database,
    statements: Iterable[int],
    rows: Sequence[tuple[int, int, int, float, str]],
    pairs: set[tuple[int, int]],
) -> int:
    """Keep the later wordings of some statements, and make the links between their articles what the first one says.

    `rows` are statement, article, earlier article, strength and words; `pairs` are the articles of rows that were kept
    before. Returns the links written.
    """
    with together(db):
        db.conn.executemany("delete from linkage_wordings where statement_id = ?", ((one,) for one in statements))
        db.conn.executemany(SAVE_WORDING, rows)
        touched = sorted(pairs | {(row[1], row[2]) for row in rows})
        choose(db, "linked", {article for article, _ in touched})
        wanted = []
        for article, source in touched:
            best = db.execute(_LATER_BEST, (article, source)).fetchone()
            if best is not None:
                wanted.append((article, source, *best))
        present = _present_later(db, f"article_id in {some('linked')}")
        return _sync_later(db, wanted, {pair: present[pair] for pair in touched if pair in present})


def save_all_later(db: Database) -> int:
    """Make the links of all later wordings what is kept of them; the links written."""
    written = 0
    for low, high in article_ranges(db, _LATER_AT_ONCE):
        present = _present_later(db, "article_id between ? and ?", (low, high))
        written += _sync_later(db, db.execute(_ALL_LATER, (low, high)).fetchall(), present)
    return written


def _present_later(
    db: Database, where: str, values: tuple[int, ...] = ()
) -> dict[tuple[int, int], tuple[int, float, str]]:
    """The links of later wordings that are stored, by their articles."""
    return {
        (article, source): (row_id, strength, words)
        for row_id, article, source, strength, words in db.execute(
            "select id, article_id, from_article_id, strength, evidence from article_links "
            f"where kind = '{_LATER}' and {where}",
            values,
        )
    }


def _sync_later(
    db: Database,
    wanted: Sequence[tuple[int, int, float, str]],
    present: Mapping[tuple[int, int], tuple[int, float, str]],
) -> int:
    keys = {(article, source) for article, source, _, _ in wanted}
    gone = [(row_id,) for pair, (row_id, _, _) in present.items() if pair not in keys]
    new = [row for row in wanted if row[:2] not in present]
    changed = [
        (strength, words, present[article, source][0])
        for article, source, strength, words in wanted
        if (article, source) in present and present[article, source][1:] != (strength, words)
    ]
    db.conn.executemany("delete from article_links where id = ?", gone)
    insert = "insert into article_links (article_id, from_article_id, kind, strength, evidence) values (?, ?, ?, ?, ?)"
    db.conn.executemany(insert, ((article, source, _LATER, *rest) for article, source, *rest in new))
    db.conn.executemany("update article_links set strength = ?, evidence = ? where id = ?", changed)
    return len(gone) + len(new) + len(changed)


def save_links(
    db: Database,
    statements: Sequence[Statement],
    contradictions: Sequence[Contradiction],
    quotes: Mapping[str, PlacedQuote],
    quote_ids: Mapping[str, int],
    touched: Iterable[int],
    others: Mapping[str, Home],
    neighbours: Iterable[int],
) -> tuple[int, dict[str, int]]:
    """Make statements, their members and contradictions what linking found; rows written, and the statements' ids.

    `touched` are the statements (ids) that the quotes were in: such as aren't found again are deleted. `others` are the
    quotes of other statements that contradict these, `neighbours` statements that may have lost a contradiction.
    """
    home_of = {member.quote: statement.key for statement in statements for member in statement.members}
    disputed = _disputed(contradictions, home_of)
    with together(db):
        choose(db, "statement", touched)
        neighbours = {*neighbours, *(one for (one,) in db.execute(_NEIGHBOURS))}
        retired = _retired_keys(db, statements, home_of)
        rows = statement_rows(db, statements, quotes, quote_ids, disputed)
        choose(db, "statement key", (statement.key for statement in statements))
        written = sync_rows(db, "statements", ("key",), rows, where=_SOME_STATEMENTS)
        found = db.execute(f"select key, id from statements where {_SOME_STATEMENTS}").fetchall()
        statement_ids = dict(found)
        choose(db, "statement", {*touched, *statement_ids.values()})
        written += save_members(db, statements, statement_ids, quote_ids)
        written += sync_rows(
            db,
            "statement_keys",
            ("key",),
            [{"key": key, "statement_id": statement_ids[to]} for key, to in sorted(retired.items())],
            where=f"statement_id in {some('statement')}",
        )
        homes = {key: Home(quote_ids[key], statement_ids[home]) for key, home in home_of.items()} | {**others}
        ends = [(found, homes[found.left_quote], homes[found.right_quote]) for found in contradictions]
        written += save_contradictions(db, ends, where=_SOME_CONTRADICTIONS)
        around = {home.statement for _, *both in ends for home in both}
        written += recount(db, {*neighbours, *around})
    return written, statement_ids


def _disputed(contradictions: Iterable[Contradiction], home_of: Mapping[str, str]) -> Counter[str]:
    """How many contradictions each of some statements (keys) has."""
    disputed: Counter[str] = Counter()
    for found in contradictions:
        disputed.update({home_of[key] for key in (found.left_quote, found.right_quote) if key in home_of})
    return disputed


def statement_rows(
    db: Database,
    statements: Sequence[Statement],
    quotes: Mapping[str, PlacedQuote],
    quote_ids: Mapping[str, int],
    disputed: Mapping[str, int],
) -> list[dict[str, Any]]:
    """The rows of statements; `disputed` has the number of contradictions of each (key)."""
    speakers = {statement.key: _speaker(statement, quotes) for statement in statements}
    choose(db, "speaker key", {one for one in speakers.values() if one})
    speaker_ids = dict(db.execute(f"select key, id from speakers where key in {some('speaker key')}").fetchall())
    return [
        statement_row(statement, quotes, disputed[statement.key])
        | {
            "speaker_id": speaker_ids.get(speakers[statement.key]),
            "reference_quote_id": quote_ids[statement.reference],
            "earliest_quote_id": quote_ids[statement.members[0].quote],
        }
        for statement in statements
    ]


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
    gone = [(key, then) for key, then in db.execute(_KEYS_BEFORE) if key not in keys]
    successors = _successors(db, {then for _, then in gone}, statement_of)
    keys |= {key: successors[then] for key, then in gone if then in successors}
    return {key: to for key, to in keys.items() if key not in current}


def _successors(db: Database, before: set[int], statement_of: Mapping[str, str]) -> dict[int, str]:
    """For some statements of the last load: the key of the one that has most of their quotes now."""
    if not before:
        return {}
    counts: dict[int, Counter[str]] = {}
    for then, quote in db.execute(_QUOTES_BEFORE):
        if then in before and quote in statement_of:
            counts.setdefault(then, Counter())[statement_of[quote]] += 1
    return {then: min(found, key=lambda key: (-found[key], key)) for then, found in counts.items()}


def save_members(
    db: Database,
    statements: Sequence[Statement],
    statement_ids: Mapping[str, int],
    quote_ids: Mapping[str, int],
) -> int:
    """Make the members of statements what linking found; rows written."""
    choose(db, "member", (quote_ids[member.quote] for one in statements for member in one.members))
    present = {row[0]: row[1:] for row in db.execute(_MEMBERS)}
    changes = []
    for statement in statements:
        for member in statement.members:
            differences = json.dumps(member.differences, ensure_ascii=False) if member.differences else None
            row = (statement_ids[statement.key], member.relation, round(member.similarity, 4), differences)
            if row != present[quote_ids[member.quote]]:
                changes.append((*row, quote_ids[member.quote]))
    db.conn.executemany(SAVE_MEMBER, changes)
    return len(changes)


def save_contradictions(
    db: Database, contradictions: Iterable[tuple[Contradiction, Home, Home]], *, where: str = "1"
) -> int:
    """Make the contradictions that `where` selects those of some quotes, left and right; rows written."""
    rows = [
        {
            "left_statement_id": left.statement,
            "right_statement_id": right.statement,
            "left_quote_id": left.quote,
            "right_quote_id": right.quote,
            "kind": found.kind,
            "score": round(found.score, 4),
            "explanation": found.explanation,
            "evidence": evidence_json(found),
            "method": found.method,
        }
        for found, left, right in contradictions
    ]
    return sync_rows(db, "contradictions", ("left_quote_id", "right_quote_id", "kind"), rows, where=where)


def recount(db: Database, statements: Iterable[int]) -> int:
    """Count the contradictions of some statements again; how many have others now."""
    choose(db, "statement", statements)
    return int(db.execute(_RECOUNT).rowcount)


def evidence_json(found: Contradiction) -> str:
    """The evidence of a contradiction as it is stored."""
    return json.dumps(
        {"left": _evidence(found.left_evidence), "right": _evidence(found.right_evidence)}, ensure_ascii=False
    )


def _evidence(items: Iterable[Evidence]) -> list[dict[str, object]]:
    return [{"text": item.text, "start": item.span.start, "end": item.span.end} for item in items]
