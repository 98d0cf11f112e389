"""Pages made to hurt: each ends, as an article or refused in plain words, and costs no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from quote_loaders.dates import parse_published
from quote_loaders.readers import Head, Read, Record
from quote_loaders.readers.html import HTML, read_page
from quote_loaders.readers.html.parsing import decode_page
from quote_loaders.readers.html.structured import article_node
from quote_loaders.records import LoadError
from tests.loaders.reading.reads import CONTEXT

STORY = (
    "<article><p>The harbour of Lurania stays closed until Thursday, after waves of nine metres hit the mole.</p>"
    "<p>“No ship leaves,” said Petra Holm, who has run the port for twenty years. “That is not up for debate.”</p>"
    "<p>Ferries to the islands are cancelled as well, and schools there remain shut for the rest of the week.</p>"
    "</article>"
)
KOI8 = '<meta charset="koi8-r">Пенсии'
GERMAN = "Präsident Müller für Köln " * 9
QUOTE = "“No ship leaves,” said Petra Holm"


def read(html: str | bytes) -> Read:
    data = html.encode("utf-8", "replace") if isinstance(html, str) else html
    return read_page(Record("a.html", "html", data), CONTEXT)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"<body><script>alert('“no”')</script>{STORY}<script>", id="scripts"),
        pytest.param("<body>\0\0" + STORY.replace("harbour", "har\0bour") + "\0", id="NULs"),
        pytest.param(f'<body><div data-x="{"a" * 3_000_000}">{STORY}</div>', id="a long attribute"),
        pytest.param(f"<body><!-- {'<!-- ' * 20_000} -->{STORY}", id="comments in comments"),
        pytest.param(f"<body>{'&' * 100_000}{STORY}", id="ampersands"),
        pytest.param(f"{'<meta name=author content=x>' * 20_000}<body>{STORY}", id="metadata"),
        pytest.param(f"<body>{'<time datetime=2026-01-01>a</time>' * 10_000}{STORY}", id="times"),
        pytest.param(f"<body>{'<div>' * 300}{STORY}", id="deep"),
        pytest.param(f"<body>{STORY}<a href='{'x' * 1_000_000}", id="a tag that never ends"),
        pytest.param(
            f'<!DOCTYPE html [<!ENTITY a "{"x" * 50}"><!ENTITY b "{"&a;" * 50}"><!ENTITY c "{"&b;" * 50}">]>'
            f"<body>{STORY}<p>&c;&c;</p>",
            id="entities of entities",
        ),
        pytest.param(f"<script type=application/ld+json>{'[' * 100_000}</script><body>{STORY}", id="deep JSON-LD"),
        pytest.param(
            f'<script type=application/ld+json>{{"@type":"NewsArticle","headline":7,"author":{"[" * 300}{"]" * 300},'
            f'"datePublished":{{"a":[]}},"publisher":[[]],"isAccessibleForFree":{{}},"url":[1,{{}}]}}</script><body>{STORY}',
            id="JSON-LD of wrong types",
        ),
        pytest.param(
            "<script type=application/ld+json>[" + '{"@type":"NewsArticle"},' * 20_000 + "{}]</script><body>" + STORY,
            id="JSON-LD of many articles",
        ),
        pytest.param(f"<meta charset=base64><body>{STORY}", id="an encoding that is none"),
        pytest.param(f'<link rel=canonical href="http://[::1"><base href="//[">{"<body>"}{STORY}', id="no address"),
        pytest.param(f"<html lang='{'x-' * 999}'><body>{STORY}", id="no language"),
    ],
)
def test_the_article_is_read(html: str) -> None:
    assert QUOTE in read(html).article.text


@pytest.mark.parametrize(
    ("html", "message"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\0\0\0", "empty", id="only NULs"),
        pytest.param("<html><body></body></html>", "no article was found", id="no text"),
        pytest.param("<html><body>" + "<div>" * 20_000 + STORY, "nested 2,0", id="too deep"),
        pytest.param(
            "<html><body>" + ("<p>" + "<i>a</i>" * 9_000) * 12, "more than 100,000 elements", id="too many elements"
        ),
        pytest.param(
            "<html><body>" + "<i>a</i>" * 20_001, "one of its elements has 20,001 others in it", id="too many in one"
        ),
        pytest.param(
            "<html><body>" + ("<p>" + "<i>a</i>" * 7_000) * 3,
            "paragraphs have 21,000 elements",
            id="too many in paragraphs",
        ),
        pytest.param(
            "<html><body " + " ".join(f"a{number}=1" for number in range(20_000)) + ">",
            "more than 300 attributes",
            id="too many attributes",
        ),
        pytest.param(
            "<html><body " + " ".join(f"a{number}='>'" for number in range(20_100)) + ">",
            "more than 20,000 attributes",
            id="too many attributes with marks in them",
        ),
        pytest.param(
            "<html><body>" + f"<i {' '.join(f'a{number}=1' for number in range(299))}></i>" * 700,
            "it has 209,300 attributes",
            id="too many attributes in all",
        ),
        pytest.param(
            "<html><body>" + ("<div>" * 500 + "</div>" * 500) * 50,
            "25,00. elements are nested 50. deep",
            id="too heavy",
        ),
        pytest.param(b"<html>" + b"x" * 8_000_001, "expected at most 8,000,000", id="too large"),
        pytest.param(f"<html><body><article><p>{'word and word ' * 160_000}", "in one article", id="too long"),
    ],
)
def test_the_page_is_refused(html: str | bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        read(html)


def test_items_are_numbered_by_their_own_list() -> None:
    lists = "".join(
        f"<ol><li>The {place} harbour waits for a vote<li>The {place} bridge is open</ol>" for place in ("old", "new")
    )
    text = read(f"<body>{STORY.replace('</article>', f'{lists}</article>')}").article.text
    assert [line.split()[:3] for line in text.splitlines() if line[:1].isdigit()] == [
        ["1.", "The", "old"],
        ["2.", "The", "old"],
        ["1.", "The", "new"],
        ["2.", "The", "new"],
    ]


@pytest.mark.parametrize(
    ("url", "credit"),
    [
        pytest.param("https://apnews.com/x", None, id="its own"),
        pytest.param("https://a.example/x", "AP", id="another's"),
    ],
)
def test_an_agency_does_not_credit_itself(url: str, credit: str | None) -> None:
    html = f"<link rel=canonical href={url}><meta name=author content='Associated Press'><body>{STORY}"
    assert read(html).article.credit == credit


@pytest.mark.parametrize(
    ("head", "source"),
    [
        pytest.param("", "feed", id="before the address"),
        pytest.param('<meta property="article:published_time" content="2026-03-15">', "meta", id="after the page"),
    ],
)
def test_what_a_feed_says_of_the_date(head: str, source: str) -> None:
    said = {"url": "https://a.example/2026/03/14/x", "published": parse_published("2026-03-14T10:00:00Z", "feed")}
    article = read_page(Record("a.xml", "html", f"<head>{head}</head>{STORY}".encode(), said=said), CONTEXT).article
    assert article.published is not None
    assert article.published.source == source


@pytest.mark.parametrize(
    ("data", "charset", "text", "doubted"),
    [
        pytest.param("é".encode(), "iso-8859-1", "é", False, id="UTF-8 under another name"),
        pytest.param("é€".encode("cp1252"), "iso-8859-1", "é€", False, id="what browsers read as Latin 1"),
        pytest.param(KOI8.encode("koi8-r"), None, KOI8, False, id="meta"),
        pytest.param("é".encode("utf-16"), None, "é", False, id="byte order mark"),
        pytest.param(b"a" * 2000 + b"\xff", "utf-8", "a" * 2000 + "\ufffd", True, id="a damaged byte"),
        pytest.param(GERMAN.encode("cp1252"), None, GERMAN, True, id="none"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, charset: str | None, text: str, doubted: bool) -> None:
    found, doubt = decode_page(data, charset)
    assert (found, doubt is not None) == (text, doubted)


@pytest.mark.parametrize(
    ("script", "headline"),
    [
        pytest.param('{"@type":"NewsArticle","headline":"A",}', "A", id="trailing comma"),
        pytest.param('<!-- {"@type":"NewsArticle","headline":"A"} -->', "A", id="comment marks"),
        pytest.param('{"@type":"NewsArticle","headline":"A\nB"}', "A\nB", id="raw line break"),
        pytest.param('{"@type":"NewsArticle","headline":"A"};', "A", id="semicolon"),
        pytest.param(
            "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A&quot;}", "A", id="entities"
        ),
        pytest.param('{"@type":"https://schema.org/NewsArticle","headline":"A"}', "A", id="type as address"),
        pytest.param('{"@graph":[{"@type":"WebPage"},{"@type":["Article"],"headline":"A"}]}', "A", id="graph"),
        pytest.param('{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"A"}}', "A", id="main entity"),
        pytest.param('{"@type":"ItemList","itemListElement":[{"@type":"Article","headline":"A"}]}', None, id="a list"),
        pytest.param('"text"', None, id="no node"),
    ],
)
def test_json_ld_is_forgiven(script: str, headline: str | None) -> None:
    doubts: list[str] = []
    assert article_node([script], None, doubts).get("headline") == headline
    assert doubts == []


@pytest.mark.parametrize(
    ("name", "data", "recognised"),
    [
        pytest.param("a.html", b"<p>Text.</p>", True, id="by name and element"),
        pytest.param("a", b"\xef\xbb\xbf\n<!-- saved --><!DOCTYPE HTML><html>", True, id="by content"),
        pytest.param("a.txt", b"<?xml version='1.0'?><html xmlns='x'>", True, id="XHTML"),
        pytest.param("a.html", b"Only text", False, id="name alone"),
        pytest.param("a.html", b"<?xml version='1.0'?><rss version='2.0'>", False, id="a feed"),
        pytest.param("a.txt", b"Text about <html> tags", False, id="text"),
    ],
)
def test_recognised(name: str, data: bytes, recognised: bool) -> None:
    assert HTML.recognises(Head(Path(name), data)) == recognised
