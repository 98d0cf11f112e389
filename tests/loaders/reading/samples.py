"""One made-up input of every format, by the format's name: (file name, bytes). Fuzzing begins with them as well."""

from __future__ import annotations

import bz2
import gzip
import json
from functools import cache
from typing import Any

from tests.loaders.reading.documents import docx, epub, pdf, zipped

GQG_ROW: dict[str, Any] = {
    "date": "2026-03-14T18:15:00Z",
    "url": "https://harbour-courier.example/2026/03/14/dues",
    "title": "Port dues stay as they are",
    "lang": "ENGLISH",
    "quotes": [
        {
            "pre": "Speaking after the session, the harbour master of Lurania said ",
            "quote": "we will not raise the dues before the summer",
            "post": ", and left without taking questions.",
        },
        {"pre": 'One skipper called it "', "quote": "a gift to every small boat", "post": '" and went home.'},
    ],
}
QUOTE_ROW: dict[str, Any] = {
    "quoteID": "2019-05-03-000123",
    "quotation": "The tide does not wait for a committee",
    "speaker": "Mira Toll",
    "qids": ["Q900000001"],
    "date": "2019-05-03 00:00:00",
    "numOccurrences": 2,
    "probas": [["Mira Toll", "0.8712"], ["None", "0.1101"]],
    "urls": ["http://harbour-courier.example/tide", "http://lurania-post.example/tide"],
    "phase": "E",
}
ARTICLE_ROW: dict[str, Any] = {
    "articleID": "2019-05-03-000077",
    "url": "http://harbour-courier.example/tide",
    "title": "Committee meets again",
    "date": "2019-05-03 06:30:00",
    "phase": "E",
    "articleLength": 412,
    "names": [
        {"name": "Mira Toll", "ids": "['Q900000001']", "offsets": "[[12, 14]]"},
        {"name": "Jon Abel", "ids": "['Q900000002', 'Q900000003']", "offsets": "[[80, 82], [97, 98]]"},
    ],
    "quotations": [
        {
            "quoteID": "2019-05-03-000123",
            "quotation": "The tide does not wait for a committee",
            "quotationOffset": 31,
            "leftContext": "Mira Toll told the council:",
            "rightContext": "Nobody answered her.",
            "numOccurrences": 2,
            "globalTopSpeaker": "Mira Toll",
            "globalProbas": [["Mira Toll", "0.8712"]],
            "localTopSpeaker": "Mira Toll",
            "localProbas": [["Mira Toll", "0.93"], ["None", "0.07"]],
        },
        {
            "quoteID": "2019-05-03-000124",
            "quotation": "It is only a meeting",
            "quotationOffset": 99,
            "leftContext": "Someone at the back called",
            "rightContext": "and laughed.",
            "numOccurrences": 1,
            "globalTopSpeaker": "Jon Abel",
            "globalProbas": [["Jon Abel", "0.51"], ["None", "0.49"]],
            "localTopSpeaker": "None",
            "localProbas": [["None", "0.62"], ["Jon Abel", "0.38"]],
        },
    ],
}
SPANS_ROW: dict[str, Any] = {
    "metadata": {
        "path": "2026/mar/14/dues",
        "publisher": "The Harbour Courier",
        "publish_date": "2026-03-14",
        "topic": ["ports"],
        "entity_person": ["Mira Toll"],
        "title": "Port dues stay",
        "keywords": "dues",
    },
    "paragraphs": [
        "The dues stay, the port said on Friday.",
        "“Nothing will rise before the summer,” said Toll, who runs the harbour.",
    ],
    "entities": [
        {
            "index": 0, "span_text": "Nothing will rise before the summer,", "span_coref": None,
            "span_label": "content", "span_start": 1, "span_end": 37, "paragraph_start": 1, "paragraph_end": 1,
        },
        {
            "index": 0, "span_text": "said", "span_coref": None,
            "span_label": "cue", "span_start": 39, "span_end": 43, "paragraph_start": 1, "paragraph_end": 1,
        },
        {
            "index": 0, "span_text": "Toll", "span_coref": "Mira Toll",
            "span_label": "source", "span_start": 44, "span_end": 48, "paragraph_start": 1, "paragraph_end": 1,
        },
    ],
}  # fmt: skip
PASSIM_ROW: dict[str, Any] = {
    "id": "courier-1871-03-14-p2",
    "uid": -482915,
    "cluster": 17,
    "size": 3,
    "begin": 120,
    "end": 310,
    "text": "THE NEW LIGHT.\nThe keeper said that the lamp would burn at Easter, and not before.",
    "series": "The Lurania Advertiser",
    "date": "1871-03-14",
    "src": "post-1871-03-12-p1",
    "pboiler": 0.02,
}
NINJS_ITEM: dict[str, Any] = {
    "uri": "http://agency.example/items/20260314-1",
    "type": "text",
    "versioncreated": "2026-03-14T18:10:00Z",
    "firstcreated": "2026-03-14T17:00:00Z",
    "pubstatus": "usable",
    "language": "en-GB",
    "headline": "Port dues stay",
    "byline": "Jon Abel",
    "infosources": [{"name": "Lurania News Agency"}],
    "body_xhtml": "<p>The dues stay.</p><blockquote><p>We will not raise them.</p></blockquote><p>So said Toll.</p>",
}
NEWSML_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:agency.example:20260314:1"
 version="3" standard="NewsML-G2" standardversion="2.33" conformance="power" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:text"/><provider><name>Lurania News Agency</name></provider>
<versionCreated>2026-03-14T18:10:00Z</versionCreated><firstCreated>2026-03-14T17:00:00Z</firstCreated>
<pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><infoSource><name>Harbour Radio</name></infoSource><by>Jon Abel</by>
<headline>Port dues stay</headline><language tag="en-GB"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>The dues stay, said <b>Toll</b>.</p><blockquote><p>We will not raise them.</p></blockquote></body></html>
</inlineXML></contentSet></newsItem>"""
GKG_QUOTATION = "250|47|said|we will not raise the dues before the summer"
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Courier</title><link>https://harbour-courier.example/</link><language>en</language>
<item><title>Port dues stay</title><link>https://harbour-courier.example/dues</link><guid>dues-1</guid>
<pubDate>Sat, 14 Mar 2026 18:10:00 +0000</pubDate><description>The dues stay.</description>
<content:encoded><![CDATA[<p>The dues stay as they are, the port said on Friday, after a session that lasted all
day.</p><p>“We will not raise them,” said Mira Toll, who runs the harbour of Lurania and its three piers.</p>
<p>Skippers had asked for lower dues since the autumn, when the fish stayed away. None of them spoke in the
session, and most had left before it was over. The council meets again in May, and will hear them first.</p>
<p>The port has three piers, of which one is closed to larger boats since the storm. Repairs cost more than the dues
bring in, and the town pays the rest. A committee counted the boats in January and found fewer than in any year that
its members could remember, though it counted on a day of fog.</p>
]]></content:encoded></item></channel></rss>
"""
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://harbour-courier.example/dues</loc><lastmod>2026-03-15</lastmod><news:news><news:publication>
<news:name>The Harbour Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-14T18:10:00Z</news:publication_date><news:title>Port dues stay</news:title>
</news:news></url></urlset>
"""
MEDIA_CLOUD = (
    "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
    "abc123,2026-03-15 04:00:00,en,harbour-courier.example,harbour-courier.example,2026-03-14,Port dues stay,"
    "https://harbour-courier.example/dues\n"
)
PAGE = """<!doctype html><html lang="en-GB"><head><title>Port dues stay</title>
<link rel="canonical" href="https://harbour-courier.example/dues">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Port dues stay", "datePublished": "2026-03-14T18:10:00Z", "author": {"name": "Jon Abel"}}</script></head>
<body><article><h1>Port dues stay</h1><p>The dues stay as they are, the port said on Friday after a long session.</p>
<p>“We will not raise them,” said Mira Toll, who runs the harbour of Lurania and its three piers.</p>
<p>Skippers had asked for lower dues since the autumn, when the fish stayed away from the coast.</p>
<p>The council meets again in May, and will hear the skippers first, its chair said on the way out.</p>
</article></body></html>
"""
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode()
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
    b"WARC-Date: 2026-03-15T04:00:00Z\r\nWARC-Target-URI: https://harbour-courier.example/dues\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
    % (len(_ANSWER), _ANSWER)
)
CSV_TEXT = (
    "title,outlet,url,published,text\n"
    "Port dues stay,The Harbour Courier,https://harbour-courier.example/dues,2026-03-14,"
    '"The dues stay.\n\n“We will not raise them,” said Mira Toll."\n'
)
TABLE_ROW = {
    "quote": "We will not raise them",
    "speaker": "Mira Toll",
    "outlet": "The Harbour Courier",
    "url": "https://harbour-courier.example/dues",
    "published": "2026-03-14",
    "lang": "en",
    "prefix": "“",
    "suffix": ",” said Mira Toll.",
}


def gkg_line(
    quotations: str = GKG_QUOTATION,
    *,
    extras: str = "<PAGE_TITLE>Port dues &amp; fees</PAGE_TITLE>",
    translation: str = "",
) -> str:
    """A line of GKG 2.1, which has 27 columns."""
    cells = [""] * 27
    cells[0], cells[1], cells[2] = "20260314181500-12", "20260314181500", "1"
    cells[3], cells[4] = "harbour-courier.example", "https://harbour-courier.example/dues"
    cells[22], cells[25], cells[26] = quotations, translation, extras
    return "\t".join(cells)


def lines_of(*rows: object) -> bytes:
    """JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def parquet_of(rows: list[dict[str, Any]]) -> bytes:
    """A Parquet file of rows; only its first and last bytes where pyarrow isn't installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        return b"PAR1" + bytes(8) + b"PAR1"
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue().to_pybytes())


@cache
def samples() -> dict[str, tuple[str, bytes]]:
    """Format -> (file name, bytes)."""
    return {
        "gdelt-gqg": ("20260314181500.gqg.json.gz", gzip.compress(lines_of(GQG_ROW, GQG_ROW), mtime=0)),
        "gdelt-gkg": ("20260314181500.gkg.csv", f"{gkg_line()}\n{gkg_line('')}\n".encode()),
        "quotebank-quotes": ("quotes-2019.json.bz2", bz2.compress(lines_of(QUOTE_ROW))),
        "quotebank-articles": ("quotebank-2019.json.bz2", bz2.compress(lines_of(ARTICLE_ROW))),
        "spans": ("annotated.json", json.dumps(SPANS_ROW, indent=1).encode()),
        "passim": ("out.json", lines_of(PASSIM_ROW)),
        "ninjs": ("item.json", json.dumps(NINJS_ITEM, indent=2).encode()),
        "newsml-g2": ("item.xml", b'<?xml version="1.0" encoding="UTF-8"?>\n' + NEWSML_ITEM.encode()),
        "feed": ("feed.xml", FEED.encode()),
        "sitemap": ("sitemap.xml", SITEMAP.encode()),
        "mediacloud": ("mediacloud.csv", MEDIA_CLOUD.encode()),
        "html": ("dues.html", PAGE.encode()),
        "warc": ("news.warc", WARC),
        "csv": ("articles.csv", CSV_TEXT.encode()),
        "json": ("quotes.jsonl", lines_of(TABLE_ROW)),
        "parquet": ("quotes.parquet", parquet_of([TABLE_ROW])),
        "pdf": ("report.pdf", pdf([["Harbour dues stay as they are.", "We will not raise them, said Mira Toll."]])),
        "docx": ("note.docx", docx([("", "Mira Toll spoke."), ("Quote", "We will not raise the dues.")])),
        "archive": ("news.zip", zipped({"dues.html": PAGE.encode(), "notes/a.txt": b"Dues\n\nMira Toll spoke.\n"})),
        "epub": ("book.epub", epub({"one": "<h1>One</h1><p>Mira Toll spoke.</p>"})),
        "markdown": ("a.md", b"---\ntitle: Dues\noutlet: The Harbour Courier\n---\n\nMira Toll spoke.\n"),
        "text": ("a.txt", "Dues\n\n“We will not raise them,” said Mira Toll.\n".encode()),
    }
