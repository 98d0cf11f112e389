"""An OpenAPI 3.1 document of the plugin's addresses, made from the routes themselves and from this table of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from datasette_quotes.contact import Contact

Json = dict[str, Any]

TITLE = "datasette-quotes"
_GROUP = re.compile(r"\(\?P<(\w+)>\[[^\]]*\]\+\)")
_JSON = re.compile(r"\(\?:\\\.\(\?P<format>json\)\)\?$")
TYPES = {
    "csl.json": "application/vnd.citationstyles.csl+json",
    "annotations.jsonld": 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    "prov.jsonld": "application/ld+json",
    "feed.json": "application/feed+json",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "atom": "application/atom+xml",
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "ris": "application/x-research-info-systems",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "oembed": "application/json",
}
PATH_WORDS = {"database": "Name of the database", "key": "Permanent key of the row"}
# What each address takes in its query string: name -> (what it does, whether it has to be there).
ARGUMENTS: dict[str, dict[str, tuple[str, bool]]] = {
    "/{database}/-/statement/{key}": {"quote": ("Key of the quote that is marked", False)},
    "/{database}/-/quotes": {"q": ("Text to search for", False)},
    "/{database}/-/quotes.atom": {"q": ("Text to search for; without it the newest statements", False)},
    "/{database}/-/quotes.feed.json": {"q": ("Text to search for; without it the newest statements", False)},
    "/{database}/-/quotes/oembed": {
        "url": ("Address of a statement's page or of a quote", True),
        "format": ("json, the only one", False),
        "maxwidth": ("Pixels", False),
        "maxheight": ("Pixels", False),
    },
    "/{database}/-/statement/{key}.txt": {"style": ("apa, mla or chicago; all three without it", False)},
}
NEXT = "Key of the occurrence that the last page ended with"
PAGED = ("csl.json", "bib", "ris", "txt", "csv", "annotations.jsonld", "prov.jsonld")
_ERROR: Json = {
    "type": "object",
    "required": ["ok", "error", "errors", "status"],
    "properties": {
        "ok": {"const": False},
        "error": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "string"}},
        "status": {"type": "integer"},
    },
}
_ANSWER: Json = {
    "type": "object",
    "required": ["ok", "version"],
    "properties": {"ok": {"const": True}, "version": {"type": "integer"}},
    "additionalProperties": True,
}
REFUSALS = {
    "403": "The actor may not see all the tables that this reads",
    "404": "There is no such row, or no quotes in this database",
    "503": "A query took longer than the site allows",
}


def addresses(pattern: str) -> list[str]:
    """The addresses that a route's pattern matches, with names in braces: the page, and its JSON where it has one."""
    bare = _JSON.sub("", pattern.strip("^$"))
    path = _GROUP.sub(r"{\1}", bare).replace("\\", "")
    return [path, f"{path}.json"] if bare != pattern.strip("^$") else [path]


def media_type(path: str) -> str:
    """What an address answers with."""
    ending = path.rpartition("/")[2].replace("{key}", "").lstrip(".")
    matches = (kind for end, kind in TYPES.items() if ending == end or ending.endswith(f".{end}"))
    return next(matches, "text/html")


def document(
    routes: Iterable[tuple[str, Callable[..., Any]]], server: str, version: str, contact: Contact | None = None
) -> Json:
    """The document; each operation is described by the docstring of its view."""
    paths: Json = {}
    for pattern, view in routes:
        for path in addresses(pattern):
            paths[path] = {"get": _operation(path, view.__doc__ or "")}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": version,
            "description": "Who said it, who repeated it, who contradicts it, and in which article. Read only.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
            **({"contact": contact.openapi} if contact else {}),
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR, "Answer": _ANSWER}},
    }


def _operation(path: str, words: str) -> Json:
    summary, _, rest = words.strip().partition("\n")
    kind = media_type(path)
    operation: Json = {
        "operationId": re.sub(r"\W+", "_", path.replace("{database}/-/", "")).strip("_"),
        "summary": summary.rstrip("."),
        "parameters": [*_path_parameters(path), *_arguments(path)],
        "responses": {
            "200": {"description": "As asked", "content": {kind: {"schema": _schema(path, kind)}}},
            **{code: _refusal(kind, meaning) for code, meaning in REFUSALS.items()},
        },
    }
    if rest.strip():
        operation["description"] = " ".join(rest.split())
    return operation


def _schema(path: str, kind: str) -> Json:
    if kind == "application/json" and path.endswith(".json") and not path.endswith("openapi.json"):
        return {"$ref": "#/components/schemas/Answer"}
    if path.endswith("csl.json"):
        return {"type": "array", "items": {"type": "object"}}
    return {"type": "object"} if "json" in kind else {"type": "string"}


def _refusal(kind: str, meaning: str) -> Json:
    if "json" in kind:
        content: Json = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    else:
        content = {"text/html" if kind == "text/html" else "text/plain": {"schema": {"type": "string"}}}
    return {"description": meaning, "content": content}


def _path_parameters(path: str) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PATH_WORDS.get(name, name),
            "schema": {"type": "string"},
        }
        for name in re.findall(r"\{(\w+)\}", path)
    ]


def _arguments(path: str) -> list[Json]:
    ending = path.rpartition("/")[2].partition("}.")[2]
    taken = dict(ARGUMENTS.get(path, ARGUMENTS.get(path.removesuffix(".json"), {})))
    if ending in PAGED and "/statement/" in path:
        taken["_next"] = (NEXT, False)
    return [
        {"name": name, "in": "query", "required": needed, "description": words, "schema": {"type": "string"}}
        for name, (words, needed) in taken.items()
    ]
