"""What other sites take in: oEmbed, the card, the picture, the description of every address, and data in the page."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from xml.etree import ElementTree

import micawber
import pytest
from bs4 import BeautifulSoup
from openapi_spec_validator import validate

import datasette_quotes
from datasette_quotes.exports.openapi import addresses, document, media_type
from datasette_quotes.exports.picture import COLOURS, SVG
from tests.plugin.conftest import Get, soup
from tests.plugin.rows import WORDS, Story

SITE = "http://localhost"


async def oembed(get: Get, url: str, **more: str) -> Any:
    """The answer for an address."""
    return await get(f"/quotes/-/quotes/oembed?{urlencode({'url': url, **more})}")


@pytest.mark.parametrize("ending", ["", "?quote=x#timeline", "/embed"])
async def test_oembed_for_a_statement(get: Get, story: Story, ending: str) -> None:
    body = (await oembed(get, f"{SITE}/quotes/-/statement/{story.statement}{ending}")).json()
    assert (body["version"], body["type"], body["author_name"]) == ("1.0", "rich", "Ilena Marvec")
    assert (body["width"], body["height"]) == (600, 220)
    html = BeautifulSoup(body["html"], "html.parser")
    assert {tag.name for tag in html.find_all()} == {"blockquote", "p", "footer", "bdi", "a"}
    assert html.select_one("p").text == WORDS  # type: ignore[union-attr]
    assert "contradicted by 3; not reviewed" in html.text
    assert html.select_one("a")["href"] == f"{SITE}/quotes/-/statement/{story.statement}"  # type: ignore[index]


async def test_oembed_for_other_addresses_of_the_same(get: Get, story: Story) -> None:
    for path in (f"quote/{story.quotes[3]}", f"statement/{story.former_key}"):
        body = (await oembed(get, f"https://localhost/quotes/-/{path}")).json()
        assert body["url"] == f"{SITE}/quotes/-/statement/{story.statement}"


async def test_oembed_read_by_a_consumer(get: Get, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"{SITE}/quotes/-/statement/{story.statement}"
    asked: list[str] = []
    text = (await oembed(get, url)).text

    def fetch(provider: Any, endpoint: str) -> str:
        asked.append(endpoint)
        return str(text)

    monkeypatch.setattr(micawber.Provider, "fetch", fetch)
    registry = micawber.ProviderRegistry()
    registry.register(rf"{SITE}/quotes/-/statement/\S+", micawber.Provider(f"{SITE}/quotes/-/quotes/oembed"))
    assert registry.request(url)["type"] == "rich"
    assert "<blockquote" in micawber.parse_text(url, registry)
    assert dict(parse_qsl(urlsplit(asked[0]).query)) == {"format": "json", "url": url}


@pytest.mark.parametrize(
    ("arguments", "width", "height"),
    [
        pytest.param({"maxwidth": "300", "maxheight": "100"}, 300, 100, id="smaller"),
        pytest.param({"maxwidth": "3000", "maxheight": "9999"}, 600, 220, id="larger"),
        pytest.param({"maxwidth": "0", "maxheight": "-1"}, 600, 220, id="nothing"),
        pytest.param({"maxwidth": "x", "maxheight": "٣"}, 600, 220, id="no numbers"),
        pytest.param({"maxwidth": "9" * 5000}, 600, 220, id="endless"),
    ],
)
async def test_oembed_obeys_sizes(get: Get, story: Story, arguments: dict[str, str], width: int, height: int) -> None:
    body = (await oembed(get, f"{SITE}/quotes/-/statement/{story.statement}", **arguments)).json()
    assert (body["width"], body["height"]) == (width, height)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("", 400, id="no url"),
        pytest.param(urlencode({"url": f"{SITE}/quotes/-/statement/nothere"}), 404, id="no such statement"),
        pytest.param(urlencode({"url": f"{SITE}/quotes/-/quotes"}), 404, id="another page"),
        pytest.param(urlencode({"url": "https://other.example/quotes/-/statement/KEY"}), 404, id="another site"),
        pytest.param(urlencode({"url": f"{SITE}/other/-/statement/KEY"}), 404, id="another database"),
        pytest.param(urlencode({"url": "http://["}), 404, id="no address"),
        pytest.param(urlencode({"url": "javascript:alert(1)"}), 404, id="script"),
        pytest.param(urlencode({"url": f"{SITE}/quotes/-/statement/KEY", "format": "xml"}), 501, id="XML"),
    ],
)
async def test_oembed_refuses(get: Get, story: Story, query: str, status: int) -> None:
    response = await get(f"/quotes/-/quotes/oembed?{query.replace('KEY', story.statement)}")
    assert (response.status_code, response.json()["status"]) == (status, status)


async def test_the_page_names_its_exports(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    named = {str(link["type"]): str(link["href"]) for link in page.select("head link[rel=alternate]")}
    base = f"{SITE}/quotes/-/statement/{story.statement}"
    assert named["application/atom+xml"] == f"{base}.atom"
    assert named["application/feed+json"] == f"{base}.feed.json"
    for address in named.values():
        assert (await get(address.removeprefix(SITE))).status_code == 200
    links = [str(link["href"]) for link in page.select(".q-exports a")]
    assert len(links) == 13
    for link in links:
        assert (await get(link)).status_code == 200
    frame = BeautifulSoup(page.select_one(".q-exports code").text, "html.parser")  # type: ignore[union-attr]
    assert frame.select_one("iframe")["src"] == f"{base}/embed"  # type: ignore[index]


async def test_the_page_holds_the_quotation_as_data(get: Get, story: Story) -> None:
    page = soup(await get(f"/quotes/-/statement/{story.statement}"))
    (script,) = page.select('head script[type="application/ld+json"]')
    data = json.loads(script.text)
    assert (data["@type"], data["text"]) == ("Quotation", WORDS)
    assert data["isBasedOn"][0]["headline"] == "Sitting of 12 March 2026, verbatim record"
    assert "contradicted by 3" in data["creativeWorkStatus"]


async def test_the_card_needs_no_script(get: Get, story: Story) -> None:
    response = await get(f"/quotes/-/statement/{story.statement}/embed")
    page = soup(response)
    assert not page.select("script, style, [style], [onclick], iframe, form")
    assert page.select_one("blockquote p").text == WORDS  # type: ignore[union-attr]
    assert "contradicted by 3; not reviewed" in page.text
    assert (await get(str(page.select_one("link[rel=stylesheet]")["href"]))).status_code == 200  # type: ignore[index]
    assert "x-frame-options" not in response.headers
    assert [str(link["rel"]) for link in page.select("a[target=_blank]")] == ["['noopener']"]


async def test_the_picture_is_well_formed(get: Get, story: Story) -> None:
    response = await get(f"/quotes/-/statement/{story.statement}/timeline.svg")
    assert response.headers["content-type"].startswith("image/svg+xml")
    root = ElementTree.fromstring(response.text)  # noqa: S314 - our own
    assert root.tag == f"{{{SVG}}}svg"
    assert WORDS in root.findtext(f"{{{SVG}}}title", "")
    marks = root.findall(f".//{{{SVG}}}a")
    assert len(marks) >= 12
    assert all(mark.get("href", "").startswith(f"{SITE}/quotes/-/statement/{story.statement}#") for mark in marks)
    assert "prefers-color-scheme: dark" in root.findtext(f"{{{SVG}}}style", "")
    assert not [one for one in root.iter() if one.tag.endswith("script") or any(k.startswith("on") for k in one.attrib)]


def luminance(colour: str) -> float:
    """Relative luminance, after WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", COLOURS)
def test_marks_stand_out_on_both_grounds(name: str) -> None:
    for colour, ground in zip(COLOURS[name], ("#ffffff", "#12161d"), strict=True):
        low, high = sorted((luminance(colour), luminance(ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


async def test_openapi_describes_every_address(get: Get) -> None:
    body = (await get("/quotes/-/quotes/openapi.json")).json()
    validate(body)
    described = set(body["paths"])
    assert described == {path for pattern, _ in datasette_quotes.register_routes() for path in addresses(pattern)}
    names = [operation["get"]["operationId"] for operation in body["paths"].values()]
    assert len(set(names)) == len(names)
    assert all(one["get"]["summary"] for one in body["paths"].values())


async def test_openapi_names_the_formats_that_are_answered(get: Get, story: Story) -> None:
    body = document(datasette_quotes.register_routes(), SITE, "0")
    url = urlencode({"url": f"{SITE}/quotes/-/statement/{story.statement}"})
    for path, operations in body["paths"].items():
        if "/statement/" not in path and "/quotes" not in path:
            continue
        concrete = path.format(database="quotes", key=story.statement)
        response = await get(f"{concrete}?{url}" if path.endswith("oembed") else concrete)
        assert (path, response.status_code) == (path, 200)
        (kind,) = operations["get"]["responses"]["200"]["content"]
        assert response.headers["content-type"].partition(";")[0] == kind.partition(";")[0], path


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/{database}/-/quotes", "text/html"),
        ("/{database}/-/quotes.json", "application/json"),
        ("/{database}/-/statement/{key}/embed", "text/html"),
        ("/{database}/-/statement/{key}.csl.json", "application/vnd.citationstyles.csl+json"),
        ("/{database}/-/statement/{key}/timeline.svg", "image/svg+xml"),
        ("/{database}/-/quotes/oembed", "application/json"),
    ],
)
def test_media_types(path: str, kind: str) -> None:
    assert media_type(path) == kind


def test_parameters_of_an_address_are_described() -> None:
    body = document(datasette_quotes.register_routes(), SITE, "0")
    for path, operations in body["paths"].items():
        named = [one["name"] for one in operations["get"]["parameters"] if one["in"] == "path"]
        assert named == re.findall(r"\{(\w+)\}", path)
