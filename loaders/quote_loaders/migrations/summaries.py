"""Steps 12 and 15: what linking keeps of names and long statements, so that adding to them reads nothing else."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_USES = """
create table linkage_uses (  -- how the articles that are linked use each name of somebody named
    name text not null,             -- as quotes.named_as and quotes.via_named_as have it
    wikidata text not null,         -- Q-number that inputs give beside it; empty when they give none
    kinds text not null,            -- JSON: how many articles have it as person and as organisation
    role_order text,                -- published_order of the latest article that gives a title with it
    role_article text,              -- the key of that article
    role_kind text,                 -- as what that article has it
    roles text,                     -- JSON: the titles there, oldest first
    primary key (name, wikidata)
) without rowid;
delete from linkage_state;
"""

_STATEMENTS = """
create table linkage_statements (  -- long statements: what adding a quote to one looks at in place of its quotes
    statement_id integer primary key,
    quotes blob not null            -- oldest first, 64 bytes for each: its id and the hashes that counting takes
);
delete from linkage_state;
"""


@migrations()
def m012_summaries(db: Database) -> None:
    """How names are used: the next load links everything, which finds that out."""
    run(db, _USES)


@migrations()
def m015_statements(db: Database) -> None:
    """Profiles of long statements: the next load links everything, which makes them."""
    run(db, _STATEMENTS)
