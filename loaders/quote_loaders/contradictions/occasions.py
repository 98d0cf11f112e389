"""When and where an article says that words were said: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from datasette_quotes.quantities import quantities
from quote_loaders.contradictions.cases import Case, Finding, evidence
from quote_loaders.lexicon import concept
from quote_loaders.linkage.prepared import Prepared, days_apart
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import PlacedQuote

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = re.compile(r"\b(" + "|".join(_DAYS) + r")\b")
_SPOKEN = (
    r"(?:said|says|told|wrote|tweeted|tweets?|speaking|spoke|speech|rally|meeting|hearing|address|event|ceremony|summit|visit|crowd|audience|"
    r"supporters|reporters|conference|remarks|interview)"
)
_PLACE = re.compile(rf"\b{_SPOKEN}\b[^.;:\n]{{0,40}}? (?:in|at) ([A-ZÀ-Þ][a-zà-þ][\w’'-]*(?: [A-ZÀ-Þ][\w’'-]+)*)")
_MONTH = re.compile(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b")
_TOLD = re.compile(rf"\d|\b(?:{'|'.join(_DAYS)})\b|{_MONTH.pattern}|\b{_SPOKEN}\b")
_ENDS = re.compile(r"[.!?][\"”’»)]*\s+[\"“‘«(]*$")
_WEEK = 6  # days: weekdays in articles that are further apart are those of two weeks
_REACH = 80  # characters of the sentence, on either side of the content, that speak of the occasion
_WORDS = 4  # of a quote that is told by its words


@dataclass(frozen=True, slots=True)
class Occasion:
    """The day (month, day of the month) and the places of an utterance, with the words that say so."""

    day: tuple[int, int] | None
    day_words: str
    places: tuple[str, ...]


def occasion(one: Prepared) -> Occasion:
    """The occasion that the sentence of a quote names; no day when it names two, or that of something else."""
    before, behind = attribution(one.quote)
    if _ENDS.search(one.quote.prefix) and one.quote.text[:1].isupper():
        before = ""  # the sentence begins with the words
    near = (before[-_REACH:], behind[:_REACH])
    days = {day: words for text in near for day, words in _days(text, one)}
    day = next(iter(days)) if len(days) == 1 else None
    if day and not any(_is_said_on(days[day], text) for text in near):
        day = None
    places = tuple(place for text in near for place in _PLACE.findall(text) if not _no_place(place))
    return Occasion(day, days[day] if day else "", places)


def _is_said_on(day: str, text: str) -> bool:
    """Whether a day belongs to the saying: "said in Velmar on Monday", "On Monday, the leader said"."""
    named = rf"\b{re.escape(day)}\b"
    after = rf"\b{_SPOKEN}\b[^.;:,\n]{{0,40}}?{named}"
    return re.search(rf"{after}|^\s*(?:On |Late |Early )?{named}[^.;:\n]{{0,30}}?\b{_SPOKEN}\b", text) is not None


def may_be_told(quote: PlacedQuote) -> bool:
    """Whether the words around a quote may name its occasion: looked at before anything that takes longer."""
    return _TOLD.search(quote.prefix) is not None or _TOLD.search(quote.suffix) is not None


def _no_place(words: str) -> bool:
    return bool(_DAY.search(words) or _MONTH.search(words))


def _days(text: str, one: Prepared) -> Iterator[tuple[tuple[int, int], str]]:
    """Days named in a text; a weekday is the last one up to the publication, which has to be known to the day."""
    for amount in quantities(text):
        if amount.unit == "date":
            yield (int(amount.value) // 100, int(amount.value) % 100), amount.text
    if one.days is not None and one.days[0] == one.days[1]:
        for name in _DAY.findall(text):
            day = _last(_DAYS.index(name), one.days[0])
            yield (day.month, day.day), name


def _last(weekday: int, published: date) -> date:
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def are_two(left: Occasion, right: Occasion) -> bool:
    """Whether two occasions can't be one: by another day, or another place where no day is named."""
    if left.day and right.day and left.day != right.day:
        return True
    elsewhere = bool(left.places and right.places) and not _tokens(left.places) & _tokens(right.places)
    return elsewhere and left.day == right.day is None


def circumstances(case: Case) -> Finding | None:
    """The same words between marks, and another day, or another place where no day speaks against it.

    One weekday of two publications is no other day: a bare date of publication may be off by one.
    """
    left, right = occasion(case.left), occasion(case.right)
    same = case.comparison is not None and not {change.kind for change in case.comparison.changes} - {
        "cut_start",
        "cut_end",
    }
    if (
        not same
        or not {case.left.quote.kind, case.right.quote.kind} <= {"direct", "block"}
        or left.day_words == right.day_words != ""
        or case.left.quote.article == case.right.quote.article
        or min(len(case.left.words), len(case.right.words)) < _WORDS
    ):
        return None
    elsewhere = bool(left.places and right.places) and not _tokens(left.places) & _tokens(right.places)
    weekdays = {left.day_words, right.day_words} & {*_DAYS}
    if weekdays and (days_apart(case.left, case.right) or 0) > _WEEK:
        return None
    if left.day and right.day and left.day != right.day:
        said = f"One article has these words said on {left.day_words}, the other says otherwise: {right.day_words}."
        score = 0.85 if elsewhere else 0.75
        return _finding(case, score, said, left.day_words, right.day_words)
    if elsewhere and left.day == right.day is None:
        said = f"One article has these words said in {left.places[0]}, the other says otherwise: {right.places[0]}."
        return _finding(case, 0.6, said, left.places[0], right.places[0])
    return None


def _tokens(places: tuple[str, ...]) -> set[str]:
    return {concept(word.casefold()) for place in places for word in place.split()}


def _finding(case: Case, score: float, said: str, left: str, right: str) -> Finding:
    return Finding(score, said, evidence(case.left.quote, left), evidence(case.right.quote, right))
