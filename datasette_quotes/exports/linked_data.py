"""A statement as JSON-LD: W3C Web Annotations, and a Quotation of schema.org."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from datasette_quotes.exports.record import Export, instant, parts
from datasette_quotes.exports.text import iri
from datasette_quotes.labels import language_tag
from datasette_quotes.moments import parse
from datasette_quotes.queries.exports import Cited
from datasette_quotes.queries.trace import Statement
from datasette_quotes.text_fragment import web_address

ANNOTATION_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_QID = re.compile(r"Q[1-9]\d*", re.ASCII)

Json = dict[str, Any]


class Printed(Protocol):
    """What both kinds of occurrences tell of their article."""

    @property
    def title(self) -> str: ...
    @property
    def url(self) -> str | None: ...
    @property
    def archived_url(self) -> str | None: ...
    @property
    def language(self) -> str: ...
    @property
    def published(self) -> str | None: ...
    @property
    def paywalled(self) -> int | None: ...
    @property
    def outlet(self) -> str: ...


def known(values: Json) -> Json:
    """The entries that have a value."""
    return {name: value for name, value in values.items() if value is not None and value != []}


def collection(export: Export, first: bool) -> Json:
    """An AnnotationCollection with its first page inside, or a later AnnotationPage."""
    whole: Json = {
        "id": export.own,
        "type": "AnnotationCollection",
        "label": f"Occurrences of a statement ({export.status})",
        "total": export.statement.quotes,
    }
    page = known(
        {
            "id": f"{export.own}#page" if first else export.page,
            "type": "AnnotationPage",
            "partOf": None if first else whole,
            "startIndex": export.before,
            "next": export.more,
        }
    )
    page["items"] = [annotation(export, number, one) for number, one in export.numbered()]
    if first:
        return {"@context": ANNOTATION_CONTEXT, **whole, "first": page}
    return {"@context": ANNOTATION_CONTEXT, **page}


def annotation(export: Export, number: int, one: Cited) -> Json:
    """An occurrence as an Annotation. Content that the article breaks off has one target for each of its parts."""
    targets = [target(one.url or "", piece, one) for piece in _quoted(one)]
    fallback = export.quote_url(one.key)
    for each in targets:
        each["source"] = each["source"] or fallback
    return known(
        {
            "id": f"{export.quote_url(one.key)}#annotation",
            "type": "Annotation",
            "motivation": "identifying",
            "created": instant(one.finished or one.started),
            "generator": {"type": "Software", "name": one.program},
            "body": [
                {"type": "SpecificResource", "source": export.url, "purpose": "identifying"},
                {
                    "type": "TextualBody",
                    "value": export.note(number, one),
                    "format": "text/plain",
                    "language": "en",
                    "purpose": "describing",
                },
            ],
            "target": targets if len(targets) > 1 else targets[0],
        }
    )


Piece = tuple[str, int | None, int | None, str | None, str | None]  # exact, start, end, prefix, suffix


def _quoted(one: Cited) -> list[Piece]:
    pieces = parts(one)
    last = len(pieces) - 1
    return [
        (text, start, end, one.prefix if place == 0 else None, one.suffix if place == last else None)
        for place, (text, start, end) in enumerate(pieces)
    ]


def target(url: str, piece: Piece, one: Cited | None = None) -> Json:
    """Where the words stand: by quotation with what is around it, and by position in the collection's text."""
    exact, start, end, prefix, suffix = piece
    archived = _web(one.archived_url) if one else None
    selectors = [known({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix})]
    if start is not None and end is not None:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    return known(
        {
            "source": _web(url) or "",
            "state": {"type": "TimeState", "cached": archived} if archived else None,
            "selector": selectors,
        }
    )


def quotation(
    statement: Statement, status: str, url: str, articles: Iterable[Printed], others: Sequence[str] = ()
) -> Json:
    """A Quotation of schema.org; `articles` carry it, `others` are the addresses of statements that say otherwise."""
    speaker = None
    if statement.speaker is not None:
        speaker = known(
            {
                "@type": "Person" if statement.speaker_kind == "person" else "Organization",
                "name": statement.speaker,
                "jobTitle": statement.role if statement.speaker_kind == "person" else None,
                "sameAs": wikidata(statement.wikidata),
            }
        )
    return known(
        {
            "@context": "https://schema.org",
            "@type": "Quotation",
            "@id": url,
            "url": url,
            "text": statement.text,
            "inLanguage": language_tag(statement.language),
            "creator": speaker,
            "creativeWorkStatus": status,
            "isBasedOn": [news_article(one) for one in articles],
            "citation": [{"@type": "Quotation", "@id": other} for other in others],
        }
    )


def news_article(one: Printed) -> Json:
    """An article as schema.org has it; dates are as precise as they are known."""
    return known(
        {
            "@type": "NewsArticle",
            "headline": one.title,
            "url": _web(one.url),
            "datePublished": schema_date(one.published),
            "inLanguage": language_tag(one.language),
            "publisher": {"@type": "NewsMediaOrganization", "name": one.outlet},
            "archivedAt": _web(one.archived_url),
            "isAccessibleForFree": None if one.paywalled is None else not one.paywalled,
        }
    )


def schema_date(value: str | None) -> str | None:
    """A Date or DateTime of schema.org: the stored time, which is cut where knowledge ends."""
    return value if parse(value) else None


def wikidata(value: str | None) -> str | None:
    """The address of a Wikidata item."""
    return f"http://www.wikidata.org/entity/{value}" if value and _QID.fullmatch(value) else None


def _web(url: str | None) -> str | None:
    return iri(web_address(url))
