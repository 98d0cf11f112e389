"""What a database holds, counted: articles, quotes, speakers, statements, contradictions, loads and problems."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from quote_loaders.checking.run import opened

# Each query gives a name and a count, in the order in which they are shown.
_TOTALS = """
select 'articles', (select count(*) from articles)
union all select 'outlets', (select count(*) from outlets)
union all select 'quotes', (select count(*) from quotes)
union all select 'speakers', (select count(*) from speakers)
union all select 'statements', (select count(*) from statements)
union all select 'contradictions', (select count(*) from contradictions)
union all select 'links between articles', (select count(*) from article_links)
union all select 'judgements of people', (select count(*) from judgements)
union all select 'loads', (select count(*) from loads)
union all select 'problems', (select count(*) from load_problems)
"""
_BY_OUTLET = """
select outlets.name, count(articles.id) as found from outlets left join articles on articles.outlet_id = outlets.id
group by outlets.id order by found desc, outlets.name
"""
_BY_LANGUAGE = "select language, count(*) as found from articles group by language order by found desc, language"
_BY_MONTH = """
select coalesce(published_month, published, 'no date'), count(*) from articles group by 1 order by 1 = 'no date', 1
"""
_BY_PRECISION = """
select case when published is null then 'no date'
    when published_precision not in ('minute', 'second') then published_precision
    when published_zone_known then published_precision || ', zone known'
    else published_precision || ', zone unknown' end as precision, count(*) as found
from articles group by precision order by found desc, precision
"""
_BY_READER = """
select coalesce(reader, 'not recorded'), count(*) as found from articles group by reader order by found desc, 1
"""
_BY_TEXT = "select text_status, count(*) as found from articles group by text_status order by found desc, 1"
_ORIGINS = """
select case when origin_id is null then 'independent' else 'copies of another article' end, count(*) as found
from articles group by origin_id is null order by found desc
"""
_BY_KIND = "select kind, count(*) as found from quotes group by kind order by found desc, kind"
_BY_FORM = "select form, count(*) as found from quotes group by form order by found desc, form"
_BY_RELATION = """
select coalesce(relation, 'not linked'), count(*) as found from quotes group by relation order by found desc, 1
"""
_ATTRIBUTED = """
select case when speaker_id is not null then 'somebody named' else coalesce(unattributed_reason, 'not linked yet') end,
    count(*) as found
from quotes group by 1 order by found desc, 1
"""
_SPEAKERS = "select kind, count(*) as found from speakers group by kind order by found desc, kind"
_STATEMENTS = """
select 'carried by one outlet', count(*) from statements where outlets = 1
union all select 'repeated by several outlets', count(*) from statements where outlets > 1
union all select 'by several that are independent', count(*) from statements where origins > 1
union all select 'in several wordings', count(*) from statements where wordings > 1
union all select 'contradicted', count(*) from statements where contradictions > 0
"""
_CONTRADICTIONS = "select kind, count(*) as found from contradictions group by kind order by found desc, kind"
_LINKS = "select kind, count(*) as found from article_links group by kind order by found desc, kind"
_WITHDRAWN = "select kind, count(*) as found from tombstones group by kind order by found desc, kind"
_PROBLEMS = "select stage, count(*) as found from load_problems group by stage order by found desc, stage"
_LOADS = """
select started || ' ' || program || coalesce(', ' || model, '') ||
        case when finished is null then ', stopped' else '' end,
    (select count(*) from articles where articles.load_id = loads.id)
from loads order by id desc
"""

# name for machines, heading for people, query
SECTIONS = (
    ("totals", "In all", _TOTALS),
    ("articles_by_outlet", "Articles by outlet", _BY_OUTLET),
    ("articles_by_language", "Articles by language", _BY_LANGUAGE),
    ("articles_by_month", "Articles by month", _BY_MONTH),
    ("articles_by_precision", "Articles by precision of their date", _BY_PRECISION),
    ("articles_by_reader", "Articles by reader", _BY_READER),
    ("articles_by_text_status", "Articles by how much of their text is known", _BY_TEXT),
    ("articles_by_origin", "Articles by origin", _ORIGINS),
    ("quotes_by_kind", "Quotes by kind", _BY_KIND),
    ("quotes_by_form", "Quotes by form", _BY_FORM),
    ("quotes_by_relation", "Quotes by relation to the reference wording", _BY_RELATION),
    ("quotes_by_attribution", "Quotes by whether somebody is named, and why not", _ATTRIBUTED),
    ("speakers_by_kind", "Speakers by kind", _SPEAKERS),
    ("statements", "Statements", _STATEMENTS),
    ("contradictions_by_kind", "Contradictions by kind", _CONTRADICTIONS),
    ("links_by_kind", "Links between articles by kind", _LINKS),
    ("withdrawn_by_kind", "Withdrawn", _WITHDRAWN),
    ("problems_by_stage", "Problems by stage", _PROBLEMS),
    ("loads", "Loads, the latest first, with the articles that each brought", _LOADS),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Names with their counts; None where an earlier schema does not know what is asked."""

    name: str
    title: str
    rows: tuple[tuple[str, int], ...] | None

    def as_json(self) -> list[dict[str, int | str]] | None:
        """The rows as objects, in their order."""
        return None if self.rows is None else [{"name": name, "count": count} for name, count in self.rows]


def read_stats(path: Path) -> list[Section]:
    """Every section of what a database holds. Raises LoadError when the file is no database with quotes."""
    with closing(opened(path)) as db:
        return [Section(name, title, _rows(db, sql)) for name, title, sql in SECTIONS]


def _rows(db: sqlite3.Connection, sql: str) -> tuple[tuple[str, int], ...] | None:
    try:
        return tuple(db.execute(sql).fetchall())
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            return None
        raise
