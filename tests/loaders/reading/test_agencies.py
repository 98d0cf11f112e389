"""What agencies send: ninjs and NewsML-G2, and the items that they withdraw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.readers import Read, newsml
from quote_loaders.records import LoadError
from tests.loaders.reading.reads import read_all, read_one, written
from tests.loaders.reading.samples import NEWSML_ITEM, NINJS_ITEM

TEXT = "The dues stay.\n\n> We will not raise them.\n\nSo said Toll.\n"
NINJS_3: dict[str, Any] = {
    "uri": "urn:newsml:agency.example:20260314:1",
    "standard": {"name": "ninjs", "version": "3.1"},
    "firstCreated": "2026-03-14T17:00:00Z",
    "versionCreated": "2026-03-14T18:10:00Z",
    "pubStatus": "usable",
    "language": "en-GB",
    "by": "Jon Abel",
    "headlines": [{"role": "subtitle", "value": "No rise"}, {"role": "main", "value": "Port dues stay"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "The dues stay."},
        {"role": "main", "contentType": "application/xhtml+xml", "value": NINJS_ITEM["body_xhtml"]},
    ],
    "infoSources": [{"name": "Harbour Radio"}, {"name": "Lurania News Agency"}],
    "copyrightHolder": "Lurania News Agency",
    "descriptions": [{"value": "Nothing rises."}],
}


def ninjs(tmp_path: Path, item: dict[str, Any]) -> Read:
    return read_one(written(tmp_path, "a.json", json.dumps(item, indent=1)))


@pytest.mark.parametrize(
    ("item", "url", "outlet", "wire"),
    [
        (NINJS_ITEM, "http://agency.example/items/20260314-1", "agency.example", "Lurania News Agency"),
        (NINJS_3, None, "Lurania News Agency", "Harbour Radio, Lurania News Agency"),
    ],
    ids=["ninjs 1", "ninjs 3"],
)
def test_ninjs(tmp_path: Path, item: dict[str, Any], url: str | None, outlet: str, wire: str) -> None:
    article = ninjs(tmp_path, item).article
    assert (article.title, article.byline, article.language) == ("Port dues stay", "Jon Abel", "en-GB")
    assert (article.url, article.outlet.name, article.credit) == (url, outlet, wire)
    assert article.text == TEXT
    assert article.withdrawn is None


def test_ninjs_version_is_modified_and_never_published(tmp_path: Path) -> None:
    article = ninjs(tmp_path, NINJS_ITEM).article
    assert article.published is not None
    assert (article.published.value, article.published.source) == ("2026-03-14T17:00:00Z", "record")
    assert article.modified == "2026-03-14T18:10:00Z"


def test_ninjs_without_first_created_is_not_dated(tmp_path: Path) -> None:
    read = ninjs(tmp_path, {name: value for name, value in NINJS_ITEM.items() if name != "firstcreated"})
    assert read.article.published is None
    assert "not taken for published" in read.doubts[0]


@pytest.mark.parametrize(
    ("item", "withdrawn"),
    [
        ({"pubstatus": "canceled", "ednote": "Wrong port."}, "pubStatus canceled: Wrong port."),
        ({"pubstatus": "withheld"}, "pubStatus withheld"),
        ({"pubstatus": "usable"}, None),
        ({"pubstatus": None}, None),
    ],
    ids=["canceled", "withheld", "usable", "not said"],
)
def test_ninjs_status(tmp_path: Path, item: dict[str, Any], withdrawn: str | None) -> None:
    assert ninjs(tmp_path, NINJS_ITEM | item).article.withdrawn == withdrawn


@pytest.mark.parametrize(
    ("language", "stored", "doubted"),
    [("en_GB", "en-GB", False), ("English, mostly", "en", True), ("", "en", False)],
    ids=["the wrong mark", "no tag", "empty"],
)
def test_ninjs_language(tmp_path: Path, language: str, stored: str, doubted: bool) -> None:
    read = ninjs(tmp_path, NINJS_ITEM | {"language": language})
    assert read.article.language == stored
    assert any("expected a BCP 47 tag" in doubt for doubt in read.doubts) is doubted


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"uri": None}, "uri is missing"),
        ({"body_xhtml": ""}, "it is empty"),
        ({"body_xhtml": None, "body_text": " "}, "it is empty"),
        ({"headline": {"a": 1}}, "headline is an object"),
    ],
    ids=["no uri", "no body", "blank body", "headline is an object"],
)
def test_ninjs_that_is_refused(tmp_path: Path, item: dict[str, Any], message: str) -> None:
    reads, told = read_all(written(tmp_path, "a.json", json.dumps(NINJS_ITEM | item)))
    assert reads == []
    assert message in told[0]


def item_read(tmp_path: Path, *changes: tuple[str, str]) -> Read:
    item = NEWSML_ITEM
    for old, new in changes:
        assert old in item
        item = item.replace(old, new)
    return read_one(written(tmp_path, "a.xml", item))


def test_newsml_item(tmp_path: Path) -> None:
    article = item_read(tmp_path).article
    assert (article.title, article.byline, article.language) == ("Port dues stay", "Jon Abel", "en-GB")
    assert (article.outlet.name, article.credit, article.url) == ("Lurania News Agency", "Harbour Radio", None)
    assert article.text == "The dues stay, said Toll.\n\n> We will not raise them.\n"
    assert article.published is not None
    assert (article.published.value, article.modified) == ("2026-03-14T17:00:00Z", "2026-03-14T18:10:00Z")
    assert article.source_record == "urn:newsml:agency.example:20260314:1 version 3"


@pytest.mark.parametrize(
    ("changes", "withdrawn"),
    [
        pytest.param([("stat:usable", "stat:canceled")], "pubStatus canceled", id="canceled"),
        pytest.param(
            [('<pubStatus qcode="stat:usable"/>', '<pubStatus qcode="stat:canceled"/><edNote>Kill it.</edNote>')],
            "pubStatus canceled: Kill it.",
            id="with a note",
        ),
        pytest.param(
            [('qcode="stat:usable"', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/withheld"')],
            "pubStatus withheld",
            id="by address",
        ),
    ],
)
def test_newsml_status(tmp_path: Path, changes: list[tuple[str, str]], withdrawn: str) -> None:
    assert item_read(tmp_path, *changes).article.withdrawn == withdrawn


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(
            '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
            "<body.head><hedline><hl1>Dues</hl1></hedline></body.head><body.content><p>The dues stay.</p><bq><block>"
            "<p>We will not raise them.</p></block></bq></body.content></body></nitf></inlineXML>",
            "The dues stay.\n\n> We will not raise them.\n",
            id="NITF",
        ),
        pytest.param(
            '<inlineData contenttype="text/plain">The dues\nstay.</inlineData>', "The dues\nstay.", id="plain"
        ),
        pytest.param(
            '<inlineData contenttype="text/html">&lt;p&gt;The dues&lt;/p&gt;&lt;p&gt;stay.&lt;/p&gt;</inlineData>',
            "The dues\n\nstay.\n",
            id="HTML in a string",
        ),
    ],
)
def test_newsml_bodies(tmp_path: Path, content: str, text: str) -> None:
    start, end = NEWSML_ITEM.index("<inlineXML"), NEWSML_ITEM.index("</contentSet>")
    item = NEWSML_ITEM[:start] + content + NEWSML_ITEM[end:]
    assert read_one(written(tmp_path, "a.xml", item)).article.text == text


def test_newsml_message_holds_many_items_and_packages_are_told(tmp_path: Path) -> None:
    space = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
    second = NEWSML_ITEM.replace("20260314:1", "20260314:2")
    message = (
        f"<newsMessage {space}><header/><itemSet>{NEWSML_ITEM}<packageItem guid='p'><groupSet/></packageItem>{second}"
        "</itemSet></newsMessage>"
    )
    reads, told = read_all(written(tmp_path, "a.xml", message))
    assert [read.article.source_record[:36] for read in reads] == [
        "urn:newsml:agency.example:20260314:1",
        "urn:newsml:agency.example:20260314:2",
    ]
    assert len(told) == 1
    assert "1 packages, which refer to items" in told[0]


def test_newsml_item_of_too_many_elements_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newsml, "MOST_ELEMENTS", 100)
    many = NEWSML_ITEM.replace("<p>The dues", "<p/>" * 100 + "<p>The dues")
    message = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><b/>{"<a/>" * 300}{NEWSML_ITEM}{many}</newsMessage>'
    )
    reads, told = read_all(written(tmp_path, "a.xml", message))
    assert len(reads) == 1
    assert "an item has more than 100 elements" in told[0]


def test_newsml_item_of_a_picture_is_refused(tmp_path: Path) -> None:
    start, end = NEWSML_ITEM.index("<inlineXML"), NEWSML_ITEM.index("</contentSet>")
    item = NEWSML_ITEM[:start] + '<remoteContent href="a.jpg"/>' + NEWSML_ITEM[end:]
    reads, told = read_all(written(tmp_path, "a.xml", item.replace("ninat:text", "ninat:picture")))
    assert reads == []
    assert "of the class ninat:picture holds no text" in told[0]


def test_newsml_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{NEWSML_ITEM}<newsItem><item'
    reads, told = read_all(written(tmp_path, "a.xml", message))
    assert len(reads) == 1
    assert "not well-formed XML after 1 items" in told[0]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(NEWSML_ITEM[:700], id="cut"),
        pytest.param(
            '<!DOCTYPE a [<!ENTITY b "bbbbbbbb">' + "".join(f'<!ENTITY b{n} "{"&b;" * 9}">' for n in range(9)) + "]>"
            '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/">&b8;</newsMessage>',
            id="entities that grow",
        ),
    ],
)
def test_newsml_that_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(LoadError, match=r"not well-formed|holds no newsItem"):
        read_all(written(tmp_path, "a.xml", content))


def test_entities_of_a_file_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    item = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n' + NEWSML_ITEM.replace("The dues", "&x; The dues")
    reads, _ = read_all(written(tmp_path, "a.xml", item))
    assert all("hidden" not in read.article.text for read in reads)
