"""Step 9: every address that was asked for, what answered, and what robots.txt said."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_FETCHES = """
create table fetches (  -- an address that was asked for: the latest answer, and whether robots.txt allowed to ask
    id integer primary key,
    url text not null unique,       -- the address as it was named
    named_by text,                  -- the feed, sitemap or list that names it; null: the command line
    final_url text,                 -- where its redirects end; null: no answer
    robots text not null check (robots in ('allowed', 'disallowed', 'absent', 'unreachable')),
    status integer,                 -- HTTP status of the answer; null: none came
    outcome text not null,          -- what came of it: "fetched", "not modified", or what was wrong
    content_type text,              -- as the answer says
    etag text,                      -- as the answer says: what makes the next request conditional
    last_modified text,             -- as the answer says, likewise
    digest text,                    -- SHA-256 of the unpacked body, hexadecimal
    fetched text not null,          -- RFC 3339, UTC: when the latest answer came
    warc_record text,               -- WARC-Record-ID of the answer in the archive; null: not archived
    load_id integer not null references loads (id)  -- the run that asked
);
create index fetches_robots on fetches (robots);
create index fetches_status on fetches (status);
create index fetches_load_id on fetches (load_id);
"""


@migrations()
def m009_fetches(db: Database) -> None:
    """What was fetched, so that the next request can be conditional and every decision can be looked up."""
    run(db, _FETCHES)
