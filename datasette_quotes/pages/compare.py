"""Two wordings compared: quotes, statements, or any text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette_quotes import addresses
from datasette_quotes.as_json import Json
from datasette_quotes.links import KEY
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import compare as queries
from datasette_quotes.queries import tables
from datasette_quotes.sister_json import comparison_json
from datasette_quotes.wording import compare as compare_wordings

LONGEST_TEXT = 10_000  # characters of each text that are compared


@dataclass(frozen=True, slots=True)
class Compared:
    """One side: what was asked for, the wording it stands for, and what is known of it when it is a key."""

    asked: str
    text: str
    known: queries.Known | None

    def as_json(self, asked: Asked) -> Json:
        """The side as data."""
        one = self.known
        if one is None:
            return {"text": self.text, "quote": None, "statement": None, "speaker": None, "outlet": None}
        urls = asked.urls
        return {
            "text": self.text,
            "quote": {"key": one.key, "url": urls.quote(one.key)} if one.what == "quote" else None,
            "statement": {"key": one.statement_key, "url": urls.statement(one.statement_key)}
            if one.statement_key
            else None,
            "speaker": urls.named(urls.speaker, one.speaker_key, one.speaker),
            "outlet": urls.named(urls.outlet, one.outlet_key, one.outlet),
        }


@page(tables.COMPARE_TABLES)
async def compare(asked: Asked) -> Any:
    """What the right wording does with the left one."""
    left, right = await _side(asked, "left"), await _side(asked, "right")
    found = compare_wordings(left.text, right.text) if left and right else None
    if asked.as_json:
        sides = [one.as_json(asked) if one else None for one in (left, right)]
        return asked.json(comparison_json(sides[0], sides[1], found))
    path = addresses.compare_url(asked.datasette, asked.database)
    context = {
        "left": left,
        "right": right,
        "found": found,
        "asked_left": asked.argument("left")[:LONGEST_TEXT],
        "asked_right": asked.argument("right")[:LONGEST_TEXT],
        "action": path,
        "swapped_url": addresses.compare_url(asked.datasette, asked.database, right.asked, left.asked)
        if left and right
        else None,
        "longest": LONGEST_TEXT,
    }
    query = f"?{asked.request.query_string}" if asked.request.query_string else ""
    return await asked.html("quotes_compare.html", context, f"{path}.json{query}")


async def _side(asked: Asked, name: str) -> Compared | None:
    """A key stands for the words of its quote or statement; anything else is the text itself."""
    given = asked.argument(name).strip()[:LONGEST_TEXT]
    if not given:
        return None
    known = await queries.by_key(asked.db, given) if KEY.fullmatch(given) else None
    return Compared(given, known.text if known else given, known)
