"""Articles are hostile input: whatever stands in a text field is shown as text, and stays in its place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from bs4 import BeautifulSoup

from tests.plugin.conftest import soup
from tests.plugin.rows import Rows, create

HOSTILE = {
    "script": "</script><script>alert(1)</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "markup": "<img src=x onerror=alert(1)><svg onload=alert(1)>",
    "template": "{{ 7 * 7 }}{% include 'x' %}${7*7}",
    "end of element": "</textarea></title></svg></desc></bdi>-->]]><b>",
    "direction": "abc\u202egnp.exe\u2066\u200f",
    "NUL": "a\x00b\x01c",
    "long": "n" * 10_000,
    "astral": "\U0001f9d1‍\U0001f680\ud7ff\ufffe",
    "emptyish": " ",
}
ADDRESSES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://e.example/"><script>alert(1)//',
    "",
)
OUR_ADDRESSES = ("/", "#", "https://", "http://")


def hostile(path: Path, text: str, address: str) -> dict[str, str]:
    """Every text field that a page shows holds the text, every address the address."""
    rows: Rows = create(path)
    rows.connection.execute("update loads set program = ?, finished = ?", (text, text))
    outlet = rows.outlet(text, country=text, language=text)
    speaker = rows.speaker(text, role=text, wikidata=text)
    body = f"before {text}. {text} … and {text} after"
    fields = {"url": address, "archived_url": address, "language": text, "byline": text}
    first = rows.article(outlet, f"{text} ", body, "2026-03-12T09:00Z", **fields)
    second = rows.article(outlet, text, body, None, origin_id=first, origin_reason=text, **fields)
    rows.connection.execute(
        "update articles set published = ?, published_precision = 'day' where id = ?", (text, second)
    )
    said = {"source_text": text, "role": text, "cue": text, "via_named_as": text, "unattributed_reason": text}
    one = rows.quote(first, [text], key="aaaaaaaaaaaa", via_speaker_id=speaker, **said)
    two = rows.quote(second, [text], key="bbbbbbbbbbbb", relation="altered", **{**said, "source_text": None})
    statement = rows.statement(text, [one], speaker, reference_reason=text, contradictions=1)
    other = rows.statement(text, [two], None, key="cccccccccccc")
    rows.connection.execute("update quotes set statement_id = ?", (statement,))
    differences = {
        "diff": [["same", text], ["removed", text], ["added", text]],
        "changes": [{"kind": text, "removed": text, "added": text, "sentence": text}],
        "sentence": text,
    }
    rows.connection.execute("update quotes set differences = ? where id = ?", (json.dumps(differences), two))
    evidence = {side: [{"text": text, "start": 0, "end": 1}] for side in ("left", "right")}
    rows.insert(
        "contradictions", left_statement_id=statement, right_statement_id=other, left_quote_id=one,
        right_quote_id=two, kind="denial", score=1, explanation=text, evidence=json.dumps(evidence), method=text,
    )  # fmt: skip
    rows.link(first, "names outlet", 1.0, text, from_outlet_id=outlet)
    rows.link(second, "links to", 1.0, text, from_article_id=first)
    rows.connection.commit()
    key = rows.key("statements", statement)
    sisters = [
        f"speaker/{rows.key('speakers', speaker)}",
        f"outlet/{rows.key('outlets', outlet)}",
        f"article/{rows.key('articles', first)}",
        f"article/{rows.key('articles', second)}",
    ]
    rows.connection.close()
    return {"statement": key, "quote": "aaaaaaaaaaaa", "sisters": " ".join(sisters)}


def check(page: BeautifulSoup) -> None:
    """No element, attribute or address that isn't ours."""
    ours = page.select_one(".qp")
    assert ours is not None
    assert not ours.select(
        "script, img, iframe, object, style, textarea:not(.core), b b, [onerror], [onload], [onmouseover], [style]"
    )
    data = page.select('script[type="application/ld+json"]')
    assert not [tag for tag in data if set("<>&'") & set(tag.text)]  # written as escapes of JSON
    assert not [tag for tag in page.select("script") if "alert" in tag.text and tag not in data]
    for link in ours.select("[href]"):
        assert str(link["href"]).startswith(OUR_ADDRESSES)
    for tag in ours.select("[lang]"):
        assert str(tag["lang"]).replace("-", "").isalnum()
    assert len(page.select(".q-limits")) <= 1  # nothing closed our elements early
    assert page.select_one("footer.ft") is not None
    assert page.select_one(".qp footer.ft") is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        *(pytest.param(text, ADDRESSES[0], id=name) for name, text in HOSTILE.items()),
        *(pytest.param(HOSTILE["script"], address, id=address) for address in ADDRESSES[1:]),
    ],
)
async def test_pages_hold_hostile_text(serve: Callable[..., Any], tmp_path: Path, text: str, address: str) -> None:
    keys = hostile(tmp_path / "quotes.db", text, address)
    datasette = serve(tmp_path / "quotes.db")
    for path in (
        f"statement/{keys['statement']}?quote={keys['quote']}",
        f"statement/{keys['statement']}?{urlencode({'word': text})}",
        *keys["sisters"].split(),
        f"compare?left={keys['quote']}&right=bbbbbbbbbbbb",
        f"compare?{urlencode({'left': text[:500], 'right': 'x'})}",
        "quotes",
        "quotes?q=alert+abc+7",
        f"quotes?{urlencode({'q': 'abc', 'speaker': text[:200]})}",
    ):
        response = await datasette.client.get(f"/quotes/-/{path}")
        assert response.status_code == 200
        check(soup(response))
    page = soup(await datasette.client.get(f"/quotes/-/statement/{keys['statement']}"))
    assert page.select_one("h1").text.replace("\ufffd", "\x00") == text.rstrip()  # type: ignore[union-attr]
    assert len(page.select("table.q-occurrences tbody tr")) == 2


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_json_returns_hostile_text_unchanged(serve: Callable[..., Any], tmp_path: Path, text: str) -> None:
    keys = hostile(tmp_path / "quotes.db", text, ADDRESSES[0])
    response = await serve(tmp_path / "quotes.db").client.get(f"/quotes/-/statement/{keys['statement']}.json")
    body = response.json()
    assert body["statement"]["text"] == text
    assert {one["article"]["url"] for one in body["occurrences"]} == {None}
    assert response.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_cells_of_tables_hold_hostile_text(serve: Callable[..., Any], tmp_path: Path, text: str) -> None:
    hostile(tmp_path / "quotes.db", text, ADDRESSES[0])
    datasette = serve(tmp_path / "quotes.db")
    metadata = {"databases": {"quotes": {"tables": {"statements": {"label_column": "text"}}}}}
    for served in (datasette, serve(tmp_path / "quotes.db", metadata=metadata)):
        page = soup(await served.client.get("/quotes/quotes?_col=key&_col=statement_id&_nofacet=1"))
        cells = page.select("td.col-statement_id")
        assert cells
        for cell in cells:
            assert not cell.select("script, img, svg, b")
            assert all(str(link["href"]).startswith("/quotes/-/quote/") for link in cell.select("a"))


@pytest.mark.parametrize("asked", HOSTILE.values(), ids=HOSTILE.keys())
async def test_what_is_searched_for_is_shown_as_text(serve: Callable[..., Any], asked: str) -> None:
    page = soup(await serve().client.get(f"/quotes/-/quotes?q={quote(asked[:2000])}"))
    check(page)
    field = page.select_one("input[name=q]")
    assert field is not None
    assert str(field["value"]).replace("\ufffd", "\x00") == asked[:2000].strip()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("differences", "not json"),
        ("differences", "[]"),
        ("differences", '{"diff": [["blink", "x"]], "changes": [], "sentence": ""}'),
        ("differences", '{"diff": 1, "changes": 2, "sentence": 3}'),
        ("differences", "[" * 5000),
        ("spans", "not json"),
        ("spans", "[[1]]"),
        ("spans", '{"a": 1}'),
        ("published", "2026-99-99"),
        ("relation", None),
        ("text", ""),
    ],
)
async def test_values_the_pipeline_would_not_write_do_not_break_the_page(
    serve: Callable[..., Any], tmp_path: Path, column: str, value: str | None
) -> None:
    keys = hostile(tmp_path / "quotes.db", "words", "https://e.example/")
    rows = create(tmp_path / "quotes.db")
    rows.connection.execute(f"update quotes set {column} = ?", (value,))
    rows.connection.execute("update contradictions set evidence = ?", (value or "null",))
    rows.connection.commit()
    rows.connection.close()
    for ending in ("", ".json"):
        response = await serve(tmp_path / "quotes.db").client.get(f"/quotes/-/statement/{keys['statement']}{ending}")
        assert response.status_code == 200
