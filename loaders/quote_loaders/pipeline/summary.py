"""What a load did, in numbers and reasons, of bounded size whatever the input."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from quote_loaders.records import Problem

KEPT = 1_000  # problems that are kept word for word; all are in the table load_problems
KINDS = 100  # and kinds of them that are counted
OTHERS = "of other kinds"
# What differs between problems of one kind: quoted values, numbers, names of files and addresses.
_VALUE = re.compile(r"'[^']*'|\"[^\"]*\"|\b0x[0-9a-f]+\b|\d[\d.,]*|https?://\S+|\S*/\S+")


@dataclass(frozen=True, slots=True)
class Position:
    """How far a load has come: records done, refused ones among them, and the bytes of the files behind them."""

    records: int
    refused: int
    bytes: int


Progress = Callable[[Position], None]


@dataclass(slots=True)
class Reasons:
    """Problems of one kind: how many, and the first of them."""

    first: Problem
    count: int = 0


@dataclass(slots=True)
class Summary:
    """What a load did: how many records of each outcome, what it found in all, and what it could not read."""

    articles: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)  # records by the format that they were read as
    inputs: int = 0  # files and addresses
    quotes_found: int = 0
    problems: list[Problem] = field(default_factory=list)  # the first ones
    problem_count: int = 0
    reasons: dict[str, Reasons] = field(default_factory=dict)  # problems by kind
    versions: Counter[str] = field(default_factory=Counter)  # new versions of articles, and what became of quotes
    fetches: Counter[str] = field(default_factory=Counter)  # addresses: fetched, not modified, known, refused
    totals: dict[str, int] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        """Count a problem, and keep it while there are few."""
        self.problem_count += 1
        if len(self.problems) < KEPT:
            self.problems.append(problem)
        kind = kind_of(problem)
        if kind not in self.reasons and len(self.reasons) >= KINDS:
            kind = OTHERS
        self.reasons.setdefault(kind, Reasons(problem)).count += 1

    def written(self) -> bool:
        """Whether any article was added or changed."""
        return bool(self.articles["new"] or self.articles["changed"])

    def counts(self) -> dict[str, int]:
        """The figures of `loads.counts`."""
        return {
            **self.articles,
            **self.versions,
            **{f"addresses_{name.replace(' ', '_')}": number for name, number in self.fetches.items()},
            "inputs": self.inputs,
            "new_versions": self.versions["new_versions"],
            "quotes_found": self.quotes_found,
            "problems": self.problem_count,
        }

    def as_json(self) -> dict[str, object]:
        """The counts, the formats, and every kind of problem with its number and its first one."""
        reasons = sorted(self.reasons.values(), key=lambda reasons: -reasons.count)
        return {
            **self.counts(),
            "formats": dict(self.formats.most_common()),
            "reasons": [
                {
                    "count": kind.count,
                    "stage": kind.first.stage,
                    "source": kind.first.source,
                    "message": kind.first.message,
                }
                for kind in reasons
            ],
        }


def kind_of(problem: Problem) -> str:
    """A problem's message without what differs from one input to the next."""
    return _VALUE.sub("…", problem.message)
