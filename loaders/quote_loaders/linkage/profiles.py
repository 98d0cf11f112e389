"""Statements as columns of numbers: what adding a quote to a long one looks at in place of its quotes. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from datasette_quotes.text import words
from quote_loaders.later_wordings import may_be_later
from quote_loaders.linkage.columns import mixed
from quote_loaders.linkage.members import Reason, parts_of, plain_words
from quote_loaders.records import PlacedQuote

QUOTED, PART, GOVERNMENT, LATER, DATED, SPOKEN = 1, 2, 4, 8, 16, 32
RECORD = np.dtype(
    [
        ("quote", "<i8"),
        ("wording", "<u8"),  # hash of the words, contractions written out
        ("words", "<u8"),  # hash of the words
        ("text", "<u8"),  # hash of the text and its language
        ("first", "<u8"),  # hash of the key of its article's first version
        ("outlet", "<u8"),  # hash of the outlet's key
        ("independent", "<u8"),  # hash of the key of the article that counts as its origin
        ("flags", "<i8"),
    ]
)

Profile = NDArray[Any]  # of RECORD, in the order of the statement


class Counts(NamedTuple):
    """The counts of a statement, as its columns are called."""

    quotes: int
    articles: int
    outlets: int
    origins: int
    wordings: int


@lru_cache(maxsize=50_000)
def hash_of(*texts: str) -> int:
    """A hash of 64 bits, the same everywhere and always."""
    return int.from_bytes(blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).digest())


def profile(quotes: Sequence[PlacedQuote], ids: Sequence[int]) -> Profile:
    """The profile of a statement whose quotes are given oldest first, with their ids."""
    found = np.array([record(quote, row_id) for quote, row_id in zip(quotes, ids, strict=True)], dtype=RECORD)
    texts = {int(one): quote.text for one, quote in zip(found["wording"].tolist(), quotes, strict=True)}
    return with_parts(found, texts)


def record(quote: PlacedQuote, row_id: int) -> tuple[int, ...]:
    """A quote as a row of a profile, but for whether its words are a part of longer ones."""
    flags = QUOTED if quote.kind in {"direct", "block"} else 0
    flags |= GOVERNMENT if quote.outlet_kind == "government" else 0
    flags |= LATER if may_be_later(quote) else 0
    flags |= DATED if quote.published else 0
    flags |= SPOKEN if quote.speaker is not None else 0
    return (
        row_id,
        hash_of(*plain_words(quote.text)),
        hash_of(*words(quote.text)),
        hash_of(quote.text, quote.language),
        hash_of(quote.first),
        hash_of(quote.outlet),
        hash_of(quote.independent),
        flags,
    )


def with_parts(found: Profile, texts: Mapping[int, str]) -> Profile:
    """A profile with what is a part of longer words marked; `texts` has a text for each of its wordings."""
    parts = {hash_of(*one) for one in parts_of({plain_words(text) for text in texts.values()})}
    is_part = np.isin(found["wording"], np.array(sorted(parts), dtype=np.uint64))
    marked = found.copy()
    marked["flags"] = np.where(is_part, found["flags"] | PART, found["flags"] & ~PART)
    return marked


def inserted(found: Profile, place: int, row: Sequence[int]) -> Profile:
    """A profile with one more row; its words are a part of longer ones if the same words are there already."""
    same = found["flags"][found["wording"] == row[1]]
    flags = row[-1] | (int(same[0]) & PART if len(same) else 0)
    new = np.array([(*row[:-1], flags)], dtype=RECORD)
    return np.concatenate((found[:place], new, found[place:]))


def wordings(found: Profile) -> dict[int, int]:
    """For each wording the first quote that has it."""
    hashes, places = np.unique(found["wording"], return_index=True)
    return dict(zip(hashes.tolist(), found["quote"][places].tolist(), strict=True))


def reference(found: Profile) -> tuple[int, Reason]:
    """The place of the reference wording, and why it is this one: as `linkage.members` has it."""
    flags = found["flags"]
    full = (flags & PART) == 0
    quoted = full & ((flags & QUOTED) != 0)
    chosen = np.flatnonzero(quoted if quoted.any() else full)
    primary = chosen[(flags[chosen] & (GOVERNMENT | QUOTED)) == GOVERNMENT | QUOTED]
    if len(primary):
        return int(primary[0]), "primary source"
    wording = found["wording"][chosen]
    _, at = np.unique(mixed(wording, found["independent"][chosen]), return_index=True)
    hashes, counts = np.unique(wording[at], return_counts=True)
    most = int(counts.max())
    if most > 1 and int((counts == most).sum()) == 1:
        return int(chosen[wording == hashes[int(counts.argmax())]][0]), "most common"
    return int(chosen[0]), "earliest"


def counted(found: Profile) -> Counts:
    """How many there are."""
    columns = (found[name] for name in ("first", "outlet", "independent", "words"))
    return Counts(len(found), *(len(np.unique(column)) for column in columns))


def twin(found: Profile, row: Sequence[int]) -> int | None:
    """A quote of the same text and language that isn't the statement's earliest one."""
    same = found["quote"][1:][found["text"][1:] == row[3]]
    return int(same[0]) if len(same) else None


def as_bytes(found: Profile) -> bytes:
    """A profile as it is kept."""
    return found.tobytes()


def from_bytes(kept: bytes) -> Profile:
    """A profile that was kept."""
    return np.frombuffer(kept, dtype=RECORD)
