"""Two quotes -> a scored match that explains itself: pure and symmetric."""

from __future__ import annotations

import math
from dataclasses import dataclass

from quote_loaders.linkage.features import FEATURES, OF_WORDS, pair
from quote_loaders.linkage.prepared import Prepared, prepare
from quote_loaders.linkage.weights import BIAS
from quote_loaders.records import PlacedQuote

_NAMED = 3  # features that a match's sentence names
_SPEAKS = 0.25  # a feature that moves the log-odds by less isn't named
_TABLE = tuple((feature.name, feature.measure, feature.weight) for feature in FEATURES)
_OF_WORDS = tuple(
    row for row in _TABLE if row[0] in OF_WORDS
)  # these come first in the table, so that sums are the same
_OF_PAIRS = _TABLE[len(_OF_WORDS) :]
_NAMES = tuple(name for name, _, _ in _OF_PAIRS)


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal that two quotes report the same words: a score of 0 to 1 and each feature's value."""

    score: float
    features: dict[str, float]

    @property
    def why(self) -> str:
        """The features that speak loudest, in a sentence."""
        moves = [feature.weight * self.features[feature.name] for feature in FEATURES]
        loudest = sorted(range(len(moves)), key=lambda at: -abs(moves[at]))[:_NAMED]
        said = [FEATURES[at].says for at in loudest if abs(moves[at]) >= _SPEAKS]
        why = "; ".join(said) or "they share nothing"
        return why[0].upper() + why[1:]

    def as_json(self) -> dict[str, object]:
        """The score, why, and for every feature its value and how far it moves the log-odds."""
        return {
            "score": self.score,
            "why": self.why,
            "features": {
                feature.name: {
                    "value": self.features[feature.name],
                    "moves": round(feature.weight * self.features[feature.name], 4),
                }
                for feature in FEATURES
            },
        }


def compare(left: PlacedQuote, right: PlacedQuote) -> Match:
    """How alike two quotes are: symmetric, and the same wherever and in whatever order they were loaded.

    The score is the logistic function of the weighted features; it orders matches and is no probability, since real
    collections hold far more pairs that don't match than the labelled ones do.
    """
    return compare_prepared(prepare(left), prepare(right))


def compare_prepared(left: Prepared, right: Prepared) -> Match:
    """As `compare`, for quotes that are prepared already."""
    one = pair(left, right)
    if not one.moves:
        one.moves.extend(feature_weight * measure(one) for _, measure, feature_weight in _OF_WORDS)
    values = [measure(one) for _, measure, _ in _OF_PAIRS]
    moves = [feature_weight * value for (_, _, feature_weight), value in zip(_OF_PAIRS, values, strict=True)]
    moved = BIAS + sum([*one.moves, *moves])
    named = {name: round(value, 4) for name, value in one.known.items()}
    named.update(zip(_NAMES, [round(value, 4) for value in values], strict=True))
    return Match(round(1 / (1 + math.exp(-moved)), 6), named)
