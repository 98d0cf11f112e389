"""Addresses of exports, feeds and embeds: a pattern and its view, one line each."""

from __future__ import annotations

from typing import Any

from datasette_quotes.pages import embedding, exports, feeds

_STATEMENT = r"^/(?P<database>[^/]+)/-/statement/(?P<key>[^/.]+)"
_SPEAKER = r"^/(?P<database>[^/]+)/-/speaker/(?P<key>[^/.]+)"
_QUOTES = r"^/(?P<database>[^/]+)/-/quotes"

ROUTES: list[tuple[str, Any]] = [
    (rf"{_STATEMENT}\.csl\.json$", exports.csl),
    (rf"{_STATEMENT}\.bib$", exports.bibtex),
    (rf"{_STATEMENT}\.ris$", exports.ris),
    (rf"{_STATEMENT}\.txt$", exports.text),
    (rf"{_STATEMENT}\.csv$", exports.csv),
    (rf"{_STATEMENT}\.annotations\.jsonld$", exports.annotated),
    (rf"{_STATEMENT}\.prov\.jsonld$", exports.provenance),
    (rf"{_STATEMENT}\.jsonld$", exports.schema_org),
    (rf"{_STATEMENT}\.atom$", exports.atom),
    (rf"{_STATEMENT}\.feed\.json$", exports.json_feed),
    (rf"{_STATEMENT}/timeline\.svg$", exports.timeline),
    (rf"{_STATEMENT}/embed$", embedding.card),
    (rf"{_SPEAKER}\.atom$", feeds.speaker_atom),
    (rf"{_SPEAKER}\.feed\.json$", feeds.speaker_json),
    (rf"{_QUOTES}\.atom$", feeds.newest_atom),
    (rf"{_QUOTES}\.feed\.json$", feeds.newest_json),
    (rf"{_QUOTES}/oembed$", embedding.oembed_answer),
    (rf"{_QUOTES}/openapi\.json$", embedding.openapi_document),
]
