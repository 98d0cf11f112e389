"""What commands take that read inputs: which format, which columns, which language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from quote_loaders.outlets import load_outlets
from quote_loaders.readers import Context
from quote_loaders.records import LoadError

Command = TypeVar("Command", bound=Callable[..., Any])

format_option = click.option(
    "--format",
    "format_name",
    metavar="NAME",
    help="Read every input as this format instead of what it is recognised as; `datasette-quotes formats` lists them.",
)
mapping_option = click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML file that says which column of your own tables is which field (own column: field).",
)
language_option = click.option(
    "--language",
    metavar="TAG",
    help="Language of texts that do not say theirs, as en or pt-BR.  [default: told by the text]",
)

outlets_option = click.option(
    "--outlets",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV file of outlets (name,domain,kind,country,language,wikidata,timezone,aliases); wins over the list that "
    "comes with the program. Can be given several times.",
)


def reading_options(command: Command) -> Command:
    """Add the options that `reading_context` takes, and --format."""
    for option in (outlets_option, language_option, mapping_option, format_option):
        command = option(command)
    return command


def reading_context(mapping: Path | None, language: str | None, outlets: Sequence[Path] = ()) -> Context:
    """What readers need to know beyond the inputs. Raises LoadError that names what a file has wrong."""
    from quote_loaders.readers.fields import is_language
    from quote_loaders.readers.mapping import read_mapping

    if language is not None and not is_language(language):
        raise LoadError(f"--language is {language!r}, expected a BCP 47 tag such as en, de or pt-BR")
    return Context(load_outlets(outlets), language, read_mapping(mapping) if mapping else {})
