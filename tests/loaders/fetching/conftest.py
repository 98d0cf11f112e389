"""No test of fetching leaves the loopback interface: names are not looked up, and nothing else is connected to."""

from __future__ import annotations

import socket
from typing import Any

import pytest

_LOCAL = ("localhost", "localhost.")


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers are read as the system reads them, localhost is 127.0.0.1, and no other name is known."""
    look_up, connect = socket.getaddrinfo, socket.create_connection

    def numeric(host: Any, port: Any, *given: Any, **named: Any) -> Any:
        if isinstance(host, str) and host.lower() in _LOCAL:
            host = "127.0.0.1"
        named["flags"] = named.get("flags", 0) | socket.AI_NUMERICHOST
        return look_up(host, port, *given, **named)

    def loopback(address: tuple[str, int], *given: Any, **named: Any) -> socket.socket:
        assert address[0] in ("127.0.0.1", "::1"), address
        return connect(address, *given, **named)

    monkeypatch.setattr(socket, "getaddrinfo", numeric)
    monkeypatch.setattr(socket, "create_connection", loopback)
