"""Whether a database is one that the pages can be made from; if not, why, in a sentence.

What counts is that every table and column that the plugin's queries read is there, whatever version wrote the file:
a database of the first release is served, and so is one of a later release that only added to the schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any
from weakref import WeakSet

# The steps that make what is read here; later ones may add to it.
STEPS = ("m001_tables", "m003_search")
# Full-text indexes: that they are there is enough.
SEARCHED = ("quotes_fts", "speaker_names_fts", "statements_fts")
COLUMNS: dict[str, frozenset[str]] = {
    table: frozenset(columns.split())
    for table, columns in {
        "article_links": "article_id evidence from_article_id from_outlet_id kind strength",
        "articles": (
            "archived_url byline credit id key language load_id modified origin_id origin_reason outlet_id paywalled"
            " published published_order published_source title url word_count"
        ),
        "contradictions": (
            "evidence explanation id kind left_quote_id left_statement_id method right_quote_id right_statement_id"
            " score"
        ),
        "judgements": "id left_key made_at made_by note right_key subject verdict",
        "loads": "finished id model program spacy_version started",
        "outlets": "country domain id key kind language name wikidata",
        "quotes": (
            "article_id confidence cue cue_span differences id key kind load_id outlet_id prefix published"
            " published_order relation role similarity source_span source_text spans speaker_id statement_id suffix"
            " text unattributed_reason via_named_as via_speaker_id"
        ),
        "speaker_names": "id name reason speaker_id",
        "speakers": "id key kind name role wikidata",
        "statement_keys": "key statement_id",
        "statements": (
            "articles contradictions earliest_order earliest_published earliest_quote_id id key latest_published"
            " origins outlets quotes reference_quote_id reference_reason speaker_id text wordings"
        ),
    }.items()
}

# Read where it is there: a copy may have been published without the texts.
OPTIONAL = {"articles": frozenset({"text"})}

# One row, however few rows the site lets a query return.
PRESENT = """
select group_concat(tables.name || '.' || columns.name, ' ')
from sqlite_master as tables join pragma_table_info(tables.name) as columns
where tables.type = 'table' and tables.name in ('article_links', 'articles', 'contradictions', 'judgements', 'loads',
    'outlets', 'quotes', 'speaker_names', 'speakers', 'statement_keys', 'statements', 'quotes_fts',
    'speaker_names_fts', 'statements_fts')
"""
RECORDED = "select count(*) from sqlite_master where type = 'table' and name = '_sqlite_migrations'"
APPLIED = """
select group_concat(name, ' ') from (
    select name from _sqlite_migrations where migration_set = 'datasette_quotes' order by name
)
"""
_TOLD = 3  # missing tables or columns that a message names

# Databases that were found good: nobody takes tables away while a server runs. Others are looked at again each time,
# so that one which is brought up to date is served without a restart.
_SERVED: WeakSet[Any] = WeakSet()


class OtherSchema(Exception):  # noqa: N818 - beside Forbidden and NotFound
    """A database of quotes that this version of the plugin can't make pages from."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a database isn't served; `ours` when datasette-quotes made it, in this or another version."""

    message: str
    ours: bool


async def is_served(db: Any) -> bool:
    """Whether the pages can be made from a database."""
    return await refusal(db) is None


async def refusal(db: Any) -> Refusal | None:
    """Why the pages can't be made from a database; None when they can."""
    if db in _SERVED:
        return None
    names = (await db.execute(PRESENT)).rows[0][0] or ""
    missing = _missing(names)
    if not missing:
        _SERVED.add(db)
        return None
    recorded = (await db.execute(RECORDED)).rows[0][0]
    applied = ((await db.execute(APPLIED)).rows[0][0] or "") if recorded else ""
    return _refusal(str(db.name), missing, applied.split())


def _missing(present: str) -> list[str]:
    """Tables, and columns of tables that are there, that the pages read and a database lacks."""
    found: dict[str, set[str]] = {}
    for name in present.split():
        table, _, column = name.partition(".")
        found.setdefault(table, set()).add(column)
    tables = [table for table in (*COLUMNS, *SEARCHED) if table not in found]
    columns = [
        f"{table}.{column}" for table, needed in COLUMNS.items() for column in sorted(needed - found.get(table, needed))
    ]
    return [*tables, *columns]


def _refusal(name: str, missing: list[str], applied: list[str]) -> Refusal:
    lacks = ", ".join(missing[:_TOLD]) + (f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else "")
    if not applied:
        return Refusal(
            f"The database {name} holds no quotes: it lacks tables or columns that datasette-quotes makes ({lacks}).",
            ours=False,
        )
    if any(step not in applied for step in STEPS):
        return Refusal(
            f"The database {name} was written by an older version of datasette-quotes, or is still being made: it lacks"
            f" {lacks}. The command `datasette-quotes link`, or another load, brings it up to date.",
            ours=True,
        )
    return Refusal(
        f"The database {name} lacks {lacks}, which datasette-quotes {version('datasette-quotes')} reads. Either a newer"
        f" version wrote it (the last step of its schema is {applied[-1]}), and the plugin has to be updated; or"
        " something else changed it, and `datasette-quotes check` says what is missing.",
        ours=True,
    )
