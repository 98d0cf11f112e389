"""What stands on the pages, and where addresses lead."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from datasette_quotes.queries.tables import TABLES
from tests.plugin.conftest import Get, soup
from tests.plugin.rows import TRANSLATION, WORDS, Story, create

LARGEST = 39_500  # bytes of a trace page with twelve occurrences; Datasette 1.0 brings 2.4 kB more than 0.65
LARGEST_SHEET = 8_000  # bytes of the one style sheet of a page


async def test_the_words_come_first(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    heading = page.select_one("h1")
    assert heading is not None
    assert heading.text == WORDS
    assert (heading["lang"], heading["dir"]) == ("en", "auto")
    assert "Ilena Marvec, Finance Minister" in page.select_one(".q-by").text  # type: ignore[union-attr]
    assert "Said, in a primary source" in page.select_one(".q-badges").text  # type: ignore[union-attr]


async def test_facts_say_how_precise_they_are(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    facts = {fact.dt.text: " ".join(fact.dd.text.split()) for fact in page.select(".q-facts > div")}  # type: ignore[union-attr]
    assert facts == {
        "First seen here": "12 March 2026 09:05 UTC Assembly of Lurania",
        "Occurrences": "12 in 7 outlets",
        "Independent origins": "9 3 copies of a story by Luran Press Agency",
        "Wordings": "7 1 translation",
        "To check": "3 where an article says otherwise",
    }


async def test_the_page_stays_small(get: Get, story: Story) -> None:
    response = await get(f"/quotes/-/statement/{story.statement}")
    assert len(response.content) < LARGEST


async def test_every_fact_and_mark_leads_to_something_on_the_page(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    inner = [str(link["href"])[1:] for link in page.select("a[href^='#'], use[href^='#']")]
    assert len(page.select("svg.q-chart a")) == 14  # twelve occurrences, two articles that say otherwise
    assert set(inner) <= set(ids)


async def test_occurrences_stand_in_order_of_time(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    rows = page.select("table.q-occurrences tbody tr")
    assert [row["id"] for row in rows][:2] == [f"o{story.quotes[0]}", f"o{story.quotes[1]}"]
    days = [time["datetime"] for time in page.select("table.q-occurrences time")]
    assert days == sorted(days, key=lambda day: (str(day)[:10], "T" not in str(day), str(day)))
    assert "showing 12 of 12" in page.text


async def test_a_quotation_stands_in_its_context(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    broken = page.select_one(f"#o{story.quotes[8]} .q-context")
    assert broken is not None
    assert [mark.text for mark in broken.select("mark")] == [
        "We will not cut pensions",
        "everything else is open to discussion",
    ]
    assert "pensions … everything" in broken.text
    assert page.select_one(f"#o{story.quotes[5]} .q-context[lang=de][dir=auto]") is not None


async def test_links_to_articles_open_at_the_passage(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    outside = page.select(".qp a[href^='http']")
    assert outside
    assert all(link["rel"] == ["noreferrer"] for link in outside)
    links = {str(link["href"]) for link in outside}
    passage = "#:~:text=We%20will%20not%20cut%20pensions%20before%202028"
    assert f"https://tolmgazette.example/2026/no-cuts{passage}" in links
    assert any(link.startswith("https://archive.example/") and ":~:text=" in link for link in links)
    assert any(link.startswith("https://morgenblatt.example/renten?seite=1#text:~:text=Wir") for link in links)


async def test_changes_are_said_to_those_who_can_not_see_them(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    changes = page.select(".q-section del, .q-section ins")
    assert changes
    for change in changes:
        word = "removed" if change.name == "del" else "added"
        assert [hidden.text.strip() for hidden in change.select("i")] == [f"{word}:", f"end of {word}"]


async def test_wordings_name_the_change(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    table = page.select_one("section[aria-labelledby=wordings] table")
    assert table is not None
    rows = [" ".join(row.text.split()) for row in table.select("tbody tr")]
    assert rows[0].startswith(f"{WORDS} The reference 2")
    assert "2027" in rows[1]  # a number that differs comes before what is said more often
    assert rows[-1].startswith(f"{TRANSLATION} Translation, German: not compared word by word")


async def test_the_words_that_fell_out_are_named(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    found = page.select_one(".q-finding")
    assert found is not None
    assert found.text == "“but everything else is open to discussion” is missing from 5 of 10."


async def test_each_article_stands_under_its_source(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    roots = page.select("section[aria-labelledby=chain] .q-main > ul > li")
    wire = roots[0].select(":scope > ul > li")[0]
    assert wire.a is not None
    assert wire.a.text == "Luran Press Agency"
    assert [item.a.text for item in wire.select(":scope > ul > li") if item.a] == [
        "Tolm Gazette",
        "The Capital Courier",
        "Beacon",
        "Radio Tolm",
    ]
    assert "one of: Assembly of Lurania" in " ".join(page.text.split())


async def test_a_word_that_is_followed_marks_what_has_it(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    link = next(link for link in page.select(".q-kept a") if link.text == "discussion")
    marked = soup(await get(str(link["href"]).partition("#")[0]))
    assert [word.text for word in marked.select(".q-chosen")] == ["discussion"]
    assert len(marked.select("table.q-occurrences tr.q-has")) == 5
    assert "Marked are those with “discussion”" in marked.text
    assert not page.select(".q-has")


async def test_the_record_names_loads_and_judgements(serve: Callable[..., Any], story: Story, tmp_path: Path) -> None:
    path = tmp_path / "quotes.db"
    path.write_bytes(story.path.read_bytes())
    rows = create(path)
    rows.insert(
        "judgements", subject="contradiction", left_key=story.quotes[0], right_key=story.quotes[7], verdict="no",
        made_by="Ada", made_at="2026-11-21T09:00:00Z", note="a slip",
    )  # fmt: skip
    rows.connection.commit()
    rows.connection.close()
    address = f"/quotes/-/statement/{story.statement}"
    before = soup(await serve().client.get(address))
    assert "No person has reviewed this statement." in before.text
    assert "Not reviewed" in before.select_one(".q-badges").text  # type: ignore[union-attr]
    page = soup(await serve(path).client.get(address))
    record = " ".join(page.select_one("section[aria-labelledby=record]").text.split())  # type: ignore[union-attr]
    assert "21 November 2026, 09:00 UTC Ada: these do not contradict each other – “a slip”" in record
    assert "datasette-quotes 0.1.0 brought 12 quotes" in record
    hidden = {"databases": {"quotes": {"tables": {"judgements": {"allow": False}}}}}
    response = await serve(path, metadata=hidden).client.get(address)
    assert response.status_code == 200
    assert "Ada" not in response.text


async def test_contradictions_show_both_sides_and_judge_neither(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    cards = {card.h3.text.strip(): card for card in page.select(".q-card") if card.h3}
    assert set(cards) == {"Denied", "A number differs", "Another speaker is named"}
    assert [mark.text for mark in cards["A number differs"].select("mark")] == ["2028", "2027"]
    assert cards["Denied"].select_one("a[href^='/quotes/-/quote/']") is not None
    assert "Rests on “Finance Minister Ilena Marvec” beside" in " ".join(cards["Another speaker is named"].text.split())
    assert "false" not in page.text.lower()


async def test_the_other_statement_shows_the_same_contradiction_from_its_side(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.denial}"))
    first = page.select_one(".q-card .q-two .q-quoted")
    assert first is not None
    assert first.text == "The minister never promised anything about pensions"


async def test_limits_are_always_printed(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    limits = " ".join(page.select_one(".q-limits").text.split())  # type: ignore[union-attr]
    assert "15 articles of 7 outlets, published from 10 March 2026 to 14 March 2026." in limits
    assert "Last load: 20 November 2026, 07:01 UTC" in limits
    assert "it is not “first said”" in limits


async def test_nothing_is_loaded_from_elsewhere_and_no_script_is_inline(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    ours = page.select_one(".qp")
    assert ours is not None
    assert not ours.select("script, iframe, img, object, embed, style, [style], [onclick]")
    loaded = [str(tag.get("href") or tag.get("src")) for tag in page.select("link[rel=stylesheet], script[src]")]
    assert all(address.startswith("/-/") for address in loaded)


async def test_the_style_sheet_is_there_and_its_address_changes_with_it(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    (sheet,) = page.select("link[href*=datasette-quotes]")
    path, digest = str(sheet["href"]).split("?")
    assert len(digest) == 12
    served = await get(path)
    assert served.status_code == 200
    assert "immutable" in served.headers["cache-control"]
    assert len(served.content) < LARGEST_SHEET


async def test_the_table_link_shows_the_same_rows(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    link = next(link for link in page.select("a") if link.text == "Open as table")
    response = await get(f"{link['href']}".replace("/quotes/quotes?", "/quotes/quotes.json?") + "&_shape=array")
    assert len(response.json()) == 12


async def test_a_quote_leads_to_its_marked_row(get: Get, story: Story) -> None:
    key = story.quotes[3]
    response = await get(f"/quotes/-/quote/{key}")
    assert response.status_code == 302
    assert response.headers["location"] == f"/quotes/-/statement/{story.statement}?quote={key}#o{key}"
    page = soup(await get(response.headers["location"].partition("#")[0]))
    (marked,) = page.select("tr[aria-current=true]")
    assert marked["id"] == f"o{key}"
    assert "The quote you followed" in marked.text


async def test_a_quote_without_statement_leads_to_its_row(get: Get, story: Story) -> None:
    response = await get(f"/quotes/-/quote/{story.lone_quote}")
    assert response.status_code == 302
    assert (await get(response.headers["location"])).status_code == 200


@pytest.mark.parametrize("ending", ["", ".json"])
async def test_former_keys_and_keys_of_quotes_lead_to_the_statement(get: Get, story: Story, ending: str) -> None:
    for key in (story.former_key, story.quotes[4]):
        response = await get(f"/quotes/-/statement/{key}{ending}")
        assert response.status_code == 302
        assert response.headers["location"].endswith(f"/quotes/-/statement/{story.statement}{ending}")


@pytest.mark.parametrize("path", ["/quotes/-/statement/nothere", "/quotes/-/quote/nothere", "/nothere/-/quotes"])
async def test_what_is_not_there_is_said(get: Get, path: str) -> None:
    response = await get(path)
    assert response.status_code == 404
    assert "nothere" in response.text


async def test_a_database_without_quotes_is_not_found(serve: Callable[..., Any], tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("create table quotes (id integer primary key, key text)").connection.close()
    datasette = serve(other)
    for path in ("statement/aaaaaaaaaaaa", "quote/aaaaaaaaaaaa", "quotes"):
        response = await datasette.client.get(f"/other/-/{path}")
        assert response.status_code == 404
        assert "holds no quotes" in response.text


async def test_an_empty_collection_has_a_start_page(serve: Callable[..., Any], tmp_path: Path) -> None:
    create(tmp_path / "empty.db").connection.commit()
    response = await serve(tmp_path / "empty.db").client.get("/empty/-/quotes")
    assert response.status_code == 200
    assert "0 articles of 0 outlets" in " ".join(response.text.split())


async def test_start_page_lists(get: Get, story: Story) -> None:
    page = soup(await get("/quotes/-/quotes"))
    for heading in ("most_repeated", "most_reworded", "contradicted"):
        link = page.select_one(f"section[aria-labelledby={heading}] .q-list a")
        assert link is not None
        assert link["href"] == f"/quotes/-/statement/{story.statement}"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("“WE will not cut pensions, before 2028!”", "Same words", id="same words, other marks"),
        pytest.param("not cut pensions", "Part of a longer quotation", id="part"),
        pytest.param(f"He said {WORDS} and left", "Contains a shorter quotation", id="longer"),
        pytest.param("discussion of nothing at all", "Shares words", id="some words"),
    ],
)
async def test_a_pasted_sentence_is_found(get: Get, asked: str, found: str) -> None:
    page = soup(await get(f"/quotes/-/quotes?q={asked.replace(' ', '+')}"))
    badge = page.select_one(".q-list .q-badge")
    assert badge is not None
    assert badge.text == found


@pytest.mark.parametrize(
    ("asked", "speaker", "heading", "said"),
    [
        pytest.param(WORDS, "", "Found exactly", "", id="exactly"),
        pytest.param(WORDS, "Marvec", "Found exactly", "", id="exactly, of a speaker"),
        pytest.param("everything else is open", "", "Found in a longer quotation", "", id="part"),
        pytest.param(
            "We will not cut pensions before 2031, but everything else is open to discussion",
            "",
            "Found with changes",
            "A number differs: 2031 →",
            id="with changes",
        ),
        pytest.param(
            WORDS,
            "Ministry of Finance",
            "Found under another speaker",
            "nobody of the name “Ministry of Finance”",
            id="another speaker",
        ),
        pytest.param(WORDS, "zebra", "Found under another speaker", "Another speaker", id="nobody"),
        pytest.param("an open ended zebra", "", "Not found", "Not in this collection of 15 articles", id="some words"),
        pytest.param("zebra", "", "Not found", "No statement shares its words", id="nothing"),
    ],
)
async def test_what_came_of_a_search_is_said(get: Get, asked: str, speaker: str, heading: str, said: str) -> None:
    query = urlencode({"q": asked, "speaker": speaker})
    page = soup(await get(f"/quotes/-/quotes?{query}"))
    assert page.select_one("#results").text == heading  # type: ignore[union-attr]
    assert said in " ".join(page.text.split())


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "'",
        "*",
        "a AND",
        "NEAR(",
        "text:x",
        "-",
        "^",
        "(((",
        "%00",
        "%F0%9F%98%80",
        "x" * 3000,
        "%22+OR+%22",
        "%",
        ";--",
    ],
)
async def test_no_text_breaks_the_search(get: Get, asked: str) -> None:
    assert (await get(f"/quotes/-/quotes?q={asked}")).status_code == 200


async def test_what_is_not_found_names_the_size_of_the_collection(get: Get) -> None:
    page = soup(await get("/quotes/-/quotes?q=zebra"))
    assert "No statement shares its words. That says something about 15 articles" in " ".join(page.text.split())


async def test_links_hold_under_a_base_url(serve: Callable[..., Any], story: Story) -> None:
    datasette = serve(settings={"base_url": "/pre/"})
    response = await datasette.client.get(f"/quotes/-/statement/{story.statement}")
    page = soup(response)
    inner = [str(link["href"]) for link in page.select(".qp a[href^='/']")]
    assert inner
    assert all(link.startswith("/pre/quotes/") for link in inner)
    body = (await datasette.client.get(f"/quotes/-/statement/{story.statement}.json")).json()
    assert body["statement"]["url"] == f"http://localhost/pre/quotes/-/statement/{story.statement}"
    moved = await datasette.client.get(f"/quotes/-/quote/{story.quotes[0]}")
    assert moved.headers["location"].startswith("/pre/quotes/-/statement/")


async def test_a_name_that_needs_encoding_works(serve: Callable[..., Any], story: Story, tmp_path: Path) -> None:
    path = tmp_path / "my quotes.v2.db"
    path.write_bytes(story.path.read_bytes())
    datasette = serve(path)
    base = datasette.urls.database("my quotes.v2")
    response = await datasette.client.get(f"{base}/-/quote/{story.quotes[0]}")
    assert (await datasette.client.get(response.headers["location"].partition("#")[0])).status_code == 200


@pytest.mark.parametrize("path", ["/quotes/-/quotes", "/quotes/-/quotes.json"])
async def test_only_reading_is_answered(datasette: Any, path: str) -> None:
    await datasette.invoke_startup()
    assert (await datasette.client.head(path)).status_code == 200
    options = await datasette.client.options(path)
    assert (options.status_code, options.headers["allow"]) == (200, "GET, HEAD, OPTIONS")
    assert (await datasette.client.put(path)).status_code in (403, 405)  # 0.65 asks for a CSRF token before anything


def test_no_template_marks_anything_as_safe() -> None:
    folder = Path(__file__).parents[2] / "datasette_quotes" / "templates"
    for template in folder.glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "")
        assert "autoescape" not in text


def test_the_tables_asked_for_are_those_of_the_schema(story: Story) -> None:
    connection = sqlite3.connect(story.path)
    names = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    connection.close()
    assert set(TABLES) <= names
