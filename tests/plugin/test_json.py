"""The JSON of the pages: its shape is promised, so it is written down here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.plugin.conftest import Get
from tests.plugin.rows import FIRST_HALF, WORDS, Story

ERROR = {"ok", "error", "errors", "status"}


async def test_a_trace_has_these_parts(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    assert set(body) == {
        "ok", "version", "statement", "occurrences", "wordings", "links", "contradictions", "limits", "record", "next",
        "next_url",
    }  # fmt: skip
    assert (body["ok"], body["version"]) == (True, 1)


async def test_a_statement(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    assert body["statement"] == {
        "key": story.statement,
        "url": f"http://localhost/quotes/-/statement/{story.statement}",
        "text": WORDS,
        "language": "en",
        "reference": {"quote": story.quotes[0], "reason": "primary source"},
        "speaker": {
            "key": body["statement"]["speaker"]["key"],
            "name": "Ilena Marvec",
            "kind": "person",
            "role": "Finance Minister",
            "wikidata": "Q999999991",
        },
        "earliest_published": "2026-03-12T09:05:00Z",
        "latest_published": "2026-03-14",
        "earliest_outlet": "Assembly of Lurania",
        "counts": {
            "quotes": 12, "articles": 12, "outlets": 7, "origins": 9, "wordings": 7, "contradictions": 3,
        },
    }  # fmt: skip


async def test_an_occurrence(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    one = body["occurrences"][2]
    article, outlet = one.pop("article"), one.pop("outlet")
    assert (one.pop("similarity"), one.pop("confidence")) == (0.9, 0.9)
    assert one.pop("differences")["sentence"]
    assert one == {
        "key": story.quotes[2],
        "number": 3,
        "url": f"http://localhost/quotes/-/quote/{story.quotes[2]}",
        "text": FIRST_HALF,
        "parts": [FIRST_HALF],
        "prefix": "“",
        "suffix": ",” Finance Minister Ilena Marvec said on"[:40],
        "kind": "direct",
        "relation": "excerpt",
        "published": "2026-03-12T10:02Z",
        "speaker": "Ilena Marvec",
        "source_text": "Finance Minister Ilena Marvec",
        "role": "Finance Minister",
        "cue": "said",
        "via": None,
        "unattributed_reason": None,
        "gone": False,
    }
    assert set(outlet) == {"key", "name", "kind", "country"}
    assert set(article) == {"key", "title", "url", "archived_url", "passage_url", "language", "paywalled"}
    assert article["passage_url"] == f"{article['url']}#:~:text=We%20will%20not%20cut%20pensions%20before%202028"


async def test_wordings_hold_their_differences(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    first, second = body["wordings"][:2]
    assert first["is_reference"]
    assert first["differences"] is None
    assert set(second) == {"text", "language", "times", "first", "relation", "is_reference", "differences"}
    assert ["removed", "2028, "] in second["differences"]["diff"]
    assert second["differences"]["changes"][0]["kind"] == "number"


async def test_links_hold_stored_origins_too(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    assert {link["kind"] for link in body["links"]} == {"copy", "links to", "names outlet", "same wording later"}
    copy = next(link for link in body["links"] if link["kind"] == "copy")
    assert copy["from"]["outlet"] == "Luran Press Agency"
    assert copy["evidence"] == "names LPA in its first line"


async def test_contradictions_have_this_side_first(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.denial}.json")).json()
    (one,) = body["contradictions"]
    assert (one["kind"], one["heading"], one["method"]) == ("denial", "Denied", "rules 0.1.0")
    assert one["this"]["statement"]["key"] == story.denial
    assert one["this"]["rests_on"] == ["never promised anything"]
    assert one["other"]["quote"]["key"] == story.quotes[0]


async def test_limits_say_how_much_there_is(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    limits = body["limits"]
    assert (limits["shown"], limits["total"]) == (12, 12)
    assert (limits["collection"]["articles"], limits["collection"]["outlets"]) == (15, 7)
    assert "not “first said”" in limits["note"]


async def test_a_quote_comes_with_its_statement(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/quote/{story.quotes[5]}.json")).json()
    assert list(body) == ["ok", "version", "quote", "statement"]
    assert body["quote"]["relation"] == "translation"
    assert body["quote"]["article"]["language"] == "de"
    assert body["statement"]["key"] == story.statement


async def test_a_quote_without_statement(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/quote/{story.lone_quote}.json")).json()
    assert body == {
        "ok": True, "version": 1, "quote": {"key": story.lone_quote, "text": "It will rain"}, "statement": None
    }  # fmt: skip


async def test_the_start_page(get: Get, story: Story) -> None:
    body = (await get("/quotes/-/quotes.json")).json()
    assert set(body) == {
        "ok", "version", "query", "speaker", "outcome", "results", "most_repeated", "most_reworded", "contradicted",
        "by_date", "collection", "limits"
    }  # fmt: skip
    assert (body["query"], body["results"]) == (None, None)
    assert body["most_repeated"][0]["key"] == story.statement
    assert body["collection"]["earliest_published"] == "2026-03-10"


async def test_a_search(get: Get, story: Story) -> None:
    body = (await get("/quotes/-/quotes.json?q=everything+else+is+open")).json()
    assert body["query"] == "everything else is open"
    assert body["results"][0]["key"] == story.statement
    assert body["results"][0]["found"] == "part of a longer quotation"


@pytest.mark.parametrize(
    "path", ["/quotes/-/statement/nothere.json", "/quotes/-/quote/nothere.json", "/nothere/-/quotes.json"]
)
async def test_errors_have_one_shape(get: Get, path: str) -> None:
    response = await get(path)
    assert response.status_code == 404
    body = response.json()
    assert set(body) == ERROR
    assert (body["ok"], body["status"], body["errors"]) == (False, 404, [body["error"]])
    assert "nothere" in body["error"]


async def test_a_refusal_is_json_too(serve: Callable[..., Any]) -> None:
    response = await serve(metadata={"allow": False}).client.get("/quotes/-/quotes.json")
    assert (response.status_code, set(response.json()), response.json()["status"]) == (403, ERROR, 403)


@pytest.mark.parametrize("cors", [True, False])
@pytest.mark.parametrize("path", ["/quotes/-/quotes", "/quotes/-/statement/nothere"])
async def test_other_sites_may_read_json_where_datasette_says_so(
    serve: Callable[..., Any], cors: bool, path: str
) -> None:
    datasette = serve(cors=cors)
    assert ("access-control-allow-origin" in (await datasette.client.get(f"{path}.json")).headers) is cors
    if path.endswith("quotes"):
        assert "access-control-allow-origin" not in (await datasette.client.get(path)).headers


async def test_a_page_names_its_json(get: Get, story: Story) -> None:
    for path in (f"/quotes/-/statement/{story.statement}", "/quotes/-/quotes"):
        text = (await get(path)).text
        assert f'type="application/json+datasette" href="http://localhost{path}.json"' in text
