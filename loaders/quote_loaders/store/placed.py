"""Rows back into the records that linking works on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlite_utils import Database

from quote_loaders.records import Judgement, PlacedArticle, PlacedQuote, SpeakerMention, TextSpan

_MENTIONS = """
select articles.key, articles.published_order, quotes.named_as, quotes.named_kind, quotes.role
from quotes join articles on articles.id = quotes.article_id
where quotes.named_as is not null
union all
select articles.key, articles.published_order, quotes.via_named_as, quotes.via_named_kind, null
from quotes join articles on articles.id = quotes.article_id
where quotes.via_named_as is not null
order by 1, 3, 4, 5
"""

# The key of the first version of an article, when it is a later one itself.
_FIRST = """
case when {article}.version_of_id is not null then (
    with recursive before (id) as (
        select {article}.version_of_id
        union
        select older.version_of_id from before join articles as older on older.id = before.id
        where older.version_of_id is not null
    )
    select min(oldest.key) from before join articles as oldest on oldest.id = before.id
    where oldest.version_of_id is null
) end
"""
_QUOTES = """
select quotes.key, articles.key as article, outlets.key as outlet, speakers.key as speaker,
    speakers.name as speaker_name, via.key as via, quotes.kind, quotes.text, quotes.spans, articles.language,
    quotes.published, quotes.published_order, quotes.prefix, quotes.suffix, quotes.cue,
    outlets.kind as outlet_kind, coalesce({first_of_origin}, origin.key) as origin, {first} as first_version
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = quotes.outlet_id
left join speakers on speakers.id = quotes.speaker_id
left join speakers as via on via.id = quotes.via_speaker_id
left join articles as origin on origin.id = articles.origin_id
where quotes.key not in (select key from tombstones)
order by quotes.key
""".format(first=_FIRST.format(article="articles"), first_of_origin=_FIRST.format(article="origin"))

_ARTICLES = """
select articles.key, outlets.key, outlets.name, outlets.kind, articles.title, articles.text, articles.language,
    articles.published, articles.published_order, articles.url, articles.credit
from articles join outlets on outlets.id = articles.outlet_id
order by articles.key
"""

_JUDGEMENTS = """
select subject, left_key, right_key, verdict from judgements order by made_at, id
"""


def read_mentions(db: Database) -> list[SpeakerMention]:
    """Every name under which an article has somebody speak or relay, with the titles printed beside it."""
    found: dict[tuple[str, str], SpeakerMention] = {}
    for article, order, name, kind, role in db.execute(_MENTIONS).fetchall():
        known = found.get((article, name))
        roles = (*(known.roles if known else ()), *([role] if role else []))
        found[article, name] = SpeakerMention(
            article, name, known.kind if known else kind, tuple(dict.fromkeys(roles)), order
        )
    return list(found.values())


def read_quotes(db: Database) -> Iterator[PlacedQuote]:
    """Every stored quote that isn't withdrawn, with its surroundings, in order of its key."""
    for row in db.query(_QUOTES):
        spans = tuple(TextSpan(start, end) for start, end in json.loads(row["spans"]))
        yield PlacedQuote(**row | {"spans": spans})


def read_articles(db: Database) -> list[PlacedArticle]:
    """Every stored article, in order of its key."""
    return [PlacedArticle(*row) for row in db.execute(_ARTICLES)]


def read_judgements(db: Database) -> list[Judgement]:
    """The decision that counts for each subject: the latest one."""
    latest = {(subject, left, right): verdict for subject, left, right, verdict in db.execute(_JUDGEMENTS)}
    return [Judgement(subject, left, right, verdict) for (subject, left, right), verdict in latest.items()]
