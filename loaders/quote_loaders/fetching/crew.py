"""Work that waits for other machines, some of it at the same time, none of it twice for one host."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")
_TICK = 1.0  # seconds after which a wait looks around again


class Crew(Generic[Job, Result]):
    """Threads that do one job a host at a time, when the host is due; results come as they are ready.

    The threads are daemons: one that hangs in the system's resolver does not keep the program from ending.
    """

    def __init__(self, do: Callable[[Job], Result], due: Callable[[str], float], threads: int) -> None:
        self._do = do
        self._due = due
        self._most = threads
        self._threads: list[threading.Thread] = []
        self._waiting: dict[str, deque[Job]] = {}
        self._busy: set[str] = set()
        self._jobs: SimpleQueue[tuple[str, Job] | None] = SimpleQueue()
        self._results: SimpleQueue[tuple[str, Job, Result | BaseException]] = SimpleQueue()

    def __len__(self) -> int:
        """How many jobs wait or are being done."""
        return sum(map(len, self._waiting.values())) + len(self._busy)

    def add(self, host: str, job: Job) -> None:
        """Let a job wait for its host."""
        self._waiting.setdefault(host, deque()).append(job)

    def next(self) -> Iterator[tuple[Job, Result | BaseException]]:
        """The next job that is done, with its result or its failure; nothing when no job is left."""
        while len(self):
            wait = self._start()
            try:
                host, job, result = self._results.get(timeout=wait)
            except Empty:
                continue
            self._busy.discard(host)
            yield job, result
            return

    def close(self) -> None:
        """Forget what waits, and let the threads end with what they are doing."""
        self._waiting.clear()
        for _ in self._threads:
            self._jobs.put(None)

    def _start(self) -> float:
        """Hand out what is due; the seconds until something else may be."""
        wait = _TICK
        for host in list(self._waiting):
            if len(self._busy) >= self._most:
                break
            if host in self._busy:
                continue
            if (seconds := self._due(host)) > 0:
                wait = min(wait, seconds)
                continue
            jobs = self._waiting[host]
            self._busy.add(host)
            self._jobs.put((host, jobs.popleft()))
            if not jobs:
                del self._waiting[host]
            if len(self._threads) < min(len(self._busy), self._most):
                self._hire()
        return wait

    def _hire(self) -> None:
        thread = threading.Thread(target=self._work, name=f"fetch {len(self._threads) + 1}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while (given := self._jobs.get()) is not None:
            host, job = given
            try:
                self._results.put((host, job, self._do(job)))
            except BaseException as error:  # the main thread raises it, or tells it
                self._results.put((host, job, error))
