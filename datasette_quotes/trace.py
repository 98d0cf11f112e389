"""The rows of one statement -> what its page shows and its JSON says: pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from datasette_quotes import labels
from datasette_quotes.chain import Node, chain
from datasette_quotes.disputes import CONTENT_JOINER, ShownContradiction
from datasette_quotes.disputes import shown as shown_contradiction
from datasette_quotes.moments import Moment, later_words, parse
from datasette_quotes.queries.contradictions import Contradiction
from datasette_quotes.queries.tables import Collection
from datasette_quotes.queries.trace import Hour, Link, Occurrence, Statement
from datasette_quotes.text import words
from datasette_quotes.text_fragment import at_passage
from datasette_quotes.timeline import Appearance, Timeline, timeline
from datasette_quotes.wordings import KeptWords, Wording, kept_words, wordings

WORDINGS_SHOWN = 100
CONTEXT_SHOWN = 130  # characters on either side of a quotation; the JSON has all that is stored
CUT_FROM = 24  # characters: shorter surroundings reach the edge of the text, so no word of theirs is cut
LABEL_LENGTH = 80  # characters of an outlet's name in the label of a mark


@dataclass(frozen=True, slots=True)
class Shown:
    """An occurrence as it stands on the page; `number` counts from 1; `later` is the time since the first one.

    `before` and `after` are its surroundings on one line, without the words that are cut off at their far ends.
    """

    row: Occurrence
    number: int
    before: str
    parts: tuple[str, ...]
    after: str
    moment: Moment | None
    later: str
    passage_url: str | None
    archived_passage_url: str | None
    relation: str
    kind: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Badge:
    """A short remark on the statement; `tone` is "plain" or "check"."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything on the page of a statement."""

    statement: Statement
    occurrences: tuple[Shown, ...]
    wordings: tuple[Wording, ...]
    kept: KeptWords | None
    chain: tuple[Node, ...]
    links: tuple[Link, ...]
    contradictions: tuple[ShownContradiction, ...]
    timeline: Timeline | None
    shapes: tuple[tuple[str, str], ...]
    badges: tuple[Badge, ...]
    reference_reason: str
    first: Moment | None
    copies: str
    collection: Collection
    next: str | None = None
    whole: bool = True
    word: str | None = None

    def has_word(self, text: str) -> bool:
        """Whether a wording has the word that the reader asked for."""
        return self.word is not None and self.word in words(text)


@dataclass(frozen=True, slots=True)
class Page:
    """Which occurrences are shown, of a statement with too many for one page: its picture comes from all of them.

    `before` counts the occurrences on earlier pages, `next` leads on, `times` says how often the text of each of the
    `printed` quotes was printed.
    """

    before: int = 0
    next: str | None = None
    hours: Sequence[Hour] = ()
    printed: Sequence[Occurrence] = ()
    times: Mapping[int, int] = field(default_factory=dict)


def trace(
    statement: Statement,
    occurrences: Sequence[Occurrence],
    links: Sequence[Link],
    contradictions: Sequence[Contradiction],
    collection: Collection,
    marked: str | None = None,
    page: Page | None = None,
    word: str | None = None,
) -> Trace:
    """What the page shows of these rows; `marked` is the key of the quote that the reader followed.

    `page` is given when the rows aren't all occurrences; `word` is one whose wordings are to be marked.
    """
    first = parse(statement.earliest_published)
    start = page.before + 1 if page else 1
    shown = tuple(_shown(row, number, first, marked) for number, row in enumerate(occurrences, start=start))
    disputed = tuple(shown_contradiction(row, lambda side: side.statement_id == statement.id) for row in contradictions)
    printed, times = (page.printed, page.times) if page else (occurrences, None)
    appearances = [*(_by_hour(page.hours) if page else _appearances(shown)), *_otherwise(disputed)]
    return Trace(
        statement=statement,
        occurrences=shown,
        wordings=tuple(wordings(statement.text, printed, times)[:WORDINGS_SHOWN]),
        kept=kept_words(statement.text, printed, times),
        chain=tuple(chain(occurrences, links)),
        links=tuple(links),
        contradictions=disputed,
        timeline=timeline(appearances),
        shapes=_shapes(appearances),
        badges=tuple(_badges(statement, printed, contradictions)),
        reference_reason=labels.REFERENCE_REASONS.get(statement.reference_reason, statement.reference_reason),
        first=first,
        copies=_copies(occurrences),
        collection=collection,
        next=page.next if page else None,
        whole=page is None,
        word=next(iter(words(word or "")), None),
    )


def _shown(row: Occurrence, number: int, first: Moment | None, marked: str | None) -> Shown:
    parts = tuple(row.text.split(CONTENT_JOINER))
    moment = parse(row.published)
    return Shown(
        row=row,
        number=number,
        before=_whole_words(row.prefix, first=True),
        parts=parts,
        after=_whole_words(row.suffix, first=False),
        moment=moment,
        later=later_words(first, moment),
        passage_url=at_passage(row.url, parts, row.prefix, row.suffix, bool(row.unique)),
        archived_passage_url=at_passage(row.archived_url, parts, row.prefix, row.suffix, bool(row.unique)),
        relation=labels.RELATIONS.get(row.relation or "", labels.NOT_COMPARED),
        kind=labels.KINDS.get(row.kind, row.kind),
        marked=row.key == marked,
    )


def _whole_words(around: str, first: bool) -> str:
    """Surroundings on one line, the part next to the quotation, without a word that is cut at its far end."""
    line = re.sub(r"\s+", " ", around)
    near = line[-CONTEXT_SHOWN:] if first else line[:CONTEXT_SHOWN]
    if len(around) < CUT_FROM or " " not in near:
        return near
    return near.partition(" ")[2] if first else near.rpartition(" ")[0]


def shape(relation: str | None) -> str:
    """The mark of a relation."""
    return relation if relation in labels.RELATIONS else "unknown"


def _appearances(shown: Sequence[Shown]) -> Iterator[Appearance]:
    """Every occurrence as a mark; a copy is joined to the first occurrence of the article it was taken from."""
    first_of: dict[int, str] = {}
    for one in shown:
        first_of.setdefault(one.row.article_id, f"o{one.row.key}")
    for one in shown:
        when = one.moment.words if one.moment else "no date"
        origin = first_of.get(one.row.origin_id) if one.row.origin_id is not None else None
        label = f"{labels.shortened(one.row.outlet, LABEL_LENGTH)}, {when}: {one.relation.lower()}"
        yield Appearance(f"o{one.row.key}", one.row.outlet, one.moment, shape(one.row.relation), label, origin)


def _by_hour(hours: Sequence[Hour]) -> Iterator[Appearance]:
    """What each outlet printed in an hour as one mark, which stands for its first quote."""
    for one in hours:
        moment = parse(one.published)
        relation = labels.RELATIONS.get(one.relation or "", labels.NOT_COMPARED)
        when = moment.words if moment else "no date"
        label = f"{labels.shortened(one.outlet, LABEL_LENGTH)}, {when}: {relation.lower()}"
        yield Appearance(f"o{one.key}", one.outlet, moment, shape(one.relation), label, times=one.times)


def _otherwise(disputed: Sequence[ShownContradiction]) -> Iterator[Appearance]:
    """The quotes of other statements that say otherwise, once each."""
    seen: set[str] = set()
    for number, one in enumerate(disputed, start=1):
        side = one.other
        if side.here or side.row.key in seen:
            continue
        seen.add(side.row.key)
        when = side.moment.words if side.moment else "no date"
        label = f"{labels.shortened(side.row.outlet, LABEL_LENGTH)}, {when}: {labels.OTHERWISE.lower()}"
        yield Appearance(f"c{number}", side.row.outlet, side.moment, "otherwise", label, counts=False)


def _shapes(appearances: Sequence[Appearance]) -> tuple[tuple[str, str], ...]:
    """The legend: shape and words of every mark in use, in the order of the vocabulary."""
    used = {one.shape for one in appearances}
    known = {**labels.RELATIONS, "unknown": labels.NOT_COMPARED, "otherwise": labels.OTHERWISE}
    return tuple((name, words) for name, words in known.items() if name in used)


def _badges(
    statement: Statement, occurrences: Sequence[Occurrence], contradictions: Sequence[Contradiction]
) -> Iterator[Badge]:
    primary = statement.reference_reason == "primary source"
    yield Badge("Said, in a primary source" if primary else "Reported only", "plain")
    if statement.speaker is None:
        yield Badge("Nobody could be named", "check")
    kinds = Counter(one.kind for one in contradictions)
    if kinds["denial"]:
        yield Badge("Denied", "check")
    if kinds["other_speaker"]:
        yield Badge("Other speaker named", "check")
    if statement.contradictions - kinds["denial"] - kinds["other_speaker"] > 0:
        yield Badge("Disputed", "check")
    if any(one.relation == "altered" for one in occurrences):
        yield Badge("Altered on the way", "check")


def _copies(occurrences: Sequence[Occurrence]) -> str:
    """How many articles are copies, and of whose story where it is one."""
    origins = {one.article_id: one.origin_outlet for one in occurrences if one.origin_id is not None}
    if not origins:
        return "no copies found"
    outlets = set(origins.values())
    name = outlets.pop() if len(outlets) == 1 else None
    found = labels.counted(len(origins), "copy", "copies")
    return f"{found} of a story by {name}" if name else f"{found} of other articles"
