"""Work in several processes: in the order of the inputs, with bounded work in flight, surviving a dead worker."""

from __future__ import annotations

import gc
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
from time import monotonic
from typing import Generic, Protocol, TypeVar

from quote_loaders.records import LoadError, Stage

SMALL = 20  # fewer tasks than this are done in-process: a worker needs a second or two to start
BATCH_TASKS = 16  # tasks that a worker gets at once, at most
BATCH_WEIGHT = 60_000  # and characters of text, about 10,000 words or three seconds
WINDOW = 4  # batches for each worker that may be begun before the oldest is done: what bounds the memory
ATTEMPTS = 2  # times that a task may take a worker down with it
# What a batch may take before its worker is held to hang: four times what a slow machine needs.
PATIENCE = 120.0  # seconds, and
PATIENCE_WEIGHT = 5_000  # characters a second
# Started afresh everywhere: a fork would take over the open database, and threads that don't run on.
_PROCESSES = multiprocessing.get_context("spawn")

Owner = TypeVar("Owner")
Task = TypeVar("Task")
Done = TypeVar("Done")
Given = TypeVar("Given", contravariant=True)
Made = TypeVar("Made", covariant=True)


class Work(Protocol[Given, Made]):
    """What is done with a task; it can be pickled."""

    def __call__(self, task: Given, /) -> Made: ...


@dataclass(frozen=True, slots=True)
class Job(Generic[Owner, Task]):
    """A task and whatever it belongs to; nothing is done for a job without a task.

    `weight` is about how many characters of text it holds: it bounds how much is in flight.
    """

    owner: Owner
    task: Task | None = None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a task could not be done, in which stage, and what was doubtful before."""

    message: str
    stage: Stage = "extract"
    doubts: tuple[str, ...] = ()
    died: bool = False  # a process ended over it: another time it may be done


def work_each(
    work: Work[Task, Done], jobs: Iterable[Job[Owner, Task]], workers: int = 1
) -> Generator[tuple[Job[Owner, Task], Done | Failed | None], None, None]:
    """Every job with what came of its task, in order; few tasks, or those of one worker, are done in this process.

    Jobs are drawn as they are needed, only some batches ahead. A worker that dies costs the task that it died of, told
    by trying each of its tasks again by itself. Closing the iterator ends the workers.
    Raises LoadError when no worker can be started.
    """
    remaining = iter(jobs)
    while workers > 1 and (head := list(islice(remaining, SMALL))):
        if len(head) == SMALL and all(job.task is not None for job in head):
            pool: _Pool[Owner, Task, Done] = _Pool(work, workers)
            yield from pool.results(chain(head, remaining))
            return
        yield from ((job, _do(work, job)) for job in head)
    yield from ((job, _do(work, job)) for job in remaining)


def _do(work: Work[Task, Done], job: Job[Owner, Task]) -> Done | Failed | None:
    return None if job.task is None else _attempt(work, job.task)


def _attempt(work: Work[Task, Done], task: Task) -> Done | Failed:
    """What comes of a task; whatever it makes a parser raise, the others are done."""
    try:
        return work(task)
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


def _serve(connection: Connection, work: Work[Task, Done]) -> None:
    """What a worker does: answer each batch of tasks until the connection is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # models and lists stay to the end: the collector needn't walk over them again and again
    try:
        connection.send(None)  # ready
        while True:
            tasks: list[Task] = connection.recv()
            connection.send([_attempt(work, task) for task in tasks])
    except (EOFError, OSError):
        return  # nobody is there any more


@dataclass(slots=True)
class _Batch(Generic[Owner, Task]):
    """Jobs with their places in the order; `attempt` counts the workers that it was given to."""

    jobs: list[tuple[int, Job[Owner, Task]]]
    attempt: int = 1

    def tasks(self) -> list[Task]:
        """What a worker needs to know of them."""
        return [job.task for _, job in self.jobs if job.task is not None]


@dataclass(slots=True)
class _Worker(Generic[Owner, Task]):
    """A process, the line to it, and the batch that it holds; it isn't ready before it has said so."""

    process: BaseProcess
    connection: Connection
    ready: bool = False
    batch: _Batch[Owner, Task] | None = None
    until: float = 0.0  # when its patience with the batch ends
    hangs: bool = False

    def take(self, batch: _Batch[Owner, Task]) -> None:
        """Give it a batch."""
        self.batch = batch
        self.until = monotonic() + PATIENCE + _weight(job for _, job in batch.jobs) / PATIENCE_WEIGHT
        with suppress(OSError):  # it is dead: told when its answer is waited for
            self.connection.send(batch.tasks())


def _weight(jobs: Iterable[Job[Owner, Task]]) -> int:
    return sum(job.weight for job in jobs)


class _Pool(Generic[Owner, Task, Done]):
    """Some worker processes at work on one stream of jobs."""

    def __init__(self, work: Work[Task, Done], count: int) -> None:
        self._work = work
        self._count = count
        self._workers: list[_Worker[Owner, Task]] = []
        self._again: deque[_Batch[Owner, Task]] = deque()  # what dead workers held
        self._drawn: dict[int, Job[Owner, Task]] = {}
        self._done: dict[int, Done | Failed | None] = {}
        self._next = 0  # the place of the job that is drawn next
        self._stillborn = 0

    def results(self, jobs: Iterable[Job[Owner, Task]]) -> Iterator[tuple[Job[Owner, Task], Done | Failed | None]]:
        """Every job with its result, in order."""
        remaining = iter(jobs)
        prepared: _Batch[Owner, Task] | None = None
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
        return len(self._drawn) < ahead * BATCH_TASKS and _weight(self._drawn.values()) < ahead * BATCH_WEIGHT

    def _draw(self, remaining: Iterator[Job[Owner, Task]]) -> _Batch[Owner, Task] | None:
        """The next jobs that have a task, up to a batch of them; None when there is none among them."""
        batch: _Batch[Owner, Task] = _Batch([])
        for job in islice(remaining, BATCH_TASKS):
            if job.task is None:
                self._done[self._next] = None
            else:
                batch.jobs.append((self._next, job))
            self._drawn[self._next] = job
            self._next += 1
            if _weight(job for _, job in batch.jobs) >= BATCH_WEIGHT:
                break
        return batch if batch.jobs else None

    def _give(self, batch: _Batch[Owner, Task]) -> bool:
        """Give a batch to a worker that waits, what dead ones left first; whether this one was given."""
        for worker in self._workers:
            if worker.ready and worker.batch is None:
                worker.take(self._again.popleft() if self._again else batch)
                if worker.batch is batch:
                    return True
        return False

    def _receive(self) -> None:
        """Wait until a worker says something or dies; one that has said nothing for too long is ended."""
        for worker in self._workers:
            if self._again and worker.ready and worker.batch is None:
                worker.take(self._again.popleft())
        connections = {worker.connection: worker for worker in self._workers}
        busy = [worker for worker in self._workers if worker.batch is not None]
        until = min((worker.until for worker in busy), default=None)
        heard = wait(list(connections), None if until is None else max(0.0, until - monotonic()))
        for worker in busy:
            if not heard and worker.until <= monotonic():
                worker.hangs = True
                worker.process.kill()
        for connection in heard:
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

    def _replace(self, worker: _Worker[Owner, Task]) -> None:
        """Take a dead worker's place, and take up what it held: one by one, and lost when that kills one again."""
        worker.process.join()
        worker.connection.close()
        code = worker.process.exitcode or 0
        ended = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        if worker.hangs:
            ended = "did not come to an end"
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > self._count:
                raise LoadError(
                    f"worker processes can't be started, the last one {ended}; expected --workers 1 to work"
                )
        if (batch := worker.batch) is not None:
            for place, job in batch.jobs:
                if batch.attempt >= ATTEMPTS:
                    self._done[place] = Failed(f"extraction failed: the process that read it {ended}, twice", died=True)
                else:
                    self._again.append(_Batch([(place, job)], batch.attempt + 1))
        self._workers[self._workers.index(worker)] = self._start()

    def _start(self) -> _Worker[Owner, Task]:
        here, there = _PROCESSES.Pipe()
        process = _PROCESSES.Process(target=_serve, args=(there, self._work), daemon=True)
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
