"""The style sheet that travels: the sources without what only people read."""

from __future__ import annotations

from typing import Any

import pytest

from datasette_quotes.styles import SHEETS, STATIC, minified, sheet
from tests.plugin.conftest import Get


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        pytest.param("/* why */ a { color: red; }", "a{color:red}", id="comments, spaces, last semicolon"),
        pytest.param(
            "a b > c,\n d { margin: 0.5rem 10.5pt; }", "a b>c,d{margin:.5rem 10.5pt}", id="selectors, numbers"
        ),
        pytest.param("p { width: calc(1px + 2px); }", "p{width:calc(1px + 2px)}", id="sums keep their spaces"),
        pytest.param(
            "@media (width > 1px) and (hover) { a :hover { top: 0; } }",
            "@media (width>1px) and (hover){a :hover{top:0}}",
            id="media",
        ),
    ],
)
def test_minified(css: str, expected: str) -> None:
    assert minified(css) == expected


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_has_every_rule_of_its_sources(name: str) -> None:
    written = "".join((STATIC / part).read_text(encoding="utf-8") for part in SHEETS[name])
    assert sheet(name).count("{") == written.count("{")
    assert sheet(name).count("{") == sheet(name).count("}")


async def test_a_sheet_that_is_not_there(get: Get) -> None:
    assert (await get("/-/datasette-quotes/nothing.css")).status_code == 404


async def test_a_closed_site_has_its_style(serve: Any) -> None:
    response = await serve(metadata={"allow": False}).client.get("/-/datasette-quotes/trace.css")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/css; charset=utf-8")
