"""Keys and comparisons of record batches: what a distributed engine maps over partitions, unchanged.

pyarrow is needed only here, and comes with the extra `bulk`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from quote_loaders.linkage.blocking import KINDS
from quote_loaders.linkage.columns import GRAIN
from quote_loaders.linkage.joins import joins
from quote_loaders.linkage.matching import compare_prepared
from quote_loaders.linkage.ordered import ordered
from quote_loaders.linkage.prepared import prepare
from quote_loaders.records import PlacedQuote, TextSpan

if TYPE_CHECKING:
    import pyarrow

_FIELDS = tuple(field.name for field in fields(PlacedQuote))


class KeyRecord(NamedTuple):
    """A key of a quote: quotes of different batches meet when their hashes are the same."""

    quote: str
    kind: str
    hash: int  # 64 bits
    weight: float  # nats
    week: int  # of the publication: a key that very many have counts within a week only


class CompareRecord(NamedTuple):
    """How two quotes match: the score, whether that is enough for one statement, and every feature as JSON."""

    left: str
    right: str
    score: float
    joins: bool
    features: str


def key_records(quotes: Iterable[PlacedQuote]) -> Iterator[KeyRecord]:
    """The keys of quotes, each quote by itself: the same in whatever batch it is."""
    one = ordered(list(quotes))
    found = one.keys()
    weeks = one.measures.weeks[found.places].tolist()
    rows = zip(
        found.places.tolist(), found.kinds.tolist(), found.hashes.tolist(), found.weights.tolist(), weeks, strict=True
    )
    for place, kind, value, weight, week in rows:
        yield KeyRecord(one.quotes[place].key, KINDS[kind], value, weight / GRAIN, week)


def compare_records(pairs: Iterable[tuple[PlacedQuote, PlacedQuote]]) -> Iterator[CompareRecord]:
    """How each pair matches."""
    for left, right in pairs:
        one, other = prepare(left), prepare(right)
        match = compare_prepared(one, other)
        features = json.dumps(match.features, sort_keys=True)
        yield CompareRecord(left.key, right.key, match.score, joins(one, other, match), features)


def keys_of_batch(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """The keys of a batch of quotes, whose columns are the fields of PlacedQuote; spans are lists of [start, end]."""
    return _batch(KeyRecord, key_records(_quote(row, "") for row in batch.to_pylist()))


def compare_batch(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """How pairs of quotes match, whose columns are the fields of PlacedQuote behind `left_` and `right_`."""
    pairs = ((_quote(row, "left_"), _quote(row, "right_")) for row in batch.to_pylist())
    return _batch(CompareRecord, compare_records(pairs))


def _quote(row: Mapping[str, Any], prefix: str) -> PlacedQuote:
    """A quote from a row; a missing column is as the field's default, and raises KeyError where there is none."""
    values = {name: row[prefix + name] for name in _FIELDS if prefix + name in row}
    values["spans"] = tuple(TextSpan(*span) for span in values["spans"])
    return PlacedQuote(**values)


def _batch(kind: type[KeyRecord] | type[CompareRecord], records: Iterable[NamedTuple]) -> pyarrow.RecordBatch:
    import pyarrow

    types = {"hash": pyarrow.uint64(), "weight": pyarrow.float64(), "week": pyarrow.int64()}
    types |= {"score": pyarrow.float64(), "joins": pyarrow.bool_()}
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in kind._fields])
    listed = list(records)
    columns = [pyarrow.array([row[at] for row in listed], type=field.type) for at, field in enumerate(schema)]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema)
