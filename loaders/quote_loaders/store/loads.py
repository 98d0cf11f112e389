"""One run of the loaders, and what it could not read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from quote_loaders.records import Problem


def now() -> str:
    """The present moment, RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def start_load(db: Database, *, program: str, spacy_version: str, model: str, parameters: Mapping[str, Any]) -> int:
    """The id of a new row for this run; its `finished` stays empty until `finish_load`."""
    with db.atomic():
        cursor = db.execute(
            "insert into loads (program, spacy_version, model, parameters, started) values (?, ?, ?, ?, ?)",
            (program, spacy_version, model, json.dumps(parameters, sort_keys=True), now()),
        )
    return int(cursor.lastrowid or 0)


def finish_load(db: Database, load_id: int, input_digest: str, counts: Mapping[str, int]) -> None:
    """Record that a run came to its end, and what it did."""
    with db.atomic():
        db.execute(
            "update loads set finished = ?, input_digest = ?, counts = ? where id = ?",
            (now(), input_digest, json.dumps(counts), load_id),
        )


def save_problem(db: Database, load_id: int, problem: Problem) -> bool:
    """Record a problem once, however often it is met; whether it is new."""
    with db.atomic():
        cursor = db.execute(
            "insert or ignore into load_problems (load_id, source, stage, message, detail) values (?, ?, ?, ?, ?)",
            (load_id, problem.source, problem.stage, problem.message, problem.detail),
        )
    return cursor.rowcount > 0


_TOTALS = """
select (select count(*) from articles) as articles,
    (select count(*) from outlets) as outlets,
    (select count(*) from articles where origin_id is not null) as copies,
    (select count(*) from articles where version_of_id is not null) as versions,
    (select count(*) from articles where extraction_doubt is not null) as doubtful,
    (select count(*) from speakers) as speakers,
    (select count(*) from quotes) as quotes,
    (select count(*) from quotes where speaker_id is null) as unattributed,
    (select count(*) from statements) as statements,
    (select count(*) from statements where outlets > 1) as repeated,
    (select count(*) from statements where wordings > 1) as reworded,
    (select count(*) from contradictions) as contradictions,
    (select count(*) from load_problems) as problems
"""


def read_totals(db: Database) -> dict[str, int]:
    """What the whole database holds now, by name."""
    return dict(next(iter(db.query(_TOTALS))))
