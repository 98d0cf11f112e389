"""Feeds and sitemaps: what they say of articles, as they say it, and what hostile ones cost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.outlets import load_outlets
from quote_loaders.readers import Context, Input, Link, Record, read_record, recognise, records_of
from quote_loaders.readers.feeds import feed_items
from quote_loaders.readers.sitemaps import sitemap_links
from quote_loaders.records import LoadError, Problem, Published

BASE = "https://post.lurania.example"
CONTEXT = Context(load_outlets())
WHOLE = (
    "<p>The harbour of Port Merrow opens again on Monday, the ministry of Lurania said.</p>"
    "<p>“We have waited for this day for eleven months,” said Orla Venn, the harbour master.</p>"
    "<blockquote><p>No ship will be turned away.</p></blockquote>" + "<p>The town has fed the crews all winter.</p>" * 8
)
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Port Merrow Post</title><link>https://post.lurania.example/</link><language>en-gb</language>
<atom:link rel="self" href="https://post.lurania.example/feed"/>{items}</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://post.lurania.example/news/">
<title>Port Merrow Post</title>{items}</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://post.lurania.example/"><title>Post</title>
<link>https://post.lurania.example/</link></channel>{items}</rdf:RDF>"""


def rss(items: str) -> bytes:
    """An RSS feed."""
    return RSS.format(items=items).encode()


def atom(items: str) -> bytes:
    """An Atom feed."""
    return ATOM.format(items=items).encode()


def only(data: bytes, base: str | None = None) -> Any:
    """The one thing that a feed holds."""
    (found,) = feed_items(data, "feed.xml", base)
    return found


def item(inner: str) -> bytes:
    """An RSS feed of one item that has an address."""
    return rss(f"<item><link>{BASE}/a</link>{inner}</item>")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(rss(f"<item><title>The harbour opens</title><link>{BASE}/a</link></item>"), id="rss"),
        pytest.param(rss("<item><title>The harbour opens</title><link>/a</link></item>"), id="rss, relative"),
        pytest.param(rss(f"<item><title>The harbour opens</title><guid>{BASE}/a</guid></item>"), id="rss, permalink"),
        pytest.param(
            atom('<entry><title type="html">The &lt;b>harbour&lt;/b> opens</title><link href="/a"/></entry>'), id="atom"
        ),
        pytest.param(
            atom(
                '<entry xml:base="//["><title>The harbour opens</title><link rel="enclosure" href="/b.mp3"/>'
                '<link rel="alternate" type="text/html" href="/a"/></entry>'
            ),
            id="atom, several links, a base that is no address",
        ),
        pytest.param(
            RDF.format(
                items=f'<item rdf:about="{BASE}/a"><title>The harbour opens</title><link>{BASE}/a</link></item>'
            ).encode(),
            id="rdf",
        ),
        pytest.param(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "items": [{"id": "1", "url": f"{BASE}/a", "title": "The harbour opens"}],
                }
            ).encode(),
            id="json",
        ),
        pytest.param(
            b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- ours --><?xml-stylesheet href='a.xsl'?>"
            + rss(f"<item><title>The harbour opens</title><link>{BASE}/a</link></item>").partition(b"?>")[2],
            id="rss behind a mark, a comment and an instruction",
        ),
    ],
)
def test_every_kind_of_feed_gives_links(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "feed"
    path.write_bytes(data)
    assert recognise(path).name == "feed"
    found = only(data, f"{BASE}/feed")
    assert isinstance(found, Link)
    assert (found.url, found.said["title"]) == (f"{BASE}/a", "The harbour opens")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Sat, 14 Mar 2026 23:40:00 -0500", ("2026-03-15T04:40:00Z", "second", True)),
        ("Sat, 14 Mar 2026 23:40:00 GMT", ("2026-03-14T23:40:00Z", "second", True)),
        ("2026-03-14T23:40:00+01:00", ("2026-03-14T22:40:00Z", "second", True)),
        ("2026-03-14T23:40", ("2026-03-14T23:40", "minute", False)),
        ("2026-03-14", ("2026-03-14", "day", False)),
        ("2026-03", ("2026-03", "month", False)),
    ],
)
def test_dates_are_as_precise_as_printed(printed: str, expected: tuple[str, str, bool]) -> None:
    """A bare day stays a day, and no zone is made up."""
    published = only(item(f"<pubDate>{printed}</pubDate>")).said["published"]
    assert isinstance(published, Published)
    assert (published.value, published.precision, published.zone_known) == expected
    assert published.source == "feed"


@pytest.mark.parametrize("printed", ["yesterday", "03/04/2026", "2026-02-30", "14 Smarch 2026"])
def test_dates_that_can_not_be_read_are_told(printed: str) -> None:
    link, problem = feed_items(item(f"<pubDate>{printed}</pubDate>"), "feed.xml")
    assert isinstance(link, Link)
    assert "published" not in link.said
    assert isinstance(problem, Problem)
    assert printed in problem.message


def test_updated_is_never_published() -> None:
    entry = "<entry><link href='a'/><updated>2026-03-15T10:00:00Z</updated></entry>"
    found = only(atom(entry))
    assert "published" not in found.said
    assert found.said["modified"] == "2026-03-15T10:00:00Z"


@pytest.mark.parametrize(
    ("inner", "field", "value"),
    [
        ("<dc:creator>Ann Ode</dc:creator>", "author", "Ann Ode"),
        ("<author>ann@post.lurania.example (Ann Ode)</author>", "author", "Ann Ode"),
        ("<title>Fish &amp;amp; chips &lt;b>again&lt;/b></title>", "title", "Fish & chips again"),
        ("<title>5 < 6 &nbsp;&ndash; a lesson</title>".replace("<  6", ""), "lang", "en-gb"),
        ("<title>Caf&eacute; &ndash; open</title>", "title", "Café – open"),
        ("<description>&lt;p>The harbour &lt;i>opens&lt;/i>.&lt;/p></description>", "summary", "The harbour opens ."),
    ],
)
def test_fields(inner: str, field: str, value: str) -> None:
    found = next(feed_items(item(inner), "feed.xml"))
    assert not isinstance(found, Problem)
    assert found.said[field] == value


WHOLE_ITEMS = [
    pytest.param(item(f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded>"), id="rss"),
    pytest.param(
        atom(f'<entry><link href="/a"/><content type="html"><![CDATA[{WHOLE}]]></content></entry>'), id="atom, html"
    ),
    pytest.param(
        atom(
            '<entry><link href="/a"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            f"{WHOLE}</div></content></entry>"
        ),
        id="atom, xhtml",
    ),
    pytest.param(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1",
                "items": [{"id": "1", "url": f"{BASE}/a", "content_html": WHOLE, "author": {"name": "Ann Ode"}}],
            }
        ).encode(),
        id="json",
    ),
]


@pytest.mark.parametrize("data", WHOLE_ITEMS)
def test_a_whole_article_is_read(data: bytes) -> None:
    record = only(data, f"{BASE}/feed")
    assert isinstance(record, Record)
    article = read_record(record, CONTEXT).article
    paragraphs = article.text.split("\n\n")
    assert paragraphs[1] == "“We have waited for this day for eleven months,” said Orla Venn, the harbour master."
    assert paragraphs[2] == "> No ship will be turned away."
    assert (article.url, article.reader) == (f"{BASE}/a", "feed")


@pytest.mark.parametrize(
    "inner",
    [
        pytest.param("<p>The harbour opens again.</p>", id="short"),
        pytest.param(WHOLE + "<p>The crews […]</p>", id="ellipsis in brackets"),
        pytest.param(WHOLE + "<p>The crews...</p>", id="three dots"),
        pytest.param(WHOLE + "<p>Read more on our site</p>", id="read more"),
    ],
)
def test_a_teaser_is_a_link(inner: str) -> None:
    assert isinstance(only(item(f"<content:encoded><![CDATA[{inner}]]></content:encoded>")), Link)


def test_a_body_no_longer_than_its_summary_is_a_teaser() -> None:
    long = "The harbour opens again. " * 40
    found = only(item(f"<description>{long}</description><content:encoded>{long}</content:encoded>"))
    assert isinstance(found, Link)


def test_the_line_of_the_publishing_program_goes() -> None:
    footer = "<p>The post The harbour opens appeared first on Port Merrow Post.</p>"
    record = only(item(f"<content:encoded><![CDATA[{WHOLE}{footer}]]></content:encoded>"))
    assert isinstance(record, Record)
    assert "appeared first" not in read_record(record, CONTEXT).article.text


def test_without_fetching_links_cost_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss("".join(f"<item><link>{BASE}/{n}</link></item>" for n in range(5))))
    (problem,) = records_of(Input(path), CONTEXT)
    assert isinstance(problem, Problem)
    assert problem.message.startswith("it names 5 addresses without the text behind")


def test_items_with_neither_text_nor_address_are_told_once() -> None:
    found = only(rss("<item><guid isPermaLink='false'>x</guid></item>" * 3))
    assert isinstance(found, Problem)
    assert found.message.startswith("3 items have neither")


def test_a_feed_that_breaks_off_gives_what_came_before() -> None:
    data = rss(f"<item><link>{BASE}/a</link></item><item><link>{BASE}/b</link></item><item><li")
    *found, problem = feed_items(data.partition(b"</channel>")[0], "feed.xml")
    assert [link.url for link in found if isinstance(link, Link)][:2] == [f"{BASE}/a", f"{BASE}/b"]
    assert isinstance(problem, Problem)
    assert "not well-formed" in problem.message


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    """Neither a file of this machine nor a billion letters get into an article."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    head = f'<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    body = f"<item><title>x&f;&b;y</title><link>{BASE}/a</link></item>"
    data = rss(body).replace(b"?>\n", b"?>" + head.encode(), 1)
    found = next(feed_items(data, "feed.xml"))
    assert not isinstance(found, Problem)
    assert "secret" not in str(found.said)
    assert "lol" not in str(found.said)


@pytest.mark.parametrize(
    "data", [b"<html><body/></html>", b"", b"{}", b"<rss", b"<feed/>", b'{"version": 1, "items": []}']
)
def test_what_is_no_feed_is_not_recognised(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "page.bin"
    path.write_bytes(data)
    try:
        name = recognise(path).name
    except LoadError:
        name = ""
    assert name != "feed"


def test_an_address_that_nobody_could_ask_is_none() -> None:
    found = only(item("").replace(b"/a</link>", b".a" * 50_000 + b"/</link>"))
    assert isinstance(found, Problem)
    assert CONTEXT.outlets.domain(f"https://{'a.' * 50_000}example/") is None


def test_items_beyond_a_bound_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quote_loaders.readers.feed_items.MOST_ITEMS", 2)
    *found, problem = feed_items(rss("".join(f"<item><link>{BASE}/{n}</link></item>" for n in range(3))), "feed.xml")
    assert len(found) == 2
    assert isinstance(problem, Problem)
    assert problem.message == "the feed has more than 2 items; the rest is left out"


NEWS = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> {BASE}/a </loc><lastmod>2026-03-16</lastmod><news:news><news:publication><news:name>Post</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-03-14T10:00+01:00</news:publication_date>
<news:title>The harbour opens</news:title></news:news>
<image:image><image:loc>{BASE}/a.png</image:loc></image:image></url>
<url><loc>{BASE}/b</loc><lastmod>2026-03-16T10:00:00Z</lastmod></url></urlset>""".encode()


def test_a_news_sitemap_gives_links_with_dates() -> None:
    first, second = sitemap_links(NEWS, "sitemap.xml")
    assert isinstance(first, Link)
    assert isinstance(second, Link)
    assert first.url == f"{BASE}/a"
    assert first.said == {
        "title": "The harbour opens",
        "lang": "en",
        "published": Published("2026-03-14T09:00Z", "minute", True, "sitemap"),
        "modified": "2026-03-16",
    }
    assert second.said == {"modified": "2026-03-16T10:00:00Z"}


def test_a_sitemap_index_gives_listings() -> None:
    data = f"<sitemapindex><sitemap><loc>{BASE}/1.xml</loc></sitemap></sitemapindex>".encode()
    (link,) = sitemap_links(data, "index.xml")
    assert isinstance(link, Link)
    assert link.listing


def test_a_packed_sitemap_file_is_read(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "sitemap.xml.gz"
    path.write_bytes(gzip.compress(NEWS))
    assert recognise(path).name == "sitemap"
    (problem,) = records_of(Input(path), CONTEXT)
    assert isinstance(problem, Problem)
    assert "2 addresses" in problem.message


def test_a_sitemap_may_have_as_many_entries_as_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quote_loaders.readers.sitemaps.MOST_ENTRIES", 5)
    found = sitemap_links(f"<urlset>{f'<url><loc>{BASE}/a</loc></url>' * 5}</urlset>".encode(), "sitemap.xml")
    assert [type(one) for one in found] == [Link] * 5


@pytest.mark.parametrize(
    ("data", "links"),
    [
        pytest.param(f"<urlset>{f'<url><loc>{BASE}/a</loc></url>' * 9}</urlset>", 5, id="entries"),
        pytest.param(f"<urlset><url>{f'<loc>{BASE}/a</loc>' * 50}</url></urlset>", 0, id="parts of an entry"),
        pytest.param(f"<urlset>{'<x/>' * 50}<url><loc>{BASE}/a</loc></url></urlset>", 0, id="something else"),
    ],
)
def test_sitemaps_are_read_up_to_a_bound(data: str, links: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quote_loaders.readers.sitemaps.MOST_ENTRIES", 5)
    monkeypatch.setattr("quote_loaders.readers.sitemaps.MOST_ELEMENTS", 40)
    *found, problem = sitemap_links(data.encode(), "sitemap.xml")
    assert len(found) == links
    assert isinstance(problem, Problem)
    assert "the rest is left out" in problem.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (NEWS[:-60], "not well-formed"),
        (b"<urlset><url><loc>ftp://x/</loc></url><url/></urlset>", "2 entries have no address"),
        (b'<!DOCTYPE u [<!ENTITY a "x">]><urlset><url><loc>&a;</loc></url></urlset>', "1 entries have no address"),
    ],
)
def test_bad_sitemaps_cost_one_problem(data: bytes, message: str) -> None:
    problems = [found for found in sitemap_links(data, "sitemap.xml") if isinstance(found, Problem)]
    assert len(problems) == 1
    assert message in problems[0].message


MEDIA_CLOUD = f"""id,indexed_date,language,media_name,media_url,publish_date,title,url
a1,2026-03-15 01:02:03.5,en,lurania.example,lurania.example,2026-03-14,The harbour opens,{BASE}/a
a2,2026-03-15 01:02:03.5,de,lurania.example,lurania.example,2026-03-14 00:00:00,"Hafen, offen",{BASE}/b
a3,2026-03-15 01:02:03.5,en,lurania.example,lurania.example,2026-03-14,No address,
"""


def _media_cloud(tmp_path: Path, text: str) -> Input:
    path = tmp_path / "stories.csv"
    path.write_text(text, encoding="utf-8")
    assert recognise(path).name == "mediacloud"
    return Input(path)


def test_media_cloud_gives_links_with_days(tmp_path: Path) -> None:
    seen: list[Link] = []

    def follow(items: Any) -> Any:
        for one in items:
            if isinstance(one, Link):
                seen.append(one)
            else:
                yield one

    (problem,) = records_of(_media_cloud(tmp_path, MEDIA_CLOUD), CONTEXT, follow)
    assert [(link.place, link.url, link.said["lang"]) for link in seen] == [
        ("a1", f"{BASE}/a", "en"),
        ("a2", f"{BASE}/b", "de"),
    ]
    assert {link.said["published"] for link in seen} == {Published("2026-03-14", "day", False, "record")}
    assert isinstance(problem, Problem)
    assert problem.message.startswith("1 rows have no address")


def test_media_cloud_text_is_read_where_there_is_one(tmp_path: Path) -> None:
    head, row, *_ = MEDIA_CLOUD.splitlines()
    item = _media_cloud(tmp_path, f'{head},text\n{row},"“It opens,” said Orla Venn."\n')
    (record,) = records_of(item, CONTEXT)
    assert isinstance(record, Record)
    article = read_record(record, CONTEXT).article
    assert article.text == "“It opens,” said Orla Venn."
    assert article.published == Published("2026-03-14", "day", False, "record")
