"""robots.txt is obeyed, asked for once, and what it said is kept; hosts are asked at their pace."""

from __future__ import annotations

import pytest

from quote_loaders.fetching.pace import Pace
from quote_loaders.fetching.robots import Rules, parse
from tests.loaders.fetching.run import fetch
from tests.loaders.fetching.server import Answer, Server, drip, hang, redirect, response

TEXT = {"Content-Type": "text/plain"}


def robots(text: str) -> bytes:
    """A robots.txt as an answer."""
    return response(text.encode(), headers=TEXT)


@pytest.mark.parametrize(
    ("answer", "allowed", "said"),
    [
        pytest.param(robots("User-agent: *\nDisallow: /private/"), True, "allowed", id="another path"),
        pytest.param(robots("User-agent: *\nDisallow: /"), False, "disallowed", id="everything"),
        pytest.param(robots("User-agent: *\nDisallow: /news"), False, "disallowed", id="this path"),
        pytest.param(robots("User-agent: *\nDisallow: /\nAllow: /news/"), True, "allowed", id="longest rule wins"),
        pytest.param(robots("User-agent: datasette-quotes\nDisallow: /"), False, "disallowed", id="by our name"),
        pytest.param(robots("User-agent: otherbot\nDisallow: /"), True, "allowed", id="by another's name"),
        pytest.param(robots("\ufeffUser-agent: *\nDisallow: /"), False, "disallowed", id="behind a mark"),
        pytest.param(robots(""), True, "allowed", id="empty"),
        pytest.param(robots("<html>not found</html>"), True, "allowed", id="no rules"),
        pytest.param(response(b"", "404 Not Found"), True, "absent", id="404"),
        pytest.param(response(b"", "403 Forbidden"), True, "absent", id="403"),
        pytest.param(response(b"", "429 Too Many Requests"), False, "unreachable", id="429"),
        pytest.param(response(b"", "500 Oh"), False, "unreachable", id="500"),
        pytest.param(response(b"", "503 Busy"), False, "unreachable", id="503"),
        pytest.param(b"", False, "unreachable", id="no answer"),
        pytest.param(redirect("/rules.txt"), False, "disallowed", id="redirect"),
        pytest.param(redirect("/robots.txt"), False, "unreachable", id="circle"),
        pytest.param(redirect("file:///etc/hostname"), False, "unreachable", id="redirect to a file"),
    ],
)
def test_rules(answer: Answer, allowed: bool, said: str) -> None:
    rules = robots("User-agent: *\nDisallow: /")
    with Server({"/robots.txt": answer, "/rules.txt": rules, "/news/a": response()}) as server:
        run = fetch([f"{server.base}/news/a"])
    assert (len(run.records), len(run.problems)) == ((1, 0) if allowed else (0, 1))
    assert run.row(f"{server.base}/news/a")["robots"] == said
    assert ("/news/a" in server.paths()) is allowed


@pytest.mark.parametrize(
    "answer", [pytest.param(hang, id="hangs"), pytest.param(drip(b"HTTP/1.1 200 OK\r\n\r\n", b"#"), id="drips")]
)
def test_a_robots_txt_that_never_comes_counts_as_no(answer: Answer) -> None:
    with Server({"/robots.txt": answer, "/a": response()}) as server:
        run = fetch([f"{server.base}/a"], time_limit=0.15)
    no = "can't be read, which counts as no: it took longer than the time limit"
    assert run.messages == [f"{server.base}/robots.txt {no}"]


def test_a_long_robots_txt_is_read_up_to_its_limit() -> None:
    text = "User-agent: *\nDisallow: /a\n" + "# nothing\n" * 100_000
    with Server({"/robots.txt": robots(text), "/a": response(), "/b": response()}) as server:
        run = fetch([f"{server.base}/a", f"{server.base}/b"])
    assert [record.source for record in run.records] == [f"{server.base}/b"]


def test_it_is_asked_for_once() -> None:
    with Server({f"/{n}": response() for n in range(4)}) as server:
        fetch([f"{server.base}/{n}" for n in range(4)])
    assert sum("/robots.txt" in request.splitlines()[0] for request in server.requests) == 1


def test_a_redirect_obeys_the_rules_of_where_it_leads() -> None:
    forbids = {"/robots.txt": robots("User-agent: *\nDisallow: /"), "/b": response()}
    with Server(forbids) as second, Server({"/a": redirect(f"{second.base}/b")}) as first:
        run = fetch([f"{first.base}/a"])
    assert run.messages == [f"{second.base}/robots.txt does not allow it"]
    assert second.paths() == []


def test_who_asks_is_said() -> None:
    with Server({"/a": response()}) as server:
        fetch([f"{server.base}/a"], contact="https://desk.lurania.example/bot")
    agents = {line for text in server.requests for line in text.splitlines() if line.startswith("User-Agent")}
    assert len(agents) == 1
    assert agents.pop().startswith("User-Agent: datasette-quotes/")


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 7", 7.0),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nRequest-rate: 1/20", 20.0),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("", None),
    ],
)
def test_delays_are_read(text: str, delay: float | None) -> None:
    assert parse(text.encode()).delay == delay


def test_no_rules_ask_for_no_delay() -> None:
    assert Rules("absent").delay is None


def test_another_name_is_held_to_its_own_rules() -> None:
    rules = robots("User-agent: *\nDisallow: /\n\nUser-agent: deskbot\nAllow: /")
    with Server({"/robots.txt": rules, "/a": response()}) as server:
        assert fetch([f"{server.base}/a"]).records == []
        assert len(fetch([f"{server.base}/a"], user_agent="deskbot/2.0").records) == 1


class _Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = 100.0

    def __call__(self) -> float:
        return self.moment


def test_requests_to_a_host_keep_their_distance() -> None:
    clock = _Clock()
    pace = Pace(2.0, 60.0, clock)
    assert [pace.reserve("a"), pace.reserve("a"), pace.reserve("a")] == [0.0, 2.0, 4.0]
    assert pace.reserve("b") == 0.0
    clock.moment += 5
    assert pace.due("a") == 1.0


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(10.0, 10.0, id="longer"),
        pytest.param(1.0, 2.0, id="shorter"),
        pytest.param(900.0, 60.0, id="bound"),
    ],
)
def test_a_crawl_delay_lengthens_the_distance(asked: float, expected: float) -> None:
    pace = Pace(2.0, 60.0, _Clock())
    pace.crawl_delay("a", asked)
    assert [pace.reserve("a"), pace.reserve("a")] == [0.0, expected]


def test_a_busy_host_is_left_alone() -> None:
    pace = Pace(2.0, 60.0, _Clock())
    pace.later("a", 30.0)
    assert (pace.due("a"), pace.due("b")) == (30.0, 0.0)
    pace.later("a", 9999.0)
    assert pace.due("a") == 60.0


def test_retry_after_is_heard() -> None:
    """The second address of the busy host waits for as long as the bound allows."""
    busy = response(b"", "503 Busy", {"Retry-After": "3600"})
    with Server({"/a": busy, "/b": response()}) as server:
        run = fetch([f"{server.base}/a", f"{server.base}/b"], longest_interval=0.05)
    assert run.messages == ["it answers with status 503, expected 200"]
    assert len(run.records) == 1
