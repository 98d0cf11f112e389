"""Labelled pairs of quotes: read, given the speakers that extraction finds in their surroundings, and scored."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from datasette_quotes.wording import compare as compare_wordings
from quote_loaders.contradictions import WORDING_RULES
from quote_loaders.contradictions.cases import Case
from quote_loaders.dates import order
from quote_loaders.extraction import Extractor
from quote_loaders.linkage import compare
from quote_loaders.linkage.joins import LINKED
from quote_loaders.linkage.prepared import prepare
from quote_loaders.records import PlacedQuote, TextSpan

NAMED = {"word", "name", "number", "negation"}  # kinds of changes that say which words differ


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two quotes and what a reader said of them."""

    left: PlacedQuote
    right: PlacedQuote
    repeat: bool
    subtype: str
    altered: bool


def read_pairs(path: Path, *, speakers: bool) -> list[Labelled]:
    """The pairs of a file of JSON lines: a, b (text, before, after, date), label, subtype, altered.

    Speakers are nobody, or those that extraction finds in the 160 characters on either side.
    """
    extractor = Extractor() if speakers else None
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Labelled(
            _placed(row["a"], "a", extractor),
            _placed(row["b"], "b", extractor),
            row["label"] == "repeat",
            row.get("subtype") or "",
            bool(row.get("altered")),
        )
        for row in rows
    ]


def scores(pairs: Sequence[Labelled]) -> None:
    """Print precision, recall and F1, recall by subtype, and the alterations that are named."""
    print_scores([compare(pair.left, pair.right).score >= LINKED for pair in pairs], pairs)
    altered = [compare_wordings(pair.left.text, pair.right.text).changes for pair in pairs if pair.altered]
    named = sum(any(change.kind in NAMED for change in changes) for changes in altered)
    print(f"alterations with the words named: {named} of {len(altered)}")


def edits(path: Path, pairs: Sequence[Labelled]) -> None:
    """Print how well typed differences tell edited quotes apart, and how many benign repeats they flag.

    The file has JSON lines: source, premise, hypothesis, label; those of the source "quotes_edited" are taken. Benign
    are the pairs that repeat each other in one language and aren't marked as altered.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts: Counter[tuple[bool, bool]] = Counter()
    for row in rows:
        if row["source"] == "quotes_edited":
            found = differences(made("a", row["premise"], None), made("b", row["hypothesis"], None))
            counts[row["label"] == "contradiction", bool(found)] += 1
    right, missed, wrong = counts[True, True], counts[True, False], counts[False, True]
    print(f"edited quotes: precision {right / max(1, right + wrong):.3f}, recall {right / max(1, right + missed):.3f}")
    benign = [pair for pair in pairs if pair.repeat and not pair.altered and pair.subtype != "translation"]
    flagged = sum(bool(differences(pair.left, pair.right)) for pair in benign)
    print(f"benign repeats flagged: {flagged} of {len(benign)}")


def differences(left: PlacedQuote, right: PlacedQuote) -> list[str]:
    """The kinds of what the rules between wordings of one statement find, but for the circumstances."""
    case = Case(prepare(left), prepare(right), compare_wordings(left.text, right.text))
    return [rule.kind for rule in WORDING_RULES if rule.kind != "circumstances" and rule.find(case)]


def print_scores(said: Sequence[bool], pairs: Sequence[Labelled]) -> None:
    """Print how well answers fit the labels."""
    precision, recall, f1 = measured(said, pairs)
    print(f"{len(pairs)} labelled pairs: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    for subtype, found in sorted(by_subtype(said, pairs).items()):
        print(f"  recall of {subtype:12} {sum(found) / len(found):.3f} of {len(found)}")


def measured(said: Sequence[bool], pairs: Sequence[Labelled]) -> tuple[float, float, float]:
    """Precision, recall and F1 of answers."""
    counts = Counter((pair.repeat, bool(answer)) for pair, answer in zip(pairs, said, strict=True))
    precision = counts[True, True] / max(1, counts[True, True] + counts[False, True])
    recall = counts[True, True] / max(1, counts[True, True] + counts[True, False])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def by_subtype(said: Sequence[bool], pairs: Sequence[Labelled]) -> dict[str, list[bool]]:
    """The answers to the repeats of each subtype."""
    found: dict[str, list[bool]] = defaultdict(list)
    for pair, answer in zip(pairs, said, strict=True):
        if pair.repeat:
            found[pair.subtype].append(bool(answer))
    return found


def made(
    key: str, text: str, published: str | None, *, prefix: str = "", suffix: str = "", speaker: str | None = None
) -> PlacedQuote:
    """A quote of which little is known."""
    return PlacedQuote(
        key=key,
        article=key,
        outlet=key,
        speaker=speaker,
        speaker_name=speaker,
        via=None,
        kind="direct",
        text=text,
        spans=(TextSpan(len(prefix), len(prefix) + len(text)),),
        language="en",
        published=published,
        published_order=order(published),
        prefix=prefix[-200:],
        suffix=suffix[:200],
        cue=None,
    )


def _placed(side: dict[str, Any], key: str, extractor: Extractor | None) -> PlacedQuote:
    text, before, after = side["text"], side.get("before") or "", side.get("after") or ""
    quote = made(key, text, side.get("date"), prefix=before, suffix=after)
    if extractor is None or not before + after:
        return quote
    speaker = _speaker(extractor, text, before, after)
    return replace(quote, speaker=speaker, speaker_name=speaker)


def _speaker(extractor: Extractor, text: str, before: str, after: str) -> str | None:
    """Who is found to say the most of some words: a person's surname, the name of anything else, or nobody."""
    lead = before.split(" ", 1)[-1].rstrip()  # the first word is cut
    article = f"{lead} “{text}” {after.lstrip()}"
    start = len(lead) + 2
    shares: Counter[str] = Counter()
    for quote in extractor.extract(article, "en"):
        inside = sum(max(0, min(span.end, start + len(text)) - max(span.start, start)) for span in quote.content)
        if quote.speaker is not None and inside:
            name = quote.speaker.name.removesuffix("’s").casefold()
            shares[name.split()[-1] if quote.speaker.kind == "person" else name] += inside
    return shares.most_common(1)[0][0] if shares else None
