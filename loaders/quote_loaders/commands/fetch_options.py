"""What commands take that may ask other machines: off unless --fetch is given, and how politely."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from quote_loaders.fetching.options import FetchOptions

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Fetching:
    """How to fetch, None when nothing is fetched, and the addresses of --urls."""

    options: FetchOptions | None
    urls: tuple[str, ...] = ()


_GIVEN = (
    click.option(
        "--fetch",
        is_flag=True,
        help="Fetch addresses that are given, and articles that feeds, sitemaps and lists name.",
    ),
    click.option(
        "--urls",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Text file of addresses to fetch, one a line; lines that begin with # are left out.",
    ),
    click.option(
        "--archive",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE.warc.gz",
        help="Keep every answer, byte for byte, in this WARC file; it is added to.",
    ),
    click.option(
        "--contact",
        metavar="ADDRESS",
        help="Web or mail address of whoever runs this, told to the hosts that are asked.",
    ),
    click.option("--user-agent", metavar="NAME", help="Name told to hosts instead of the program's own."),
    click.option(
        "--fetch-delay",
        type=click.FloatRange(min=0.1),
        metavar="SECONDS",
        help="From one request to a host to the next; a longer Crawl-delay is obeyed.  [default: 2]",
    ),
    click.option(
        "--fetch-timeout",
        type=click.FloatRange(min=0.1),
        metavar="SECONDS",
        help="For one request, from looking up its host to the last byte.  [default: 30]",
    ),
    click.option(
        "--fetch-limit",
        type=click.IntRange(min=1),
        metavar="NUMBER",
        help="Addresses that feeds, sitemaps and lists name, fetched in one run.  [default: 1000]",
    ),
    click.option("--fetch-again", is_flag=True, help="Ask again for what a list names and an earlier run has fetched."),
    click.option(
        "--allow-private", is_flag=True, help="Allow private and local addresses, and ports other than 80 and 443."
    ),
)


def fetching_options(command: Command) -> Command:
    """Add the options of fetching; the command gets them as one `fetching`."""

    @functools.wraps(command)
    def wrapped(**given: Any) -> Any:
        names = ("fetch", "urls", "archive", "contact", "user_agent", "allow_private", "fetch_delay", "fetch_timeout")
        own = {name: given.pop(name) for name in (*names, "fetch_limit", "fetch_again")}
        return command(fetching=_fetching(own), **given)

    for option in reversed(_GIVEN):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]


def _fetching(given: dict[str, Any]) -> Fetching:
    """The options as fetching takes them; ClickException for those that mean nothing without --fetch."""
    from quote_loaders.fetching.address_file import read_addresses
    from quote_loaders.records import LoadError

    fetch, urls = given.pop("fetch"), given.pop("urls")
    if not fetch:
        if idle := [f"--{name.replace('_', '-')}" for name, value in {**given, "urls": urls}.items() if value]:
            raise click.UsageError(f"{', '.join(idle)} given without --fetch: nothing is fetched unless asked")
        return Fetching(None)
    try:
        return Fetching(_options(given), tuple(read_addresses(urls)) if urls else ())
    except LoadError as error:
        raise click.ClickException(str(error)) from None


def _options(given: dict[str, Any]) -> FetchOptions:
    from quote_loaders.fetching.options import FetchOptions

    fields = {
        "user_agent": given["user_agent"],
        "contact": given["contact"],
        "archive": given["archive"],
        "allow_private": given["allow_private"],
        "interval": given["fetch_delay"],
        "time_limit": given["fetch_timeout"],
        "limit": given["fetch_limit"],
        "again": given["fetch_again"],
    }
    for name in ("user_agent", "contact"):
        if any(not mark.isprintable() or ord(mark) > 126 for mark in fields[name] or ""):
            raise click.UsageError(f"--{name.replace('_', '-')} is {fields[name]!r}, expected printable ASCII")
    return FetchOptions(**{name: value for name, value in fields.items() if value is not None})
