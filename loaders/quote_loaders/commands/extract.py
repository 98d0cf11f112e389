"""`datasette-quotes extract`: the quotes of texts, without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import click

from quote_loaders.commands.options import bar, model_option, quiet_option, workers_option, workers_wanted
from quote_loaders.records import LoadError, Problem

if TYPE_CHECKING:
    from quote_loaders.extracting import Findings


@click.command()
@click.argument("inputs", nargs=-1, metavar="[FILES | -]")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["jsonl", "table", "html"]),
    default="table",
    show_default=True,
    help="JSON lines for programs, a table to read here, or a page that shows what was found and why.",
)
@click.option("--read-as", metavar="NAME", help="Read every file as this format instead of what it is recognised as.")
@click.option(
    "--lang", default="en", show_default=True, help="Language of texts that don't say theirs, as en or pt-BR."
)
@model_option
@workers_option
@quiet_option
def extract(
    inputs: tuple[str, ...],
    shape: str,
    read_as: str | None,
    lang: str,
    model: str,
    workers: int | None,
    quiet: bool,
) -> None:
    """Find the quotes of texts and print them; no database is needed.

    FILES are files and folders of any format that `datasette-quotes formats` lists, or JSON lines (.jsonl, .ndjson)
    with doc_id, text and, if it isn't that of --lang, lang. Without any, or with "-", standard input is read: JSON
    lines, or one plain text.

    What can't be read is named on standard error; the others go on, and the exit code is 1 in the end.
    """
    # Imported here, so that --help does not wait for spaCy.
    from quote_loaders.extracting import FORMATS, documents, find_all
    from quote_loaders.extraction import Extractor

    told: set[str] = set()
    refused = False

    def good(items: Iterable[Findings | Problem]) -> Iterator[Findings]:
        nonlocal refused
        for item in items:
            if isinstance(item, Problem):
                refused = True
                click.echo(f"{item.source}: {item.message}", err=True)
                continue
            limits = extractor.limits(item.document.language)
            if limits is not None and limits not in told:
                told.add(limits)
                click.echo(limits, err=True)
            yield item

    texts = documents(inputs or ("-",), lang, sys.stdin.buffer, read_as)
    try:
        extractor = Extractor(model)
        with closing(find_all(extractor, texts, workers_wanted(workers))) as found:
            shown = not quiet and not sys.stdout.isatty()
            for piece in FORMATS[shape](good(bar(found, shown=shown))):
                click.echo(piece.encode("utf-8", "replace") + b"\n", nl=False)
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if refused:
        raise SystemExit(1)
