"""What people decided about contradictions and origins, put into effect. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quote_loaders.records import Contradiction, Judgement, Origin


def upheld_contradictions(found: Iterable[Contradiction], judgements: Iterable[Judgement]) -> list[Contradiction]:
    """The contradictions but for those between two quotes that a person judged to be none."""
    refused = {
        frozenset((judgement.left, judgement.right))
        for judgement in judgements
        if judgement.subject == "contradiction" and judgement.verdict == "no"
    }
    return [item for item in found if frozenset((item.left_quote, item.right_quote)) not in refused]


def judged_origins(found: Iterable[Origin], judgements: Iterable[Judgement], articles: Sequence[str]) -> list[Origin]:
    """The origins with what people decided: left is (or is not) a copy of right, both keys of known articles."""
    origins = {origin.article: origin for origin in found}
    for judgement in judgements:
        if judgement.subject != "origin" or not {judgement.left, judgement.right} <= set(articles):
            continue
        known = origins.get(judgement.left)
        if judgement.verdict == "yes":
            origins[judgement.left] = Origin(judgement.left, judgement.right, "a person's judgement", 1.0)
        elif known is not None and known.origin == judgement.right:
            del origins[judgement.left]
    return sorted(origins.values(), key=lambda origin: origin.article)
