"""Which addresses may be asked: http and https, usual ports, and no machine that only the inside can see."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

from quote_loaders.fetching.options import PORTS, FetchError

LONGEST = 4_000  # characters of an address
_TICK = 0.2  # seconds after which a wait looks at its time limit again
# What the registries of IANA hold for special purposes, beside what Python 3.11 knows of them.
_SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16")
)
# IPv6 prefixes that carry an IPv4 address, and how far from the right end it stands, in bits.
_CARRIERS = ((ipaddress.IPv6Network("64:ff9b::/96"), 0), (ipaddress.IPv6Network("2002::/16"), 80))


def checked_url(url: str, *, any_port: bool) -> str:
    """An address that may be asked for, without its fragment. Raises FetchError that says what is wrong with it."""
    if len(url) > LONGEST:
        raise FetchError(f"the address has {len(url):,} characters, expected at most {LONGEST:,}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"the address is {url!r}: {error}") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise FetchError(f"the address is {url!r}, expected one that begins with http:// or https://")
    if parts.username is not None:
        raise FetchError(f"the address of {parts.hostname} holds a user name, expected one that needs no login")
    if port not in (None, *PORTS) and not any_port:
        raise FetchError(f"the port of {url!r} is {port}, expected 80 or 443; --allow-private allows others")
    return url.partition("#")[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public Internet, and so does every IPv4 address inside it."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or (address.teredo or (None, None))[1] or _carried(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _carried(address: IPv6Address) -> IPv4Address | None:
    for network, shift in _CARRIERS:
        if address in network:
            return IPv4Address(int(address) >> shift & 0xFFFFFFFF)
    return None


def resolve(host: str, port: int, left: Callable[[], float], *, allow_private: bool) -> list[str]:
    """The numeric addresses of a host, each of them public, in the order of the system's preference.

    One private address among them refuses the host: no public site has any. `left` gives the seconds that remain and
    raises FetchError when there are none. Raises FetchError.
    """
    found = list(dict.fromkeys(_look_up(host, port, left)))
    if not allow_private:
        for text in found:
            if not is_public(ipaddress.ip_address(text)):
                raise FetchError(
                    f"{host} is at {text}, which is no public address; --allow-private allows private and local ones"
                )
    return found


def _look_up(host: str, port: int, left: Callable[[], float]) -> list[str]:
    """What the system's resolver answers; it has no time limit itself, so a thread asks it."""
    answers: list[str] = []
    failures: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answers.extend(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            failures.append(error)

    thread = threading.Thread(target=ask, name=f"look up {host}", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(min(left(), _TICK))
    if failures:
        reason = getattr(failures[0], "strerror", None) or failures[0]
        raise FetchError(f"the name {host} can't be looked up: {reason}")
    return answers
