"""read -> extract -> resolve -> save -> link, in that order and nowhere else."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.keys import article_key, text_digest
from quote_loaders.linking import link_all
from quote_loaders.outlets import OutletList, load_outlets
from quote_loaders.readers import Context, Input, find_inputs, read_record, records_of
from quote_loaders.records import Article, LoadError, Problem, Quote
from quote_loaders.speakers import AliasList
from quote_loaders.workers import SMALL, Extracts, Failed, Job, Result, extract_each

# A commit waits for the disk: one for some dozen articles, or for what a second has brought, whichever is less.
BATCH = 25
BATCH_SECONDS = 1.0
PROGRAM = f"datasette-quotes {version('datasette-quotes')}"


Progress = Callable[[list[Input | Problem]], Iterable[Input | Problem]]


@dataclass(slots=True)
class Summary:
    """What a load did: how many articles of each outcome, what it found in all, and what it could not read."""

    articles: Counter[str] = field(default_factory=Counter)
    quotes_found: int = 0
    problems: list[Problem] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    def written(self) -> bool:
        """Whether any article was added or changed."""
        return bool(self.articles["new"] or self.articles["changed"])

    def counts(self) -> dict[str, int]:
        """The figures of `loads.counts`."""
        return {**self.articles, "quotes_found": self.quotes_found, "problems": len(self.problems)}


@dataclass(frozen=True, slots=True)
class _Taken:
    """What an input gave: an article and its key, or none, and whatever was wrong or doubtful."""

    source: str
    article: Article | None
    key: str
    problems: tuple[Problem, ...]
    refused: bool = False


@dataclass(frozen=True, slots=True)
class _Extracted:
    """An article that waits to be saved; its quotes are None when they are known already."""

    article: Article
    quotes: list[Quote] | None


@dataclass(slots=True)
class _Load:
    """One run: where it writes, what it has met so far."""

    db: Database
    load_id: int
    extractor: Extracts
    outlets: OutletList
    summary: Summary
    digests: dict[str, str] = field(default_factory=dict)  # source -> digest of its text
    sources: dict[str, str] = field(default_factory=dict)  # article key -> first source in the alphabet
    limits: set[str] = field(default_factory=set)  # what was told about languages
    waiting: list[_Extracted] = field(default_factory=list)
    waiting_since: float = 0.0

    def refuse(self, problem: Problem) -> None:
        """Count an article as lost to a problem, and tell it."""
        self.summary.articles["refused"] += 1
        self.problem(problem)

    def problem(self, problem: Problem) -> None:
        """Tell and record a problem; on a full disk it is only told."""
        self.summary.problems.append(problem)
        try:
            store.save_problem(self.db, self.load_id, problem)
        except sqlite3.OperationalError:
            self.summary.articles["problems_unsaved"] += 1


def load(
    database: Path,
    inputs: Sequence[Path],
    extractor: Extracts,
    aliases: AliasList,
    *,
    parameters: Mapping[str, str] | None = None,
    progress: Progress = iter,
    workers: int = 1,
) -> Summary:
    """Load files and folders into a database, link everything in it, and leave it ready to be published.

    Stopped at any moment and run again it completes; run twice it changes nothing but adds a row to `loads`.
    One bad input costs a row of `load_problems` and nothing else. `progress` wraps the items as they are done.
    With several `workers`, processes of their own extract, and the database is the same.
    Raises LoadError when the database itself can't be written.
    """
    db = store.open_database(database)
    try:
        load_id = store.start_load(
            db,
            program=PROGRAM,
            spacy_version=version("spacy"),
            model=extractor.version,
            parameters=parameters or {},
        )
        run = _Load(db, load_id, extractor, load_outlets(), Summary())
        items = list(find_inputs(inputs))
        results = extract_each(extractor, _jobs(run, items), workers if len(items) >= SMALL else 1)
        with closing(results):
            for _, (job, result) in zip(progress(items), results, strict=True):
                _take(run, job.owner, result)
        _save_waiting(run)
        written = link_all(db, aliases)
        store.finish_load(db, load_id, _input_digest(run.digests), run.summary.counts())
        run.summary.totals = store.read_totals(db)
        store.finish_database(db, changed=written > 0 or run.summary.written())
    except sqlite3.OperationalError as error:
        raise LoadError(
            f"{database} can't be written: {error}; what was saved is safe: make room, then run the same command again"
        ) from error
    finally:
        db.close()
    return run.summary


def _jobs(run: _Load, items: Iterable[Input | Problem]) -> Iterator[Job[_Taken]]:
    """A job for every input, in order; one whose quotes are known already, or that can't be read, asks for nothing."""
    seen: set[str] = set()
    for item in items:
        taken = _taken(run, item)
        text = language = None
        if taken.article is not None and taken.key not in seen:
            seen.add(taken.key)
            if store.known_extractor(run.db, taken.key) != run.extractor.version:
                text, language = taken.article.text, taken.article.language
        yield Job(taken, text, language or "en")


def _taken(run: _Load, item: Input | Problem) -> _Taken:
    if isinstance(item, Problem):
        return _Taken(item.source, None, "", (item,))
    context = Context(run.outlets)
    try:
        record = next(records_of(item, context))
        if isinstance(record, Problem):
            return _Taken(item.source, None, "", (record,), refused=True)
        read = read_record(record, context)
    except LoadError as error:
        return _Taken(item.source, None, "", (Problem(item.source, "read", str(error)),), refused=True)
    doubts = tuple(Problem(item.source, "read", doubt) for doubt in read.doubts)
    return _Taken(item.source, read.article, article_key(read.article), doubts)


def _take(run: _Load, taken: _Taken, result: Result) -> None:
    """Tell what was wrong with an input, and let its article wait to be saved; a failure costs this article alone."""
    for problem in taken.problems:
        run.problem(problem)
    article, key = taken.article, taken.key
    if article is None:
        run.summary.articles["refused"] += taken.refused
        return
    _tell_limits(run, article.language)
    run.digests[taken.source] = text_digest(article.text)
    if (other := run.sources.get(key)) is not None:
        _save_waiting(run)  # so that the second finds the first
        first, second = sorted((other, taken.source))
        run.problem(Problem(second, "read", f"it holds the same article of the same outlet as {first}; kept once"))
        if store.known_extractor(run.db, key) != run.extractor.version:
            run.refuse(Problem(taken.source, "extract", f"{other} holds the same article and could not be loaded"))
            return
    run.sources[key] = min(taken.source, other or taken.source)
    if isinstance(result, Failed):
        run.refuse(Problem(article.source_path, "extract", result.message))
        return
    if not run.waiting:
        run.waiting_since = monotonic()
    run.waiting.append(_Extracted(article, result))
    if len(run.waiting) >= BATCH or monotonic() - run.waiting_since > BATCH_SECONDS:
        _save_waiting(run)


def _tell_limits(run: _Load, language: str) -> None:
    """Say once in a load what is not attempted in a language; a later load finds it said already."""
    limits = run.extractor.limits(language)
    if limits is not None and limits not in run.limits:
        run.limits.add(limits)
        run.problem(Problem(f"articles in {language.partition('-')[0].lower()!r}", "extract", limits))


def _save_waiting(run: _Load) -> None:
    """Save what waits in one transaction; when that fails, each for itself, so that only the culprit is lost."""
    waiting, run.waiting = run.waiting, []
    try:
        with run.db.atomic():
            outcomes = [_save_one(run, item) for item in waiting]
    except (LoadError, sqlite3.Error):
        outcomes = [_save_or_refuse(run, item) for item in waiting]
    run.summary.articles.update(outcomes)
    run.summary.quotes_found += sum(
        len(item.quotes or ()) for item, outcome in zip(waiting, outcomes, strict=True) if outcome != "refused"
    )


def _save_or_refuse(run: _Load, item: _Extracted) -> str:
    try:
        return _save_one(run, item)
    except (LoadError, sqlite3.Error) as error:
        message = f"it could not be saved: {error}; run the same command again"
        run.problem(Problem(item.article.source_path, "save", message))
        return "refused"


def _save_one(run: _Load, item: _Extracted) -> str:
    return store.save_article(run.db, item.article, item.quotes, run.extractor.version, run.load_id)


def _input_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 over the inputs' digests, in order of their paths, hexadecimal."""
    lines = "".join(f"{source}\t{digest}\n" for source, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
