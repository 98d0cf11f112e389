"""Extraction in several processes: the same results in the same order, whatever becomes of a worker."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from quote_loaders import linking, workers
from quote_loaders.linking import link_all
from quote_loaders.pipeline import load
from quote_loaders.records import LoadError
from quote_loaders.speakers import AliasList, load_aliases
from quote_loaders.workers import BATCH_TASKS, SMALL, WINDOW, Failed, Job, work_each
from tests.loaders.corpus import write_many
from tests.loaders.dump import as_stored, by_meaning
from tests.loaders.stub_extractor import StubExtractor
from tests.loaders.work import Deadly, Hanging, Saying, Unwanted

ALIASES = load_aliases(())


def said(number: int) -> str:
    return f'Text {number}: "It costs {number} million," said Ilena Marvec.'


@pytest.mark.parametrize("count", [3, SMALL, 3 * SMALL])
def test_results_come_in_the_order_of_the_jobs(count: int) -> None:
    jobs = [Job(number, None if number % 7 == 6 and number > SMALL else said(number)) for number in range(count)]
    expected = list(work_each(Saying(StubExtractor()), jobs))
    assert list(work_each(Saying(StubExtractor()), jobs, workers=2)) == expected
    assert [job.owner for job, _ in expected] == list(range(count))


def test_what_is_drawn_ahead_is_bounded() -> None:
    drawn = 0

    def endless() -> Iterator[Job[int, str]]:
        nonlocal drawn
        while True:
            drawn += 1
            yield Job(drawn, said(drawn))

    results = work_each(Saying(StubExtractor()), endless(), workers=2)
    for _ in range(200):
        next(results)
    results.close()
    assert drawn <= 200 + SMALL + 2 * (WINDOW + 1) * BATCH_TASKS


def test_few_texts_are_read_in_process() -> None:
    extractor = StubExtractor()
    list(work_each(Saying(extractor), [Job(number, said(number)) for number in range(SMALL - 1)], workers=2))
    assert extractor.calls == SMALL - 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_dead_worker_costs_the_text_that_it_died_of(tmp_path: Path) -> None:
    texts = [said(number) for number in range(40)]
    texts[25] = "KILL"
    texts[37] += " ONCE"
    jobs = [Job(number, text) for number, text in enumerate(texts)]
    results = [result for _, result in work_each(Saying(Deadly(os.getpid(), tmp_path / "once")), jobs, workers=2)]
    killed = [number for number, result in enumerate(results) if isinstance(result, Failed)]
    assert killed == [25]
    assert results[25] == Failed("extraction failed: the process that read it was killed by signal 9, twice", died=True)
    assert all(isinstance(result, list) and len(result) == 1 for n, result in enumerate(results) if n != 25)


def test_a_text_without_an_end_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 1.0)
    texts = [said(number) for number in range(SMALL)]
    texts[7] = "HANG"
    jobs = [Job(number, text) for number, text in enumerate(texts)]
    results = [result for _, result in work_each(Saying(Hanging()), jobs, workers=2)]
    assert results[7] == Failed("extraction failed: the process that read it did not come to an end, twice", died=True)
    assert all(isinstance(result, list) for number, result in enumerate(results) if number != 7)


def test_workers_that_cannot_start_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    jobs = [Job(number, said(number)) for number in range(SMALL)]
    with pytest.raises(LoadError, match="--workers 1"):
        list(work_each(Saying(Unwanted()), jobs, workers=2))
    assert "no number" in capfd.readouterr().err


def test_the_database_is_the_same_whatever_the_number_of_workers(tmp_path: Path) -> None:
    folder = write_many(tmp_path / "in", 45)
    (folder / "0003.md").write_text("---\ntitle: [\n---\nno front matter\n")
    (folder / "0030.md").write_text((folder / "0002.md").read_text())  # the same article again
    (folder / "0031.md").write_text('FAIL "words," said Ilena Marvec')
    one, two = (
        load(tmp_path / f"{workers}.db", [folder], StubExtractor(), ALIASES, workers=workers) for workers in (1, 2)
    )
    assert by_meaning(tmp_path / "1.db") == by_meaning(tmp_path / "2.db")
    assert (one.counts(), one.problems, one.totals) == (two.counts(), two.problems, two.totals)
    before = as_stored(tmp_path / "2.db")
    load(tmp_path / "2.db", [folder], StubExtractor(), ALIASES, workers=2)
    assert as_stored(tmp_path / "2.db") == before


def test_no_worker_lives_while_everything_is_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_many(tmp_path / "in", SMALL + BATCH_TASKS)
    alive: list[int] = []

    def watched(db: Database, aliases: AliasList) -> int:
        alive.append(len(multiprocessing.active_children()))
        return link_all(db, aliases)

    monkeypatch.setattr(linking, "link_all", watched)
    load(tmp_path / "quotes.db", [folder], StubExtractor(), ALIASES, workers=2)
    assert alive == [0]


def test_an_article_that_kills_its_process_is_one_row_of_problems(tmp_path: Path) -> None:
    folder = write_many(tmp_path / "in", 25)
    (folder / "0007.md").write_text("KILL")
    summary = load(tmp_path / "quotes.db", [folder], Deadly(os.getpid()), ALIASES, workers=2)
    assert (summary.articles["new"], summary.articles["refused"]) == (24, 1)
    (problem,) = [problem for problem in summary.problems if problem.stage == "extract"]
    assert problem.source.endswith("0007.md")
    assert "killed by signal 9" in problem.message
