"""Extraction in several processes: in the order of the inputs, with bounded work in flight, surviving a dead worker."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, Protocol, TypeVar

from quote_loaders.records import LoadError, Quote

SMALL = 20  # fewer texts than this are read in-process: a worker needs a second or two to start
BATCH_TEXTS = 16  # texts that a worker gets at once, at most
BATCH_CHARACTERS = 60_000  # and characters, about 10,000 words or three seconds
WINDOW = 4  # batches for each worker that may be begun before the oldest is done: what bounds the memory
ATTEMPTS = 2  # times that a text may take a worker down with it
# Started afresh everywhere: a fork would take over the open database, and threads that don't run on.
_PROCESSES = multiprocessing.get_context("spawn")


class Extracts(Protocol):
    """What finds the quotes of an article: `quote_loaders.extraction.Extractor`, or a test's own. It can be pickled."""

    @property
    def version(self) -> str: ...
    def extract(self, article_text: str, language: str) -> list[Quote]: ...
    def limits(self, language: str) -> str | None: ...


Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class Job(Generic[Owner]):
    """A text whose quotes are wanted, and whatever it belongs to; nothing is done for a job without a text."""

    owner: Owner
    text: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Failed:
    """Why the quotes of a text could not be found."""

    message: str


Result = list[Quote] | Failed | None  # None for a job without a text


def extract_each(
    extractor: Extracts, jobs: Iterable[Job[Owner]], workers: int = 1
) -> Generator[tuple[Job[Owner], Result], None, None]:
    """Every job with its quotes, in order; few texts, or one worker, are read in this process.

    Jobs are drawn as they are needed, only some batches ahead. A worker that dies costs the text that it died of, told
    by trying each of its texts again by itself. Closing the iterator ends the workers.
    Raises LoadError when no worker can be started.
    """
    remaining = iter(jobs)
    while workers > 1 and (head := list(islice(remaining, SMALL))):
        if len(head) == SMALL and all(job.text is not None for job in head):
            pool: _Pool[Owner] = _Pool(extractor, workers)
            yield from pool.results(chain(head, remaining))
            return
        yield from ((job, _extract(extractor, job)) for job in head)
    yield from ((job, _extract(extractor, job)) for job in remaining)


def _extract(extractor: Extracts, job: Job[Owner]) -> Result:
    return None if job.text is None else _attempt(extractor, job.text, job.language)


def _attempt(extractor: Extracts, text: str, language: str) -> list[Quote] | Failed:
    """The quotes of a text; whatever it makes a parser raise, the others are read."""
    try:
        return extractor.extract(text, language)
    except LoadError as error:
        return Failed(str(error))
    except Exception as error:
        return Failed(f"extraction failed: {type(error).__name__}: {error}")


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A process started here never hears Control-C: this one does, and ends it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(connection: Connection, extractor: Extracts) -> None:
    """What a worker does: answer each batch of texts with their quotes until the connection is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        connection.send(extractor.version)
        while True:
            texts: list[tuple[str, str]] = connection.recv()
            connection.send([_attempt(extractor, text, language) for text, language in texts])
    except (EOFError, OSError):
        return  # nobody is there any more


@dataclass(slots=True)
class _Batch(Generic[Owner]):
    """Jobs with their places in the order; `attempt` counts the workers that it was given to."""

    jobs: list[tuple[int, Job[Owner]]]
    attempt: int = 1

    def texts(self) -> list[tuple[str, str]]:
        """What a worker needs to know of them."""
        return [(job.text or "", job.language) for _, job in self.jobs]


@dataclass(slots=True)
class _Worker(Generic[Owner]):
    """A process, the line to it, and the batch that it holds; it isn't ready before it has said so."""

    process: BaseProcess
    connection: Connection
    ready: bool = False
    batch: _Batch[Owner] | None = None


def _characters(jobs: Iterable[Job[Owner]]) -> int:
    return sum(len(job.text or "") for job in jobs)


class _Pool(Generic[Owner]):
    """Some worker processes at work on one stream of jobs."""

    def __init__(self, extractor: Extracts, count: int) -> None:
        self._extractor = extractor
        self._count = count
        self._workers: list[_Worker[Owner]] = []
        self._again: deque[_Batch[Owner]] = deque()  # what dead workers held
        self._drawn: dict[int, Job[Owner]] = {}
        self._done: dict[int, Result] = {}
        self._next = 0  # the place of the job that is drawn next
        self._stillborn = 0

    def results(self, jobs: Iterable[Job[Owner]]) -> Iterator[tuple[Job[Owner], Result]]:
        """Every job with its result, in order."""
        remaining = iter(jobs)
        prepared: _Batch[Owner] | None = None
        oldest = 0
        try:
            self._workers = [self._start() for _ in range(self._count)]
            while True:
                while oldest in self._done:
                    yield self._drawn.pop(oldest), self._done.pop(oldest)
                    oldest += 1
                if prepared is None and self._room():
                    prepared = self._draw(remaining)
                if prepared is not None and self._give(prepared):
                    prepared = None
                elif oldest < self._next and oldest not in self._done:
                    self._receive()
                elif prepared is None and oldest == self._next:
                    return
        finally:
            self._end()

    def _room(self) -> bool:
        """Whether more jobs may be drawn before the oldest is done."""
        ahead = WINDOW * self._count
        return len(self._drawn) < ahead * BATCH_TEXTS and _characters(self._drawn.values()) < ahead * BATCH_CHARACTERS

    def _draw(self, remaining: Iterator[Job[Owner]]) -> _Batch[Owner] | None:
        """The next jobs that have a text, up to a batch of them; None at the end."""
        batch: _Batch[Owner] = _Batch([])
        for job in islice(remaining, BATCH_TEXTS):
            if job.text is None:
                self._done[self._next] = None
            else:
                batch.jobs.append((self._next, job))
            self._drawn[self._next] = job
            self._next += 1
            if _characters(job for _, job in batch.jobs) >= BATCH_CHARACTERS:
                break
        return batch if batch.jobs else None

    def _give(self, batch: _Batch[Owner]) -> bool:
        """Give a batch to a worker that waits, what dead ones left first; whether this one was given."""
        for worker in self._workers:
            if worker.ready and worker.batch is None:
                worker.batch = self._again.popleft() if self._again else batch
                self._send(worker, worker.batch)
                if worker.batch is batch:
                    return True
        return False

    def _send(self, worker: _Worker[Owner], batch: _Batch[Owner]) -> None:
        with suppress(OSError):  # it is dead: told when its answer is waited for
            worker.connection.send(batch.texts())

    def _receive(self) -> None:
        """Wait until a worker says something or dies."""
        for worker in self._workers:
            if self._again and worker.ready and worker.batch is None:
                worker.batch = self._again.popleft()
                self._send(worker, worker.batch)
        connections = {worker.connection: worker for worker in self._workers}
        for connection in wait(list(connections)):
            assert isinstance(connection, Connection)
            worker = connections[connection]
            try:
                answer = connection.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if worker.batch is not None:
                self._done.update(zip((place for place, _ in worker.batch.jobs), answer, strict=True))
                worker.batch = None
            worker.ready = True

    def _replace(self, worker: _Worker[Owner]) -> None:
        """Take a dead worker's place, and take up what it held: one by one, and lost when that kills one again."""
        worker.process.join()
        worker.connection.close()
        code = worker.process.exitcode or 0
        ended = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > self._count:
                raise LoadError(
                    f"worker processes can't be started, the last one {ended}; expected --workers 1 to work"
                )
        if (batch := worker.batch) is not None:
            for place, job in batch.jobs:
                if batch.attempt >= ATTEMPTS:
                    self._done[place] = Failed(f"extraction failed: the process that read it {ended}, twice")
                else:
                    self._again.append(_Batch([(place, job)], batch.attempt + 1))
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker[Owner]:
        here, there = _PROCESSES.Pipe()
        process = _PROCESSES.Process(target=_serve, args=(there, self._extractor), daemon=True)
        with _uninterrupted():
            process.start()
        there.close()  # so that its death closes the line
        return _Worker(process, here)

    def _end(self) -> None:
        for worker in self._workers:
            worker.connection.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
