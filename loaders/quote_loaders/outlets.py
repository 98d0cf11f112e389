"""Outlets by name and domain, completed from a curated list that users extend. Pure but for reading that list."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from quote_loaders.dates import is_zone
from quote_loaders.records import LoadError, Outlet

KINDS = ("newspaper", "agency", "broadcaster", "government", "magazine", "blog", "unknown")
UNKNOWN = Outlet("Unknown outlet")
LONGEST_HOST = 253  # characters of a host name: RFC 1035


# Sites that lend their domain to others: each name below them is an outlet of its own.
_HOSTS = frozenset(
    (
        "blogspot.com", "wordpress.com", "substack.com", "medium.com", "tumblr.com", "ghost.io", "github.io",
        "livejournal.com", "typepad.com", "over-blog.com", "blogger.com", "wixsite.com", "weebly.com", "beehiiv.com",
    )
)  # fmt: skip
# Names under a country's domain that are open to all: example.co.uk is a site, co.uk is none.
_SECOND_LEVEL = frozenset(
    ("ac", "co", "com", "edu", "gob", "gouv", "gov", "go", "info", "mil", "ne", "net", "nom", "or", "org", "press")
)
COLUMNS = ("name", "domain", "kind", "country", "language", "wikidata", "timezone", "aliases")


@dataclass(frozen=True, slots=True)
class OutletList:
    """Known outlets by folded name (and other names) and by domain."""

    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]

    def complete(self, outlet: Outlet) -> Outlet:
        """An outlet with what the list knows of it added, under the list's name; what its article says wins."""
        known = self.by_name.get(_fold(outlet.name))
        if known is None:
            return outlet
        missing = {
            field.name: getattr(known, field.name)
            for field in fields(Outlet)
            if getattr(outlet, field.name) in (None, "unknown")
        }
        name = outlet.name if _fold(outlet.name) == _fold(known.name) else known.name
        return replace(outlet, **{**missing, "name": name})

    def of_domain(self, domain: str) -> Outlet:
        """The outlet of a host: by the list, that of the site above it too, else called after its site."""
        known = self._listed(domain)
        site = _site(domain)
        return known or Outlet(site, domain=site)

    def known(self, url: str) -> Outlet | None:
        """The outlet in the list that an address belongs to; None for a site that isn't listed."""
        domain = self.domain(url)
        return self._listed(domain) if domain else None

    def _listed(self, domain: str) -> Outlet | None:
        """edition.cnn.com is cnn.com, unless it is listed itself."""
        labels = domain.split(".")
        above = (".".join(labels[start:]) for start in range(max(1, len(labels) - 1)))
        return next((self.by_domain[name] for name in above if name in self.by_domain), None)

    @staticmethod
    def domain(url: str) -> str | None:
        """The host of an address without "www."; None when it has none, or one that no name server could know."""
        try:
            host = (urlsplit(url).hostname or "").removeprefix("www.")
        except ValueError:
            return None
        return host if 0 < len(host) <= LONGEST_HOST else None

    @classmethod
    def site(cls, url: str) -> str | None:
        """The domain that somebody registered, of an address: "m.news.example.co.uk" -> "example.co.uk"."""
        domain = cls.domain(url)
        return _site(domain) if domain else None


def _site(domain: str) -> str:
    labels = domain.split(".")
    if len(labels) < 3 or labels[-1].isdigit():
        return domain
    open_to_all = len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    kept = 3 if open_to_all or ".".join(labels[-2:]) in _HOSTS else 2
    return ".".join(labels[-kept:])


def _fold(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")


def load_outlets(extra: Iterable[Path] = ()) -> OutletList:
    """The curated list that comes with the package, names/outlets.csv, and lists of one's own, which win.

    Raises LoadError that names the file, the line and what is expected.
    """
    text = files("quote_loaders").joinpath("names/outlets.csv").read_text(encoding="utf-8")
    rows = list(_rows("names/outlets.csv", text))
    for path in extra:
        try:
            rows += _rows(path.as_posix(), path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise LoadError(f"{path} can't be read as a list of outlets: {error}") from None
    return _indexed(rows)


_Row = tuple[Outlet, tuple[str, ...], tuple[str, ...]]  # an outlet, its domains, its other names


def _rows(source: str, text: str) -> Iterator[_Row]:
    reader = csv.DictReader(text.splitlines())
    columns = reader.fieldnames or []
    if "name" not in columns or set(columns) - set(COLUMNS):
        raise LoadError(f"{source} has the columns {', '.join(columns)}; expected name and any of {','.join(COLUMNS)}")
    for number, row in enumerate(reader, start=2):
        values = {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str) and cell.strip()}
        if not values:
            continue
        domains = tuple(one.removeprefix("www.").lower() for one in values.pop("domain", "").split())
        aliases = tuple(one.strip() for one in values.pop("aliases", "").split("|") if one.strip())
        _check(values, f"{source}, line {number}")
        yield Outlet(**values, domain=next(iter(domains), None)), domains, aliases


def _check(values: Mapping[str, str], where: str) -> None:
    if "name" not in values:
        raise LoadError(f"{where}: name is missing")
    if (kind := values.get("kind", "unknown")) not in KINDS:
        raise LoadError(f"{where}: kind is {kind!r}, expected one of {', '.join(KINDS)}")
    zone = values.get("timezone")
    if zone is not None and not is_zone(zone):
        raise LoadError(f"{where}: timezone is {zone!r}, expected an IANA name such as Europe/Berlin")


def _indexed(rows: Sequence[_Row]) -> OutletList:
    """Outlets by folded name and by domain; of two with one name or domain the later one counts."""
    names = {_fold(alias): outlet for outlet, _, aliases in rows for alias in aliases}
    return OutletList(
        {**names, **{_fold(outlet.name): outlet for outlet, _, _ in rows}},
        {domain: outlet for outlet, domains, _ in rows for domain in domains},
    )
