"""A server on loopback that answers as it is told: byte for byte, slowly, or never."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType

Handler = Callable[["Server", socket.socket], None]
Answer = bytes | Handler

PAGE = (
    "The harbour opens again\n\n"
    "The harbour of Port Merrow opens again on Monday, the ministry of Lurania said in a statement.\n\n"
    "“We have waited for this day for eleven months,” said Orla Venn, the harbour master. She thanked the crews who "
    "had cleared the channel through the winter, and the town that had fed them.\n"
).encode()


def response(
    body: bytes = PAGE, status: str = "200 OK", headers: Mapping[str, str] | None = None, *, length: int | None = None
) -> bytes:
    """An HTTP answer; `length` lies about the length of its body."""
    lines = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body) if length is None else length),
    }
    lines |= headers or {}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def redirect(target: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return response(b"", status, {"Location": target})


def hang(server: Server, connection: socket.socket) -> None:
    """Say nothing until the server ends."""
    server.closing.wait()


def hang_after(begin: bytes) -> Handler:
    """Say something, and then nothing until the server ends."""

    def answer(server: Server, connection: socket.socket) -> None:
        connection.sendall(begin)
        server.closing.wait()

    return answer


def drip(begin: bytes, drop: bytes) -> Handler:
    """Say something, and then one thing again and again, never pausing for long and never coming to an end."""

    def answer(server: Server, connection: socket.socket) -> None:
        connection.sendall(begin)
        while not server.closing.wait(0.02):
            connection.sendall(drop)

    return answer


def pour(begin: bytes, drop: bytes) -> Handler:
    """Say something, and then one thing for ever, as fast as it is heard."""

    def answer(server: Server, connection: socket.socket) -> None:
        connection.sendall(begin)
        while not server.closing.is_set():
            connection.sendall(drop)

    return answer


def bomb(size: int) -> bytes:
    """Few bytes of gzip that unpack to many."""
    return gzip.compress(b" " * size)


class Server:
    """Answers by path; what it has no answer for is not found. `requests` holds every request's head."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.requests: list[str] = []
        self.closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)

    def __enter__(self) -> Server:
        self._accepting.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for thread in self._threads:
            thread.join()

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without robots.txt."""
        paths = [request.split()[1] for request in self.requests]
        return [path for path in paths if path != "/robots.txt"]

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._answer, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            request = b""
            while b"\r\n\r\n" not in request:
                part = connection.recv(65_536)
                if not part:
                    return
                request += part
            self.requests.append(request.decode())
            answer = self.answers.get(request.split()[1].decode(), response(b"no such page", "404 Not Found"))
            if isinstance(answer, bytes):
                connection.sendall(answer)
            else:
                answer(self, connection)
