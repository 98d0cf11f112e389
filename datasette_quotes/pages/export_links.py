"""What the page of a statement says of its exports: links, discovery, and the quotation as schema.org has it."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import urlencode

from datasette_quotes import addresses
from datasette_quotes.exports.linked_data import quotation
from datasette_quotes.exports.openapi import TYPES
from datasette_quotes.exports.record import status
from datasette_quotes.pages.shell import Asked
from datasette_quotes.trace import Trace

_GROUPS = (
    (
        "Cite",
        (("in words (APA, MLA, Chicago)", "txt"), ("BibTeX", "bib"), ("RIS", "ris"), ("CSL-JSON", "csl.json")),
    ),
    ("Export", (("CSV", "csv"), ("JSON", "json"))),
    (
        "Linked data",
        (("Web Annotations", "annotations.jsonld"), ("provenance", "prov.jsonld"), ("schema.org", "jsonld")),
    ),
    ("Follow", (("Atom", "atom"), ("JSON Feed", "feed.json"))),
)
_ALTERNATES = (("atom", "Occurrences"), ("feed.json", "Occurrences"), ("jsonld", "Quotation"))


def export_links(asked: Asked, traced: Trace) -> dict[str, Any]:
    """Context of `quotes_exports.html` and `quotes_exports_head.html`."""
    found = traced.statement
    path = addresses.statement_url(asked.datasette, asked.database, found.key)
    url = asked.absolute(path)
    stands = status(found.quotes, found.wordings, found.contradictions, None)
    start = addresses.start_url(asked.datasette, asked.database)
    oembed = f"{start}/oembed?{urlencode({'url': url, 'format': 'json'})}"
    reference = [one.row for one in traced.occurrences if one.row.key == found.reference_key]
    here = path.rpartition("/")[2]  # relative, and so short
    groups = [(heading, [(words, f"{here}.{form}") for words, form in links]) for heading, links in _GROUPS]
    groups.append(("Show", [("timeline as SVG", f"{here}/timeline.svg"), ("card for other sites", f"{here}/embed")]))
    frame = f'<iframe src="{escape(url)}/embed" width="600" height="220" title="A quotation, traced"></iframe>'
    return {
        "status": stands,
        "permalink": url,
        "groups": groups,
        "frame": frame,
        "alternates": [
            *((TYPES[form], title, asked.absolute(f"{path}.{form}")) for form, title in _ALTERNATES),
            ("application/json+oembed", "Card", asked.absolute(oembed)),
        ],
        "quotation": quotation(found, stands, url, reference or [one.row for one in traced.occurrences[:1]]),
    }
