"""Step 6: what linking keeps between loads, so that a new article looks up only what it touches."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_TABLES = """
create table linkage_state (  -- what the stored keys were made with: when it differs everything is linked again
    name text primary key,          -- rules | aliases | judgements
    value text not null
);

create table linkage_changes (  -- rows that came, went or changed since everything was last linked; triggers write it
    subject text not null,          -- quote | article | outlet | speaker
    row_id integer not null,        -- id of the row, which may be gone
    primary key (subject, row_id)
) without rowid;

create table linkage_names (  -- every name of somebody named in a quote, by what may join it to other names
    name text primary key,          -- as quotes.named_as and quotes.via_named_as have it
    surname text not null,          -- folded
    alias text                      -- whom the alias list takes it for
) without rowid;

create table linkage_quotes (  -- what finding pairs looks at, for each quote that is linked
    quote_id integer primary key,   -- id of the quote, which may be gone
    first_id integer not null,      -- the earliest quote of the same words, speaker and week: only this is compared
    statement_id integer,           -- the statement that it was put in
    language text not null,         -- BCP 47, of the article
    speaker integer not null,       -- hash of the speaker's key; 0 when there is none
    week integer not null,          -- of the publication, counted from the year 1; 1000000 when unknown
    first_day integer not null,     -- first day that the date can mean, as an ordinal; 0 when unknown
    last_day integer not null,      -- last day that it can mean
    words integer not null,         -- number of words
    mass real not null,             -- information of the words, in nats
    light real not null,            -- ... of those that say little
    signs integer not null,         -- bits: negates 1, counts 2, doubts 4, denies 8, denied before 16
    keys blob not null              -- the hashes of linkage_keys that it has: integers of 64 bits, little-endian
);

create table linkage_keys (  -- the keys under which quotes meet; only the first of many same ones has them
    hash integer not null,          -- 64 bits, the lowest three for the kind of key
    week integer not null,          -- as in linkage_quotes
    quote_id integer not null,
    weight integer not null,        -- information of the key in 1/1024 nats
    primary key (hash, week, quote_id)
) without rowid;

create table linkage_offers (  -- pairs of quotes that report the same words
    below_id integer not null,      -- the quote that repeats
    above_id integer not null,      -- the fuller or earlier one
    kind text not null,             -- repeats | translation
    quoted integer not null,        -- 1: word for word what stands between marks in the other
    score real not null,            -- of the match, 0 to 1
    primary key (below_id, above_id)
) without rowid;

create table linkage_findings (  -- what the rules for contradictions found between two quotes, one row for each kind
    left_id integer not null,       -- the earlier quote
    right_id integer not null,
    kind text not null,             -- as contradictions.kind
    score real not null,            -- as contradictions.score
    explanation text not null,      -- as contradictions.explanation
    evidence text not null,         -- as contradictions.evidence
    method text not null,           -- as contradictions.method
    primary key (left_id, right_id, kind)
) without rowid;

create table linkage_wordings (  -- articles that print a statement's words later than another outlet did
    statement_id integer not null,
    article_id integer not null,
    from_article_id integer not null,
    strength real not null,         -- 0 to 1
    evidence text not null,         -- the words
    primary key (statement_id, article_id, from_article_id)
) without rowid;

create table linkage_articles (  -- what finding copies and links looks at, for each article that is linked
    article_id integer primary key, -- id of the article, which may be gone
    outlet_id integer not null,     -- as in articles
    page text,                      -- its address without scheme, "www.", query and closing slash
    site text,                      -- the host of its address
    shingles integer not null,      -- different runs of five words
    sampled blob not null           -- the hashes of linkage_shingles that it has: integers of 64 bits, little-endian
);

create table linkage_addresses (  -- addresses that stand in the texts of articles
    article_id integer not null,
    address text not null,          -- as printed
    page text not null,             -- as in linkage_articles
    site text not null,             -- as in linkage_articles
    primary key (article_id, address)
) without rowid;

create table linkage_shingles (  -- one in four of the runs of five words of each article
    hash integer not null,
    article_id integer not null,
    primary key (hash, article_id)
) without rowid;

create table linkage_copies (  -- pairs of articles of two outlets that have much of their text in common
    article_id integer not null,    -- the smaller id
    other_id integer not null,
    share real not null,            -- of the shorter text, 0 to 1
    primary key (article_id, other_id)
) without rowid;
"""

_INDEXES = """
create index linkage_names_surname on linkage_names (surname);
create index linkage_names_alias on linkage_names (alias);
create index linkage_quotes_first_id on linkage_quotes (first_id);
create index linkage_offers_above_id on linkage_offers (above_id);
create index linkage_findings_right_id on linkage_findings (right_id);
create index linkage_wordings_article_id on linkage_wordings (article_id, from_article_id);
create index linkage_articles_outlet_id on linkage_articles (outlet_id);
create index linkage_articles_page on linkage_articles (page);
create index linkage_articles_site on linkage_articles (site);
create index linkage_addresses_page on linkage_addresses (page);
create index linkage_addresses_site on linkage_addresses (site);
create index linkage_copies_other_id on linkage_copies (other_id);
create index articles_withdrawn on articles (withdrawn) where withdrawn is not null;
create index quotes_named_as on quotes (named_as, named_kind);
create index quotes_via_named_as on quotes (via_named_as, via_named_kind);
"""

_TRIGGERS = """
create trigger linkage_quotes_came after insert on quotes
begin
    insert into linkage_changes (subject, row_id) values ('quote', new.id) on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) values ('article', new.article_id)
        on conflict (subject, row_id) do nothing;
end;

create trigger linkage_quotes_changed after update of kind, text, spans, prefix, suffix, named_as, named_kind,
    via_named_as, via_named_kind, role, cue, published, published_order, outlet_id on quotes
begin
    insert into linkage_changes (subject, row_id) values ('quote', new.id) on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) values ('article', new.article_id)
        on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) select 'speaker', old.speaker_id where old.speaker_id is not null
        on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) select 'speaker', old.via_speaker_id
        where old.via_speaker_id is not null on conflict (subject, row_id) do nothing;
end;

create trigger linkage_quotes_went after delete on quotes
begin
    insert into linkage_changes (subject, row_id) values ('quote', old.id) on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) values ('article', old.article_id)
        on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) select 'speaker', old.speaker_id where old.speaker_id is not null
        on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) select 'speaker', old.via_speaker_id
        where old.via_speaker_id is not null on conflict (subject, row_id) do nothing;
end;

create trigger linkage_articles_came after insert on articles
begin
    insert into linkage_changes (subject, row_id) values ('article', new.id) on conflict (subject, row_id) do nothing;
end;

create trigger linkage_articles_changed
after update of outlet_id, title, url, language, credit, published, published_order, withdrawn, version_of_id
on articles
begin
    insert into linkage_changes (subject, row_id) values ('article', new.id) on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) select 'quote', id from quotes where article_id = new.id
        on conflict (subject, row_id) do nothing;
end;

create trigger linkage_articles_went after delete on articles
begin
    insert into linkage_changes (subject, row_id) values ('article', old.id) on conflict (subject, row_id) do nothing;
end;

create trigger linkage_outlets_changed after update of name, kind on outlets
when old.name is not new.name or old.kind is not new.kind
begin
    insert into linkage_changes (subject, row_id) values ('outlet', new.id) on conflict (subject, row_id) do nothing;
end;
"""


@migrations()
def m006_linkage_keys(db: Database) -> None:
    """Keys, pairs and changes: what a database holds already is linked as a whole by the next load."""
    run(db, _TABLES)
    run(db, _INDEXES)
    run(db, _TRIGGERS)
