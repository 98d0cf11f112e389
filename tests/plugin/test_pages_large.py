"""A statement with more occurrences than a page shows: pages of them, facts and picture whole; too slow is stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from tests.plugin.conftest import soup
from tests.plugin.rows import FIRST_HALF, Story, create


async def test_more_occurrences_than_shown(serve: Callable[..., Any], tmp_path: Path) -> None:
    rows = create(tmp_path / "many.db")
    outlets = [rows.outlet(f"Outlet {number}") for number in range(60)]
    quotes = [
        rows.quote(
            rows.article(outlets[number % 60], f"Title {number}", f"“{FIRST_HALF}.”", f"2026-03-{number % 28 + 1:02}"),
            [FIRST_HALF],
        )
        for number in range(520)
    ]  # fmt: skip
    statement = rows.key("statements", rows.statement(FIRST_HALF, quotes))
    last = rows.connection.execute("select key from quotes order by published_order desc, key desc").fetchone()[0]
    rows.connection.commit()
    datasette = serve(tmp_path / "many.db")
    page = soup(await datasette.client.get(f"/many/-/statement/{statement}"))
    assert "showing 1 to 500 of 520" in page.text
    assert len(page.select("table.q-occurrences tbody tr")) == 500
    onward = page.select_one("a[rel=next]")
    assert onward is not None
    rest = soup(await datasette.client.get(str(onward["href"]).partition("#")[0]))
    assert "showing 501 to 520 of 520" in rest.text
    assert len(rest.select("table.q-occurrences tbody tr")) == 20
    assert rest.select_one("a[rel=next]") is None
    for one in (page, rest):  # facts, picture and wordings are of all occurrences
        assert one.select_one("section[aria-labelledby=wordings] .q-num[data-label]").text == "520"  # type: ignore[union-attr]
        assert len(one.select(".q-chart a")) > 40
    body = (await datasette.client.get(f"/many/-/statement/{statement}.json")).json()
    after = (await datasette.client.get(f"/many/-/statement/{statement}.json?_next={body['next']}")).json()
    assert [one["number"] for one in after["occurrences"]] == list(range(501, 521))
    assert after["next_url"] is None
    marked = soup(await datasette.client.get(f"/many/-/statement/{statement}?quote={last}"))
    assert marked.select_one(f"tr#o{last}[aria-current=true]") is not None


@pytest.mark.parametrize("ending", ["", ".json"])
async def test_a_query_that_takes_too_long_is_said_and_shows_no_sql(
    datasette: Any, story: Story, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    await datasette.client.get("/")
    database = datasette.get_database("quotes")
    execute = database.execute

    async def slow(sql: str, *args: Any, **kwargs: Any) -> Any:
        if "with shown" in sql:
            raise QueryInterrupted(Exception("interrupted"), sql, {})
        return await execute(sql, *args, **kwargs)

    monkeypatch.setattr(database, "execute", slow)
    response = await datasette.client.get(f"/quotes/-/statement/{story.statement}{ending}")
    assert response.status_code == 503
    assert "longer than the site allows" in response.text
    assert "with shown" not in response.text
    assert int(response.headers["retry-after"]) > 0
