"""Step 8: what was withdrawn, and by whom it may be withdrawn."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_TOMBSTONES = """
create table tombstones (  -- what was withdrawn: its address says so instead of showing it
    id integer primary key,
    key text not null unique,       -- of a quote, an article or a statement; of a statement also a former key
    kind text not null check (kind in ('quote', 'article', 'statement')),
    reason text not null,           -- shown to whoever opens the address
    withdrawn_at text,              -- RFC 3339; null: not known
    part_of text                    -- key of what it was withdrawn with; null: by itself
);
create index tombstones_part_of on tombstones (part_of);
create index tombstones_kind on tombstones (kind);
"""

_JUDGEMENTS = """
create table judgements_new (  -- decisions of people: rows are only ever added, the latest for a subject counts
    id integer primary key,
    subject text not null check (subject in ('same statement', 'contradiction', 'same speaker', 'origin', 'withdrawn')),
    left_key text not null,         -- keys of two quotes or two articles, or two speaker names; or what is withdrawn
    right_key text not null,        -- of what is withdrawn: quote | article | statement
    verdict text not null check (verdict in ('yes', 'no')),
    made_by text not null,
    made_at text not null,          -- RFC 3339
    note text,
    check (subject <> 'withdrawn' or right_key in ('quote', 'article', 'statement'))
);
insert into judgements_new (id, subject, left_key, right_key, verdict, made_by, made_at, note)
select id, subject, left_key, right_key, verdict, made_by, made_at, note from judgements;
"""


@migrations()
def m008_withdrawals(db: Database) -> None:
    """Tombstones; judgements that withdraw. SQLite can't change a check, so that table is made anew with its rows."""
    run(db, _TOMBSTONES)
    kept = db.execute(
        "select type, name, sql from sqlite_master where tbl_name = 'judgements' and type in ('index', 'trigger')"
        " and sql is not null"
    ).fetchall()
    run(db, _JUDGEMENTS)
    for kind, name, _ in kept:
        db.execute(f"drop {kind} {name}")
    db.execute("drop table judgements")
    db.execute("alter table judgements_new rename to judgements")
    for _, _, sql in kept:
        db.execute(sql)
