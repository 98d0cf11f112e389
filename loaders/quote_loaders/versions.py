"""Versions of an article: their order, and what a newer one did to the quotes of the one before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from datasette_quotes.text import fingerprint, words
from quote_loaders import dates
from quote_loaders.linkage.matching import compare_prepared
from quote_loaders.linkage.prepared import Prepared, prepare
from quote_loaders.records import PlacedQuote, TextStatus

Change = Literal["kept", "changed", "gone", "new"]

ALIKE = 0.35  # score of `linkage.matching` from which two quotes of one article's versions are held to be one
SHARED = 0.25  # of the shorter quote's words: fewer are not compared any closer
MOST = 20_000  # pairs that are compared closely; an article with more has its quotes matched by place first


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article, as far as its order among the others goes; dates are RFC 3339."""

    key: str
    modified: str | None
    captured: str | None
    published: str | None
    text_status: TextStatus = "whole"


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """What became of a quote, by keys; a quote that is gone has no later one, a new one no earlier one."""

    earlier: str | None
    later: str | None
    change: Change


def in_order(versions: Iterable[Version]) -> list[Version]:
    """The versions of one article, first to last, whatever the order they come in.

    By when the outlet changed them, else when they were captured, else published, else by key; what is known in
    fragments only comes before all that is known as a whole.
    """
    return sorted(versions, key=lambda one: (one.text_status == "whole", _moment(one), one.key))


def _moment(version: Version) -> str:
    return dates.order(version.modified or version.captured or version.published)


def quote_changes(earlier: Sequence[PlacedQuote], later: Sequence[PlacedQuote]) -> list[QuoteChange]:
    """What a newer version did to the quotes of the one before: each quote of both stands in one change.

    The same words of the same speaker are kept; the same words of another speaker, or much the same words, are
    changed. Of several that match, the surest and then the nearest in the text belong together.
    """
    before, after = _placed(earlier), _placed(later)
    pairs = _same_words(before, after)
    met_before, met_after = {left for left, _ in pairs}, {right for _, right in pairs}
    rest_before = [at for at in range(len(before)) if at not in met_before]
    rest_after = [at for at in range(len(after)) if at not in met_after]
    near = _near_words(before, after, rest_before, rest_after)
    found = [
        QuoteChange(before[left].key, after[right].key, _kept(before[left], after[right])) for left, right in pairs
    ]
    found += [QuoteChange(before[left].key, after[right].key, "changed") for left, right in near]
    lost = set(rest_before) - {left for left, _ in near}
    won = set(rest_after) - {right for _, right in near}
    found += [QuoteChange(before[at].key, None, "gone") for at in sorted(lost)]
    return found + [QuoteChange(None, after[at].key, "new") for at in sorted(won)]


def _placed(quotes: Sequence[PlacedQuote]) -> list[PlacedQuote]:
    return sorted(quotes, key=lambda quote: (quote.spans[0].start, quote.key))


def _kept(left: PlacedQuote, right: PlacedQuote) -> Change:
    return "changed" if _others(left, right) else "kept"


def _others(left: PlacedQuote, right: PlacedQuote) -> bool:
    """Whether two quotes name different speakers; a longer form of one name is the same."""
    if left.speaker_name is None or right.speaker_name is None:
        return False
    one, other = set(words(left.speaker_name)), set(words(right.speaker_name))
    return not (one <= other or other <= one)


def _same_words(before: Sequence[PlacedQuote], after: Sequence[PlacedQuote]) -> list[tuple[int, int]]:
    """Quotes of the same words, in the order in which they stand; those of one speaker first."""
    there: dict[str, list[int]] = {}
    for at, quote in enumerate(after):
        there.setdefault(fingerprint(quote.text), []).append(at)
    found = []
    for at, quote in enumerate(before):
        same = there.get(fingerprint(quote.text), [])
        if same:
            right = min(same, key=lambda place: (_others(quote, after[place]), place))
            same.remove(right)
            found.append((at, right))
    return found


def _near_words(
    before: Sequence[PlacedQuote], after: Sequence[PlacedQuote], left: Sequence[int], right: Sequence[int]
) -> list[tuple[int, int]]:
    """The likest pairs of what is left on both sides, each quote in one pair at most."""
    reach = max(1, MOST // max(1, len(left)))
    prepared: dict[tuple[bool, int], Prepared] = {}

    def ready(late: bool, at: int) -> Prepared:
        if (late, at) not in prepared:
            quote = (after if late else before)[at]
            prepared[late, at] = prepare(
                replace(quote, speaker=None, published=None, published_order=dates.order(None))
            )
        return prepared[late, at]

    offers = []
    for one in left:
        for other in sorted(right, key=lambda at: (abs(at - one), at))[:reach]:
            if _shares(before[one], after[other]):
                score = compare_prepared(ready(False, one), ready(True, other)).score
                if score >= ALIKE:
                    offers.append((-score, abs(one - other), one, other))
    found: list[tuple[int, int]] = []
    gone: set[int] = set()
    taken: set[int] = set()
    for _, _, one, other in sorted(offers):
        if one not in gone and other not in taken:
            gone.add(one)
            taken.add(other)
            found.append((one, other))
    return sorted(found)


def _shares(left: PlacedQuote, right: PlacedQuote) -> bool:
    one, other = set(words(left.text)), set(words(right.text))
    return len(one & other) >= SHARED * min(len(one), len(other)) > 0
