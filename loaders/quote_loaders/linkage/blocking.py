"""Which quotes are worth comparing: keys of a quote, and the pairs that share enough of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import combinations

from quote_loaders.linkage.prepared import Prepared, prepare
from quote_loaders.records import PlacedQuote

Key = tuple[str, str, float]

_RUN = 4  # words
_RUN_WEIGHT = 12.0  # nats: a run of four words that says less is a stock phrase
_RARE = 3  # rarest words of a quote
_WORD_WEIGHT = 4.5  # nats: a word that says less links nothing
_MINIMUM = 6.0  # nats that a pair's shared keys must have together
_CROWDED = 60  # quotes: a key that more have is cut by week, then to neighbours
_NEIGHBOURS = 6
_WHOLE = 100.0
_WORDED = {"words", "run", "rare"}


def keys(quote: PlacedQuote) -> tuple[Key, ...]:
    """The (kind, hash, weight in nats) under which a quote meets those that may repeat it; two quotes that share none
    are never compared.

    Kinds: `words` (all normal words), `run` (four words of 12 nats), `rare` (the three rarest words, in order),
    `speaker word` (speaker and one word of 4.5 nats) and, for translations, `speaker figure`.
    """
    return keys_of(prepare(quote))


def keys_of(one: Prepared) -> tuple[Key, ...]:
    """As `keys`, for a quote that is prepared already; sorted, a kind and hash once, with its largest weight."""
    found = sorted(_all_keys(one))
    return tuple({(kind, hashed): (kind, hashed, value) for kind, hashed, value in found}.values())


def _all_keys(one: Prepared) -> Iterable[Key]:
    if one.words:
        yield "words", _hash(*one.words), _WHOLE
    for at in range(len(one.terms) - _RUN + 1):
        mass = sum(one.weights[at : at + _RUN])
        if mass >= _RUN_WEIGHT:
            yield "run", _hash(*one.terms[at : at + _RUN]), round(mass, 3)
    rarest = sorted(range(len(one.terms)), key=lambda at: (-one.weights[at], at))[:_RARE]
    if len(rarest) == _RARE:
        mass = sum(one.weights[at] for at in rarest)
        yield "rare", _hash(*(one.terms[at] for at in sorted(rarest))), round(mass, 3)
    speaker = one.quote.speaker
    if speaker is not None:
        for term, value in zip(one.terms, one.weights, strict=True):
            if value >= _WORD_WEIGHT:
                yield "speaker word", _hash(speaker, term), round(value, 3)
        for amount in one.amounts:
            yield "speaker figure", _hash(speaker, f"{amount.value:.6g}"), _MINIMUM


def _hash(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def candidates(quotes: Sequence[Prepared]) -> list[tuple[int, int]]:
    """Pairs of places in the sequence that share keys of 6 nats together and don't name different speakers.

    The sequence has to be sorted oldest first: a key that more than 60 quotes have joins each only to those of its
    week, and there to its six neighbours in time; one that is made of the words themselves joins each to the earliest
    as well.
    """
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    weights: dict[tuple[str, str], float] = {}
    for place, one in enumerate(quotes):
        for kind, hashed, value in keys_of(one):
            blocks[kind, hashed].append(place)
            weights[kind, hashed] = max(value, weights.get((kind, hashed), 0.0))
    shared: dict[tuple[int, int], float] = defaultdict(float)
    for block, members in blocks.items():
        if len(members) > 1:
            pairs = set(_pairs(quotes, members))
            if block[0] in _WORDED:
                pairs |= {(members[0], place) for place in members[1:]}
            for left, right in pairs:
                shared[left, right] += weights[block]
    return sorted(pair for pair, mass in shared.items() if mass >= _MINIMUM and _may(quotes, *pair))


def _may(quotes: Sequence[Prepared], left: int, right: int) -> bool:
    one, other = quotes[left].quote.speaker, quotes[right].quote.speaker
    return one is None or other is None or one == other


def _pairs(quotes: Sequence[Prepared], members: list[int]) -> Iterable[tuple[int, int]]:
    if len(members) <= _CROWDED:
        yield from combinations(members, 2)
        return
    weeks: dict[object, list[int]] = defaultdict(list)
    for place in members:
        spanned = quotes[place].days
        weeks[spanned[0].isocalendar()[:2] if spanned else None].append(place)
    for week in weeks.values():
        if len(week) <= _CROWDED:
            yield from combinations(week, 2)
        else:
            for at, left in enumerate(week):
                yield from ((left, right) for right in week[at + 1 : at + 1 + _NEIGHBOURS])
