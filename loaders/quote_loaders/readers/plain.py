"""Plain text and Markdown with front matter: one article in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from frontmatter.default_handlers import YAMLHandler

from quote_loaders.readers.decoding import checked, read_bytes, text_of
from quote_loaders.readers.fields import FIELDS, article_from
from quote_loaders.readers.formats import Context, Format, Read, Record
from quote_loaders.readers.inputs import MARKDOWN_SUFFIXES, TEXT_SUFFIXES, Input
from quote_loaders.readers.markdown import plain_text
from quote_loaders.readers.yamls import yaml_of
from quote_loaders.records import LoadError, Problem

# Front matter that this program has no column for, and that is no mistake either.
_ALSO_KNOWN = ("digest", "invented", "event")
FRONT_MATTER = (
    "title", "outlet", "url", "archived_url", "published", "date", "modified", "author", "lang", "wire", "paywalled",
    *_ALSO_KNOWN,
)  # fmt: skip


def _records(item: Input, format_name: str) -> Iterator[Record | Problem]:
    yield Record(item.source, format_name, read_bytes(item.path), manifest=item.manifest)


def _read_text(record: Record, context: Context) -> Read:
    text, doubt = text_of(record.data)
    return article_from(record, text, record.said, context, [doubt] if doubt else [])


def _read_markdown(record: Record, context: Context) -> Read:
    text, doubt = text_of(record.data)
    fields, text = _split_front_matter(text)
    doubts = [doubt] if doubt else []
    unknown = sorted(set(fields) - set(FRONT_MATTER))
    if unknown:
        doubts.append(f"front matter has {', '.join(unknown)}, which is not read; expected {', '.join(FRONT_MATTER)}")
    return article_from(record, text, {**record.said, **fields}, context, doubts)


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, checked(plain_text(text))
    try:
        block, body = handler.split(text)
        fields = yaml_of(block) or {}
    except (LoadError, ValueError) as error:
        raise LoadError(f"front matter does not parse as YAML between two lines of '---': {error}") from None
    if not isinstance(fields, dict):
        raise LoadError(f"front matter is a {type(fields).__name__}, expected lines such as 'title: …'")
    body = plain_text(body)
    if not body.strip():
        raise LoadError("nothing follows the front matter, expected the text of an article")
    return {str(name): value for name, value in fields.items() if value is not None}, body


TEXT = Format(
    name="text",
    title="Plain text",
    suffixes=TEXT_SUFFIXES,
    fields=(("first line", "title"),),
    recognises=lambda head: head.path.suffix.lower() in TEXT_SUFFIXES,
    records=lambda item, _: _records(item, "text"),
    read=_read_text,
)
MARKDOWN = Format(
    name="markdown",
    title="Markdown with front matter",
    suffixes=MARKDOWN_SUFFIXES,
    fields=tuple((name, name) for name in FRONT_MATTER if name in FIELDS),
    recognises=lambda head: head.path.suffix.lower() in MARKDOWN_SUFFIXES,
    records=lambda item, _: _records(item, "markdown"),
    read=_read_markdown,
)
