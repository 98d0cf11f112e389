"""The address of what was withdrawn answers 410, in the format asked for; older databases have no tombstones."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.conftest import soup
from tests.plugin.rows import Story

REASON = "The outlet corrected this on 21 November."


def bury(path: Path, kind: str, key: str) -> None:
    """A tombstone, as the loaders leave it: the row of a statement is gone, a quote is in none."""
    db = sqlite3.connect(path)
    db.execute(
        "insert into tombstones (key, kind, reason, withdrawn_at) values (?, ?, ?, '2026-11-22T09:00:00Z')",
        (key, kind, REASON),
    )
    db.execute("update quotes set statement_id = null where key = ?", (key,))
    db.execute("delete from statements where key = ?", (key,))
    db.commit()
    db.close()


@pytest.fixture
def copied(story: Story, tmp_path: Path) -> Path:
    """The story in a file of its own."""
    return Path(shutil.copy(story.path, tmp_path / "copied.db"))


def key_of(path: Path, kind: str) -> str:
    db = sqlite3.connect(path)
    sql = {
        "quote": "select key from quotes where statement_id is not null order by key limit 1",
        "article": "select key from articles order by key limit 1",
        "statement": "select key from statements order by key limit 1",
    }
    key: str = db.execute(sql[kind]).fetchone()[0]
    db.close()
    return key


@pytest.mark.parametrize("kind", ["quote", "article", "statement"])
async def test_its_address_answers_410(serve: Callable[..., Any], copied: Path, kind: str) -> None:
    key = key_of(copied, kind)
    bury(copied, kind, key)
    datasette = serve(copied)
    page = await datasette.client.get(f"/copied/-/{kind}/{key}")
    assert page.status_code == 410
    text = soup(page).get_text(" ", strip=True)
    assert f"This {kind} was withdrawn on" in text
    assert REASON in text
    answer = await datasette.client.get(f"/copied/-/{kind}/{key}.json")
    assert answer.status_code == 410
    assert answer.json()["withdrawn"] == {
        "key": key, "kind": kind, "reason": REASON, "withdrawn_at": "2026-11-22T09:00:00Z"
    }  # fmt: skip
    assert (answer.json()["ok"], answer.json()["status"]) == (False, 410)


@pytest.mark.parametrize(
    ("ending", "kind"),
    [(".bib", "text/plain"), (".csv", "text/plain"), (".jsonld", "application/json"), ("/embed", "text/plain")],
)
async def test_its_exports_answer_410(serve: Callable[..., Any], copied: Path, ending: str, kind: str) -> None:
    key = key_of(copied, "statement")
    bury(copied, "statement", key)
    answer = await serve(copied).client.get(f"/copied/-/statement/{key}{ending}")
    assert answer.status_code == 410
    assert answer.headers["content-type"].startswith(kind)
    assert REASON in answer.text


async def test_the_oembed_answer_is_410(serve: Callable[..., Any], copied: Path) -> None:
    key = key_of(copied, "statement")
    bury(copied, "statement", key)
    url = f"http://localhost/copied/-/statement/{key}"
    answer = await serve(copied).client.get(f"/copied/-/quotes/oembed?url={url}")
    assert answer.status_code == 410


async def test_the_page_of_its_article_leaves_it_out(serve: Callable[..., Any], copied: Path) -> None:
    quote = key_of(copied, "quote")
    db = sqlite3.connect(copied)
    article = db.execute(
        "select articles.key from quotes join articles on articles.id = article_id where quotes.key = ?", (quote,)
    ).fetchone()[0]
    db.close()
    before = (await serve(copied).client.get(f"/copied/-/article/{article}.json")).json()
    assert quote in [one["key"] for one in before["quotes"]]
    bury(copied, "quote", quote)
    after = (await serve(copied).client.get(f"/copied/-/article/{article}.json")).json()
    assert quote not in [one["key"] for one in after["quotes"]]


@pytest.mark.parametrize("kind", ["quote", "article", "statement"])
async def test_a_database_without_tombstones_serves_as_before(
    serve: Callable[..., Any], copied: Path, kind: str
) -> None:
    key = key_of(copied, kind)
    db = sqlite3.connect(copied)
    db.execute("drop table tombstones")
    db.commit()
    db.close()
    datasette = serve(copied)
    assert (await datasette.client.get(f"/copied/-/{kind}/{key}.json")).status_code == 200
    assert (await datasette.client.get(f"/copied/-/{kind}/nothere.json")).status_code == 404


async def test_the_reason_is_never_markup(serve: Callable[..., Any], copied: Path) -> None:
    key = key_of(copied, "article")
    bury(copied, "article", key)
    db = sqlite3.connect(copied)
    db.execute("update tombstones set reason = '<script>alert(1)</script>'")
    db.commit()
    db.close()
    assert "<script>alert" not in (await serve(copied).client.get(f"/copied/-/article/{key}")).text
