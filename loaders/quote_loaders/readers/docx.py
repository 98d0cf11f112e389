"""DOCX: paragraphs, lists and block quotes of a Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from quote_loaders.readers.archives import MOST_FILE, Archive
from quote_loaders.readers.decoding import checked, read_bytes
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Head, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.stated import stated_language
from quote_loaders.readers.xhtml import text_of_html, xml_root
from quote_loaders.records import LoadError, Problem

MOST_TAGS = 300_000  # of one part: twenty thousand paragraphs, for which mammoth takes some ten seconds
# Word's own styles for quotations, by their English and their stored names.
_STYLES = "\n".join(
    f"p[style-name='{name}'] => blockquote > p:fresh" for name in ("Quote", "Intense Quote", "Block Text", "Quotations")
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_CREATED = "{http://purl.org/dc/terms/}created"
_UNREAD = ("word/media/", "word/embeddings/", "word/fonts/")


def _records(item: Input, _context: Context) -> Iterator[Record | Problem]:
    yield Record(item.source, "docx", read_bytes(item.path, MOST_FILE), manifest=item.manifest)


def _read(record: Record, context: Context) -> Read:
    archive = Archive(record.data)
    text = checked(text_of_html(_html(archive)))
    said = _said(archive)
    doubts: list[str] = []
    if "published" not in record.manifest and said["created"]:
        day = said["created"][:10]
        doubts.append(f"the file says that it was made on {day}, which is no date of publication; stored without one")
    fields = {"title": said["title"], "author": said["creator"], "lang": stated_language(said["language"], doubts)}
    return article_from(record, text, {**record.said, **fields}, context, doubts)


def _html(archive: Archive) -> str:
    """The document as HTML. Raises LoadError for one that mammoth can't make sense of."""
    import mammoth

    plain = _repacked(archive)
    try:
        result = mammoth.convert_to_html(plain, style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image))
    except Exception as error:  # hostile XML: mammoth raises whatever it meets
        raise LoadError(f"it can't be read as DOCX: {type(error).__name__}: {str(error)[:200]}") from None
    return str(result.value)


def _no_image(_image: object) -> dict[str, str]:
    return {}


def _repacked(archive: Archive) -> io.BytesIO:
    """The parts that hold words, checked: of bounded size, and without entities that grow."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as parts:
        for name in archive.names:
            if name.startswith(_UNREAD) or not name.endswith((".xml", ".rels")):
                continue
            data = archive.read(name)
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise LoadError(f"its part {name!r} declares entities, expected a plain document")
            if (tags := data.count(b"<")) > MOST_TAGS:
                raise LoadError(f"its part {name!r} has {tags:,} tags, expected at most {MOST_TAGS:,}")
            xml_root(data)
            parts.writestr(name, data)
    packed.seek(0)
    return packed


def _said(archive: Archive) -> dict[str, str | None]:
    """What the document says of itself: title, creator, language, and when it was made."""
    names = {"title": _DC + "title", "creator": _DC + "creator", "language": _DC + "language", "created": _CREATED}
    if "docProps/core.xml" not in archive.names:
        return dict.fromkeys(names)
    root: Any = xml_root(archive.read("docProps/core.xml"))
    return {name: (root.findtext(f".//{path}") or "").strip() or None for name, path in names.items()}


def _recognises(head: Head) -> bool:
    zipped = head.data.startswith(b"PK\x03\x04")
    return zipped and (b"word/" in head.data or head.path.suffix.lower() == ".docx")


DOCX = Format(
    name="docx",
    title="DOCX (Word)",
    suffixes=(".docx",),
    fields=(
        ("paragraphs, lists, quotations", "text; paragraphs of the style Quote are block quotes"),
        ("dc:title, dc:creator, dc:language", "title, author, lang"),
        ("dcterms:created", "not kept: when the file was made, never published"),
    ),
    recognises=_recognises,
    records=_records,
    read=_read,
)
