"""The ledger of inputs: which record held what, what read it, and which article came of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as it is now: where it stands, the digest of all that decides how it is read, and what reads it."""

    source: str
    record: str  # its place in the source; empty when the source holds only this
    digest: str
    reader: str


@dataclass(frozen=True, slots=True)
class Past:
    """What the ledger knows of a record: as it was, and its article; no article: it was refused, for the reasons."""

    digest: str
    reader: str
    article: str | None  # key
    language: str
    extractor: str
    reasons: tuple[str, ...] = ()

    def is_of(self, entry: Entry) -> bool:
        """Whether the record is as it was, and would be read by what read it then."""
        return (self.digest, self.reader) == (entry.digest, entry.reader)


_PAST = """
select digest, inputs.reader, articles.key, articles.language, articles.extractor
from inputs left join articles on articles.id = inputs.article_id
where inputs.source = ? and inputs.record = ?
"""
_SAVE = """
insert into inputs (source, record, digest, reader, article_id, load_id)
values (:source, :record, :digest, :reader, (select id from articles where key = :article), :load)
on conflict (source, record) do update set digest = excluded.digest, reader = excluded.reader,
    article_id = excluded.article_id, load_id = excluded.load_id
where digest <> excluded.digest or reader <> excluded.reader or article_id is not excluded.article_id
"""


def read_past(db: Database, source: str, record: str, label: str) -> Past | None:
    """What is known of a record; None when it was never read. `label` is what problems call it."""
    row = db.execute(_PAST, (source, record)).fetchone()
    if row is None:
        return None
    digest, reader, article, language, extractor = row
    reasons = () if article else _reasons(db, label)
    return Past(digest, reader, article, language or "", extractor or "", reasons)


def _reasons(db: Database, label: str) -> tuple[str, ...]:
    rows = db.execute("select message from load_problems where source = ? and stage = 'read' order by id", (label,))
    return tuple(message for (message,) in rows.fetchall())


def save_input(db: Database, entry: Entry, article: str | None, load_id: int) -> None:
    """Record what came of a record: the article of a key, or none; a row that says so already stays as it is."""
    values = {
        "source": entry.source,
        "record": entry.record,
        "digest": entry.digest,
        "reader": entry.reader,
        "article": article,
        "load": load_id,
    }
    with db.atomic():
        db.execute(_SAVE, values)
