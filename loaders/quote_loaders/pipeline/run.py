"""One load: every record of every input read, saved and linked."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.outlets import load_outlets
from quote_loaders.pipeline.intake import Fetches, Intake, Item
from quote_loaders.pipeline.ledger import added
from quote_loaders.pipeline.saving import Outcome, Saver
from quote_loaders.pipeline.summary import Position, Progress, Summary
from quote_loaders.readers import Context
from quote_loaders.reading import Done, Extracts, Reading
from quote_loaders.records import LoadError, Problem
from quote_loaders.store import versions
from quote_loaders.workers import Failed, work_each

if TYPE_CHECKING:
    from quote_loaders.fetching.options import FetchOptions
    from quote_loaders.speakers import AliasList

VERSION = version("datasette-quotes")
PROGRAM = f"datasette-quotes {VERSION}"


@dataclass(slots=True)
class _Load:
    """One run: where it writes, what it has met so far."""

    saver: Saver
    extractor: Extracts
    progress: Progress | None
    digest: int = 0  # of all records
    limits: set[str] = field(default_factory=set)  # what was told about languages
    records: int = 0

    @property
    def summary(self) -> Summary:
        return self.saver.summary


def load(
    database: Path,
    inputs: Sequence[Path | str],
    extractor: Extracts,
    aliases: AliasList,
    *,
    parameters: Mapping[str, str] | None = None,
    context: Context | None = None,
    format_name: str | None = None,
    fetch: FetchOptions | None = None,
    again: bool = False,
    progress: Progress | None = None,
    workers: int = 1,
) -> Summary:
    """Load files, folders and addresses into a database, link everything in it, and leave it ready to be published.

    Stopped at any moment and run again it completes; run twice it changes nothing but adds a row to `loads`: a record
    that the ledger knows is not read, unless `again`. One bad record costs a row of `load_problems` and nothing else.
    `context` is what readers need to know, `format_name` overrides what is recognised, `fetch` says how to fetch what
    is given or named by its address, `progress` is told how far it has come. With several `workers`, processes of
    their own read and extract, and the database is the same. Raises LoadError when the database can't be written.
    """
    db = store.open_database(database)
    context = context or Context(load_outlets())
    try:
        load_id = store.start_load(
            db,
            program=PROGRAM,
            spacy_version=version("spacy"),
            model=extractor.version,
            parameters=parameters or {},
        )
        run = _Load(Saver(db, load_id, extractor.version, Summary()), extractor, progress)
        with _fetching(fetch, db, load_id) as fetches:
            intake = Intake(db, context, VERSION, extractor.version, format_name, fetches, again)
            with closing(work_each(Reading(extractor, context), intake.jobs(inputs), workers)) as results:
                for job, result in results:
                    _take(run, job.owner, result)
            if fetches is not None:
                run.summary.fetches.update(fetches.counts)
        run.saver.flush()
        _finish(run, db, aliases)
    except sqlite3.OperationalError as error:
        raise LoadError(
            f"{database} can't be written: {error}; what was saved is safe: make room, then run the same command again"
        ) from error
    finally:
        db.close()
    return run.summary


def _fetching(options: FetchOptions | None, db: Database, load_id: int) -> AbstractContextManager[Fetches | None]:
    """What fetches for this run; nothing does unless it is asked for."""
    if options is None:
        return nullcontext()
    from quote_loaders.fetching.fetcher import Fetcher

    return Fetcher(db, load_id, options, PROGRAM)


def _finish(run: _Load, db: Database, aliases: AliasList) -> None:
    """Link what is stored, record the run, and leave the file so that it can be copied."""
    # Here, so that --help does not wait for spaCy.
    from quote_loaders.linking import link_all
    from quote_loaders.versioning import compare_versions, order_versions, told

    load_id, new = run.saver.load_id, versions.new_articles(db, run.saver.load_id)
    moved = order_versions(db)
    written = link_all(db, aliases)
    changed = versions.article_ids(db, run.saver.changed)
    written += compare_versions(db, new | moved | changed if versions.was_completed(db, load_id) else None)
    run.summary.versions = told(db, new)
    store.finish_load(db, load_id, f"{run.digest:064x}", run.summary.counts())
    run.summary.totals = store.read_totals(db)
    store.finish_database(db, changed=bool(written or moved or run.summary.written()))


def _take(run: _Load, item: Item, result: Done | Failed | None) -> None:
    """What came of one record goes to be saved; a failure costs this record alone."""
    summary = run.summary
    summary.inputs = item.inputs
    if item.format:
        summary.formats[item.format] += 1
    if item.entry is not None:
        run.digest = added(run.digest, item.entry)
    if item.outcome in ("unchanged", "refused"):
        summary.articles[item.outcome] += 1
    if isinstance(result, Failed):
        summary.articles["refused"] += 1
        run.saver.add(_failed(item, result))
    elif isinstance(result, Done):
        run.saver.add(_done(run, item, result))
    elif item.problems:
        run.saver.add(Outcome(None, None, item.problems))
    run.records += item.outcome != "told"
    if run.progress is not None:
        run.progress(Position(run.records, summary.articles["refused"], item.bytes))


def _failed(item: Item, failed: Failed) -> Outcome:
    """A record that can't be read is remembered as such; one whose quotes can't be found is tried again."""
    doubts = [Problem(item.source, "read", doubt) for doubt in failed.doubts]
    remembered = item.entry if failed.stage == "read" else None
    return Outcome(remembered, None, (*doubts, Problem(item.source, failed.stage, failed.message)))


def _done(run: _Load, item: Item, done: Done) -> Outcome:
    problems = [Problem(item.source, "read", doubt) for doubt in done.read.doubts]
    limits = None if done.given else run.extractor.limits(done.read.article.language)
    if limits is not None and limits not in run.limits:
        run.limits.add(limits)  # said once in a load; a later load finds it said already
        language = done.read.article.language.partition("-")[0].lower()
        problems.append(Problem(f"articles in {language!r}", "extract", limits))
    return Outcome(item.entry, done, tuple(problems))
