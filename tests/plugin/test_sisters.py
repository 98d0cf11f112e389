"""Pages of speakers, outlets and articles, and the comparison of wordings."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.plugin.conftest import Get, soup
from tests.plugin.rows import FIRST_HALF, WORDS, Story, create


def key(story: Story, table: str, name: str) -> str:
    """The key of a row by its name or title."""
    connection = sqlite3.connect(story.path)
    column = "title" if table == "articles" else "name"
    found: str = connection.execute(f"select key from {table} where {column} = ?", (name,)).fetchone()[0]
    connection.close()
    return found


def words(element: Any) -> str:
    return " ".join(element.text.split())


def facts(page: Any) -> dict[str, str]:
    return {fact.dt.text: words(fact.dd) for fact in page.select(".q-facts > div")}


async def test_a_speaker_with_statements_and_facts(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/speaker/{key(story, 'speakers', 'Ilena Marvec')}"))
    assert page.h1 is not None
    assert page.h1.text == "Ilena Marvec"
    assert "Finance Minister · Wikidata Q999999991" in words(page.select_one(".q-lead"))
    assert facts(page)["Statements"] == "1 in 12 quotes"
    assert facts(page)["Quoted by"] == "7 outlets"
    assert page.select_one(f".q-list a[href='/quotes/-/statement/{story.statement}']") is not None
    assert len(page.select(".q-card")) == 3
    assert len(page.select("svg.q-bars rect")) == 3
    assert "Assembly of Lurania 1" in words(page.select_one("section[aria-labelledby=outlets]"))


async def test_the_statements_of_a_speaker_can_be_paged_in_every_order(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    rows = create(tmp_path / "many.db")
    outlet = rows.outlet("Outlet")
    speaker = rows.speaker("Ann Smith")
    for number in range(45):
        published = None if number % 9 == 0 else f"2026-03-{number % 20 + 1:02}T09:{number:02}Z"
        article = rows.article(outlet, f"Title {number}", f"“Sentence number {number}.”", published)
        rows.statement(
            f"Sentence number {number}", [rows.quote(article, [f"Sentence number {number}"])], speaker,
            outlets=number % 4 + 1,
        )  # fmt: skip
    rows.connection.commit()
    client = serve(tmp_path / "many.db").client
    for sort in ("newest", "outlets", "wordings", "contradictions"):
        url: str | None = f"/many/-/speaker/{rows.key('speakers', speaker)}.json?sort={sort}"
        seen: list[dict[str, Any]] = []
        while url:
            body = (await client.get(url)).json()
            seen += body["statements"]
            url = body["next_url"] and body["next_url"].removeprefix("http://localhost")
            assert (url is None) is (body["next"] is None)
            assert body["sort"] == sort
        assert len(seen) == len({one["key"] for one in seen}) == 45
        if sort == "newest":
            dated = [one["earliest_published"] for one in seen if one["earliest_published"]]
            assert dated == sorted(dated, reverse=True)
            assert [one["earliest_published"] for one in seen[-5:]] == [None] * 5
        else:
            assert [one[sort] for one in seen] == sorted((one[sort] for one in seen), reverse=True)
    page = soup(await client.get(f"/many/-/speaker/{rows.key('speakers', speaker)}"))
    onward = page.select_one("a[rel=next]")
    assert onward is not None
    assert len(soup(await client.get(str(onward["href"]))).select(".q-list > li")) == 20
    rows.connection.close()


@pytest.mark.parametrize("after", ["x", "1,2", "%00,,", "9" * 400, "a,b,c", "١,x,y"])
async def test_a_next_that_means_nothing_begins_the_list(get: Get, story: Story, after: str) -> None:
    speaker = key(story, "speakers", "Ilena Marvec")
    for path in (f"speaker/{speaker}.json?sort=outlets&", f"speaker/{speaker}?sort=newest&"):
        assert (await get(f"/quotes/-/{path}{urlencode({'_next': after})}")).status_code == 200


async def test_an_outlet_says_what_it_did_with_words(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/outlet/{key(story, 'outlets', 'Tolm Gazette')}"))
    assert facts(page)["Articles"] == "3 with 3 quotes"
    assert facts(page)["Its own"] == "2 1 copy of others"
    assert facts(page)["Cut or altered"] == "2 2 in part, 0 altered"
    changed = page.select_one("section[aria-labelledby=changed]")
    assert changed is not None
    assert "1 quotation stopped before a “but”." in words(changed)
    assert 'Stops before "but everything else…".' in words(changed)
    assert "Luran Press Agency" not in words(page.select_one("section[aria-labelledby=firsts]"))
    assert len(page.select("section[aria-labelledby=articles] tbody tr")) == 3


async def test_an_outlet_had_it_first(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/outlet/{key(story, 'outlets', 'Assembly of Lurania')}"))
    assert page.select_one(f"section[aria-labelledby=firsts] a[href='/quotes/-/statement/{story.statement}']")
    assert "Luran Press Agency" in words(page.select_one("section[aria-labelledby=origins]"))


async def test_articles_of_an_outlet_are_paged(serve: Callable[..., Any], tmp_path: Path) -> None:
    rows = create(tmp_path / "many.db")
    outlet = rows.outlet("Outlet")
    for number in range(60):
        rows.article(outlet, f"Title {number}", "Text", f"2026-03-{number % 25 + 1:02}" if number % 7 else None)
    rows.connection.commit()
    client = serve(tmp_path / "many.db").client
    url: str | None = f"/many/-/outlet/{rows.key('outlets', outlet)}.json"
    seen: list[dict[str, Any]] = []
    while url:
        body = (await client.get(url)).json()
        seen += body["articles"]
        url = body["next_url"] and body["next_url"].removeprefix("http://localhost")
    assert len(seen) == len({one["key"] for one in seen}) == 60
    dated = [one["published"] for one in seen if one["published"]]
    assert dated == sorted(dated, reverse=True)
    assert seen[-1]["published"] is None
    rows.connection.close()


async def test_an_article_shows_its_quotes_in_place(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/article/{key(story, 'articles', 'Two banks of one river')}"))
    text = page.select_one(".q-text[lang=en][dir=auto]")
    assert text is not None
    assert [mark.text for mark in text.select("mark")] == [
        "We will not cut pensions",
        "everything else is open to discussion",
    ]
    (number,) = text.select("a.q-number")
    assert (number["href"], number["aria-label"]) == (
        f"/quotes/-/quote/{story.quotes[8]}",
        "Quote 1, Ilena Marvec: trace",
    )
    number.decompose()
    assert text.text.startswith("“We will not cut pensions,” Marvec told lawmakers, “everything else")
    assert len(page.select(".q-numbered > li")) == 1


async def test_a_copy_says_so_and_why(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/article/{key(story, 'articles', 'Pensions safe until 2028')}"))
    badges = words(page.select_one(".q-badges"))
    assert badges == "A copy Paywalled of Minister rules out pension cuts by Luran Press Agency: credits LPA"
    wire = soup(await get(f"/quotes/-/article/{key(story, 'articles', 'Minister rules out pension cuts')}"))
    assert "Copied by Beacon: Pensions safe until 2028" in words(wire.select_one("section[aria-labelledby=links]"))


@pytest.mark.parametrize("change", ["update articles set text = ''", "alter table articles drop column text"])
async def test_without_its_text_an_article_lists_its_quotes(
    serve: Callable[..., Any], story: Story, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "quotes.db"
    path.write_bytes(story.path.read_bytes())
    connection = sqlite3.connect(path)
    for (trigger,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        connection.execute(f"drop trigger {trigger}")
    connection.execute(change)
    connection.commit()
    connection.close()
    client = serve(path).client
    address = f"/quotes/-/article/{key(story, 'articles', 'Two banks of one river')}"
    page = soup(await client.get(address))
    assert page.select_one(".q-text") is None
    assert "does not hold the article’s text" in words(page)
    assert len(page.select(".q-numbered > li")) == 1
    assert (await client.get(f"{address}.json")).json()["article"]["text"] is None


async def test_two_wordings_are_compared(get: Get, story: Story) -> None:
    query = urlencode({"left": story.statement, "right": story.quotes[7]})
    page = soup(await get(f"/quotes/-/compare?{query}"))
    assert words(page.select_one(".q-verdict")) == "A number differs: 2028 → 2027."
    assert [tag.name for tag in page.select(".q-larger > del, .q-larger > ins")] == ["del", "ins"]
    assert page.select_one(f"a[href='/quotes/-/quote/{story.quotes[7]}']") is not None
    body = (await get(f"/quotes/-/compare.json?{query}")).json()
    assert body["left"]["text"] == WORDS
    assert body["right"]["outlet"]["name"] == "Beacon"
    assert body["differences"]["changes"][0]["kind"] == "number"


async def test_any_text_can_be_compared(get: Get) -> None:
    query = urlencode({"left": "It will not rain", "right": "It will rain <b>"})
    page = soup(await get(f"/quotes/-/compare?{query}"))
    assert 'A "not" is missing' in words(page.select_one(".q-verdict"))
    assert page.select_one("textarea[name=right]").text == "It will rain <b>"  # type: ignore[union-attr]


@pytest.mark.parametrize("query", ["", "?left=a", "?right=a", "?left=+&right=+"])
async def test_without_two_wordings_there_is_a_form(get: Get, query: str) -> None:
    page = soup(await get(f"/quotes/-/compare{query}"))
    assert len(page.select("textarea")) == 2
    assert page.select_one("section[aria-labelledby=words]") is None
    assert (await get(f"/quotes/-/compare.json{query}")).json()["differences"] is None


@pytest.mark.parametrize("what", ["speaker", "outlet", "article"])
@pytest.mark.parametrize("ending", ["", ".json"])
async def test_what_is_not_there_is_said(get: Get, what: str, ending: str) -> None:
    response = await get(f"/quotes/-/{what}/nothere{ending}")
    assert response.status_code == 404
    assert "nothere" in response.text


async def test_json_holds_what_the_pages_show(get: Get, story: Story) -> None:
    speaker = (await get(f"/quotes/-/speaker/{key(story, 'speakers', 'Ilena Marvec')}.json")).json()
    assert speaker["speaker"]["names"] == [{"name": "Ilena Marvec", "reason": "full name"}]
    assert speaker["statements"][0]["key"] == story.statement
    assert speaker["speaker"]["counts"] == {"statements": 1, "quotes": 12, "outlets": 7, "contradictions": 3}
    outlet = (await get(f"/quotes/-/outlet/{key(story, 'outlets', 'Beacon')}.json")).json()
    assert outlet["outlet"]["relations"]["altered"] == 1
    assert [one["relation"] for one in outlet["changed"]] == ["excerpt", "altered"]
    assert {one["kind"] for one in outlet["contradictions"]} == {"denial", "number"}
    article = (await get(f"/quotes/-/article/{key(story, 'articles', 'Pensions safe until 2028')}.json")).json()
    assert article["article"]["origin"]["outlet"]["name"] == "Luran Press Agency"
    assert article["quotes"][0]["text"] == FIRST_HALF
    for body in (speaker, outlet, article):
        assert (body["ok"], body["version"]) == (True, 1)
        assert body["limits"]["collection"]["articles"] == 15
