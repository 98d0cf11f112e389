"""Step 12: what linking keeps of names and long statements, so that adding to them reads nothing of what is there."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_TABLES = """
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


@migrations()
def m012_summaries(db: Database) -> None:
    """Summaries of what is linked: the next load links everything, which makes them."""
    run(db, _TABLES)
