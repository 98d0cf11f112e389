"""What checking takes and gives: rules, what breaks them, and why one could not be checked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One row, or one thing of the file, that breaks a promise: found value and expected one in a sentence."""

    table: str  # or "file"
    row: str  # its key where it has one, else its id; empty for the whole table or file
    message: str


class NotCheckedError(Exception):
    """A rule that this database, or who asks, does not allow to be checked: the message says why."""


def _nothing(_: sqlite3.Connection) -> str | None:
    return None


Find = Callable[[sqlite3.Connection], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A promise of the data model: `find` streams what breaks it, and `remedy` says how to mend that.

    In the remedy `{database}` stands for the file. `notice` says which rows the rule has to pass over.
    """

    name: str
    promise: str
    find: Find
    remedy: str
    notice: Callable[[sqlite3.Connection], str | None] = _nothing


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one rule: how many faults, the first of them, and what was not looked at and why."""

    rule: Rule
    count: int
    faults: tuple[Fault, ...]
    notice: str | None = None
    skipped: bool = False

    @property
    def status(self) -> str:
        """kept | broken | partly checked | not checked"""
        if self.skipped or self.count:
            return "not checked" if self.skipped else "broken"
        return "partly checked" if self.notice else "kept"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of every rule for one database."""

    database: str
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; what could not be checked is not held against the database."""
        return not any(outcome.count for outcome in self.outcomes)

    def remedy(self, outcome: Outcome) -> str:
        """How to mend what a rule found."""
        return outcome.rule.remedy.replace("{database}", self.database)

    def as_json(self) -> dict[str, object]:
        """Every rule with its status; the faults that are shown, the number of all."""
        return {
            "ok": self.ok,
            "database": self.database,
            "rules": [
                {
                    "name": outcome.rule.name,
                    "promise": outcome.rule.promise,
                    "status": outcome.status,
                    "count": outcome.count,
                    "faults": [
                        {"table": fault.table, "row": fault.row, "message": fault.message} for fault in outcome.faults
                    ],
                    "remedy": self.remedy(outcome) if outcome.count else None,
                    "notice": outcome.notice,
                }
                for outcome in self.outcomes
            ],
        }
