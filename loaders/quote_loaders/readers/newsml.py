"""NewsML-G2: news items, alone or many in a message, read with lxml: a message of any length, one item at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from quote_loaders.readers.decoding import MAX_BYTES, checked, clean, line_of
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Head, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.packed import DamagedError, opened, with_packings
from quote_loaders.readers.stated import stated_language
from quote_loaders.readers.xhtml import text_of_element, text_of_html, xml_root
from quote_loaders.records import LoadError, Problem

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
STANDING = "usable"
MOST_ELEMENTS = 100_000  # of one item: a long article has a thousand
_N = f"{{{NAMESPACE}}}"
_ITEM, _PACKAGE = _N + "newsItem", _N + "packageItem"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:newsItem|newsMessage|packageItem)[\s>]")
_TEXT = ("ninat:text", "icls:text", "text")


def _records(item: Input, _context: Context) -> Iterator[Record | Problem]:
    """A record for every news item, cut out as it is met; a package only refers to items, which is told."""
    found = packages = 0
    try:
        with opened(item.path) as stream:
            for element in _items(stream):
                if element.tag == _PACKAGE:
                    packages += 1
                else:
                    found += 1
                    yield _record(item, element, found)
    except (etree.LxmlError, DamagedError, ValueError) as error:
        message = f"it is not well-formed XML after {found} items: {' '.join(str(error).split())[:300]}"
        if not found:
            raise LoadError(message) from None
        yield Problem(item.source, "read", message)
        return
    if packages:
        message = f"it has {packages} packages, which refer to items and hold no text; the items in the file are read"
        yield Problem(item.source, "read", message)
    elif not found:
        raise LoadError(f"it holds no newsItem of {NAMESPACE}, expected at least one")


def _items(stream: IO[bytes]) -> Iterator[Any]:
    """The items and packages of a stream. Elements outside of them are forgotten at once: memory stays that of one.

    Raises ValueError for an item of more elements than a news item has.
    """
    inside = elements = 0
    events = etree.iterparse(
        stream, events=("start", "end"), remove_comments=True, remove_pis=True,
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
    )  # fmt: skip
    for event, element in events:
        whole = element.tag in (_ITEM, _PACKAGE)
        if event == "start":
            inside += whole
            elements += 1
            if elements > MOST_ELEMENTS:
                raise ValueError(f"an item has more than {MOST_ELEMENTS:,} elements")
            continue
        inside -= whole
        if inside:
            continue
        if whole:
            yield element
        elements = 0
        _forget(element)


def _record(item: Input, element: Any, number: int) -> Record | Problem:
    data = etree.tostring(element, encoding="utf-8", with_tail=False)
    place = line_of(element.get("guid") or f"item {number}")
    if version := element.get("version"):
        place = f"{place} version {line_of(version, 20)}"
    if len(data) > MAX_BYTES:
        return Problem(item.source, "read", f"{place}: it has {len(data):,} bytes, expected at most {MAX_BYTES:,}")
    return Record(item.source, "newsml-g2", data, place, manifest=item.manifest)


def _forget(element: Any) -> None:
    """Free an element that was read and those before it: memory stays that of one item."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _read(record: Record, context: Context) -> Read:
    root = xml_root(record.data)
    doubts: list[str] = []
    guid = (root.get("guid") or "").strip()
    item_class = _code(root, "itemMeta/itemClass") or _TEXT[0]
    published = _value(root, "contentMeta/contentCreated") or _value(root, "itemMeta/firstCreated")
    modified = _value(root, "itemMeta/versionCreated")
    if published is None and modified is not None:
        doubts.append("firstCreated is missing; versionCreated is of this version and not taken for published")
    fields = {
        "title": _headline(root),
        "url": guid if guid.startswith(("http://", "https://")) else _address(root),
        "outlet": _named(root, "itemMeta/provider"),
        "published": published,
        "modified": modified,
        "author": _value(root, "contentMeta/by"),
        "lang": stated_language(_attribute(root, "contentMeta/language", "tag") or root.get(_XML_LANG), doubts),
        "wire": _wire(root),
        "withdrawn": _withdrawn(root),
    }
    text = _body(root)
    if not text.strip():
        raise LoadError(
            f"item {guid[:200]!r} of the class {item_class} holds no text, expected inlineXML or inlineData"
        )
    return article_from(record, checked(text), fields, context, doubts, date_source="record")


def _find(root: Any, path: str) -> list[Any]:
    found: list[Any] = root.findall("/".join(_N + part for part in path.split("/")))
    return found


def _value(root: Any, path: str) -> str | None:
    """The text of the first element at a path that has any."""
    texts = (" ".join("".join(element.itertext()).split()) for element in _find(root, path))
    return next((text for text in texts if text), None)


def _attribute(root: Any, path: str, name: str) -> str | None:
    return next((value for element in _find(root, path) if (value := element.get(name))), None)


def _code(root: Any, path: str) -> str | None:
    """A controlled value: its QCode, or the end of its URI."""
    uri = _attribute(root, path, "uri")
    return _attribute(root, path, "qcode") or (uri.rstrip("/").rpartition("/")[2] if uri else None)


def _named(root: Any, path: str) -> str | None:
    """A party: its name, else the words or the code that stand for it."""
    return _value(root, f"{path}/name") or _attribute(root, path, "literal") or _end(_code(root, path))


def _end(code: str | None) -> str | None:
    return code.rpartition(":")[2] if code else None


def _headline(root: Any) -> str | None:
    return _value(root, "contentMeta/headline") or _value(root, "itemMeta/title")


def _address(root: Any) -> str | None:
    """The page of the item, where a link names one."""
    for link in _find(root, "itemMeta/link"):
        href = (link.get("href") or "").strip()
        if href.startswith(("http://", "https://")) and "canonical" in (link.get("rel") or ""):
            return href
    return None


def _wire(root: Any) -> str | None:
    sources = [
        _value(element, "name") or element.get("literal") or _end(element.get("qcode"))
        for element in _find(root, "contentMeta/infoSource")
    ]
    return ", ".join(dict.fromkeys(name for name in sources if name)) or _value(root, "contentMeta/creditline")


def _withdrawn(root: Any) -> str | None:
    """Why an item no longer stands: its status, and the note beside it."""
    status = (_end(_code(root, "itemMeta/pubStatus")) or STANDING).lower()
    if status == STANDING:
        return None
    note = _value(root, "itemMeta/edNote")
    return f"pubStatus {status}: {note}" if note else f"pubStatus {status}"


def _body(root: Any) -> str:
    """The longest of the item's renditions, as text: XHTML, NITF or plain."""
    texts = [_inline(element) for element in _find(root, "contentSet/inlineXML")]
    for element in _find(root, "contentSet/inlineData"):
        value = "".join(element.itertext())
        if element.get("encoding"):
            continue
        texts.append(text_of_html(value) if "html" in (element.get("contenttype") or "") else clean(value))
    return max(texts, key=len, default="")


def _inline(element: Any) -> str:
    """The body of an XHTML or NITF document, without what stands before it: head lines and by-lines are metadata."""
    for name in ("body.content", "body"):
        found = element.find(f".//{{*}}{name}")
        if found is not None:
            return text_of_element(found)
    return text_of_element(element)


def _recognises(head: Head) -> bool:
    return NAMESPACE.encode() in head.data and _ROOT.search(head.data) is not None


NEWSML = Format(
    name="newsml-g2",
    title="NewsML-G2 (IPTC news in XML)",
    suffixes=with_packings(".xml"),
    fields=(
        ("newsItem@guid, link rel=canonical", "url, where it is an address; else only its place"),
        ("itemMeta/provider", "outlet"),
        ("itemMeta/firstCreated, contentMeta/contentCreated", "published"),
        ("itemMeta/versionCreated", "modified, never published"),
        ("itemMeta/pubStatus, edNote", "withdrawn, when canceled or withheld"),
        ("contentMeta/headline, by, language", "title, author, lang"),
        ("contentMeta/infoSource, creditline", "wire"),
        ("contentSet/inlineXML, inlineData", "text, of XHTML, NITF or plain text: the longest of them"),
    ),
    recognises=_recognises,
    records=_records,
    read=_read,
)
