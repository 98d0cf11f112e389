"""A public copy serves like the database it was made from: every page, without the texts, on both versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.publishing import make_public
from tests.plugin.conftest import soup
from tests.plugin.rows import WORDS, Story, tell

KEYS = {
    "article": "select articles.key from articles join quotes on article_id = articles.id order by articles.id limit 1",
    "speaker": "select key from speakers order by id limit 1",
    "outlet": "select key from outlets order by id limit 1",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, Path]:
    """The story, and its public copy."""
    folder = tmp_path_factory.mktemp("published")
    story = tell(folder / "private.db")
    make_public(folder / "private.db", folder / "quotes.db", context=40, most=600, notes=False, replace=False)
    return story, folder / "quotes.db"


def key(path: Path, kind: str) -> str:
    connection = sqlite3.connect(path)
    found: str = connection.execute(KEYS[kind]).fetchone()[0]
    connection.close()
    return found


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/-/quotes",
        "/-/quotes?q=pensions",
        "/-/statement/{statement}",
        "/-/statement/{statement}.json",
        "/-/statement/{statement}.annotations.jsonld",
        "/-/statement/{statement}.csv",
        "/-/statement/{statement}/embed",
        "/-/article/{article}",
        "/-/speaker/{speaker}",
        "/-/outlet/{outlet}",
        "/-/compare?left={statement}&right=We+will+cut+pensions",
        "/quotes",
        "/articles",
        "/tombstones",
        "/quotes_with_names",
    ],
)
async def test_every_page_answers(serve: Callable[..., Any], published: tuple[Story, Path], path: str) -> None:
    story, copy = published
    named = {"statement": story.statement, **{kind: key(copy, kind) for kind in KEYS}}
    response = await serve(copy).client.get(f"/quotes{path.format(**named)}")
    assert response.status_code == 200
    assert "The minister has the floor" not in response.text  # of the text of the transcript


async def test_the_trace_is_the_same(serve: Callable[..., Any], published: tuple[Story, Path]) -> None:
    """But for what is around the quotes, and whether words stand once in a text that isn't there."""
    story, copy = published
    before = (await serve(story.path).client.get(f"/private/-/statement/{story.statement}.json")).json()
    after = (await serve(copy).client.get(f"/quotes/-/statement/{story.statement}.json")).json()
    for answer in (before, after):
        for one in answer["occurrences"]:
            del one["url"], one["prefix"], one["suffix"], one["article"]["passage_url"]
    assert after["occurrences"] == before["occurrences"]
    assert after["wordings"] == before["wordings"]
    assert [one["kind"] for one in after["contradictions"]] == [one["kind"] for one in before["contradictions"]]


async def test_an_article_says_that_its_text_is_not_here(
    serve: Callable[..., Any], published: tuple[Story, Path]
) -> None:
    copy = published[1]
    datasette = serve(copy)
    page = soup(await datasette.client.get(f"/quotes/-/article/{key(copy, 'article')}"))
    assert page.find(id="text") is None
    assert "does not hold the article’s text" in page.get_text()
    listed = page.find(class_="q-numbered")
    assert listed is not None
    assert WORDS in listed.get_text()
    answer = (await datasette.client.get(f"/quotes/-/article/{key(copy, 'article')}.json")).json()
    assert answer["article"]["text"] is None
