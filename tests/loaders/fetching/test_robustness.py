"""Servers that answer slowly, for ever, wrongly or not at all: each costs its time limit and one problem."""

from __future__ import annotations

import gzip
import socket

import pytest

from tests.loaders.fetching.run import fetch
from tests.loaders.fetching.server import (
    PAGE,
    Answer,
    Server,
    bomb,
    drip,
    hang,
    hang_after,
    pour,
    redirect,
    response,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = {"Content-Encoding": "gzip"}

BAD: dict[str, tuple[Answer, str]] = {
    "hangs before its head": (hang, "longer than the time limit"),
    "hangs inside its head": (hang_after(b"HTTP/1.1 200 OK\r\nContent-"), "longer than the time limit"),
    "hangs inside its body": (hang_after(response(PAGE, length=5000)), "longer than the time limit"),
    "drips its head": (drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"), "longer than the time limit"),
    "drips its body": (drip(HEAD + b"\r\n", b"."), "longer than the time limit"),
    "drips chunks": (drip(CHUNKED, b"1\r\n.\r\n"), "longer than the time limit"),
    "answers for ever": (pour(HEAD + b"\r\n", b"x" * 9000), "more than 200,000 bytes"),
    "endless head": (pour(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 9000 + b"\r\n"), "its head has more than"),
    "huge head": (response(PAGE, headers={"X-Long": "x" * 150_000}), "its head has more than"),
    "Content-Length too long": (response(PAGE, length=len(PAGE) + 100), "can't be fetched: peer closed connection"),
    "Content-Length too short": (response(PAGE, length=len(PAGE) - 100), "more bytes than its Content-Length"),
    "Content-Length no number": (response(PAGE, headers={"Content-Length": "many"}), "can't be fetched"),
    "two Content-Lengths": (HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", "can't be fetched"),
    "bad chunk size": (CHUNKED + b"zz\r\nabc\r\n0\r\n\r\n", "can't be fetched"),
    "negative chunk size": (CHUNKED + b"-5\r\nabc\r\n0\r\n\r\n", "can't be fetched"),
    "chunks that break off": (CHUNKED + b"5\r\nab", "can't be fetched: peer closed connection"),
    "no HTTP": (b"220 mail.lurania.example ready\r\n", "can't be fetched"),
    "nothing": (b"", "can't be fetched"),
    "gzip bomb": (response(bomb(50_000_000), headers=GZIP), "unpacks to more than 400,000 bytes"),
    "gzip bomb in a bomb": (
        response(gzip.compress(bomb(50_000_000)), headers={"Content-Encoding": "gzip, gzip"}),
        "unpacks to more than 400,000 bytes",
    ),
    "gzip that breaks off": (response(gzip.compress(PAGE)[:-20], headers=GZIP), "ends too early"),
    "no gzip": (response(PAGE, headers=GZIP), "can't be unpacked"),
    "unknown packing": (response(PAGE, headers={"Content-Encoding": "br"}), "Content-Encoding is 'br', expected"),
    "status 500": (response(b"", "500 Internal Server Error"), "status 500, expected 200"),
    "status 404": (response(b"", "404 Not Found"), "status 404, expected 200"),
    "status 204": (b"HTTP/1.1 204 No Content\r\n\r\n", "status 204, expected 200"),
    "status that is none": (b"HTTP/1.1 999999 What\r\n\r\n", "can't be fetched"),
    "picture": (response(b"\x89PNG", headers={"Content-Type": "image/png"}), "Content-Type is 'image/png', expected"),
    "redirect to itself": (redirect("/page"), "redirects in a circle"),
    "redirect without a place": (response(b"", "302 Found"), "status 302 and no Location"),
    "redirect to a file": (redirect("file:///etc/hostname"), "expected one that begins with http"),
    "redirect to another scheme": (redirect("gopher://127.0.0.1/"), "expected one that begins with http"),
    "redirect to a login": (redirect("http://ann:secret@127.0.0.1/"), "holds a user name"),
    "redirect to a bad port": (redirect("http://127.0.0.1:99999/"), "the address is"),
    "redirect to a long address": (redirect("/" + "x" * 9000), "the address has 9,"),
    "redirect to nonsense": (redirect("http://[::1"), "Invalid URL in location header"),
}


@pytest.mark.parametrize(("answer", "message"), BAD.values(), ids=BAD)
def test_bad_answer_costs_one_problem(answer: Answer, message: str) -> None:
    with Server({"/page": answer}) as server:
        seconds = 0.15 if "time limit" in message else 10.0
        run = fetch([f"{server.base}/page"], no_robots=[server.base], time_limit=seconds)
    assert run.records == []
    assert len(run.problems) == 1, run.messages
    assert message in run.messages[0]
    assert run.problems[0].source == f"{server.base}/page"
    assert run.row(f"{server.base}/page")["outcome"] == run.messages[0]


def test_messages_are_short_whatever_a_host_says() -> None:
    long = "x" * 50_000
    answers = {
        "/a": response(headers={"Content-Type": f"image/{long}"}),
        "/b": f"HTTP/1.1 200 {long}\r\n\x01{long}".encode()[:60_000],
        "/c": response(headers={"Content-Encoding": long}),
        "/d": redirect(f"gopher://{long}"),
    }
    with Server(answers) as server:
        run = fetch([f"{server.base}{path}" for path in answers])
    assert [len(message) < 600 for message in run.messages] == [True] * 4


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({f"/{n}": redirect(f"/{n + 1}") for n in range(20)}, id="longer and longer"),
        pytest.param({"/0": redirect("/1"), "/1": redirect("/0")}, id="there and back"),
    ],
)
def test_redirects_come_to_an_end(answers: dict[str, bytes]) -> None:
    with Server(answers) as server:
        run = fetch([f"{server.base}/0"])
    assert len(run.problems) == 1
    assert "redirects" in run.messages[0]
    assert len(server.paths()) <= 7


def test_connection_that_is_never_accepted() -> None:
    """The queue of the listener is full, so the handshake of the next connection gets no answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        run = fetch([f"http://127.0.0.1:{address[1]}/"], time_limit=0.15)
        for one in waiting:
            one.close()
    no = "can't be read, which counts as no: it took longer than the time limit"
    assert run.messages == [f"http://127.0.0.1:{address[1]}/robots.txt {no}"]


def test_refused_connection() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening
        port = taken.getsockname()[1]
        run = fetch([f"http://127.0.0.1:{port}/"])
    assert len(run.problems) == 1


def test_one_bad_host_costs_no_other() -> None:
    with Server({"/page": b""}) as bad, Server({"/page": response()}) as good:
        run = fetch([f"{bad.base}/page", f"{good.base}/page"])
    assert [record.source for record in run.records] == [f"{good.base}/page"]
    assert [problem.source for problem in run.problems] == [f"{bad.base}/page"]
