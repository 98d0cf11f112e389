"""What every export is made of: a statement, a page of its occurrences, and the sentence that says where it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from datasette_quotes import labels
from datasette_quotes.moments import Moment, parse
from datasette_quotes.queries.exports import Cited
from datasette_quotes.queries.trace import Statement

CONTENT_JOINER = " … "  # between the parts of broken content in `quotes.text`

Address = Callable[[str], str]  # a key -> an absolute address


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contradiction: the quote of the statement, and the one that says otherwise with its statement."""

    key: str
    other_key: str
    other_statement: str
    heading: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Export:
    """A page of a statement's occurrences: `before` of them come on earlier pages, `more` is the next one's address.

    `confirmed` is how many contradictions a person has confirmed; None when that isn't to be told. `own` is the
    address of this export without its query string, `page` with it.
    """

    statement: Statement
    occurrences: tuple[Cited, ...]
    before: int
    more: str | None
    disputes: tuple[Dispute, ...]
    confirmed: int | None
    statement_url: Address
    quote_url: Address
    own: str
    page: str

    @property
    def url(self) -> str:
        """The page of the statement."""
        return self.statement_url(self.statement.key)

    @property
    def status(self) -> str:
        """Where the statement stands."""
        one = self.statement
        return status(one.quotes, one.wordings, one.contradictions, self.confirmed)

    def numbered(self) -> Iterator[tuple[int, Cited]]:
        """The occurrences with their place among all of them, from 1."""
        return enumerate(self.occurrences, start=self.before + 1)

    def note(self, number: int, one: Cited) -> str:
        """One occurrence in words: whose, which place, how it relates to the reference wording, where it stands."""
        speaker = one.speaker or self.statement.speaker or "nobody named"
        relation = labels.RELATIONS.get(one.relation or "", labels.NOT_COMPARED).lower()
        against = [dispute.heading for dispute in self.disputes if dispute.key == one.key]
        parts = [
            f"Quotation of {speaker}",
            f"occurrence {number} of {max(self.statement.quotes, number)}",
            f"relation to the reference wording: {relation}",
            *([f"contradicted: {' / '.join(dict.fromkeys(against))}"] if against else []),
            f"status of the statement: {self.status}",
        ]
        return "; ".join(parts)


def status(quotes: int, wordings: int, contradictions: int, confirmed: int | None) -> str:
    """Where a statement stands: "12 occurrences; 3 wordings; contradicted by 2; not reviewed"."""
    parts = [labels.counted(quotes, "occurrence"), labels.counted(wordings, "wording")]
    parts.append(f"contradicted by {contradictions:,}" if contradictions else "no contradiction found")
    if confirmed is not None and contradictions:
        parts.append(f"{confirmed:,} of them confirmed by a person" if confirmed else "not reviewed")
    return "; ".join(parts)


def parts(one: Cited) -> tuple[tuple[str, int | None, int | None], ...]:
    """The content in pieces, each with its span in the article's text; without spans where they don't fit it."""
    try:
        spans = [(int(start), int(end)) for start, end in json.loads(one.spans)]
    except (ValueError, TypeError, RecursionError):
        return ((one.text, None, None),)
    lengths = [end - start for start, end in spans]
    apart = all(left[1] <= right[0] for left, right in pairwise(spans))
    if not spans or not apart or spans[0][0] < 0 or min(lengths) < 0:
        return ((one.text, None, None),)
    if sum(lengths) + len(CONTENT_JOINER) * (len(spans) - 1) != len(one.text):
        return ((one.text, None, None),)
    found = []
    at = 0
    for (start, end), length in zip(spans, lengths, strict=True):
        found.append((one.text[at : at + length], start, end))
        at += length + len(CONTENT_JOINER)
    return tuple(found)


def instant(value: str | None) -> str | None:
    """A stored time as a full RFC 3339 date-time, when it is known to the minute and its zone is; else None."""
    moment = parse(value)
    if moment is None or not moment.timed or not moment.zone_known:
        return None
    return moment.start.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def date_parts(moment: Moment | None) -> list[int]:
    """Year, month and day as far as they are known; empty when none is."""
    if moment is None:
        return []
    known = moment.value.partition("T")[0].count("-") + 1
    return [moment.start.year, moment.start.month, moment.start.day][:known]
