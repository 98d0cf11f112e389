"""The setting `contact`: who takes corrections and replies, on pages, in JSON and in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import StartupError

from datasette_quotes.contact import Contact, read_contact
from tests.plugin.conftest import soup
from tests.plugin.rows import Story

MAIL = "desk+replies@gazette.example"


def metadata(contact: object, database: object = None) -> dict[str, Any]:
    own = {"plugins": {"datasette-quotes": {"contact": database}}} if database else {}
    return {"plugins": {"datasette-quotes": {"contact": contact}}, "databases": {"quotes": own}}


@pytest.mark.parametrize(
    ("value", "url"),
    [
        pytest.param(MAIL, "mailto:desk%2Breplies@gazette.example", id="mail"),
        pytest.param("a&b'c@gazette.example", "mailto:a%26b%27c@gazette.example", id="mail with signs"),
        pytest.param("https://gazette.example/replies?a=1", "https://gazette.example/replies?a=1", id="page"),
    ],
)
def test_a_contact(value: str, url: str) -> None:
    assert read_contact(value) == Contact(value, url)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("", id="empty"),
        pytest.param("the desk", id="words"),
        pytest.param("desk@gazette", id="no domain"),
        pytest.param("desk@gazette.example\n", id="line break"),
        pytest.param("Desk <desk@gazette.example>", id="name and address"),
        pytest.param("http://gazette.example/", id="not https"),
        pytest.param("javascript:alert(1)//@gazette.example", id="script"),
        pytest.param("https://gazette.example/\u202ex", id="bidirectional control"),
        pytest.param("https://gazette.example/" + "x" * 300, id="too long"),
        pytest.param(["desk@gazette.example"], id="list"),
        pytest.param(7, id="number"),
    ],
)
def test_no_contact(value: object) -> None:
    with pytest.raises(ValueError, match=r"contact is .*, expected a mail address or the https address of a page"):
        read_contact(value)


async def test_pages_name_it_among_their_limits(serve: Callable[..., Any], story: Story) -> None:
    client = serve(metadata=metadata(MAIL)).client
    for path in (f"/quotes/-/statement/{story.statement}", "/quotes/-/quotes"):
        (link,) = soup(await client.get(path)).select('.qp a[href^="mailto:"]')
        assert (link["href"], link.get_text()) == ("mailto:desk%2Breplies@gazette.example", MAIL)
        assert link.parent is not None
        assert "Corrections and replies:" in link.parent.get_text()


@pytest.mark.parametrize("asked", ["", "?q=ferry"], ids=["lists", "search"])
async def test_the_start_page_names_it_in_its_json(serve: Callable[..., Any], asked: str) -> None:
    client = serve(metadata=metadata(MAIL)).client
    assert (await client.get(f"/quotes/-/quotes.json{asked}")).json()["limits"]["contact"] == MAIL


async def test_nothing_is_said_where_there_is_none(serve: Callable[..., Any], story: Story) -> None:
    client = serve().client
    assert "Corrections and replies" not in (await client.get(f"/quotes/-/statement/{story.statement}")).text
    assert (await client.get(f"/quotes/-/statement/{story.statement}.json")).json()["limits"]["contact"] is None


async def test_one_of_the_database_wins(serve: Callable[..., Any], story: Story) -> None:
    client = serve(metadata=metadata(MAIL, "https://gazette.example/a?b=1&c=2")).client
    answer = await client.get(f"/quotes/-/statement/{story.statement}")
    assert 'href="https://gazette.example/a?b=1&amp;c=2"' in answer.text
    assert (await client.get(f"/quotes/-/statement/{story.statement}.json")).json()["limits"]["contact"] == (
        "https://gazette.example/a?b=1&c=2"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [(MAIL, {"email": MAIL}), ("https://gazette.example/", {"url": "https://gazette.example/"}), (None, None)],
)
async def test_openapi_names_it(serve: Callable[..., Any], value: str | None, expected: object) -> None:
    body = (await serve(metadata=metadata(value)).client.get("/quotes/-/quotes/openapi.json")).json()
    assert body["info"].get("contact") == expected


@pytest.mark.parametrize(
    ("told", "named"),
    [
        pytest.param(metadata("the desk"), r"The setting of datasette-quotes: contact is 'the desk'", id="of the site"),
        pytest.param(metadata(MAIL, "x"), r"of the database quotes of datasette-quotes: contact is 'x'", id="of one"),
    ],
)
async def test_a_wrong_one_stops_the_start(serve: Callable[..., Any], told: dict[str, Any], named: str) -> None:
    with pytest.raises(StartupError, match=named):
        await serve(metadata=told).invoke_startup()


async def test_another_contact_makes_another_answer(story: Story) -> None:
    from datasette.app import Datasette

    def tagged(contact: str) -> Any:
        files = [str(story.path)]
        inspected = {Path(files[0]).stem: {"hash": "abc", "size": 1, "file": files[0], "tables": {}}}
        return Datasette([], immutables=files, inspect_data=inspected, metadata=metadata(contact)).client

    path = f"/quotes/-/statement/{story.statement}.json"
    tags = [(await tagged(one).get(path)).headers["etag"] for one in (MAIL, MAIL, "https://gazette.example/")]
    assert tags[0] == tags[1] != tags[2]
