"""Articles are hostile input: each export stays what it is, whatever stands in a field."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import rispy
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from datasette_quotes.exports.text import bibtex_text, cell, iri, one_line, xml_text
from tests.plugin.json_ld import quads
from tests.plugin.test_escaping import ADDRESSES, HOSTILE, hostile
from tests.plugin.test_exports import CSL, read_bibtex
from tests.plugin.test_exports_feeds import JSON_FEED, read_atom

TEXTS = {
    **HOSTILE,
    "TeX": "\\input{/etc/passwd} 100 % of $x_1^2$ & {open # ~ }}",
    "entry": "x},\n}\n@article{other,\n  title={y}\n}",
    "RIS": "x\r\nER  - \r\nTY  - BOOK\r\nTI  - other",
    "formula": '=HYPERLINK("https://e.example","x")',
    "formula behind a tab": "\t@SUM(1)",
    "formula, full width": "＝1+1",
    "formula behind a minus": "-2+3+cmd|' /C calc'!A0",
    "JSON-LD": '{"@id": "https://e.example/", "@context": "https://e.example/"}',
    "XML": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///x'>]>&e;]]>",
}
CASES = [
    *(pytest.param(text, ADDRESSES[0], id=name) for name, text in TEXTS.items()),
    *(pytest.param(TEXTS["script"], address, id=address or "no address") for address in ADDRESSES[1:]),
    pytest.param(TEXTS["TeX"], 'https://e.example/{a}%20b?c=<d>&e="f"|`^~#:~:text=g', id="an odd address"),
]


Make = Callable[[str, str], tuple[Path, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """A database whose every field is the text, made once, and the key of its statement."""
    known: dict[tuple[str, str], tuple[Path, str]] = {}

    def make(text: str, address: str) -> tuple[Path, str]:
        if (text, address) not in known:
            path = tmp_path_factory.mktemp("hostile") / "quotes.db"
            known[text, address] = (path, hostile(path, text, address)["statement"])
        return known[text, address]

    return make


@pytest.fixture
def ask(serve: Callable[..., Any], made: Make) -> Any:
    """Asks for exports of a statement whose every field is the text."""

    async def answers(text: str, address: str, *forms: str) -> list[str]:
        path, key = made(text, address)
        datasette = serve(path)
        found = []
        for form in forms:
            response = await datasette.client.get(f"/quotes/-/statement/{key}{form}")
            assert response.status_code == 200, response.text
            found.append(str(response.text))
        return found

    return answers


@pytest.mark.parametrize(("text", "address"), CASES)
async def test_citations(ask: Any, text: str, address: str) -> None:
    csl, bibtex, ris, plain = await ask(text, address, ".csl.json", ".bib", ".ris", ".txt")
    items = json.loads(csl)
    Draft202012Validator(CSL).validate(items)
    assert {item["title"] for item in items if "title" in item} <= {one_line(text)}
    entries = read_bibtex(bibtex)
    assert {entry["ID"] for entry in entries} == {"qaaaaaaaaaaaa", "qbbbbbbbbbbbb"}
    references = rispy.loads(ris)
    assert len(references) == 2
    assert {one["type_of_reference"] for one in references} == {"NEWS"}
    assert {one.get("title", "") for one in references} <= {one_line(text), one_line(f"{text} "), ""}
    assert plain.count("APA: ") == 2


@pytest.mark.parametrize(("text", "address"), CASES)
async def test_tables(ask: Any, text: str, address: str) -> None:
    (table,) = await ask(text, address, ".csv")
    rows = list(csv.reader(io.StringIO(table, newline="")))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {23}
    for value in (value for row in rows for value in row):
        assert not value.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(("text", "address"), CASES)
async def test_linked_data(ask: Any, text: str, address: str) -> None:
    for body in await ask(text, address, ".annotations.jsonld", ".prov.jsonld", ".jsonld"):
        for subject, predicate, _ in quads(body):
            assert subject.startswith(("http://", "https://", "_:"))
            assert "e.example" not in predicate
        assert '"javascript:' not in body
        assert '"data:' not in body


@pytest.mark.parametrize(("text", "address"), CASES)
async def test_feeds(ask: Any, text: str, address: str) -> None:
    atom, feed = await ask(text, address, ".atom", ".feed.json")
    found = read_atom(atom)
    assert len(found.entries) == 2
    for entry in found.entries:
        assert entry.link.startswith("http://localhost/")
        assert entry.content[0].type == "text/plain"
    Draft202012Validator(JSON_FEED).validate(json.loads(feed))


@pytest.mark.parametrize(("text", "address"), CASES)
async def test_picture_and_card(ask: Any, text: str, address: str) -> None:
    picture, card = await ask(text, address, "/timeline.svg", "/embed")
    root = ElementTree.fromstring(picture)  # noqa: S314 - our own
    assert {one.tag.rpartition("}")[2] for one in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "line", "a", "circle", "path", "g"
    }  # fmt: skip
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]
    assert all(one.get("href", "http").startswith("http") for one in root.iter())
    page = BeautifulSoup(card, "html.parser")
    assert not page.select("script, img, svg, style, iframe, [onmouseover], [onerror], b b")
    assert len(page.select("main > p")) == 4


@pytest.mark.parametrize(("text", "address"), CASES)
async def test_oembed_and_searches(serve: Callable[..., Any], made: Make, text: str, address: str) -> None:
    path, key = made(text, address)
    client = serve(path).client
    url = urlencode({"url": f"http://localhost/quotes/-/statement/{key}"})
    html = BeautifulSoup((await client.get(f"/quotes/-/quotes/oembed?{url}")).json()["html"], "html.parser")
    assert {tag.name for tag in html.find_all()} == {"blockquote", "p", "footer", "bdi", "a"}
    asked = urlencode({"q": text[:1000]})
    read_atom((await client.get(f"/quotes/-/quotes.atom?{asked}")).text)
    Draft202012Validator(JSON_FEED).validate((await client.get(f"/quotes/-/quotes.feed.json?{asked}")).json())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
async def test_data_in_the_page_ends_where_it_should(ask: Any, text: str) -> None:
    (html,) = await ask(text, ADDRESSES[0], "")
    page = BeautifulSoup(html, "html.parser")
    (data,) = page.select('script[type="application/ld+json"]')
    assert json.loads(data.text)["text"] == text
    (frame,) = page.select(".q-exports code")
    assert not frame.find_all()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("=1", "'=1", id="formula"),
        pytest.param("a=1", "a=1", id="no formula"),
        pytest.param(-1.5, "-1.5", id="a number stays"),
        pytest.param(None, "", id="nothing"),
        pytest.param("a\x00b", "a\ufffdb", id="NUL"),
        pytest.param("\r\n=1", "'\r\n=1", id="line end"),
    ],
)
def test_cells(value: object, expected: str) -> None:
    assert cell(value) == expected


def test_texts_of_formats() -> None:
    assert bibtex_text("50 % {a}\\b") == "50 \\% \\textbraceleft{}a\\textbraceright{}\\textbackslash{}b"
    assert one_line("a\u202eb\n\tc\x00") == "ab c"
    assert xml_text("a\x00\ufffe\tb") == "a\ufffd\ufffd\tb"
    assert iri('https://e.example/a"<b>') == "https://e.example/a%22%3Cb%3E"
    assert iri(None) is None
