"""Speakers and what people decided: names lead to their speaker, and judgements are obeyed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from quote_loaders.checking.records import Fault

_NAMELESS = """
select key from speakers where not exists (select 1 from speaker_names where speaker_id = speakers.id) order by id
"""
_NAMED = """
select quotes.key, named_as, speaker_id is null from quotes
where named_as is not null and not exists (
    select 1 from speaker_names where speaker_names.speaker_id = quotes.speaker_id and name = named_as
)
order by quotes.id
"""
_RELAYED = """
select quotes.key, via_named_as, via_speaker_id is null from quotes
where via_named_as is not null and not exists (
    select 1 from speaker_names where speaker_names.speaker_id = quotes.via_speaker_id and name = via_named_as
)
order by quotes.id
"""
_UNEXPLAINED = """
select key from quotes where speaker_id is null and named_as is null and unattributed_reason is null order by id
"""
_JUDGED = "select id, subject, left_key, right_key, verdict, made_at from judgements order by made_at, id"
_LAST_LOAD = "select started from loads where finished is not null order by id desc limit 1"
_STATEMENT = "select statement_id from quotes where key = ?"
_DISPUTED = """
select 1 from contradictions
join quotes as left_quote on left_quote.id = left_quote_id join quotes as right_quote on right_quote.id = right_quote_id
where (left_quote.key = :left and right_quote.key = :right) or (left_quote.key = :right and right_quote.key = :left)
"""
_SPEAKERS = """
select speaker_id from speaker_names join speakers on speakers.id = speaker_id
where speaker_names.name = ? and speakers.kind not in ('group', 'anonymous')
"""
_ORIGIN = """
select origin.key from articles left join articles as origin on origin.id = articles.origin_id where articles.key = ?
"""
_KNOWN = "select 1 from articles where key = ?"

Judged = dict[frozenset[str], tuple[int, str, str, str]]  # pair -> id, left, right, verdict of the latest


def names_lead_to_speakers(db: sqlite3.Connection) -> Iterator[Fault]:
    """Whoever an article names is a speaker who has that name; where nobody is named, the quote says why."""
    for (key,) in db.execute(_NAMELESS):
        yield Fault("speakers", key, "it has no row in speaker_names")
    for sql, column in ((_NAMED, "speaker_id"), (_RELAYED, "via_speaker_id")):
        for key, name, nobody in db.execute(sql):
            who = "is empty" if nobody else "is another's"
            yield Fault("quotes", key, f"its article names {name!r}, and {column} {who}")
    for (key,) in db.execute(_UNEXPLAINED):
        yield Fault("quotes", key, "nobody is named and unattributed_reason is empty")


def judgements_are_obeyed(db: sqlite3.Connection) -> Iterator[Fault]:
    """The latest judgement on each subject is in effect, if it was made before the last load."""
    for subject, latest in _latest(db).items():
        if subject not in _OBEYED:
            continue
        for row_id, left, right, verdict in latest.values():
            message = _OBEYED[subject](db, left, right, verdict == "yes", latest)
            if message is not None:
                yield Fault("judgements", str(row_id), f"{subject}, {verdict}: {message}")


def _latest(db: sqlite3.Connection) -> Mapping[str, Judged]:
    """subject -> what was decided last about each pair, of what the last load could know of."""
    started = db.execute(_LAST_LOAD).fetchone()
    known = _moment(started[0]) if started else None
    found: dict[str, Judged] = {}
    for row_id, subject, left, right, verdict, made_at in db.execute(_JUDGED):
        made = _moment(made_at)
        if known is not None and (made is None or made < known):
            found.setdefault(subject, {})[frozenset((left, right))] = (row_id, left, right, verdict)
    return found


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _same_statement(db: sqlite3.Connection, left: str, right: str, yes: bool, latest: Judged) -> str | None:
    ours, theirs = (db.execute(_STATEMENT, (key,)).fetchone() for key in (left, right))
    if ours is None or theirs is None or (ours == theirs) == yes:
        return None
    if not yes:
        return f"quotes {left} and {right} are in one statement"
    if _crossed(db, ours[0], theirs[0], latest):
        return None
    return f"quotes {left} and {right} are in two statements"


def _crossed(db: sqlite3.Connection, ours: int | None, theirs: int | None, latest: Judged) -> bool:
    """Whether a "no" between other quotes of the two statements keeps them apart: it goes before a "yes"."""
    for _, left, right, verdict in latest.values():
        homes = {row[0] for key in (left, right) if (row := db.execute(_STATEMENT, (key,)).fetchone())}
        if verdict == "no" and homes == {ours, theirs}:
            return True
    return False


def _contradiction(db: sqlite3.Connection, left: str, right: str, yes: bool, _others: Judged) -> str | None:
    found = db.execute(_DISPUTED, {"left": left, "right": right}).fetchone()
    return f"quotes {left} and {right} are still a contradiction" if found and not yes else None


def _same_speaker(db: sqlite3.Connection, left: str, right: str, yes: bool, latest: Judged) -> str | None:
    ours, theirs = ({row[0] for row in db.execute(_SPEAKERS, (name,))} for name in (left, right))
    if not ours or not theirs or bool(ours & theirs) == yes:
        return None
    if not yes:
        return f"{left!r} and {right!r} are one speaker"
    apart = any(verdict == "no" for *_, verdict in latest.values())  # a "no" about other names of theirs goes before
    return None if apart else f"{left!r} and {right!r} are two speakers"


def _origin(db: sqlite3.Connection, left: str, right: str, yes: bool, _others: Judged) -> str | None:
    row, known = db.execute(_ORIGIN, (left,)).fetchone(), db.execute(_KNOWN, (right,)).fetchone()
    if row is None or known is None or (row[0] == right) == yes:
        return None
    return f"the origin of {left} is {row[0]!r}, {'expected' if yes else 'not'} {right!r}"


_Obeyed = Callable[[sqlite3.Connection, str, str, bool, Judged], str | None]
_OBEYED: dict[str, _Obeyed] = {
    "same statement": _same_statement,
    "contradiction": _contradiction,
    "same speaker": _same_speaker,
    "origin": _origin,
}
