"""An output renderer: rows of any query that have the right columns, as W3C Web Annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from datasette import Response
from datasette.utils import add_cors_headers

from datasette_quotes.exports.linked_data import ANNOTATION_CONTEXT, known, target
from datasette_quotes.exports.openapi import TYPES
from datasette_quotes.text_fragment import web_address

TEXTS = ("text", "quote")  # columns that hold the words, the first that is there counts


def register() -> dict[str, Any]:
    """The renderer, for rows with the words and the address of their article."""
    return {"extension": "annotations", "render": render, "can_render": can_render}


def can_render(columns: Sequence[str]) -> bool:
    """Whether rows with these columns can be annotations."""
    return "url" in columns and any(name in columns for name in TEXTS)


def render(datasette: Any, request: Any, columns: Sequence[str], rows: Iterable[Any]) -> Any:
    """One Annotation for each row whose address is one of the web; 400 when columns are missing."""
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    if not can_render(columns):
        message = f"Annotations need the columns url and {' or '.join(TEXTS)}; there are: {', '.join(columns)}"
        body: dict[str, Any] = {"ok": False, "error": message, "errors": [message], "status": 400}
        return Response.json(body, status=400, headers=headers)
    own = str(datasette.absolute_url(request, request.full_path))
    plain = [{name: _plain(row[name]) for name in columns} for row in rows]
    items = [_annotation(own, row) for row in plain if web_address(_text(row, "url")) and _words(row)]
    collection = {
        "@context": ANNOTATION_CONTEXT,
        "id": own,
        "type": "AnnotationCollection",
        "total": len(items),
        "first": {"id": f"{own}#page", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    text = json.dumps(collection, ensure_ascii=False, indent=1) + "\n"
    return Response(text, headers=headers, content_type=TYPES["annotations.jsonld"])


def _annotation(own: str, row: dict[str, Any]) -> dict[str, Any]:
    start, end = _span(_text(row, "spans"))
    piece = (_words(row), start, end, _text(row, "prefix"), _text(row, "suffix"))
    key = _text(row, "key")
    return known(
        {
            "id": f"{own}#{key}" if key and key.isascii() and key.isalnum() else None,
            "type": "Annotation",
            "motivation": "identifying",
            "target": target(_text(row, "url") or "", piece),
        }
    )


def _span(stored: str | None) -> tuple[int | None, int | None]:
    """The span of content that isn't broken; nothing otherwise."""
    try:
        ((start, end),) = json.loads(stored or "")
        return (start, end) if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end else (None, None)
    except (ValueError, TypeError, RecursionError):
        return None, None


def _words(row: dict[str, Any]) -> str:
    return next((text for name in TEXTS if (text := _text(row, name))), "")


def _text(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    return value if isinstance(value, str) else None


def _plain(value: Any) -> Any:
    """The value itself where Datasette has expanded a foreign key."""
    return value.get("value") if isinstance(value, dict) else value
