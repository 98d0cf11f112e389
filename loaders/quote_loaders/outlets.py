"""Outlets by name and domain, completed from a curated list that users extend. Pure but for reading that list."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from urllib.parse import urlsplit

from quote_loaders.records import Outlet

KINDS = ("newspaper", "agency", "broadcaster", "government", "magazine", "blog", "unknown")
UNKNOWN = Outlet("Unknown outlet")


@dataclass(frozen=True, slots=True)
class OutletList:
    """Known outlets by folded name and by domain."""

    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]

    def complete(self, outlet: Outlet) -> Outlet:
        """An outlet with what the list knows of it added; what its article says wins."""
        known = self.by_name.get(_fold(outlet.name))
        if known is None:
            return outlet
        missing = {
            field.name: getattr(known, field.name)
            for field in fields(Outlet)
            if getattr(outlet, field.name) in (None, "unknown")
        }
        return replace(outlet, **missing)

    def of_domain(self, domain: str) -> Outlet:
        """The outlet of a site: by the list, else called after its domain."""
        return self.by_domain.get(domain) or Outlet(domain, domain=domain)

    @staticmethod
    def domain(url: str) -> str | None:
        """The host of an address without "www."; None when it has none."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        return host or None


def _fold(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ")


def load_outlets() -> OutletList:
    """The curated list that comes with the package: names/outlets.csv."""
    text = files("quote_loaders").joinpath("names/outlets.csv").read_text(encoding="utf-8")
    return outlet_list(
        Outlet(**{name: value for name, value in row.items() if value}) for row in csv.DictReader(text.splitlines())
    )


def outlet_list(outlets: Iterable[Outlet]) -> OutletList:
    """Outlets by folded name and by domain."""
    known = list(outlets)
    return OutletList(
        {_fold(outlet.name): outlet for outlet in known},
        {outlet.domain: outlet for outlet in known if outlet.domain},
    )
