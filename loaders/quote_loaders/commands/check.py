"""`datasette-quotes check`: whether a database keeps what the data model promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quote_loaders.records import LoadError

if TYPE_CHECKING:
    from quote_loaders.checking import Outcome, Report


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", type=click.IntRange(1), default=10, show_default=True, help="Rows to name for each rule.")
@click.option("--json", "as_json", is_flag=True, help="Print every rule and what breaks it as JSON.")
def check(database: Path, rows: int, as_json: bool) -> None:
    """Check that DATABASE keeps every promise of the data model, and say how to mend what it doesn't.

    Nothing is changed. What can't be checked (in a copy without the articles' texts, say) is told and not counted as
    wrong. The exit code is 1 when anything is wrong, 0 when nothing is.
    """
    from quote_loaders.checking import check_database

    try:
        report = check_database(database, shown=rows)
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2, ensure_ascii=False))
    else:
        for line in _lines(report):
            click.echo(line)
    if not report.ok:
        raise SystemExit(1)


def _lines(report: Report) -> Iterator[str]:
    """What is wrong, rule by rule; then what was not checked; then the sum."""
    broken = [outcome for outcome in report.outcomes if outcome.count]
    for outcome in broken:
        yield from _broken(report, outcome)
    for notice in dict.fromkeys(outcome.notice for outcome in report.outcomes if outcome.notice):
        names = ", ".join(outcome.rule.name for outcome in report.outcomes if outcome.notice == notice)
        yield f"Not checked: {names}: {notice}."
    kept = sum(outcome.status == "kept" for outcome in report.outcomes)
    rest = len(report.outcomes) - kept - len(broken)
    yield f"{report.database}: {kept} rules kept, {len(broken)} broken, {rest} checked in part or not at all."


def _broken(report: Report, outcome: Outcome) -> Iterator[str]:
    yield f"BROKEN  {outcome.rule.name}: {outcome.rule.promise} ({outcome.count} times not)."
    for fault in outcome.faults:
        yield f"  {' '.join(word for word in (fault.table, fault.row) if word)}: {fault.message}"
    if outcome.count > len(outcome.faults):
        yield f"  and {outcome.count - len(outcome.faults)} more"
    yield f"  To mend it: {report.remedy(outcome)}"
    yield ""
