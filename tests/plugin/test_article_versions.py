"""The page of an article with other versions: links both ways, what became of each quote, and where it came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.conftest import soup
from tests.plugin.rows import Rows, create
from tests.upgrading import as_of

KEPT, BEFORE, AFTER, GONE, NEW = (
    "We will not cut pensions",
    "It is closed for 14 months",
    "It is closed for 18 months",
    "Nobody asked us about it",
    "The ferry goes in the evening",
)


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """An article in two versions, the later one read from a WARC file."""
    rows = create(tmp_path / "quotes.db")
    outlet = rows.outlet("Beacon")
    first = rows.article(
        outlet, "First version", f"“{KEPT},” she said. “{BEFORE},” he said. “{GONE},” they said.", "2026-03-12"
    )
    second = rows.article(
        outlet,
        "Second version",
        f"“{KEPT},” she said. “{AFTER},” he said. “{NEW},” they said.",
        "2026-03-12",
        modified="2026-03-14T10:00:00Z",
        version_of_id=first,
        reader="warc",
        source_path="news.warc.gz",
        source_record="<urn:uuid:1>",
        captured="2026-03-14T11:00:00Z",
        extraction_doubt="a quotation <b>may</b> be missing",
    )
    early = {words: rows.quote(first, [words]) for words in (KEPT, BEFORE, GONE)}
    late = {words: rows.quote(second, [words]) for words in (KEPT, AFTER, NEW)}
    for change, before, after in (
        ("kept", KEPT, KEPT),
        ("changed", BEFORE, AFTER),
        ("gone", GONE, None),
        ("new", None, NEW),
    ):
        rows.insert(
            "quote_changes",
            article_id=second,
            change=change,
            earlier_quote_id=early[before] if before else None,
            later_quote_id=late[after] if after else None,
        )
    rows.connection.commit()
    rows.connection.close()
    return tmp_path / "quotes.db"


async def page(datasette: Any, title: str) -> Any:
    """The page of the article with a title."""
    rows = await datasette.get_database("quotes").execute("select key from articles where title = ?", [title])
    return soup(await datasette.client.get(f"/quotes/-/article/{rows.rows[0][0]}"))


def notes(document: Any) -> dict[str, str]:
    """What is said to have become of each quote, by its words."""
    return {
        item.select_one(".q-quoted").get_text(strip=True): " ".join(
            note.get_text(" ", strip=True) for note in item.select(".q-change")
        )
        for item in document.select("ol.q-numbered > li")
    }


async def test_the_later_version_says_what_it_did(serve: Callable[..., Any], two: Path) -> None:
    document = await page(serve(two), "Second version")
    assert "Earlier version: First version" in document.select_one(".q-versions").get_text(" ", strip=True)
    assert notes(document) == {
        KEPT: "Kept from the earlier version",
        AFTER: "Changed since the earlier version",
        NEW: "New",
    }
    left_out = document.find(id="left-out").find_parent("section")
    assert [item.get_text(strip=True) for item in left_out.select("li")] == [GONE]


async def test_the_earlier_version_says_what_became_of_it(serve: Callable[..., Any], two: Path) -> None:
    document = await page(serve(two), "First version")
    assert "Later version: Second version" in document.select_one(".q-versions").get_text(" ", strip=True)
    assert notes(document) == {
        KEPT: "Kept in the later version",
        BEFORE: "Changed in the later version",
        GONE: "Gone from the later version",
    }
    assert document.find(id="left-out") is None


async def test_a_change_leads_to_the_comparison(serve: Callable[..., Any], two: Path) -> None:
    datasette = serve(two)
    document = await page(datasette, "Second version")
    (link,) = document.select(".q-change a")
    compared = await datasette.client.get(link["href"])
    assert compared.status_code == 200
    assert "18" in compared.text


async def test_where_it_came_from(serve: Callable[..., Any], two: Path) -> None:
    document = await page(serve(two), "Second version")
    record = document.select_one(".q-record").get_text(" ", strip=True)
    for said in ("news.warc.gz", "<urn:uuid:1>", "read as warc", "captured", "a quotation <b>may</b> be missing"):
        assert said in record


async def test_the_json_says_the_same(serve: Callable[..., Any], two: Path) -> None:
    datasette = serve(two)
    rows = await datasette.get_database("quotes").execute("select key from articles where title = 'Second version'")
    answer = (await datasette.client.get(f"/quotes/-/article/{rows.rows[0][0]}.json")).json()
    assert [one["title"] for one in answer["versions"]["earlier"]] == ["First version"]
    assert answer["versions"]["later"] == []
    found = {
        (one["way"], one["change"], one["before"] and one["before"]["text"], one["after"] and one["after"]["text"])
        for one in answer["versions"]["changes"]
    }
    assert found == {
        ("earlier", "kept", KEPT, KEPT),
        ("earlier", "changed", BEFORE, AFTER),
        ("earlier", "gone", GONE, None),
        ("earlier", "new", None, NEW),
    }
    assert (answer["source"]["path"], answer["source"]["record"]) == ("news.warc.gz", "<urn:uuid:1>")


async def test_a_withdrawn_quote_of_the_other_version_is_not_shown(serve: Callable[..., Any], two: Path) -> None:
    with closing(sqlite3.connect(two)) as db, db:
        db.execute(
            "insert into tombstones (key, kind, reason, withdrawn_at) "
            "select key, 'quote', 'It was made up.', '2026-11-22T09:00:00Z' from quotes where text = ?",
            (GONE,),
        )
    document = await page(serve(two), "Second version")
    assert document.find(id="left-out") is None


async def test_who_may_not_see_the_changes_sees_the_versions(serve: Callable[..., Any], two: Path) -> None:
    hidden = {"databases": {"quotes": {"tables": {"quote_changes": {"allow": False}}}}}
    document = await page(serve(two, metadata=hidden), "Second version")
    assert document.select_one(".q-versions") is not None
    assert set(notes(document).values()) == {""}


def gone_and_new(two: Path) -> list[str]:
    """Keys of two statements: a quote that the second version left out, and one that it brought."""
    with closing(sqlite3.connect(two)) as db, db:
        db.row_factory = sqlite3.Row
        rows = Rows(db)
        ids = [row["id"] for row in db.execute("select id from quotes where text in (?, ?) order by text", (GONE, NEW))]
        for words, quote in zip((GONE, NEW), ids, strict=True):
            rows.statement(words, [quote])
        return [row["key"] for row in db.execute("select key from statements order by text")]


async def test_the_trace_says_that_a_later_version_left_it_out(serve: Callable[..., Any], two: Path) -> None:
    told = []
    for key in gone_and_new(two):
        document = soup(await serve(two).client.get(f"/quotes/-/statement/{key}"))
        told.append([note.get_text(" ", strip=True) for note in document.select(".q-gone")])
    assert told == [["gone from a later version"], []]


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        pytest.param({}, [True, False], id="for everybody"),
        pytest.param({"quote_changes": {"allow": False}}, [None, None], id="for who may not see the changes"),
    ],
)
async def test_the_json_of_a_trace_says_it_too(
    serve: Callable[..., Any], two: Path, hidden: dict[str, Any], expected: list[bool | None]
) -> None:
    client = serve(two, metadata={"databases": {"quotes": {"tables": hidden}}}).client
    traces = [(await client.get(f"/quotes/-/statement/{key}.json")).json() for key in gone_and_new(two)]
    (found,) = zip(*([one["gone"] for one in trace["occurrences"]] for trace in traces), strict=True)
    assert list(found) == expected
    quotes = [(await client.get(f"/quotes/-/quote/{trace['occurrences'][0]['key']}.json")).json() for trace in traces]
    assert [answer["quote"]["gone"] for answer in quotes] == expected


@pytest.mark.parametrize("last", ["m004_views", "m005_inputs"])
async def test_an_older_database_has_the_page_without(
    serve: Callable[..., Any], two: Path, tmp_path: Path, last: str
) -> None:
    (tmp_path / "old").mkdir()
    document = await page(serve(as_of(two, tmp_path / "old" / "quotes.db", last)), "Second version")
    assert (document.select_one(".q-versions") is None) == (last == "m004_views")
    assert len(notes(document)) == 3
