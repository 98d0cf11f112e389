"""What the page of a speaker reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

LOOKED_AT = 20_000  # quotes of one speaker that are counted by date and by outlet: the latest ones
STATEMENTS_LOOKED_AT = 5000
COUNT_LIMIT = 100_000
NAMES_LIMIT = 60
OUTLETS_LIMIT = 15
RELAYS_LIMIT = 20
CONTRADICTIONS_LIMIT = 30

# A reversal, the same speaker saying the opposite, comes before every other kind.
SPEAKER = """
with speaker as (select * from speakers where key = :key limit 1),
touched as (
    select id from statements where speaker_id = (select id from speaker) and contradictions > 0
    order by contradictions desc limit :looked_at
),
involved as (
    select id, kind, score from contradictions where left_statement_id in (select id from touched)
    union
    select id, kind, score from contradictions where right_statement_id in (select id from touched)
)
select speaker.id, speaker.key, speaker.name, speaker.kind, speaker.role, speaker.wikidata,
    (select count(*) from (select 1 from statements where speaker_id = speaker.id limit :most)),
    (select count(*) from (select 1 from quotes where speaker_id = speaker.id limit :most)),
    (select count(*) from (select 1 from quotes where speaker_id = speaker.id group by outlet_id limit :most)),
    (select published from quotes where speaker_id = speaker.id and published_order < '~'
        order by published_order limit 1),
    (select published from quotes where speaker_id = speaker.id and published_order < '~'
        order by published_order desc limit 1),
    (select count(*) from involved),
    (select json_group_array(id) from (
        select id from involved order by kind <> 'reversal', score desc, id limit :contradictions
    ))
from speaker
limit 1
"""

NAMES = """
select name, reason from speaker_names where speaker_id = :speaker_id order by name limit :limit
"""

DATES = """
select substr(published_order, 1, 10), count(*)
from (
    select published_order from quotes where speaker_id = :speaker_id order by published_order desc limit :looked_at
)
group by 1
order by 1
limit :looked_at
"""

OUTLETS = """
select outlets.key, outlets.name, outlets.kind, outlets.country, counted.many
from (
    select outlet_id, count(*) as many
    from (select outlet_id from quotes where speaker_id = :speaker_id limit :looked_at)
    group by outlet_id order by many desc limit :limit
) as counted
join outlets on outlets.id = counted.outlet_id
order by counted.many desc, outlets.name, outlets.key
limit :limit
"""

RELAYS = """
with by_others as (
    select via_speaker_id as id, count(*) as many
    from (select via_speaker_id from quotes where speaker_id = :speaker_id and via_speaker_id is not null
        limit :looked_at)
    group by 1 order by many desc limit :limit
),
of_others as (
    select speaker_id as id, count(*) as many
    from (select speaker_id from quotes where via_speaker_id = :speaker_id limit :looked_at)
    where speaker_id is not null group by 1 order by many desc limit :limit
)
select 'by', speakers.key, speakers.name, by_others.many
from by_others join speakers on speakers.id = by_others.id
union all
select 'of', speakers.key, speakers.name, of_others.many
from of_others join speakers on speakers.id = of_others.id
order by 1, 4 desc, 3
limit 2 * :limit
"""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted, with counts that stop at `COUNT_LIMIT`."""

    id: int
    key: str
    name: str
    kind: str
    role: str | None
    wikidata: str | None
    statements: int
    quotes: int
    outlets: int
    earliest: str | None
    latest: str | None
    contradictions: int
    contradiction_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """An outlet or a speaker, and how often."""

    key: str
    name: str
    times: int
    kind: str | None = None
    country: str | None = None


async def speaker(db: Any, key: str) -> Speaker | None:
    """The speaker with this key."""
    values = {
        "key": key,
        "looked_at": STATEMENTS_LOOKED_AT,
        "most": COUNT_LIMIT,
        "contradictions": CONTRADICTIONS_LIMIT,
    }
    rows = (await db.execute(SPEAKER, values)).rows
    if not rows:
        return None
    *known, ids = rows[0]
    return Speaker(*[*known, tuple(json.loads(ids))])


async def names(db: Any, speaker_id: int) -> list[tuple[str, str]]:
    """Every name of a speaker with the reason why it was joined."""
    return [tuple(row) for row in (await db.execute(NAMES, {"speaker_id": speaker_id, "limit": NAMES_LIMIT})).rows]


async def dates(db: Any, speaker_id: int) -> list[tuple[str, int]]:
    """How many quotes by the beginning of their date, see `bars`."""
    values = {"speaker_id": speaker_id, "looked_at": LOOKED_AT}
    return [tuple(row) for row in (await db.execute(DATES, values)).rows]


async def outlets(db: Any, speaker_id: int) -> list[Counted]:
    """Outlets that quote the speaker most."""
    values = {"speaker_id": speaker_id, "looked_at": LOOKED_AT, "limit": OUTLETS_LIMIT}
    rows = (await db.execute(OUTLETS, values)).rows
    return [Counted(key, name, many, kind, country) for key, name, kind, country, many in rows]


async def relays(db: Any, speaker_id: int) -> tuple[list[Counted], list[Counted]]:
    """Who relays the speaker's words, and whose words the speaker relays."""
    values = {"speaker_id": speaker_id, "looked_at": LOOKED_AT, "limit": RELAYS_LIMIT}
    found: dict[str, list[Counted]] = {"by": [], "of": []}
    for which, key, name, many in (await db.execute(RELAYS, values)).rows:
        found[which].append(Counted(key, name, many))
    return found["by"], found["of"]
