"""Links into records: each address fetched as its host allows, kept as evidence, and handed to the readers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.fetching.answers import records_of_answer
from quote_loaders.fetching.archive import Archive
from quote_loaders.fetching.client import Client, Fetched, Validators, host_of
from quote_loaders.fetching.crew import Crew
from quote_loaders.fetching.options import Exchange, FetchError, FetchOptions
from quote_loaders.fetching.wayback import archived_copy
from quote_loaders.readers.formats import Link, Record
from quote_loaders.records import LoadError, Problem

WINDOW = 1000  # links that are looked at ahead, so that slow hosts hold up no others
DEEPEST = 2  # sitemaps that lead to each other: an index, and one more


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A link that waits: how many lists lead to it, and what is known of its last answer."""

    link: Link
    depth: int
    known: Validators | None = None


class Fetcher:
    """Fetches for one run of the loaders. Use it in one thread, inside `with`."""

    def __init__(self, db: Database, load_id: int, options: FetchOptions, program: str) -> None:
        """Open the archive, where one is wanted. Raises LoadError when it can't be written."""
        self.options = options
        self.counts: Counter[str] = Counter()  # fetched, not modified, known, refused
        self._db = db
        self._load_id = load_id
        self._program = program
        self.client = Client(options)
        self._crew: Crew[_Wanted, Fetched] = Crew(self._get, self.client.pace.due, options.parallel)
        self._archive = Archive(options.archive, program) if options.archive else None
        self._met: set[str] = set()
        self._listed = 0
        self._left_out: Counter[str] = Counter()  # source -> links beyond the limit

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.close()
        self.client.stop()
        if self._archive:
            self._archive.close()

    def urls(self, urls: Iterable[str]) -> Iterator[Record | Problem]:
        """The records behind addresses that a person named; an unchanged one gives none."""
        return self.follow(Link(url, url) for url in urls)

    def follow(self, items: Iterator[Record | Link | Problem]) -> Iterator[Record | Problem]:
        """The records of an input as they are, and those behind its links, as they come in."""
        failure: Exception | None = None
        exhausted = False
        while not exhausted or len(self._crew):
            while not exhausted and len(self._crew) < WINDOW:
                try:
                    item = next(items, None)
                except Exception as error:  # what it named before that is fetched all the same
                    item, failure = None, error
                if item is None:
                    exhausted = True
                elif isinstance(item, Link):
                    self._want(item, depth=0 if item.source == item.url else 1)
                else:
                    yield item
            yield from self._next()
        yield from self._told()
        if failure is not None:
            raise failure

    def _next(self) -> Iterator[Record | Problem]:
        """What comes of the next answer; the links in it wait."""
        for wanted, result in self._crew.next():
            for found in self._settled(wanted, result):
                if isinstance(found, Link):
                    self._want(found, wanted.depth + 1)
                else:
                    yield found

    def _told(self) -> Iterator[Problem]:
        """How many links were too many, for each list that named them."""
        for source, links in self._left_out.items():
            most = f"a run fetches {self.options.limit:,} that lists name (--fetch-limit)"
            message = f"{links:,} addresses were left out: {most} and follows sitemaps {DEEPEST} deep"
            yield Problem(source, "read", message)
        self._left_out.clear()

    def _want(self, link: Link, depth: int) -> None:
        """Let a link wait, unless it was met in this run, is known from an earlier one, or is one too many."""
        if link.url in self._met:
            return
        self._met.add(link.url)
        found = store.known_fetch(self._db, link.url, self._program)
        if depth > 0:
            if found is not None and not self.options.again and not link.listing:
                self.counts["known"] += 1
                return
            self._listed += 1
            if self._listed > self.options.limit or (link.listing and depth > DEEPEST):
                self._left_out[link.source] += 1
                return
        known = Validators(found.etag, found.last_modified) if found else None
        self._crew.add(host_of(link.url), _Wanted(link, depth, known))

    def _get(self, wanted: _Wanted) -> Fetched:
        """Runs in a thread of the crew."""
        copy = archived_copy(wanted.link.url)
        return self.client.get(copy.plain if copy else wanted.link.url, wanted.known)

    def _settled(self, wanted: _Wanted, result: Fetched | BaseException) -> Iterator[Record | Link | Problem]:
        url = wanted.link.url
        if isinstance(result, FetchError):
            yield self._refused(wanted.link, result)
            return
        if isinstance(result, Exception):
            self.counts["refused"] += 1
            yield Problem(url, "read", f"fetching failed: {type(result).__name__}: {result}")
            return
        if isinstance(result, BaseException):
            raise result
        if result.unchanged:
            self.counts["not modified"] += 1
            store.save_unchanged(self._db, url, result.robots)
            return
        self._save(wanted.link, result)
        self.counts["fetched"] += 1
        try:
            yield from records_of_answer(result, wanted.link, lists=wanted.depth == 0 or wanted.link.listing)
        except LoadError as error:
            yield Problem(url, "read", str(error))
        except Exception as error:  # whatever a list makes a parser raise, the others are read
            yield Problem(url, "read", f"reading failed: {type(error).__name__}: {error}")

    def _refused(self, link: Link, error: FetchError) -> Problem:
        self.counts["refused"] += 1
        if error.retry_after:
            self.client.pace.later(host_of(link.url), error.retry_after)
        row = self._row(link, str(error), error.robots)
        kept = self._keep(error.exchanges)
        store.save_fetch(self._db, self._load_id, replace(row, status=error.status, warc_record=kept))
        return Problem(link.url, "read", str(error))

    def _save(self, link: Link, fetched: Fetched) -> None:
        row = replace(
            self._row(link, "fetched", fetched.robots),
            final_url=fetched.final_url,
            status=fetched.status,
            content_type=fetched.content_type,
            etag=fetched.validators.etag,
            last_modified=fetched.validators.last_modified,
            digest=hashlib.sha256(fetched.body).hexdigest(),
            warc_record=self._keep(fetched.exchanges),
        )
        store.save_fetch(self._db, self._load_id, row)

    def _row(self, link: Link, outcome: str, robots: str) -> store.Fetch:
        return store.Fetch(link.url, None if link.source == link.url else link.source, robots, outcome)

    def _keep(self, exchanges: tuple[Exchange, ...]) -> str | None:
        """Archive what went over the wire; the record id of the last answer."""
        if self._archive is None:
            return None
        kept = [self._archive.keep(exchange) for exchange in exchanges]
        return kept[-1] if kept else None
