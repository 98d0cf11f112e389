"""Steps 1 to 4: the tables, their indexes, full-text search and views."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_TABLES = """
create table loads (  -- one run of the loaders: a PROV activity
    id integer primary key,
    program text not null,          -- name and version, "datasette-quotes 0.1.0"
    spacy_version text,             -- version of spaCy that parsed
    model text,                     -- name and version of the spaCy pipeline
    parameters text not null,       -- JSON: the options of the run
    input_digest text,              -- SHA-256 over the inputs' digests, in order of their paths
    started text not null,          -- RFC 3339, UTC
    finished text,                  -- RFC 3339, UTC; null while it runs and when it was stopped
    counts text                     -- JSON: what was read, saved, linked, refused
);

create table load_problems (  -- an input that could not be read, or was read with doubt
    id integer primary key,
    load_id integer not null references loads (id),  -- the first run that met it
    source text not null,           -- the input, as given
    stage text not null,            -- read | extract | resolve | save | link
    message text not null,          -- what is wrong and what is expected
    detail text,                    -- more, where there is more to say
    unique (source, stage, message)
);

create table outlets (
    id integer primary key,
    key text not null unique,       -- permanent, URL-safe
    name text not null,             -- label
    domain text,                    -- of its site, without "www."
    kind text not null,             -- newspaper | agency | broadcaster | government | magazine | blog | unknown
    country text,                   -- ISO 3166-1 alpha-2
    language text,                  -- BCP 47
    wikidata text                   -- Q-number
);

create table articles (  -- one stored text of one outlet, never changed; a new version is a new row
    id integer primary key,
    key text not null unique,       -- permanent, URL-safe: from outlet, address and text
    outlet_id integer not null references outlets (id),
    title text not null,            -- label
    byline text,                    -- as printed
    url text,                       -- canonical address
    archived_url text,              -- an archived copy
    language text not null,         -- BCP 47
    text text not null,             -- cleaned once, before storing: spans count its Unicode code points
    text_digest text not null,      -- SHA-256 of the text, hexadecimal
    word_count integer not null,    -- words
    published text,                 -- RFC 3339 cut at its precision, UTC where the zone is known
    published_precision text check (published_precision in ('year', 'month', 'day', 'minute', 'second')),
    published_zone_known integer not null default 0 check (published_zone_known in (0, 1)),
    published_source text,          -- jsonld | meta | feed | url | text | manifest | file
    published_order text not null default '~',  -- sort key: the latest moment that published can mean; ~ when unknown
    published_month text,           -- YYYY-MM, for facets
    modified text,                  -- RFC 3339: when the outlet last changed it
    paywalled integer check (paywalled in (0, 1)),
    credit text,                    -- the agency or outlet that the article names as its source
    origin_id integer references articles (id) on delete set null,  -- what it is a copy of; null: independent
    origin_reason text,             -- why it is held to be a copy
    source_path text not null,      -- the input it came from, as given
    extractor text not null,        -- program and model that found its quotes
    load_id integer not null references loads (id),  -- the run that brought it
    check ((published is null) = (published_precision is null)),
    check (origin_id is null or origin_id <> id)
);

create table speakers (
    id integer primary key,
    key text not null unique,       -- permanent, URL-safe
    name text not null,             -- label
    kind text not null check (kind in ('person', 'organisation', 'group', 'anonymous')),
    role text,                      -- latest known title, as printed
    wikidata text                   -- Q-number
);

create table speaker_names (
    id integer primary key,
    speaker_id integer not null references speakers (id) on delete cascade,
    name text not null,             -- a form under which the speaker is named
    reason text not null,           -- full name | surname in article | spelling variant | alias list | judgement
    unique (speaker_id, name)
);

create table statements (  -- the cluster of quotes judged to report the same words of the same speaker
    id integer primary key,
    key text not null unique,       -- permanent, URL-safe: from its earliest quote
    label text not null,            -- label: the reference wording, cut to about 120 characters
    text text not null,             -- the reference wording, whole
    speaker_id integer references speakers (id),
    reference_quote_id integer references quotes (id) on delete set null,
    reference_reason text not null, -- primary source | a person's choice | most common | earliest
    earliest_quote_id integer references quotes (id) on delete set null,
    earliest_published text,        -- published of the earliest quote
    latest_published text,          -- published of the latest quote
    earliest_order text not null default '~',  -- sort key of the earliest quote, see articles.published_order
    quotes integer not null,        -- occurrences
    articles integer not null,      -- articles that carry it
    outlets integer not null,       -- outlets that carry it
    origins integer not null,       -- articles that carry it independently of each other
    wordings integer not null,      -- different wordings, case and punctuation aside
    contradictions integer not null -- rows of contradictions on either side
);

create table quotes (  -- one attribution in one article: content, cue, source
    id integer primary key,
    key text not null unique,       -- permanent, URL-safe: from its article and spans
    article_id integer not null references articles (id) on delete cascade,
    outlet_id integer not null references outlets (id),  -- the article's, repeated for facets; kept equal by triggers
    speaker_id integer references speakers (id),
    statement_id integer references statements (id) on delete set null,
    via_speaker_id integer references speakers (id),  -- who relays it
    kind text not null check (kind in ('direct', 'mixed', 'indirect', 'block')),
    label text not null,            -- label: the words as printed, cut to about 120 characters
    text text not null,             -- the words as printed, whole; broken content is joined with " … "
    spans text not null,            -- JSON [[start, end], ...]: characters of articles.text, half-open
    prefix text not null,           -- the characters before the first span, byte for byte
    suffix text not null,           -- the characters after the last span, byte for byte
    source_text text,               -- who is named, as printed: "he", "Kremlin aide Yuri Ushakov"
    source_span text,               -- JSON [start, end]
    named_as text,                  -- the fullest name that this article has for the speaker
    named_kind text,                -- person | organisation | group | anonymous
    named_reason text,              -- why the source denotes that name
    via_named_as text,              -- the fullest name that this article has for who relays it
    via_named_kind text,            -- person | organisation | group | anonymous
    role text,                      -- the speaker's title as printed here
    cue text,                       -- the reporting word, as printed
    cue_span text,                  -- JSON [start, end]
    form text not null,             -- the pattern that found it
    unattributed_reason text,       -- why nobody could be named
    published text,                 -- copied from the article
    published_order text not null default '~',  -- copied from the article
    published_month text,           -- copied from the article
    relation text check (relation in ('earliest', 'repeats', 'excerpt', 'reworded', 'altered', 'translation')),
    similarity real,                -- 0 to 1, against the statement's reference wording
    differences text,               -- JSON: word diff and named changes against the reference wording
    confidence real not null check (confidence between 0 and 1),
    load_id integer not null references loads (id)
);

create table statement_keys (  -- every key that leads, or has led, to a statement other than by its own row
    key text primary key,           -- a key that the statement had, or would have if another quote were the earliest
    statement_id integer not null references statements (id) on delete cascade
);

create table contradictions (
    id integer primary key,
    left_statement_id integer not null references statements (id) on delete cascade,
    right_statement_id integer not null references statements (id) on delete cascade,
    left_quote_id integer not null references quotes (id) on delete cascade,   -- the evidence
    right_quote_id integer not null references quotes (id) on delete cascade,
    kind text not null check (kind in ('negation', 'number', 'opposite', 'altered', 'other_speaker',
        'circumstances', 'denial', 'reversal', 'dispute')),
    score real not null check (score between 0 and 1),
    explanation text not null,      -- one plain sentence
    evidence text not null,         -- JSON {"left": [{"text", "start", "end"}], "right": [...]}: spans in articles.text
    method text not null,           -- name and version of the rule or model
    unique (left_quote_id, right_quote_id, kind)
);

create table article_links (  -- who got it where
    id integer primary key,
    article_id integer not null references articles (id) on delete cascade,
    from_article_id integer references articles (id) on delete cascade,
    from_outlet_id integer references outlets (id) on delete cascade,
    kind text not null check (kind in ('names outlet', 'links to', 'same text', 'same wording later')),
    strength real not null check (strength between 0 and 1),
    evidence text not null,         -- the words or the figure that the link rests on
    check ((from_article_id is null) <> (from_outlet_id is null))
);

create table judgements (  -- decisions of people: rows are only ever added, the latest for a subject counts
    id integer primary key,
    subject text not null check (subject in ('same statement', 'contradiction', 'same speaker', 'origin')),
    left_key text not null,         -- keys of two quotes or two articles, or two speaker names
    right_key text not null,
    verdict text not null check (verdict in ('yes', 'no')),
    made_by text not null,
    made_at text not null,          -- RFC 3339
    note text
);
"""

_TRIGGERS = """
create trigger quotes_outlet_on_insert before insert on quotes
when new.outlet_id is not (select outlet_id from articles where id = new.article_id)
begin select raise(abort, 'quotes.outlet_id must be the outlet_id of the article'); end;

create trigger quotes_outlet_on_update before update of outlet_id, article_id on quotes
when new.outlet_id is not (select outlet_id from articles where id = new.article_id)
begin select raise(abort, 'quotes.outlet_id must be the outlet_id of the article'); end;

create trigger articles_outlet_to_quotes after update of outlet_id on articles
begin update quotes set outlet_id = new.outlet_id where article_id = new.id; end;

create trigger articles_published_to_quotes
after update of published, published_order, published_month on articles
begin
    update quotes set published = new.published, published_order = new.published_order,
        published_month = new.published_month
    where article_id = new.id;
end;

create trigger articles_text_is_final before update of text on articles
when new.text is not old.text
begin select raise(abort, 'articles.text is never changed: a new version is a new row'); end;

create trigger judgements_are_final before update on judgements
begin select raise(abort, 'a judgement is never changed: add a later one'); end;

create trigger judgements_stay before delete on judgements
begin select raise(abort, 'a judgement is never deleted: add a later one'); end;
"""

_INDEXES = """
create index articles_outlet_id on articles (outlet_id, published_order);
create index articles_language on articles (language, outlet_id);
create index articles_published_month on articles (published_month, outlet_id);
create index articles_published_order on articles (published_order);
create index articles_origin_id on articles (origin_id);
create index articles_load_id on articles (load_id);
create index articles_source_path on articles (source_path);
create index outlets_kind on outlets (kind);
create index outlets_country on outlets (country);
create index speakers_kind on speakers (kind);
create index speaker_names_name on speaker_names (name);
create index quotes_article_id on quotes (article_id);
create index quotes_speaker_id on quotes (speaker_id, published_order);
create index quotes_speaker_outlet on quotes (speaker_id, outlet_id);
create index quotes_speaker_relation on quotes (speaker_id, relation);
create index quotes_outlet_id on quotes (outlet_id, published_order);
create index quotes_outlet_kind on quotes (outlet_id, kind);
create index quotes_kind on quotes (kind, outlet_id);
create index quotes_kind_speaker on quotes (kind, speaker_id);
create index quotes_relation on quotes (relation, outlet_id);
create index quotes_relation_speaker on quotes (relation, speaker_id);
create index quotes_published_month on quotes (published_month, outlet_id);
create index quotes_published_month_speaker on quotes (published_month, speaker_id);
create index quotes_published_order on quotes (published_order);
create index quotes_statement_id on quotes (statement_id, published_order);
create index quotes_via_speaker_id on quotes (via_speaker_id);
create index quotes_load_id on quotes (load_id);
create index statements_speaker_id on statements (speaker_id, earliest_order);
create index statements_outlets on statements (outlets, earliest_order);
create index statements_quotes on statements (quotes, earliest_order);
create index statements_wordings on statements (wordings, earliest_order);
create index statements_contradictions on statements (contradictions, earliest_order);
create index statements_earliest_order on statements (earliest_order);
create index statements_earliest_quote_id on statements (earliest_quote_id);
create index statements_reference_quote_id on statements (reference_quote_id);
create index statement_keys_statement_id on statement_keys (statement_id);
create index contradictions_kind on contradictions (kind, score);
create index contradictions_left_statement_id on contradictions (left_statement_id);
create index contradictions_right_statement_id on contradictions (right_statement_id);
create index contradictions_right_quote_id on contradictions (right_quote_id);
create unique index article_links_once on article_links
    (article_id, coalesce(from_article_id, 0), coalesce(from_outlet_id, 0), kind);
create index article_links_from_article_id on article_links (from_article_id);
create index article_links_from_outlet_id on article_links (from_outlet_id);
create index article_links_kind on article_links (kind);
create index judgements_subject on judgements (subject, left_key, right_key);
create index load_problems_stage on load_problems (stage);
create index load_problems_load_id on load_problems (load_id);
"""

# table -> indexed columns; the content table's name is quoted because Datasette only finds it so.
_SEARCHED = {
    "articles": ("title", "text"),
    "quotes": ("text",),
    "statements": ("text",),
    "speaker_names": ("name",),
}

_SEARCH = """
create virtual table {table}_fts using fts5 (
    {columns}, content="{table}", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
create trigger {table}_fts_insert after insert on {table}
begin insert into {table}_fts (rowid, {columns}) values (new.id, {new}); end;
create trigger {table}_fts_delete after delete on {table}
begin insert into {table}_fts ({table}_fts, rowid, {columns}) values ('delete', old.id, {old}); end;
create trigger {table}_fts_update after update of {columns} on {table}
begin
    insert into {table}_fts ({table}_fts, rowid, {columns}) values ('delete', old.id, {old});
    insert into {table}_fts (rowid, {columns}) values (new.id, {new});
end;
"""

_VIEWS = """
create view quotes_with_names as
select quotes.id, quotes.key, quotes.text as quote, speakers.name as speaker, via.name as via,
    outlets.name as outlet, articles.title as article_title, articles.url, quotes.published, quotes.kind,
    quotes.relation, statements.text as statement, statements.key as statement_key
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = quotes.outlet_id
left join speakers on speakers.id = quotes.speaker_id
left join speakers as via on via.id = quotes.via_speaker_id
left join statements on statements.id = quotes.statement_id;

create view repeated_statements as
select statements.id, statements.key, statements.text as statement, speakers.name as speaker,
    statements.outlets, statements.articles, statements.origins, statements.quotes, statements.wordings,
    statements.contradictions, statements.earliest_published, statements.latest_published
from statements left join speakers on speakers.id = statements.speaker_id
where statements.outlets > 1;

create view reworded_statements as
select statements.id, statements.key, statements.text as statement, speakers.name as speaker,
    statements.wordings, statements.outlets, statements.quotes, statements.earliest_published,
    statements.latest_published
from statements left join speakers on speakers.id = statements.speaker_id
where statements.wordings > 1;

create view contradicted_statements as
select statements.id, statements.key, statements.text as statement, speakers.name as speaker,
    statements.contradictions, statements.outlets, statements.wordings, statements.quotes,
    statements.earliest_published, statements.latest_published
from statements left join speakers on speakers.id = statements.speaker_id
where statements.contradictions > 0;
"""


@migrations()
def m001_tables(db: Database) -> None:
    """Tables with their keys, and the rules that a foreign key can't say."""
    run(db, _TABLES)
    run(db, _TRIGGERS)


@migrations()
def m002_indexes(db: Database) -> None:
    """Every facet, filter with facet, and sort of the site, and every foreign key that a page follows."""
    run(db, _INDEXES)


@migrations()
def m003_search(db: Database) -> None:
    """Full-text search kept by triggers."""
    for table, columns in _SEARCHED.items():
        run(
            db,
            _SEARCH.format(
                table=table,
                columns=", ".join(columns),
                new=", ".join(f"new.{column}" for column in columns),
                old=", ".join(f"old.{column}" for column in columns),
            ),
        )


@migrations()
def m004_views(db: Database) -> None:
    """Names instead of ids, for people who write SQL or download CSV; none aggregates at request time."""
    run(db, _VIEWS)
