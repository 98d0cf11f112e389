"""No address that only the inside can see is asked, however it is written."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from quote_loaders.fetching.addresses import checked_url, is_public, resolve
from quote_loaders.fetching.options import FetchError
from tests.loaders.fetching.run import fetch
from tests.loaders.fetching.server import Server, redirect, response

INSIDE = [
    "127.0.0.1", "127.255.255.254", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1",
    "2002:a00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1", "100::1", "fc00::1", "fd12:3456::1",
    "fe80::1", "fe80::1%1", "fec0::1", "ff02::1",
]  # fmt: skip
OUTSIDE = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "172.32.0.1"]


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_outside_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0", "0x0.0",
        "localhost", "LOCALHOST", "localhost.", "10.1.2.3", "169.254.169.254", "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[fe80::1]", "%31%32%37.0.0.1", "①②⑦.⓪.⓪.①",
    ],
)  # fmt: skip
def test_forms_of_inside_addresses_are_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is connected to: neither for robots.txt nor for the page."""
    connected: list[Any] = []
    monkeypatch.setattr(socket, "create_connection", lambda address, *_, **__: connected.append(address))
    run = fetch([f"http://{host}/"], allow_private=False)
    assert len(run.problems) == 1, run.messages
    assert run.records == []
    assert connected == []


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(["10.0.0.1"], id="inside"),
        pytest.param(["93.184.216.34", "127.0.0.1"], id="both, outside first"),
        pytest.param(["127.0.0.1", "93.184.216.34"], id="both, inside first"),
        pytest.param(["93.184.216.34", "::1"], id="both, of two families"),
    ],
)
def test_a_name_with_any_inside_address_is_refused(answers: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (text, 80)) for text in answers])
    with pytest.raises(FetchError, match="is no public address"):
        resolve("news.lurania.example", 80, lambda: 1.0, allow_private=False)


def test_a_name_is_looked_up_once_for_each_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection is made to the address that was checked: a name that changes its answer gains nothing."""
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    run = fetch(["http://news.lurania.example/"], allow_private=False)
    assert (asked, connected) == (["news.lurania.example"], [("93.184.216.34", 80)])
    assert "robots.txt can't be read" in run.messages[0]


def test_redirect_to_an_inside_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public here; each further one is looked up and checked again."""
    real = socket.getaddrinfo
    with Server({"/page": redirect("http://inside.lurania.example:1/")}) as server:
        monkeypatch.setattr("quote_loaders.fetching.addresses.is_public", lambda address: str(address) == "127.0.0.1")
        monkeypatch.setattr("quote_loaders.fetching.addresses.PORTS", (server.port, 1))

        def look_up(host: str, port: int, *rest: Any, **named: Any) -> list[Any]:
            return real("10.0.0.1" if host.startswith("inside") else host, port, *rest, **named)

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        run = fetch([f"{server.base}/page"], allow_private=False)
    assert len(run.messages) == 1
    assert "inside.lurania.example is at 10.0.0.1, which is no public address" in run.messages[0]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://lurania.example/", "expected one that begins with http"),
        ("file:///etc/hostname", "expected one that begins with http"),
        ("http:///path", "expected one that begins with http"),
        ("lurania.example/news", "expected one that begins with http"),
        ("http://lurania.example:22/", "the port of"),
        ("http://lurania.example:99999/", "the address is"),
        ("http://ann@lurania.example/", "holds a user name"),
        ("http://[::1", "the address is"),
    ],
)
def test_addresses_that_are_not_asked(url: str, message: str) -> None:
    with pytest.raises(FetchError, match=message):
        checked_url(url, any_port=False)


def test_private_addresses_are_allowed_when_asked() -> None:
    with Server({"/page": response()}) as server:
        assert len(fetch([f"{server.base}/page"], allow_private=True).records) == 1


def test_a_resolver_that_hangs_ends_with_the_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait(5) and [])
    run = fetch(["http://news.lurania.example/"], time_limit=0.15)
    ended.set()
    assert "can't be read" in run.messages[0]
