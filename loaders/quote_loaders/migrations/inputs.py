"""Step 5: what inputs of many kinds say of an article, its versions, and every input record that was met."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_INPUTS = """
alter table outlets add column timezone text;  -- IANA zone; applied to a time only when the source gives no offset

alter table articles add column reader text;  -- the format that it was read as: markdown | html | warc | ...
alter table articles add column source_record text;  -- its place in the input: line, WARC record id, feed item id
alter table articles add column captured text;  -- RFC 3339: when its bytes were fetched, an upper bound of published
alter table articles add column published_zone text
    check (published_zone in ('source', 'outlet'));  -- where the zone comes from; null: not known
alter table articles add column summary text;  -- a teaser beside the text; never searched for quotes
alter table articles add column text_status text not null default 'whole'
    check (text_status in ('whole', 'fragments'));  -- fragments: only the surroundings of its quotes are known
alter table articles add column extraction_doubt text;  -- what may be missing from the text, and why it is thought so
alter table articles add column withdrawn text;  -- why its outlet withdrew it; null: it stands
alter table articles add column version_of_id integer
    references articles (id) on delete set null;  -- the version before it at the same address
create index articles_version_of_id on articles (version_of_id);

create table quote_changes (  -- what a new version of an article did to the quotes of the version before it
    id integer primary key,
    article_id integer not null references articles (id) on delete cascade,  -- the newer version
    earlier_quote_id integer references quotes (id) on delete cascade,
    later_quote_id integer references quotes (id) on delete cascade,
    change text not null check (change in ('kept', 'changed', 'gone', 'new')),
    check ((earlier_quote_id is null) = (change = 'new')),
    check ((later_quote_id is null) = (change = 'gone'))
);
create index quote_changes_article_id on quote_changes (article_id, change);
create index quote_changes_change on quote_changes (change);
create index quote_changes_earlier_quote_id on quote_changes (earlier_quote_id);
create index quote_changes_later_quote_id on quote_changes (later_quote_id);

create table inputs (  -- every record of every input that was read: what it held, and which article came of it
    id integer primary key,
    source text not null,           -- the input, as given
    record text not null,           -- its place in the input; empty when the input holds only this
    digest text not null,           -- SHA-256 of the record and what was said of it, hexadecimal
    reader text not null,           -- format and version that read it
    article_id integer references articles (id) on delete set null,  -- null: refused, see load_problems
    load_id integer not null references loads (id),  -- the run that read it
    unique (source, record)
);
create index inputs_article_id on inputs (article_id);
create index inputs_reader on inputs (reader);
create index inputs_load_id on inputs (load_id);
"""


@migrations()
def m005_inputs(db: Database) -> None:
    """Versions of articles, fragments, withdrawals, zones, and the ledger of input records."""
    run(db, _INPUTS)
