"""Statements: what is counted and copied from their quotes and contradictions, counted and copied again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from datasette_quotes.text import fingerprint
from quote_loaders.checking.records import Fault
from quote_loaders.dates import order as order_of

COUNTED = ("quotes", "articles", "outlets", "origins", "wordings")
# The id of an article's first version: versions of one article count once.
_FIRST = """
case when {article}.version_of_id is null then {article}.id else (
    with recursive before (id) as (
        select {article}.version_of_id
        union
        select older.version_of_id from before join articles as older on older.id = before.id
        where older.version_of_id is not null
    )
    select min(oldest.id) from before join articles as oldest on oldest.id = before.id
    where oldest.version_of_id is null
) end
"""
_COUNTS = """
select statements.key, statements.quotes, statements.articles, statements.outlets, statements.origins,
    statements.wordings, count(*), count(distinct {first}), count(distinct quotes.outlet_id),
    count(distinct coalesce({first_of_origin}, {first})), count(distinct fingerprint(quotes.text))
from statements
join quotes on quotes.statement_id = statements.id
join articles on articles.id = quotes.article_id
left join articles as origin on origin.id = articles.origin_id
group by statements.id
""".format(first=_FIRST.format(article="articles"), first_of_origin=_FIRST.format(article="origin"))
_DISPUTED = """
select statements.key, statements.contradictions, (
    select count(*) from contradictions where left_statement_id = statements.id or right_statement_id = statements.id
) as found
from statements where statements.contradictions <> found
order by statements.id
"""
_EARLIEST = """
select statements.key, earliest.key, earliest.statement_id is statements.id, earliest.published_order,
    statements.earliest_order, (select min(published_order) from quotes where statement_id = statements.id)
from statements left join quotes as earliest on earliest.id = statements.earliest_quote_id
order by statements.id
"""
_RANGE = """
select key, earliest_published, latest_published,
    (select min(published_order) from quotes where statement_id = statements.id and published is not null),
    (select max(published_order) from quotes where statement_id = statements.id and published is not null)
from statements order by id
"""
_REFERENCE = """
select statements.key, statements.text, reference.key, reference.statement_id is statements.id, reference.text
from statements left join quotes as reference on reference.id = statements.reference_quote_id
where reference.id is null or reference.statement_id is not statements.id or reference.text <> statements.text
order by statements.id
"""
_SPEAKERS = """
select statements.key, speakers.name from statements left join speakers on speakers.id = statements.speaker_id
where statements.speaker_id is not (
    select speaker_id from quotes where statement_id = statements.id and speaker_id is statements.speaker_id limit 1
) or (statements.speaker_id is null and exists (
    select 1 from quotes where statement_id = statements.id and speaker_id is not null
))
order by statements.id
"""
_SEVERAL = """
select statements.key, min(first.name), max(first.name) from quotes
join statements on statements.id = quotes.statement_id join speakers as first on first.id = quotes.speaker_id
group by quotes.statement_id having count(distinct quotes.speaker_id) > 1
"""
_RELATIONS = """
select quotes.key, quotes.relation, quotes.id is statements.earliest_quote_id, quotes.similarity
from quotes join statements on statements.id = quotes.statement_id
where (quotes.relation is 'earliest') <> (quotes.id is statements.earliest_quote_id)
    or quotes.relation is null or quotes.similarity is null or quotes.similarity not between 0 and 1
order by quotes.id
"""
_UNLINKED = """
select key from quotes where statement_id is null and key not in (select key from tombstones) order by id
"""
_WITHDRAWN = """
select quotes.key, statements.key, tombstones.reason from tombstones
join quotes on quotes.key = tombstones.key join statements on statements.id = quotes.statement_id
order by quotes.id
"""


def counts_are_right(db: sqlite3.Connection) -> Iterator[Fault]:
    """quotes, articles, outlets, origins and wordings of a statement are those of its quotes."""
    db.create_function("fingerprint", 1, fingerprint, deterministic=True)
    for key, *numbers in db.execute(_COUNTS):
        half = len(COUNTED)
        for column, found, counted in zip(COUNTED, numbers[:half], numbers[half:], strict=True):
            if found != counted:
                yield Fault("statements", key, f"{column} is {found}, counted are {counted}")


def contradictions_are_counted(db: sqlite3.Connection) -> Iterator[Fault]:
    """contradictions of a statement is the number of rows that have it on either side."""
    for key, found, counted in db.execute(_DISPUTED):
        yield Fault("statements", key, f"contradictions is {found}, counted are {counted}")


def earliest_and_latest_are_members(db: sqlite3.Connection) -> Iterator[Fault]:
    """The earliest quote is one of the statement's and no other is earlier; the dates are those of its quotes."""
    for key, quote, own, order, stored, lowest in db.execute(_EARLIEST):
        if quote is None:
            yield Fault("statements", key, "earliest_quote_id is empty or leads nowhere")
        elif not own:
            yield Fault("statements", key, f"its earliest quote {quote} is not one of its quotes")
        elif not order == stored == lowest:
            yield Fault("statements", key, f"earliest_order is {stored!r}, that of its earliest quote {lowest!r}")
    for key, *dated in db.execute(_RANGE):
        for column, found, wanted in zip(("earliest_published", "latest_published"), dated[:2], dated[2:], strict=True):
            if (found is None) != (wanted is None) or (found is not None and order_of(found) != wanted):
                yield Fault("statements", key, f"{column} is {found!r}, by its quotes it sorts as {wanted!r}")


def references_are_members(db: sqlite3.Connection) -> Iterator[Fault]:
    """The reference wording is the text of one of the statement's own quotes."""
    for key, text, quote, own, printed in db.execute(_REFERENCE):
        if quote is None:
            yield Fault("statements", key, "reference_quote_id is empty or leads nowhere")
        elif not own:
            yield Fault("statements", key, f"its reference quote {quote} is not one of its quotes")
        else:
            yield Fault("statements", key, f"text is {text[:80]!r}, its reference quote's is {printed[:80]!r}")


def speakers_are_those_of_the_quotes(db: sqlite3.Connection) -> Iterator[Fault]:
    """A statement has the speaker of its quotes, and never those of two."""
    for key, name in db.execute(_SPEAKERS):
        yield Fault("statements", key, f"its speaker is {name!r}, which none of its quotes has, or one that it lacks")
    for key, one, other in db.execute(_SEVERAL):
        yield Fault("statements", key, f"its quotes have several speakers, {one!r} and {other!r} among them")


def relations_are_set(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every quote of a statement has a relation and a similarity; just the earliest one is "earliest"."""
    for key, relation, is_earliest, similarity in db.execute(_RELATIONS):
        if relation is None or (relation == "earliest") != bool(is_earliest):
            expected = "'earliest'" if is_earliest else "another, for it is not the earliest"
            yield Fault("quotes", key, f"relation is {relation!r}, expected {expected}")
        else:
            yield Fault("quotes", key, f"similarity is {similarity!r}, expected 0 to 1")


def quotes_are_linked(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every quote that is not withdrawn belongs to a statement."""
    for (key,) in db.execute(_UNLINKED):
        yield Fault("quotes", key, "it belongs to no statement")


def withdrawn_quotes_are_in_none(db: sqlite3.Connection) -> Iterator[Fault]:
    """A quote with a tombstone belongs to no statement."""
    for key, statement, reason in db.execute(_WITHDRAWN):
        yield Fault("quotes", key, f"it is withdrawn ({reason}) and still in the statement {statement}")
