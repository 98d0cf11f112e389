"""datapackage.json: a Frictionless data package, version 2 (https://datapackage.org), from and to tables. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quote_loaders.exchange.tables import Column, Table
from quote_loaders.records import LoadError

FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_TABLE_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
# Ours: the steps of the schema that the tables are of.
STEPS = "quotesSchemaSteps"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of a package as it was written."""

    table: Table
    rows: int
    size: int  # bytes
    digest: str  # SHA-256, hexadecimal


def descriptor(files: Sequence[Written], steps: Sequence[str], program: str, missing: str) -> dict[str, Any]:
    """The whole package; `missing` is the cell that stands for no value."""
    return {
        "$schema": PROFILE,
        "name": "quotes",
        "title": "Quotes and where they come from",
        "description": (
            f"Written by {program}: a table a file, references between them by id. A cell {missing} is no value, an"
            " empty cell is an empty text. Columns that hold JSON hold it as text."
        ),
        STEPS: list(steps),
        "resources": [_resource(file, missing) for file in files],
    }


def _resource(file: Written, missing: str) -> dict[str, Any]:
    table = file.table
    schema: dict[str, Any] = {
        "$schema": _TABLE_PROFILE,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [missing],
        "primaryKey": list(table.primary_key),
    }
    if table.unique:
        schema["uniqueKeys"] = [list(columns) for columns in table.unique]
    if table.references:
        schema["foreignKeys"] = [_reference(table.name, *reference) for reference in table.references]
    resource: dict[str, Any] = {"name": table.name, "type": "table", "path": f"{table.name}.csv"}
    if table.description:
        resource["description"] = table.description
    return resource | {
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "bytes": file.size,
        "hash": f"sha256:{file.digest}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind}
    if column.description:
        field["description"] = column.description
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.admitted:
        constraints["enum"] = list(column.admitted)
    if column.range:
        constraints["minimum"], constraints["maximum"] = column.range
    return field | ({"constraints": constraints} if constraints else {})


def _reference(table: str, column: str, parent: str, key: str) -> dict[str, Any]:
    """A foreign key; one into its own table names no resource."""
    reference: dict[str, Any] = {} if parent == table else {"resource": parent}
    return {"fields": [column], "reference": reference | {"fields": [key]}}


@dataclass(frozen=True, slots=True)
class Package:
    """What importing needs of a descriptor: the steps, the cell for no value, and table -> its file and digest."""

    steps: list[str]
    missing: str
    files: dict[str, tuple[str, str | None]]


def parsed(found: Any) -> Package:
    """What a descriptor says. Raises LoadError when it is not one that exporting writes."""
    if not isinstance(found, dict) or not isinstance(found.get("resources"), list):
        raise LoadError(f'{FILE}: expected an object with "resources"')
    steps = found.get(STEPS)
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise LoadError(f"{FILE}: {STEPS} is {steps!r}, expected the names of the steps of the schema")
    files: dict[str, tuple[str, str | None]] = {}
    markers: set[str] = set()
    for resource in found["resources"]:
        name, path = (resource.get("name"), resource.get("path")) if isinstance(resource, dict) else (None, None)
        if not isinstance(name, str) or not isinstance(path, str) or "/" in path or "\\" in path or path in ("", ".."):
            raise LoadError(f"{FILE}: a resource is {name!r} with the path {path!r}, expected a file beside {FILE}")
        schema = resource.get("schema")
        values = schema.get("missingValues") if isinstance(schema, dict) else None
        if not (isinstance(values, list) and len(values) == 1 and isinstance(values[0], str) and values[0]):
            raise LoadError(f"{FILE}: missingValues of {name} is {values!r}, expected one text that isn't empty")
        markers.add(values[0])
        digest = resource.get("hash")
        files[name] = (path, digest.removeprefix("sha256:") if isinstance(digest, str) else None)
    if len(markers) > 1:
        raise LoadError(f"{FILE}: missingValues are {sorted(markers)}, expected the same for every table")
    return Package(steps, next(iter(markers), ""), files)
