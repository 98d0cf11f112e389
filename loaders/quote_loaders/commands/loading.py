"""What the commands take that load: how inputs are read and fetched, and by what quotes and speakers are found."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from quote_loaders.commands.fetch_options import Fetching, fetching_options
from quote_loaders.commands.inputs import reading_options
from quote_loaders.commands.options import aliases_option, model_option, workers_option

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Loading:
    """The options that loading takes, as they were given."""

    format_name: str | None
    mapping: Path | None
    language: str | None
    outlets: tuple[Path, ...]
    fetching: Fetching
    aliases: tuple[Path, ...]
    model: str
    workers: int | None

    @property
    def parameters(self) -> dict[str, str]:
        """Those that decide what is loaded, as the table `loads` keeps them."""
        told = {
            "model": self.model,
            "aliases": _named(self.aliases),
            "format": self.format_name,
            "mapping": self.mapping.as_posix() if self.mapping else None,
            "language": self.language,
            "outlets": _named(self.outlets),
        }
        return {name: value for name, value in told.items() if value}


def loading_options(command: Command) -> Command:
    """Add the options of loading; the command gets them as one `loading`."""

    @functools.wraps(command)
    def wrapped(**given: Any) -> Any:
        own = {field.name: given.pop(field.name) for field in fields(Loading)}
        return command(loading=Loading(**own), **given)

    for option in (workers_option, model_option, aliases_option, fetching_options, reading_options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def _named(files: Sequence[Path]) -> str:
    return " ".join(path.as_posix() for path in files)
