"""Learn the weights of linkage from labelled pairs: `python -m bench.weights PAIRS [--write]`.

A logistic regression with an L2 penalty, whose signs are held to the sense of each feature; what is set by hand moves
the log-odds as it stands. It is judged by nested cross-validation: of five parts each is answered by weights and by a
threshold that the other four give, the threshold by a cross-validation among these. Written are the weights of all
pairs, with the threshold put into the bias, so that it is the score from which quotes are linked.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.pairs import Labelled, by_subtype, measured, read_pairs
from quote_loaders.linkage import weights as written
from quote_loaders.linkage.features import FEATURES, pair
from quote_loaders.linkage.joins import LINKED
from quote_loaders.linkage.prepared import prepare

PENALTY, PARTS, SEEDS = 0.003, 5, 10
AGAINST = {"brief", "names_differ", "amounts_differ", "negation_differs", "printed_beside", "other_speaker"}
LEARNED = [feature for feature in FEATURES if feature.name in written.WEIGHTS]
BY_HAND = [feature for feature in FEATURES if feature.name not in written.WEIGHTS]
_ENOUGH = 1e-10  # gain of a step at which learning ends

Floats = NDArray[np.float64]


class Table(NamedTuple):
    """A row for each pair: the features to learn, the log-odds of those set by hand, and 1 for a repeat."""

    features: Floats
    moved: Floats
    repeats: Floats

    def of(self, rows: NDArray[np.int64]) -> Table:
        """Some of the rows."""
        return Table(*(column[rows] for column in self))


def table(pairs: Sequence[Labelled]) -> Table:
    """What the features measure of labelled pairs."""
    aligned = [pair(prepare(one.left), prepare(one.right)) for one in pairs]
    return Table(
        np.array([[feature.measure(one) for feature in LEARNED] for one in aligned]),
        np.array([sum(feature.weight * feature.measure(one) for feature in BY_HAND) for one in aligned]),
        np.array([float(one.repeat) for one in pairs]),
    )


def learn(some: Table) -> Floats:
    """The weights that fit best, the bias last: Newton's steps, halved while they don't help, kept to the signs."""
    rows, columns = some.features.shape
    inputs = np.hstack([some.features, np.ones((rows, 1))])
    penalty = np.append(np.full(columns, 2 * PENALTY), 0.0)
    lowest = np.array([-np.inf if one.name in AGAINST else 0.0 for one in LEARNED] + [-np.inf])
    highest = np.array([0.0 if one.name in AGAINST else np.inf for one in LEARNED] + [np.inf])
    found = np.zeros(columns + 1)
    loss = _loss(inputs, some, penalty, found)
    gain = math.inf
    while gain > _ENOUGH:
        likely = 1 / (1 + np.exp(-(inputs @ found + some.moved)))
        slope = inputs.T @ (likely - some.repeats) / rows + penalty * found
        curve = (inputs * (likely * (1 - likely))[:, None]).T @ inputs / rows + np.diag(penalty + _ENOUGH)
        free = ~(((found <= lowest) & (slope > 0)) | ((found >= highest) & (slope < 0)))
        step = np.zeros(columns + 1)
        step[free] = -np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        found, gain, loss = _stepped(inputs, some, penalty, (found, loss), step, (lowest, highest))
    return found


def _stepped(
    inputs: Floats, some: Table, penalty: Floats, now: tuple[Floats, float], step: Floats, limits: tuple[Floats, Floats]
) -> tuple[Floats, float, float]:
    """The weights after the longest of a step, its half and so on that doesn't make it worse; the gain and the loss."""
    found, loss = now
    for halved in range(30):
        tried = np.clip(found + step / 2**halved, *limits)
        worth = _loss(inputs, some, penalty, tried)
        if worth <= loss:
            return tried, loss - worth, worth
    return found, 0.0, loss


def _loss(inputs: Floats, some: Table, penalty: Floats, found: Floats) -> float:
    odds = inputs @ found + some.moved
    return float(np.mean(np.logaddexp(0, odds) - some.repeats * odds) + (penalty * found * found).sum() / 2)


def odds(some: Table, found: Floats) -> Floats:
    """The log-odds of each pair."""
    answer: Floats = some.features @ found[:-1] + found[-1] + some.moved
    return answer


def parts(repeats: Floats, chance: np.random.Generator) -> NDArray[np.int64]:
    """For each pair one of five parts, with as many repeats in each."""
    found = np.zeros(len(repeats), dtype=np.int64)
    for label in (0.0, 1.0):
        rows = np.flatnonzero(repeats == label)
        chance.shuffle(rows)
        found[rows] = np.arange(len(rows)) % PARTS
    return found


def threshold(some: Table, chance: np.random.Generator) -> float:
    """The log-odds from which a pair is called a repeat with the best F1, of weights that didn't see it."""
    part = parts(some.repeats, chance)
    found = np.zeros(len(part))
    for number in range(PARTS):
        found[part == number] = odds(
            some.of(np.flatnonzero(part == number)), learn(some.of(np.flatnonzero(part != number)))
        )
    order = np.argsort(-found)
    right = np.cumsum(some.repeats[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + right[-1])
    best = int(np.argmax(f1))
    following = found[order[best + 1]] if best + 1 < len(order) else found[order[best]]
    return float(found[order[best]] + following) / 2


def nested(some: Table, seed: int) -> list[bool]:
    """What is said of each pair by weights and a threshold that didn't see it."""
    chance = np.random.default_rng(seed)
    part = parts(some.repeats, chance)
    said = np.zeros(len(part), dtype=bool)
    for number in range(PARTS):
        rest, held = some.of(np.flatnonzero(part != number)), some.of(np.flatnonzero(part == number))
        said[part == number] = odds(held, learn(rest)) >= threshold(rest, chance)
    return [bool(one) for one in said]


def judge(pairs: Sequence[Labelled], some: Table) -> None:
    """Print the mean and the spread of nested cross-validation over several seeds."""
    figures: dict[str, list[float]] = defaultdict(list)
    for seed in range(SEEDS):
        said = nested(some, seed)
        for name, value in zip(("precision", "recall", "F1"), measured(said, pairs), strict=True):
            figures[name].append(value)
        for subtype, found in by_subtype(said, pairs).items():
            figures[f"recall of {subtype}"].append(sum(found) / len(found))
    for name, values in figures.items():
        print(f"{name:24} mean {np.mean(values):.3f}, spread {np.std(values):.3f}, worst {min(values):.3f}")


def write(some: Table) -> None:
    """Put the weights of all pairs into their module, with the bias at which the chosen threshold is `LINKED`."""
    found = learn(some)
    thresholds = [threshold(some, np.random.default_rng(seed)) for seed in range(SEEDS)]
    bias = found[-1] - float(np.median(thresholds)) + math.log(LINKED / (1 - LINKED))
    path = Path(written.__file__)
    lines = path.read_text(encoding="utf-8").split("BIAS = ")[0]
    lines += f"BIAS = {bias:.2f}\nWEIGHTS = {{\n"
    lines += "".join(f'    "{one.name}": {value:.2f},\n' for one, value in zip(LEARNED, found[:-1], strict=True))
    path.write_text(f"{lines}}}\n", encoding="utf-8")
    print(f"written: {path.name}, of {len(some.repeats)} pairs")


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge the weights, and write them when asked to."""
    parser = argparse.ArgumentParser(prog="python -m bench.weights", description=__doc__.splitlines()[0])
    parser.add_argument("pairs", type=Path, help="JSON lines: a, b (text, before, after, date), label, subtype")
    parser.add_argument("--nobody", action="store_true", help="speakers are unknown, instead of those extraction finds")
    parser.add_argument("--write", action="store_true", help="write the weights that all pairs give")
    given = parser.parse_args(arguments)
    pairs = read_pairs(given.pairs, speakers=not given.nobody)
    some = table(pairs)
    judge(pairs, some)
    if given.write:
        write(some)


if __name__ == "__main__":
    main()
