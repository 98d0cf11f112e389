"""Two quotes -> named reasons why they pull against each other, or nothing: pure, and never a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from datasette_quotes.wording import compare
from quote_loaders.contradictions import denials, occasions, speakers, wordings
from quote_loaders.contradictions.cases import Case, Finding, Rule, concepts, shared, topic, whole
from quote_loaders.linkage.prepared import Prepared, days_apart, prepare
from quote_loaders.records import Contradiction, ContradictionKind, PlacedQuote, Statement

WORDING_RULES = (
    Rule("negation", wordings.negation),
    Rule("number", wordings.number),
    Rule("opposite", wordings.opposite),
    Rule("altered", wordings.altered),
    Rule("circumstances", occasions.circumstances),
)
STATEMENT_RULES = (
    Rule("other_speaker", speakers.other_speaker),
    Rule("denial", denials.denial),
    Rule("reversal", speakers.reversal),
    Rule("opposite", speakers.opposed),
    Rule("dispute", speakers.dispute),
    Rule("number", speakers.figures),
)
RULES = WORDING_RULES + STATEMENT_RULES

_VERSION = 1
_CROWDED = 40  # quotes: a concept that more quotes have proposes pairs only within a week
_RARE = 5.0  # nats: a concept that says less proposes no pairs
_ENOUGH = 9.0  # nats of shared concepts that make two quotes worth a look


def find_contradictions(statements: Sequence[Statement], quotes: Mapping[str, PlacedQuote]) -> list[Contradiction]:
    """What the rules find between the wordings of each statement and between statements that share a subject.

    One contradiction for each pair of statements (within a statement: of wordings) and kind, the surest one; sorted by
    kind and keys, whatever the order of the input. Raises KeyError for a member that `quotes` doesn't have.
    """
    prepared = {member.quote: prepare(quotes[member.quote]) for one in statements for member in one.members}
    ordered = sorted(statements, key=lambda one: one.key)
    found = [item for one in ordered for item in _within(one, prepared)]
    found += _between(ordered, prepared)
    return sorted(found, key=lambda one: (one.kind, one.left_quote, one.right_quote))


def _within(statement: Statement, prepared: Mapping[str, Prepared]) -> Iterator[Contradiction]:
    """The reference wording against each other wording in its language, and the earliest occasion against others."""
    reference = prepared[statement.reference]
    language = reference.quote.language.split("-")[0]
    seen: set[tuple[object, ...]] = set()
    for member in statement.members:
        one = prepared[member.quote]
        if one is reference or one.quote.language.split("-")[0] != language:
            continue
        case = Case(reference, one, compare(reference.quote.text, one.quote.text))
        for rule in WORDING_RULES[:-1]:
            if (rule.kind, one.words) not in seen:
                found = rule.find(case)
                if found is not None:
                    seen.add((rule.kind, one.words))
                    yield _contradiction(rule.kind, case, found)
    yield from _occasions(statement, prepared, language)


def _occasions(statement: Statement, prepared: Mapping[str, Prepared], language: str) -> Iterator[Contradiction]:
    """The first pair of members, oldest first, that names two occasions."""
    members = [prepared[member.quote] for member in statement.members]
    named = [one for one in members if one.quote.language.split("-")[0] == language and _has_occasion(one)]
    for left, right in combinations(named[:_CROWDED], 2):
        case = Case(left, right, compare(left.quote.text, right.quote.text))
        found = occasions.circumstances(case)
        if found is not None:
            yield _contradiction("circumstances", case, found)
            return


def _has_occasion(one: Prepared) -> bool:
    found = occasions.occasion(one)
    return found.day is not None or bool(found.places)


def _between(statements: Sequence[Statement], prepared: Mapping[str, Prepared]) -> list[Contradiction]:
    """The surest contradiction of each kind for each pair of statements."""
    home = {member.quote: statement.key for statement in statements for member in statement.members}
    first: dict[tuple[str, tuple[str, ...]], Prepared] = {}
    for key in sorted(prepared, key=lambda one: (prepared[one].quote.published_order, one)):
        first.setdefault((home[key], prepared[key].words), prepared[key])
    best: dict[tuple[str, str, ContradictionKind], Contradiction] = {}
    for left, right in _related(list(first.values())):
        homes = sorted((home[left.quote.key], home[right.quote.key]))
        if homes[0] == homes[1]:
            continue
        for rule in STATEMENT_RULES:
            found = rule.find(Case(left, right))
            if found is not None:
                known = best.get((homes[0], homes[1], rule.kind))
                if known is None or found.score > known.score:
                    best[homes[0], homes[1], rule.kind] = _contradiction(rule.kind, Case(left, right), found)
    return list(best.values())


def _related(quotes: Sequence[Prepared]) -> list[tuple[Prepared, Prepared]]:
    """Pairs, the earlier first, whose contents share concepts of 9 nats together.

    A bare "unlikely" or "I never said that" has its subject beside it: such quotes are paired by their sentences.
    """
    contents = [concepts(one.quote.text, one.quote.language) for one in quotes]
    topics = [topic(one.quote) for one in quotes]
    bare = {place for place, one in enumerate(quotes) if speakers.is_doubt(one) or denials.is_denial(one)}
    inside = {pair for members in _blocks(contents).values() for pair in _pairs(quotes, members)}
    beside = {
        pair
        for members in _blocks(topics).values()
        if not bare.isdisjoint(members)
        for pair in _pairs(quotes, members)
        if not bare.isdisjoint(pair)
    }
    related = {pair for pair in inside if sum(shared(contents[pair[0]], contents[pair[1]]).values()) >= _ENOUGH}
    related |= {pair for pair in beside if sum(shared(topics[pair[0]], topics[pair[1]]).values()) >= _ENOUGH}
    return [(quotes[left], quotes[right]) for left, right in sorted(related)]


def _blocks(subjects: Sequence[Mapping[str, float]]) -> dict[str, list[int]]:
    """Concept of 5 nats or more -> the places that have it."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, about in enumerate(subjects):
        for term, value in about.items():
            if value >= _RARE:
                blocks[term].append(place)
    return blocks


def _pairs(quotes: Sequence[Prepared], members: Sequence[int]) -> Iterable[tuple[int, int]]:
    if len(members) <= _CROWDED:
        return combinations(members, 2)
    near = ((left, right) for at, left in enumerate(members) for right in members[at + 1 : at + _CROWDED])
    return (pair for pair in near if (days_apart(quotes[pair[0]], quotes[pair[1]]) or 0) <= 7)


def _contradiction(kind: ContradictionKind, case: Case, found: Finding) -> Contradiction:
    return Contradiction(
        kind=kind,
        left_quote=case.left.quote.key,
        right_quote=case.right.quote.key,
        score=found.score,
        explanation=found.explanation,
        left_evidence=found.left or whole(case.left.quote),
        right_evidence=found.right or whole(case.right.quote),
        method=f"rule:{kind}/{_VERSION}",
    )
