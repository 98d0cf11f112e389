"""Feeds, read by a program that reads feeds; ids that last and dates that say no more than is known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator

from tests.plugin.conftest import Get, soup
from tests.plugin.rows import WORDS, Story, create

RFC3339 = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"
TAG = r"^tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:\S+$"
# What JSON Feed 1.1 says of the fields that are used here; nothing else may be there.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        **{name: {"type": "string"} for name in ("title", "description", "home_page_url", "feed_url", "language")},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "pattern": TAG},
                    **{name: {"type": "string"} for name in ("url", "external_url", "title", "content_text")},
                    "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]+)*$"},
                    "date_published": {"type": "string", "pattern": RFC3339},
                    "date_modified": {"type": "string", "pattern": RFC3339},
                    "authors": {"type": "array", "items": {"type": "object", "required": ["name"]}},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


async def speaker(get: Get, story: Story) -> str:
    """Key of the speaker of the story's statement."""
    body = (await get(f"/quotes/-/statement/{story.statement}.json")).json()
    return str(body["statement"]["speaker"]["key"])


async def addresses(get: Get, story: Story) -> dict[str, int]:
    """Every feed without its ending, and how many entries it has."""
    return {
        f"/quotes/-/statement/{story.statement}": 12,
        f"/quotes/-/speaker/{await speaker(get, story)}": 1,
        "/quotes/-/quotes": 3,
        "/quotes/-/quotes?q=everything+else": 1,
        "/quotes/-/quotes?q=xylophone": 0,
    }


def with_ending(address: str, ending: str) -> str:
    """ "quotes?q=x" -> "quotes.atom?q=x"."""
    path, mark, query = address.partition("?")
    return f"{path}.{ending}{mark}{query}"


def read_atom(text: str) -> Any:
    """The feed as a reader sees it; fails on what isn't well formed."""
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


async def test_atom_feeds(get: Get, story: Story) -> None:
    ids = set()
    for address, count in (await addresses(get, story)).items():
        response = await get(with_ending(address, "atom"))
        found = read_atom(response.text)
        assert (address, len(found.entries)) == (address, count)
        assert re.match(TAG, found.feed.id)
        assert re.match(RFC3339, found.feed.updated)
        assert found.feed.title
        links = {link.rel: link.href for link in found.feed.links}
        assert links["self"] == f"http://localhost{with_ending(address, 'atom')}"
        ids.add(found.feed.id)
        for entry in found.entries:
            assert re.match(TAG, entry.id)
            assert re.match(RFC3339, entry.updated)
            assert entry.title
            assert "tatus" in entry.content[0].value
        assert len({entry.id for entry in found.entries}) == count
    assert len(ids) == 5


async def test_json_feeds_hold_the_same_entries(get: Get, story: Story) -> None:
    for address in await addresses(get, story):
        body = (await get(with_ending(address, "feed.json"))).json()
        Draft202012Validator(JSON_FEED).validate(body)
        found = read_atom((await get(with_ending(address, "atom"))).text)
        assert [item["id"] for item in body["items"]] == [entry.id for entry in found.entries]
        assert [item["title"] for item in body["items"]] == [entry.title for entry in found.entries]
        assert [item["url"] for item in body["items"]] == [entry.link for entry in found.entries]


async def test_dates_say_what_is_known(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.feed.json")).json()
    items = {item["id"].rpartition("/")[2]: item for item in body["items"]}
    to_the_minute, no_zone, no_date, day_only = (items[story.quotes[place]] for place in (1, 9, 10, 11))
    assert to_the_minute["date_published"] == "2026-03-12T09:41:00Z"
    assert "date_published" not in no_zone | no_date | day_only
    assert "13 March 2026, 16:30, zone not known" in no_zone["content_text"]
    assert "no date" in no_date["content_text"]
    assert "Tolm Gazette, 14 March 2026." in day_only["content_text"]
    assert {item["date_modified"] for item in body["items"]} == {"2026-11-20T07:01:30Z"}


async def test_entries_lead_to_the_article_and_to_the_trace(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/statement/{story.statement}.feed.json")).json()
    wire = next(item for item in body["items"] if item["id"].endswith(story.quotes[1]))
    assert wire["external_url"] == "https://lpa.example/wire/771"
    assert wire["url"] == f"http://localhost/quotes/-/quote/{story.quotes[1]}"
    assert "occurrence 2 of 12" in wire["content_text"]


async def test_the_feed_of_a_speaker(get: Get, story: Story) -> None:
    body = (await get(f"/quotes/-/speaker/{await speaker(get, story)}.feed.json")).json()
    (item,) = body["items"]
    assert body["title"] == "Quotes of Ilena Marvec"
    assert WORDS in item["content_text"]
    assert "contradicted by 3" in item["content_text"]
    assert (item["tags"], item["authors"]) == (["contradicted"], [{"name": "Ilena Marvec"}])
    assert (await get("/quotes/-/speaker/nothere.feed.json")).json()["status"] == 404


async def test_an_empty_collection_has_an_empty_feed(serve: Any, tmp_path: Path) -> None:
    rows = create(tmp_path / "quotes.db")
    rows.connection.commit()
    rows.connection.close()
    client = serve(tmp_path / "quotes.db").client
    assert read_atom((await client.get("/quotes/-/quotes.atom")).text).entries == []
    assert (await client.get("/quotes/-/quotes.feed.json")).json()["items"] == []


@pytest.mark.parametrize("setting", ["/prefix/"])
async def test_addresses_keep_the_prefix(serve: Any, story: Story, setting: str) -> None:
    datasette = serve(settings={"base_url": setting})
    body = (await datasette.client.get(f"/quotes/-/statement/{story.statement}.feed.json")).json()
    assert body["feed_url"] == f"http://localhost/prefix/quotes/-/statement/{story.statement}.feed.json"


async def test_the_latest_occurrences_are_numbered_from_the_end(
    get: Get, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasette_quotes.queries.exports.FEED", 3)
    body = (await get(f"/quotes/-/statement/{story.statement}.feed.json")).json()
    numbers = [re.search(r"occurrence (\d+) of 12", item["content_text"]) for item in body["items"]]
    assert [found and found[1] for found in numbers] == ["12", "11", "10"]
    listed = (await get(f"/quotes/-/statement/{story.statement}.json")).json()["occurrences"]
    assert [one["url"] for one in listed[:8:-1]] == [item["url"] for item in body["items"]]


async def test_pages_name_their_feeds(get: Get, story: Story) -> None:
    for page, query in (("quotes", ""), ("quotes", "?q=a%20%26%20b"), (f"speaker/{await speaker(get, story)}", "")):
        head = soup(await get(f"/quotes/-/{page}{query}")).select("head link[rel=alternate]")
        named = {str(link["type"]): str(link["href"]) for link in head}
        assert named["application/atom+xml"] == f"/quotes/-/{page}.atom{query}"
        assert named["application/feed+json"] == f"/quotes/-/{page}.feed.json{query}"
        for address in (named["application/atom+xml"], named["application/feed+json"]):
            assert (await get(address)).status_code == 200
