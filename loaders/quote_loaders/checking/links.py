"""What joins rows: contradictions, links and versions of articles, and rows that nothing leads to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from quote_loaders.checking.records import Fault

_SIDES = """
select contradictions.id, left_quote.statement_id is left_statement_id,
    right_quote.statement_id is right_statement_id, left_quote_id = right_quote_id
from contradictions
join quotes as left_quote on left_quote.id = left_quote_id
join quotes as right_quote on right_quote.id = right_quote_id
where left_quote.statement_id is not left_statement_id or right_quote.statement_id is not right_statement_id
    or left_quote_id = right_quote_id
order by contradictions.id
"""
_LINKS = "select id, kind from article_links where article_id = from_article_id order by id"
_LATER = """
select article_links.id, later.key, earlier.key from article_links
join articles as later on later.id = article_links.article_id
join articles as earlier on earlier.id = article_links.from_article_id
where article_links.kind = 'same wording later'
    and (later.published_order <= earlier.published_order or later.outlet_id = earlier.outlet_id)
order by article_links.id
"""
_ORIGINS = """
select articles.key, origin.key from articles join articles as origin on origin.id = articles.origin_id
where origin.origin_id = articles.id
order by articles.id
"""
_CHANGES = """
select quote_changes.id, change, earlier.article_id is articles.version_of_id, later.article_id is articles.id
from quote_changes join articles on articles.id = quote_changes.article_id
left join quotes as earlier on earlier.id = earlier_quote_id
left join quotes as later on later.id = later_quote_id
where (earlier.id is not null and earlier.article_id is not articles.version_of_id)
    or (later.id is not null and later.article_id <> articles.id)
order by quote_changes.id
"""
_VERSIONS = """
select articles.key, earlier.key from articles join articles as earlier on earlier.id = articles.version_of_id
where earlier.outlet_id <> articles.outlet_id or earlier.canonical_url is not articles.canonical_url
    or earlier.id = articles.id or earlier.version_of_id = articles.id
order by articles.id
"""
_ORPHANS = {
    "statements": """
        select key, 'no quote belongs to it' from statements
        where not exists (select 1 from quotes where statement_id = statements.id) order by id
    """,
    "speakers": """
        select key, 'no quote has or relays it' from speakers
        where not exists (select 1 from quotes where speaker_id = speakers.id)
            and not exists (select 1 from quotes where via_speaker_id = speakers.id) order by id
    """,
    "outlets": """
        select key, 'it has no article' from outlets
        where not exists (select 1 from articles where outlet_id = outlets.id) order by id
    """,
}
_UNFINISHED = """
select id, started from loads where finished is null
    and not exists (select 1 from loads as later where later.id > loads.id and later.finished is not null)
order by id
"""


def contradictions_join_their_statements(db: sqlite3.Connection) -> Iterator[Fault]:
    """The quotes of a contradiction belong to the statements that it names, and are two."""
    for row_id, left, right, same in db.execute(_SIDES):
        if same:
            yield Fault("contradictions", str(row_id), "a quote contradicts itself")
        for side in [name for name, own in (("left", left), ("right", right)) if not own]:
            yield Fault("contradictions", str(row_id), f"its {side} quote is not one of its {side} statement's")


def article_links_lead_to_others(db: sqlite3.Connection) -> Iterator[Fault]:
    """No article got anything from itself, and "same wording later" is later and another outlet's."""
    for row_id, kind in db.execute(_LINKS):
        yield Fault("article_links", str(row_id), f"{kind}: the article is linked to itself")
    for row_id, later, earlier in db.execute(_LATER):
        message = f"same wording later: {later} is not later than {earlier}, or of the same outlet"
        yield Fault("article_links", str(row_id), message)
    for key, origin in db.execute(_ORIGINS):
        yield Fault("articles", key, f"it is a copy of {origin}, which is a copy of it")


def versions_follow_each_other(db: sqlite3.Connection) -> Iterator[Fault]:
    """A version follows another of its outlet and address, and quote_changes compares the quotes of these two."""
    for key, earlier in db.execute(_VERSIONS):
        yield Fault(
            "articles",
            key,
            f"the version before it is {earlier}: of another outlet or address, itself, or its own successor",
        )
    for row_id, change, earlier_own, later_own in db.execute(_CHANGES):
        sides = [name for name, own in (("earlier", earlier_own), ("later", later_own)) if not own]
        yield Fault("quote_changes", str(row_id), f"{change}: its {sides[0]} quote is of another article")


def nothing_is_left_over(db: sqlite3.Connection) -> Iterator[Fault]:
    """Statements and speakers have quotes, outlets have articles."""
    for table, sql in _ORPHANS.items():
        for key, message in db.execute(sql):
            yield Fault(table, key, message)


def loads_came_to_their_end(db: sqlite3.Connection) -> Iterator[Fault]:
    """The last run finished: one that was stopped leaves articles that are not linked."""
    for row_id, started in db.execute(_UNFINISHED):
        yield Fault("loads", str(row_id), f"the run of {started} did not come to its end, and none after it did")
