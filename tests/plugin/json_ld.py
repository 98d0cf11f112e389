"""JSON-LD -> statements, by PyLD, with contexts of our own: tests ask no other site for one."""

from __future__ import annotations

import json
from typing import Any

from pyld import jsonld

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_IRI = {"@type": "@id"}
# The terms of the Web Annotation vocabulary that are used here, as its context maps them.
_UNKNOWN = "urn:unknown:"
_ANNOTATION: dict[str, Any] = {
    "@vocab": _UNKNOWN,
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TimeState": "oa:TimeState",
    "Software": "as:Application",
    "identifying": "oa:identifying",
    "describing": "oa:describing",
    "body": {"@id": "oa:hasBody", **_IRI},
    "target": {"@id": "oa:hasTarget", **_IRI},
    "source": {"@id": "oa:hasSource", **_IRI},
    "selector": {"@id": "oa:hasSelector", **_IRI},
    "state": {"@id": "oa:hasState", **_IRI},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "cached": {"@id": "oa:cachedSource", **_IRI},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "generator": {"@id": "as:generator", **_IRI},
    "name": "foaf:name",
    "label": "rdfs:label",
    "total": {"@id": "as:totalItems", "@type": "xsd:nonNegativeInteger"},
    "first": {"@id": "as:first", **_IRI},
    "next": {"@id": "as:next", **_IRI},
    "partOf": {"@id": "as:partOf", **_IRI},
    "startIndex": {"@id": "as:startIndex", "@type": "xsd:nonNegativeInteger"},
    "items": {"@id": "as:items", "@container": "@list", **_IRI},
}
_CONTEXTS: dict[str, dict[str, Any]] = {
    "http://www.w3.org/ns/anno.jsonld": _ANNOTATION,
    "https://schema.org": {"@vocab": "https://schema.org/", "url": _IRI, "sameAs": _IRI, "archivedAt": _IRI},
}


def _load(address: str, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "contextUrl": None,
        "documentUrl": address,
        "contentType": "application/ld+json",
        "document": {"@context": _CONTEXTS[address]},
    }


def quads(text: str) -> set[tuple[str, str, str]]:
    """Subject, predicate and object of every statement; a term that no context knows is an error."""
    options = {"documentLoader": _load}
    document = json.loads(text)
    dataset = jsonld.to_rdf(document, options)
    found = {
        (one["subject"]["value"], one["predicate"]["value"].replace(RDF + "type", "rdf:type"), one["object"]["value"])
        for graph in dataset.values()
        for one in graph
    }
    assert [one for one in found if _UNKNOWN in f"{one[1]} {one[2]}"] == []
    return found
