"""Quotebank: quotes at the addresses that printed them, and articles with their quotes in context.

A quote file gives the addresses of a quote without dates, and one wording for all of them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Read, Record
from quote_loaders.readers.given import Given, fragments, title_of
from quote_loaders.readers.grouping import Told, grouped_records
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.jsons import has_keys, json_records, objects, parsed_object, string
from quote_loaders.readers.packed import with_packings
from quote_loaders.readers.stated import few
from quote_loaders.readers.table_rows import json_rows
from quote_loaders.records import LoadError, Problem

NAME = "Quotebank"
MOST_URLS = 10_000  # of one quote: more is a page that every article of a site shows
LOWER_CASED = "ABC"  # phases whose texts were stored in lower case, and partly garbled
BAD_ENCODING = "D"  # in proper case; only phase E has proper UTF-8 as well
_NOBODY = "none"
_QID = re.compile(r"Q\d{1,12}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNNAMED = "Quotebank found no speaker likely enough"


def _probability(pairs: object, speaker: str | None) -> float:
    """The probability of a speaker among [name, probability] pairs; both may be strings. 0 where it isn't given."""
    if not isinstance(pairs, list):
        return 0.0
    for pair in pairs:
        if isinstance(pair, list) and len(pair) == 2 and str(pair[0]) == (speaker or "None"):
            try:
                found = float(pair[1])
            except (TypeError, ValueError, OverflowError):
                return 0.0
            return found if 0 <= found <= 1 else 0.0
    return 0.0


def _speaker(row: dict[str, Any], name: str) -> str | None:
    """A name; "None" is Quotebank's word for nobody."""
    found = string(row, name)
    return None if found is None or found.casefold() == _NOBODY else found


def _only_qid(found: object) -> str | None:
    """The Q-number of a list or of its printed form, where it is the only one: of several none is guessed."""
    distinct = set(_QID.findall(json.dumps(found)[:10_000]))
    return distinct.pop() if len(distinct) == 1 else None


def _phase_doubt(phase: str | None) -> str | None:
    name = (phase or "").upper()[:1]
    if name == BAD_ENCODING:
        return f"phase {name} of Quotebank: letters outside ASCII may be garbled"
    return (
        f"phase {name} of Quotebank: its texts are in lower case and partly garbled"
        if name in tuple(LOWER_CASED)
        else None
    )


# --- quote files: one quote, many addresses ---


def _quote_records(item: Input, _context: Context) -> Iterator[Record | Problem]:
    """An article for every address, with all the quotes of the file that name it."""
    told = Told(item.source)
    phases: Counter[str] = Counter()
    yield from grouped_records(item, "quotebank-quotes", _by_address(item, told, phases), told)
    yield from told
    if garbled := ", ".join(f"{phases[phase]:,} of phase {phase}" for phase in LOWER_CASED if phases[phase]):
        message = f"it has quotes in lower case and partly garbled: {garbled}; only those of phase E are as printed"
        yield Problem(item.source, "read", message)


def _by_address(item: Input, told: Told, phases: Counter[str]) -> Iterator[tuple[str, str, bytes]]:
    for place, row in json_rows(item, told):
        try:
            urls = _addresses(row.get("urls"))
            if not urls:
                raise LoadError("urls is missing, expected the addresses of the quote")
            if len(urls) > MOST_URLS:
                told.add(f"{place}: of {len(urls):,} urls the first {MOST_URLS:,} are read")
            phases[(string(row, "phase") or "").upper()[:1]] += 1
            for number, url in enumerate(urls[:MOST_URLS], start=1):
                yield url, f"{place} url {number}", json.dumps(_kept(row, url)).encode()
        except LoadError as error:
            told.add(f"{place}: {error}")


def _addresses(urls: object) -> list[str]:
    """The addresses of a list, each once."""
    found = [url for url in urls if isinstance(url, str)] if isinstance(urls, list) else []
    return list(dict.fromkeys(url for url in found if url.startswith(("http://", "https://"))))


def _kept(row: dict[str, Any], url: str) -> dict[str, Any]:
    """What of a quote its article needs: each address repeats it."""
    kept = {name: row.get(name) for name in ("quoteID", "quotation", "phase")}
    speaker = _speaker(row, "speaker")
    return kept | {
        "url": url,
        "speaker": speaker,
        "qid": _only_qid(row.get("qids")) if speaker else None,
        "probability": _probability(row.get("probas"), speaker),
    }


def _read_quotes(record: Record, context: Context) -> Read:
    rows = [parsed_object(line) for line in record.data.split(b"\n")]
    doubts: list[str] = []
    given = [
        Given(
            string(row, "quotation") or "",
            speaker=string(row, "speaker"),
            wikidata=string(row, "qid"),
            confidence=float(row.get("probability") or 0),
            unattributed=_UNNAMED,
        )
        for row in rows
    ]
    text, quotes = fragments(given, NAME, doubts)
    phases = sorted({doubt for row in rows if (doubt := _phase_doubt(string(row, "phase")))})
    url = string(rows[0], "url")
    fields = {
        "url": url,
        "title": title_of(url),
        "lang": "en",
        "text_status": "fragments",
        "extraction_doubt": "; ".join(["one wording stands for all addresses of a quote", *phases]),
    }
    return article_from(record, text, fields, context, few(doubts), quotes=quotes)


# --- article files: quotes in context ---


def _read_article(record: Record, context: Context) -> Read:
    row = parsed_object(record.data)
    doubts: list[str] = []
    qids = {string(entry, "name"): _only_qid(entry.get("ids")) for entry in objects(row, "names")}
    given = [_in_context(quote, qids) for quote in objects(row, "quotations")]
    text, quotes = fragments(given, NAME, doubts)
    date = (string(row, "date") or "")[:10]
    fields = {
        "url": string(row, "url"),
        "title": string(row, "title"),
        "published": date if _DATE.fullmatch(date) else string(row, "date"),
        "lang": "en",
        "text_status": "fragments",
        "extraction_doubt": _phase_doubt(string(row, "phase")),
    }
    return article_from(record, text, fields, context, few(doubts), date_source="record", quotes=quotes)


def _in_context(quote: dict[str, Any], qids: dict[str | None, str | None]) -> Given:
    """A quote with the speaker that its own article suggests; the one of all articles where that names nobody."""
    speaker, probabilities = _speaker(quote, "localTopSpeaker"), quote.get("localProbas")
    if speaker is None and "localTopSpeaker" not in quote:
        speaker, probabilities = _speaker(quote, "globalTopSpeaker"), quote.get("globalProbas")
    return Given(
        string(quote, "quotation") or "",
        prefix=string(quote, "leftContext") or "",
        suffix=string(quote, "rightContext") or "",
        speaker=speaker,
        wikidata=qids.get(speaker),
        confidence=_probability(probabilities, speaker),
        unattributed=_UNNAMED,
    )


QUOTES = Format(
    name="quotebank-quotes",
    title="Quotebank, the quotes: an article for every address",
    suffixes=with_packings(".json"),
    fields=(
        ("quotation", "fragments of text, and the quote in them"),
        ("urls[]", "url: one article each, without a date"),
        ("speaker", 'the speaker; nobody for "None"'),
        ("qids[]", "the speaker's Q-number where there is only one: kept, and tells namesakes apart"),
        ("probas[]", "confidence: the speaker's probability"),
        ("phase", "extraction_doubt: A to C are in lower case, D has damaged letters"),
        ("date", "not kept: it is the earliest date of any wording, not of an address"),
    ),
    recognises=lambda head: has_keys(head, "quoteID", "quotation", "urls"),
    records=_quote_records,
    read=_read_quotes,
)
ARTICLES = Format(
    name="quotebank-articles",
    title="Quotebank, the articles",
    suffixes=with_packings(".json"),
    fields=(
        ("url, title", "url, title"),
        ("date", "published: the day"),
        ("quotations[].leftContext, .quotation, .rightContext", "fragments of text, and the quotes in them"),
        ("quotations[].localTopSpeaker, .localProbas", 'the speaker, nobody for "None", and confidence'),
        ("names[].ids", "the speaker's Q-number where there is only one: kept, and tells namesakes apart"),
        ("phase", "extraction_doubt: A to C are in lower case, D has damaged letters"),
    ),
    recognises=lambda head: has_keys(head, "articleID", "quotations"),
    records=lambda item, _: json_records(item, "quotebank-articles"),
    read=_read_article,
)
