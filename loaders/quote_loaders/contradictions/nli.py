"""Models of natural language inference that others install: one more figure beside the rules, never instead of them.

A model is a function that is registered under the entry point group `quote_loaders.nli`. None comes with the program,
and none is asked unless it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import entry_points

from quote_loaders.records import Contradiction, LoadError, PlacedQuote

GROUP = "quote_loaders.nli"

# Premise, hypothesis and language (BCP 47) -> how surely the hypothesis contradicts the premise, 0 to 1.
Model = Callable[[str, str, str], float]


def load_model(name: str) -> Model:
    """The installed model of a name; raises LoadError with the names that there are."""
    found = {one.name: one for one in entry_points(group=GROUP)}
    if name not in found:
        known = ", ".join(sorted(found)) or "none is installed"
        raise LoadError(f"no model {name!r} in the entry point group {GROUP!r}, expected one of: {known}")
    model = found[name].load()
    if not callable(model):
        raise LoadError(f"{name} of the entry point group {GROUP!r} is {type(model).__name__}, expected a function")
    loaded: Model = model
    return loaded


def contradicts(model: Model, left: str, right: str, language: str) -> float:
    """How surely two texts contradict each other: the mean of both directions; raises LoadError beyond 0 to 1."""
    found = [float(model(left, right, language)), float(model(right, left, language))]
    if not all(0.0 <= one <= 1.0 for one in found):
        raise LoadError(f"the model gave {found}, expected figures from 0 to 1")
    return round(sum(found) / 2, 6)


def ranked(
    found: Iterable[Contradiction], quotes: Mapping[str, PlacedQuote], model: Model
) -> list[tuple[float, Contradiction]]:
    """Contradictions that rules found, the surest first by the mean of the rule's score and the model's figure."""
    judged = []
    for one in found:
        left, right = quotes[one.left_quote], quotes[one.right_quote]
        judged.append(((one.score + contradicts(model, left.text, right.text, left.language)) / 2, one))
    return sorted(judged, key=lambda item: (-item[0], item[1].kind, item[1].left_quote, item[1].right_quote))
