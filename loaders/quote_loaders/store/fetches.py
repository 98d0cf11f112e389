"""What was asked of other machines, and what they answered."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from quote_loaders.store.loads import now


@dataclass(frozen=True, slots=True)
class Fetch:
    """One row of `fetches`: see the comments of the schema."""

    url: str
    named_by: str | None
    robots: str
    outcome: str
    final_url: str | None = None
    status: int | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    warc_record: str | None = None


@dataclass(frozen=True, slots=True)
class KnownFetch:
    """What an earlier run learned of an address and made use of to its end."""

    etag: str | None
    last_modified: str | None
    digest: str


# An answer counts when the run that got it came to its end: what a stopped run got may never have been stored. One
# that another version of the program read is asked for again, since that version may have read less of it.
_KNOWN = """
select fetches.etag, fetches.last_modified, fetches.digest
from fetches join loads on loads.id = fetches.load_id
where fetches.url = ? and fetches.status = 200 and fetches.digest is not null
    and loads.finished is not null and loads.program = ?
"""

_SAVE = """
insert into fetches (url, named_by, robots, outcome, final_url, status, content_type, etag, last_modified, digest,
    warc_record, fetched, load_id)
values (:url, :named_by, :robots, :outcome, :final_url, :status, :content_type, :etag, :last_modified, :digest,
    :warc_record, :fetched, :load_id)
on conflict (url) do update set named_by = excluded.named_by, robots = excluded.robots, outcome = excluded.outcome,
    final_url = excluded.final_url, status = excluded.status, content_type = excluded.content_type,
    etag = excluded.etag, last_modified = excluded.last_modified, digest = excluded.digest,
    warc_record = excluded.warc_record, fetched = excluded.fetched, load_id = excluded.load_id
"""

# The answer before it still holds, with the validators that it came with.
_UNCHANGED = "update fetches set outcome = 'not modified', fetched = :fetched, robots = :robots where url = :url"


def known_fetch(db: Database, url: str, program: str) -> KnownFetch | None:
    """What is known of an address from a finished run of this version of the program; None when nothing is."""
    row = db.execute(_KNOWN, (url, program)).fetchone()
    return None if row is None else KnownFetch(*row)


def save_fetch(db: Database, load_id: int, fetch: Fetch) -> None:
    """Keep the latest answer of an address."""
    row = {name: getattr(fetch, name) for name in Fetch.__slots__}
    with db.atomic():
        db.execute(_SAVE, {**row, "fetched": now(), "load_id": load_id})


def save_unchanged(db: Database, url: str, robots: str) -> None:
    """Keep that an address was asked again and has nothing new."""
    with db.atomic():
        db.execute(_UNCHANGED, {"fetched": now(), "robots": robots, "url": url})
