"""Where the occurrences of a statement come from, as PROV-O in JSON-LD: entities, agents and loads."""

from __future__ import annotations

import hashlib
from typing import Any

from datasette_quotes.exports.linked_data import known, wikidata
from datasette_quotes.exports.record import Export, instant
from datasette_quotes.exports.text import iri
from datasette_quotes.labels import language_tag
from datasette_quotes.queries.exports import Cited
from datasette_quotes.text_fragment import web_address

Json = dict[str, Any]

_REFERENCE = {"@type": "@id"}
CONTEXT: Json = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "comment": "rdfs:comment",
    "seeAlso": {"@id": "rdfs:seeAlso", **_REFERENCE},
    "sameAs": {"@id": "owl:sameAs", **_REFERENCE},
    "value": "prov:value",
    "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
    "startedAtTime": {"@id": "prov:startedAtTime", "@type": "xsd:dateTime"},
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    **{
        name: {"@id": f"prov:{name}", **_REFERENCE}
        for name in (
            "alternateOf",
            "hadMember",
            "hadPrimarySource",
            "wasAssociatedWith",
            "wasAttributedTo",
            "wasDerivedFrom",
            "wasGeneratedBy",
            "wasQuotedFrom",
            "wasRevisionOf",
        )
    },
}
CHANGED = ("altered", "reworded", "excerpt", "translation")


def prov(export: Export) -> Json:
    """The graph of these occurrences; a next part is named by `seeAlso`."""
    nodes: dict[str, Json] = {}
    for number, one in export.numbered():
        for node in _nodes(export, number, one):
            nodes.setdefault(node["id"], node)
    statement = known(
        {
            "id": export.url,
            "type": ["prov:Entity", "prov:Collection"],
            "value": _text(export.statement.text, export.statement.language),
            "comment": f"Status: {export.status}",
            "hadMember": [export.quote_url(one.key) for one in export.occurrences],
            "seeAlso": [*dict.fromkeys(export.statement_url(one.other_statement) for one in export.disputes)]
            + ([export.more] if export.more else []),
        }
    )
    return {"@context": CONTEXT, "@graph": [statement, *nodes.values()]}


def _nodes(export: Export, number: int, one: Cited) -> list[Json]:
    """An occurrence, its article, its outlet, its speaker and the load, each under an address of its own."""
    article, outlet = _article(export, one), f"{export.url}#outlet-{_name(one.outlet_key)}"
    load = f"{export.url}#load-{_name(one.started, one.program)}"
    program = f"{export.url}#program-{_name(one.program)}"
    speaker = f"{export.url}#speaker-{_name(one.speaker_key)}" if one.speaker_key else None
    reference = export.statement.reference_key
    changed = one.relation in CHANGED and reference and reference != one.key
    origin = _web(one.origin_url) or (f"{export.url}#article-{_name(one.origin_key)}" if one.origin_key else None)
    nodes = [
        {
            "id": export.quote_url(one.key),
            "type": "prov:Entity",
            "value": _text(one.text, one.language),
            "comment": export.note(number, one),
            "wasQuotedFrom": article,
            "wasRevisionOf": export.quote_url(reference) if changed and reference else None,
            "wasAttributedTo": speaker,
            "wasGeneratedBy": load,
        },
        {
            "id": article,
            "type": "prov:Entity",
            "label": _text(one.title, one.language),
            "generatedAtTime": instant(one.published),
            "wasAttributedTo": outlet,
            "hadPrimarySource": origin,
            "alternateOf": _web(one.archived_url),
        },
        {"id": outlet, "type": ["prov:Agent", "prov:Organization"], "label": one.outlet},
        {
            "id": load,
            "type": "prov:Activity",
            "startedAtTime": instant(one.started),
            "endedAtTime": instant(one.finished),
            "wasAssociatedWith": program,
        },
        {"id": program, "type": ["prov:Agent", "prov:SoftwareAgent"], "label": one.program},
    ]
    if speaker:
        nodes.append({"id": speaker, "type": "prov:Agent", "label": one.speaker, "sameAs": wikidata(one.wikidata)})
    if origin and origin != article:
        outlet_label = f" ({one.origin_outlet})" if one.origin_outlet else ""
        nodes.append({"id": origin, "type": "prov:Entity", "label": f"{one.origin_title or ''}{outlet_label}"})
    return [known(node) for node in nodes]


def _article(export: Export, one: Cited) -> str:
    return _web(one.url) or f"{export.url}#article-{_name(one.article_key)}"


def _text(text: str, language: str | None) -> Any:
    tag = language_tag(language)
    return {"@value": text, "@language": tag} if tag else text


def _name(*values: str | None) -> str:
    """A short name for a fragment that any text can stand behind."""
    text = "\x1f".join(value or "" for value in values).encode("utf-8", "replace")
    return hashlib.sha256(text).hexdigest()[:12]


def _web(url: str | None) -> str | None:
    return iri(web_address(url))
