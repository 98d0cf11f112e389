"""The start page: search, and the statements that an editor begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from datasette_quotes import addresses
from datasette_quotes.as_json import VERSION, collection_json, hit_json, listed_json
from datasette_quotes.bars import bars
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import start as queries
from datasette_quotes.queries import tables
from datasette_quotes.search import KINDS, LONGEST_TEXT, Outcome, outcome
from datasette_quotes.search import queries as search_queries
from datasette_quotes.sister_json import bars_json, limits_json
from datasette_quotes.wording import compare

ENOUGH = 5  # statements found: a looser query isn't asked any more
LISTS = (
    ("most_repeated", "Most repeated", "carried by more than one outlet", queries.repeated, "repeated_statements"),
    ("most_reworded", "Most reworded", "printed in more than one wording", queries.reworded, "reworded_statements"),
    (
        "contradicted",
        "Contradicted",
        "where an article says otherwise",
        queries.contradicted,
        "contradicted_statements",
    ),
)
MOST_SHOWN = 40  # statements found
MOST_SIMILAR = 8  # of them, those that only share words
# What came of a search: on each statement that was found, and as the heading of the list when it is the closest.
OUTCOMES = {
    "exactly": ("Same words", "Found exactly"),
    "part": ("Part of a longer quotation", "Found in a longer quotation"),
    "contains": ("Contains a shorter quotation", "Found in part"),
    "with changes": ("With changes", "Found with changes"),
    "another speaker": ("Another speaker", "Found under another speaker"),
    "shares words": ("Shares words", "Not found"),
    "not found": ("", "Not found"),
}
ORDERS = {"most_repeated": "outlets", "most_reworded": "wordings", "contradicted": "contradictions"}
LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what came of looking for the text in it."""

    hit: queries.Hit
    outcome: Outcome


@page(tables.START_TABLES)
async def start(asked: Asked) -> Any:
    """Search and lists, with the size of the collection."""
    text = asked.argument("q")[:LONGEST_TEXT].strip()
    speaker = asked.argument("speaker")[:LONGEST_NAME].strip()
    found = await _search(asked.db, text, speaker)
    lists = [] if text else [(*one[:3], one[4], await one[3](asked.db)) for one in LISTS]
    chart = None if text else bars(await queries.dates(asked.db))
    collection = await tables.collection(asked.db)
    best = found[0].outcome.kind if found else "not found"
    if asked.as_json:
        return asked.json(
            {
                "ok": True,
                "version": VERSION,
                "query": text or None,
                "speaker": speaker or None,
                "outcome": best if text else None,
                "results": [hit_json(one.hit, text, one.outcome, asked.statement_url) for one in found]
                if text
                else None,
                **{name: [listed_json(row, asked.statement_url) for row in rows] for name, _, _, _, rows in lists},
                **({} if text else {"by_date": bars_json(chart)}),
                "collection": collection_json(collection),
                "limits": limits_json(collection),
            }
        )
    path = addresses.start_url(asked.datasette, asked.database).partition("?")[0]
    query = f"?{asked.request.query_string}" if asked.request.query_string else ""
    context = {
        "asked": text,
        "asked_speaker": speaker,
        "found": found,
        "best": best,
        "close": sum(one.outcome.kind != "shares words" for one in found),
        "outcomes": OUTCOMES,
        "lists": lists,
        "orders": ORDERS,
        "chart": chart,
        "chart_cut": chart is not None and sum(bar.count for bar in chart.bars) + chart.undated >= queries.LOOKED_AT,
        "collection": collection,
        "table_url": lambda view, order: f"{asked.datasette.urls.table(asked.database, view)}?_sort_desc={order}",
    }
    return await asked.html("quotes_start.html", context, f"{path}.json{query}")


async def _search(db: Any, text: str, speaker: str) -> list[Found]:
    """The closest hit of each statement that was found; strict queries first, looser ones while there are few."""
    names = search_queries(speaker)[1:2] or search_queries(speaker)[:1]  # all words of the name, anywhere
    named = await queries.named(db, names[0]) if names else None
    best: dict[str, tuple[tuple[float, ...], Found]] = {}
    for match in await queries.matching(db, text):
        for hit in await queries.search(db, match):
            one = Found(hit, _outcome(text, hit, named))
            rank = (KINDS.index(one.outcome.kind), -round(one.outcome.share, 2), -hit.statement.outlets)
            known = best.get(hit.statement.key)
            if known is None or rank < known[0]:
                best[hit.statement.key] = (rank, one)
        if sum(one.outcome.kind != "another speaker" for _, one in best.values()) >= ENOUGH:
            break
    ranked = [one for _, one in sorted(best.values(), key=lambda one: one[0])[:MOST_SHOWN]]
    found = [one for one in ranked if one.outcome.kind != "shares words"]
    return [replace(one, outcome=_said(text, one)) for one in [*found, *ranked[len(found) :][:MOST_SIMILAR]]]


def _outcome(text: str, hit: queries.Hit, named: set[str] | None) -> Outcome:
    return outcome(text, hit.quotation, "", None if named is None else hit.statement.speaker_key in named)


def _said(text: str, one: Found) -> Outcome:
    """The outcome with the sentence that says what changed: only for what is shown."""
    if one.outcome.words != "with changes":
        return one.outcome
    return replace(one.outcome, sentence=compare(text, one.hit.quotation).sentence)
