"""One request over a connection of its own: to a checked address, within its time and size, every byte kept.

The name is looked up once and the connection made to the address that was checked, so a name that answers
differently a moment later gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import typing
from collections.abc import Iterable, Iterator
from contextlib import suppress
from time import monotonic

import httpcore
import httpx

from quote_loaders.fetching.addresses import resolve
from quote_loaders.fetching.options import FetchError

HEAD_BYTES = 65_536  # of an answer's head; browsers give up far earlier


class Guard:
    """What one request may still cost, and what went over its wire so far."""

    def __init__(self, seconds: float, most: int, *, allow_private: bool) -> None:
        self.deadline = monotonic() + seconds
        self.bytes_left = most + 4 * HEAD_BYTES  # of the wire: head, chunk sizes, and one read beyond
        self.most = most
        self.allow_private = allow_private
        self.sent = bytearray()
        self.received = bytearray()
        self.address = ""
        self._head_ended = False
        self.stream: httpcore.NetworkStream | None = None

    def seconds(self, asked: float | None = None) -> float:
        """The seconds that are left. Raises FetchError when there are none."""
        left = self.deadline - monotonic()
        if left <= 0:
            raise FetchError("it took longer than the time limit")
        return left if asked is None else min(left, asked)

    def count(self, data: bytes) -> None:
        """Keep what came in. Raises FetchError when it is too much."""
        self.received += data
        self.bytes_left -= len(data)
        if not self._head_ended and b"\r\n\r\n" in self.received[:HEAD_BYTES]:
            self._head_ended = True
        if not self._head_ended and len(self.received) > HEAD_BYTES:
            raise FetchError(f"its head has more than {HEAD_BYTES:,} bytes")
        if self.bytes_left < 0:
            raise FetchError(f"it sends more than {self.most:,} bytes, expected at most that many")

    def abort(self) -> None:
        """End the request from another thread: what waits for bytes stops waiting."""
        self.deadline = 0.0
        found = self.stream.get_extra_info("socket") if self.stream else None
        if isinstance(found, socket.socket):
            with suppress(OSError):
                found.shutdown(socket.SHUT_RDWR)


class _Stream(httpcore.NetworkStream):
    """A connection whose reads and writes end with the time and size that their guard allows."""

    def __init__(self, inner: httpcore.NetworkStream, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard
        guard.stream = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._inner.read(max_bytes, self._guard.seconds(timeout))
        self._guard.count(data)
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._guard.seconds(timeout))
        self._guard.sent += buffer

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._guard.seconds(timeout))
        return _Stream(inner, self._guard)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.SyncBackend):
    """Connects to the first address of a host that answers, when all of them are allowed."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        guard = self._guard
        addresses = resolve(host, port, guard.seconds, allow_private=guard.allow_private)
        for place, address in enumerate(addresses, start=1):
            try:
                inner = super().connect_tcp(address, port, guard.seconds(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(addresses):
                    raise
            else:
                guard.address = address
                return _Stream(inner, guard)
        raise FetchError(f"the name {host} has no address")


class Transport(httpx.BaseTransport):
    """httpx over one guarded connection that is closed behind its one request."""

    def __init__(self, guard: Guard, context: ssl.SSLContext | None) -> None:
        self._pool = httpcore.ConnectionPool(context, max_connections=1, network_backend=_Backend(guard))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of an answer as httpcore gives them."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
