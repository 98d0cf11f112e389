"""`datasette-quotes formats`: every format that can be read, with its fields."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator

import click

from quote_loaders.readers import FORMATS, Format, format_named
from quote_loaders.records import LoadError


@click.command()
@click.argument("names", nargs=-1, metavar="[NAMES]")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def formats(names: tuple[str, ...], as_json: bool) -> None:
    """List the formats that `load` and `extract` read, in the order in which they are tried on an input.

    With NAMES, only these, and with every field: what the input calls it, and what becomes of it.
    """
    try:
        chosen = [format_named(name) for name in names] or list(FORMATS)
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps([as_row(one) for one in chosen], indent=2, ensure_ascii=False))
        return
    for one in chosen:
        for line in described(one, fields=bool(names)):
            click.echo(line)


def as_row(one: Format) -> dict[str, object]:
    """A format for machines."""
    fields = [{"input": name, "becomes": meaning} for name, meaning in one.fields]
    return {"name": one.name, "title": one.title, "suffixes": list(one.suffixes), "fields": fields}


def described(one: Format, *, fields: bool) -> Iterator[str]:
    """A format in a line, and with its fields in one for each."""
    yield f"{one.name:18}  {one.title} ({' '.join(one.suffixes) or 'any name'})"
    if not fields:
        return
    width = max(shutil.get_terminal_size((100, 24)).columns, 60)
    longest = min(max((len(name) for name, _ in one.fields), default=0), 40)
    for name, meaning in one.fields:
        first = f"    {name:{longest}}  "
        lines = textwrap.wrap(meaning, width - len(first)) or [""]
        yield first + lines[0]
        yield from (" " * len(first) + line for line in lines[1:])
