"""Answers that can't change are told apart by a tag: pages and JSON of databases that are served immutable.

A mutable database gets no tag. Whatever an answer is made from is in the tag: the file, the address, who asks, the
versions of Datasette and of this plugin, its settings, and for pages what Datasette was told about the site.
"""

from __future__ import annotations

import hashlib
import json
from email.utils import formatdate
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from datasette_quotes import settings

LENGTH = 32  # hexadecimal digits
# A message that Datasette shows once on the next page makes that page another one.
ONCE = "ds_messages"


@cache
def _versions() -> str:
    return f"{version('datasette')} {version('datasette-quotes')}"


async def headers(datasette: Any, request: Any, db: Any, as_json: bool) -> dict[str, str]:
    """`ETag`, `Last-Modified` and `Cache-Control` of an answer; empty when it could be another one next time."""
    if db.is_mutable or db.hash is None or ONCE in request.cookies:
        return {}
    known = [
        db.hash,
        request.url,
        json.dumps(request.actor, sort_keys=True, default=str),
        _versions(),
        json.dumps(settings.given(datasette, db.name), sort_keys=True, default=str),
        "" if as_json else await _about(datasette, db.name),
    ]
    tag = hashlib.sha256("\x1f".join(known).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]
    found = {"ETag": f'"{tag}"', "Cache-Control": f"max-age={datasette.setting('default_cache_ttl')}"}
    if db.path:
        found["Last-Modified"] = formatdate(Path(db.path).stat().st_mtime, usegmt=True)
    return found


async def _about(datasette: Any, database: str) -> str:
    """What the site says about itself and the database on every page."""
    if hasattr(datasette, "get_instance_metadata"):  # Datasette 1.0
        known = [await datasette.get_instance_metadata(), await datasette.get_database_metadata(database)]
        return json.dumps([dict(one) for one in known], sort_keys=True, default=str)
    return json.dumps(datasette.metadata(), sort_keys=True, default=str)


def unchanged(request: Any, found: dict[str, str]) -> bool:
    """Whether who asks already has the answer with these headers."""
    if "ETag" not in found:
        return False
    given = request.headers.get("if-none-match")
    if given is not None:
        tags = {one.strip().removeprefix("W/") for one in given.split(",")}
        return found["ETag"] in tags or "*" in tags
    since = request.headers.get("if-modified-since")
    return since is not None and since == found.get("Last-Modified")
