"""Two quotes -> named reasons why they pull against each other, or nothing: pure, and never a verdict."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from datasette_quotes.text import words
from datasette_quotes.wording import Comparison
from quote_loaders.contradictions import denials, occasions, speakers, wordings
from quote_loaders.contradictions.cases import Case, Finding, Rule, whole
from quote_loaders.contradictions.pairing import disputable, related
from quote_loaders.linkage.clusters import paired
from quote_loaders.linkage.members import compared
from quote_loaders.linkage.ordered import Ordered, firsts, ordered
from quote_loaders.linkage.pairs import Pairs
from quote_loaders.linkage.prepared import Prepared, Preparing
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

_VERSION = 3
_CROWDED = 40  # members of a statement whose occasions are compared


def find_contradictions(statements: Sequence[Statement], quotes: Mapping[str, PlacedQuote]) -> list[Contradiction]:
    """What the rules find between the wordings of each statement and between statements that share a subject.

    One contradiction for each pair of statements (within a statement: of wordings) and kind, the surest one; sorted by
    kind and keys, whatever the order of the input. Raises KeyError for a member that `quotes` doesn't have.
    """
    one = ordered(list(quotes.values()))
    found = [item for some in paired(one, firsts(one, set())) for item in between(one, some)]
    home = {member.quote: statement.key for statement in statements for member in statement.members}
    inside = [item for statement in statements for item in within(statement, quotes)]
    orders = {quote.key: quote.published_order for quote in one.quotes}
    return in_order([*inside, *surest(found, home, orders)])


def in_order(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Contradictions as they are told."""
    return sorted(found, key=lambda one: (one.kind, one.left_quote, one.right_quote))


def surest(found: Iterable[Contradiction], home: Mapping[str, str], orders: Mapping[str, str]) -> list[Contradiction]:
    """Of what was found between quotes the surest of each kind for each pair of statements, of several the earliest.

    `home` has the statements' keys by the quotes', `orders` when they were published.
    """
    best: dict[tuple[str, str, str], tuple[tuple[float | str, ...], Contradiction]] = {}
    for item in found:
        left, right = item.left_quote, item.right_quote
        first, second = sorted((home[left], home[right]))
        rank = (-item.score, orders[left], left, orders[right], right)
        known = best.get((first, second, item.kind))
        if first != second and (known is None or rank < known[0]):
            best[first, second, item.kind] = rank, item
    return [item for _, item in best.values()]


def between(one: Ordered, some: Pairs) -> Iterator[Contradiction]:
    """What the rules find between the quotes of pairs that share keys, whatever their statements; left is earlier."""
    some = related(one.quotes, one.words, one.measures, disputable(one.measures, some))
    return (found for _, _, found in disputed(one, some))


def disputed(one: Ordered, some: Pairs) -> Iterator[tuple[int, int, Contradiction]]:
    """What the rules find between the quotes of related pairs, with their places."""
    for left, right in zip(some.left.tolist(), some.right.tolist(), strict=True):
        case = Case(one.prepared[left], one.prepared[right])
        if case.corrects:
            continue
        for rule in STATEMENT_RULES:
            found = rule.find(case)
            if found is not None:
                yield left, right, _contradiction(rule.kind, case, found)


def within(statement: Statement, quotes: Mapping[str, PlacedQuote]) -> Iterator[Contradiction]:
    """The reference wording against each other wording in its language, and the earliest occasion against others."""
    if len(statement.members) < 2:
        return
    listed = [quotes[member.quote] for member in statement.members]
    prepared = Preparing(listed)
    reference = prepared[listed.index(quotes[statement.reference])]
    printed = words(reference.quote.text)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for place, quote in enumerate(listed):
        if not may_differ(reference.quote, quote) or words(quote.text) == printed:
            continue
        one = prepared[place]
        comparison = compared(reference.quote.text, quote.text)
        for found in differing(reference, one, comparison, {kind for kind, own in seen if own == one.words}):
            seen.add((found.kind, one.words))
            yield found
    yield from _occasions(prepared, reference.quote)


def may_differ(reference: PlacedQuote, quote: PlacedQuote) -> bool:
    """Whether a wording of one statement is held against its reference: in its language, and no version of it.

    Nor one of the same article, whose author tells of two sentences that are much alike.
    """
    same = quote.primary_language == reference.primary_language
    return same and quote.article != reference.article and not quote.corrects(reference)


def differing(
    reference: Prepared, one: Prepared, comparison: Comparison, but: Container[str] = ()
) -> Iterator[Contradiction]:
    """What the rules find between the reference wording and another one, but for some kinds."""
    case = Case(reference, one, comparison)
    for rule in WORDING_RULES[:-1]:
        found = rule.find(case) if rule.kind not in but else None
        if found is not None:
            yield _contradiction(rule.kind, case, found)


def is_told(reference: PlacedQuote, one: Prepared) -> bool:
    """Whether the occasion of a quote is named, in the language of its statement's reference wording."""
    same = one.quote.primary_language == reference.primary_language
    return same and occasions.may_be_told(one.quote) and _has_occasion(one)


def _occasions(members: Preparing, reference: PlacedQuote) -> Iterator[Contradiction]:
    """The first pair of members, oldest first, that names two occasions."""
    named = (
        members[place]
        for place, one in enumerate(members.quotes)
        if one.primary_language == reference.primary_language and occasions.may_be_told(one)
    )
    found_of = ((one, occasions.occasion(one)) for one in named)
    told = list(islice(((one, there) for one, there in found_of if _is_named(there)), _CROWDED))
    for (left, there), (right, elsewhere) in combinations(told, 2):
        if not occasions.are_two(there, elsewhere):  # looked at before the words, which takes longer
            continue
        case = Case(left, right, compared(left.quote.text, right.quote.text))
        found = occasions.circumstances(case)
        if found is not None:
            yield _contradiction("circumstances", case, found)
            return


def _has_occasion(one: Prepared) -> bool:
    return _is_named(occasions.occasion(one))


def _is_named(there: occasions.Occasion) -> bool:
    return there.day is not None or bool(there.places)


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
