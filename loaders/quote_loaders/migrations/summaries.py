"""Steps 12, 15, 16: what linking keeps of names, long statements and words, so that adding to them reads less."""

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

# The sketch has 8 bytes for the words that may be opposed, and 4 for each concept; it is empty as keys are, and where
# an editor has put words in.
_SKETCHES = """
alter table linkage_quotes add column sketch blob not null default x'';  -- of the words, to sort out contradictions
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


@migrations()
def m016_sketches(db: Database) -> None:
    """Sketches of quotes: the next load links everything, which draws them."""
    run(db, _SKETCHES)
