"""Quotes grouped into statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasette_quotes.text import short_key
from quote_loaders.linkage import link
from quote_loaders.records import Judgement, PlacedQuote, Statement
from tests.loaders.placed import in_german, placed, said

PROMISE = "We will not cut pensions before 2028, but everything else is on the table"
CLOSED = "The Tolm Bridge will stay closed for 14 months and the repairs will cost 320 million crowns"
POST = (
    "I just spoke with Donald Trump. About our readiness to work together at the team level. Ukraine wants peace more "
    "than anyone. We are determining our common steps with the US to stop Russian aggression and guarantee peace."
)


def groups(statements: Sequence[Statement]) -> set[frozenset[str]]:
    return {frozenset(member.quote for member in one.members) for one in statements}


def together(*quotes: PlacedQuote) -> bool:
    return len(link(quotes)) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(PROMISE, "everything else is on the table", id="excerpt"),
        pytest.param(
            PROMISE, "Before 2028 we are not going to cut pensions, but everything else is on the table", id="order"
        ),
        pytest.param(
            PROMISE, "We will cut pensions before 2028, but everything else is on the table", id="not is lost"
        ),
        pytest.param(CLOSED, CLOSED.replace("14", "18"), id="another figure"),
        pytest.param(POST, "we are charting our next steps to stop Russian aggression.", id="sentence of a post"),
    ],
)
def test_one_statement(left: str, right: str) -> None:
    assert together(said(left, "one"), said(right, "two"))


def test_two_words_are_an_excerpt_where_the_surroundings_are_alike() -> None:
    text = (
        'Ushakov said that Trump "was shocked". "The US President was shocked and said it was good that the US did not '
        'give Ukraine Tomahawk missiles", Ushakov said.'
    )
    part = placed(text, "was shocked", speaker="ushakov", kind="mixed", published=None)
    full = placed(
        text,
        "The US President was shocked and said it was good that the US did not give Ukraine Tomahawk missiles",
        speaker="ushakov",
        published=None,
    )
    (statement,) = link([part, full])
    assert [member.relation for member in statement.members] == ["earliest", "excerpt"]
    assert statement.reference == full.key


def test_rewording_without_dates_needs_alike_surroundings() -> None:
    call = 'Trump described having a "long and very productive" 90-minute call with Putin.'
    post = 'Trump revealed this call with Putin, labeling it a "lengthy and highly productive phone call."'
    left = placed(call, "long and very productive", published=None)
    right = placed(post, "lengthy and highly productive phone call.", published=None)
    assert together(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(said(PROMISE, "one"), said(PROMISE, "two", speaker="halden"), id="other speaker"),
        pytest.param(
            said("We will win.", "one"), said("We will win.", "two", published="2026-09-01"), id="formula, later"
        ),
        pytest.param(said("excellent", "one"), said("excellent", "two"), id="one word, other surroundings"),
        pytest.param(
            said(PROMISE, "one"),
            said(
                "We will cut pensions before 2028, because the banks leave us no choice", "two", published="2026-03-20"
            ),
            id="the contrary, a week later",
        ),
        pytest.param(
            said(PROMISE, "one"),
            placed(
                "Marvec denied saying that she would cut pensions before 2028.", "she would cut pensions before 2028"
            ),
            id="who denies words doesn't say them",
        ),
        pytest.param(said(PROMISE, "one"), said("I will not write the budget in a studio", "two"), id="something else"),
        pytest.param(said("We wait", "one", speaker=None), said("We wait", "two"), id="unattributed and short"),
    ],
)
def test_not_one_statement(left: PlacedQuote, right: PlacedQuote) -> None:
    assert not together(left, right)


def test_a_late_report_of_the_same_words_is_the_same_statement() -> None:
    late = said("We will cut pensions before 2028, but everything else is on the table", "late", published="2026-06-01")
    assert together(said(PROMISE, "one"), late)


def test_unattributed_words_join_the_only_speaker_who_said_them() -> None:
    nobody = said(PROMISE, "three", speaker=None)
    assert together(said(PROMISE, "one"), nobody)
    assert len(link([said(PROMISE, "one"), said(PROMISE, "two", speaker="halden"), nobody])) == 3


def test_excerpts_meet_in_the_fuller_quote_only() -> None:
    first, second = said("We will not cut pensions before 2028", "one"), said("everything else is on the table", "two")
    assert not together(first, second)
    assert together(first, second, said(PROMISE, "three"))


def test_a_chain_of_weak_members_is_split() -> None:
    chain = [
        said("the harbour of Velmar needs a crane and a lighthouse", "one"),
        said("a crane and a lighthouse cost forty herring a year", "two"),
        said("forty herring a year feed every gull on the cathedral", "three"),
    ]
    assert len(link(chain)) > 1


@pytest.mark.parametrize(
    ("quote", "relation"),
    [
        pytest.param(said(f"“{PROMISE}.”", "two", published="2026-03-13"), "repeats", id="repeats"),
        pytest.param(said("everything else is on the table", "two", published="2026-03-13"), "excerpt", id="excerpt"),
        pytest.param(said(PROMISE.replace(" not", ""), "two", published="2026-03-13"), "altered", id="not is lost"),
        pytest.param(said(PROMISE.replace("2028", "2027"), "two", published="2026-03-13"), "altered", id="figure"),
        pytest.param(said(PROMISE.replace("cut", "freeze"), "two", published="2026-03-13"), "altered", id="word"),
        pytest.param(said(PROMISE.replace("cut", "reduce"), "two", published="2026-03-13"), "reworded", id="synonym"),
        pytest.param(said(PROMISE.replace("will not", "won't"), "two", published="2026-03-13"), "reworded", id="won't"),
    ],
)
def test_relation(quote: PlacedQuote, relation: str) -> None:
    (statement,) = link([said(PROMISE, "one"), quote])
    assert [member.relation for member in statement.members] == ["earliest", relation]
    differences = statement.members[1].differences
    assert (differences is None) == (relation == "repeats")


def test_translation_by_figures_and_time() -> None:
    german = "Die Tolm-Brücke bleibt 14 Monate lang geschlossen, und die Reparatur kostet 320 Millionen Kronen"
    translated = in_german(said(german, "two", published="2026-03-13"))
    (statement,) = link([said(CLOSED, "one"), translated])
    assert statement.members[1].relation == "translation"
    assert statement.members[1].differences is None
    assert not together(said(CLOSED, "one"), replace(translated, published="2026-05-01", published_order="2026-05-01~"))
    assert not together(said(CLOSED, "one"), in_german(said(german.replace("14", "18"), "two")))


@pytest.mark.parametrize(
    ("quotes", "reason", "reference"),
    [
        pytest.param(
            [
                said(PROMISE, "one"),
                replace(said(PROMISE + ".", "two", published="2026-03-13"), outlet_kind="government"),
            ],
            "primary source",
            "two",
            id="a government's own record",
        ),
        pytest.param(
            [said(PROMISE.replace("cut", "freeze"), "one"), said(PROMISE, "two"), said(PROMISE, "three")],
            "most common",
            "three",
            id="two articles against one",
        ),
        pytest.param(
            [
                said(PROMISE.replace("cut", "freeze"), "one", published="2026-03-11"),
                said(PROMISE, "two"),
                replace(said(PROMISE, "three"), origin="two"),
            ],
            "earliest",
            "one",
            id="a wire story and its copy count once",
        ),
        pytest.param(
            [said("everything else is on the table", "one"), said(PROMISE, "two", published="2026-03-13")],
            "earliest",
            "two",
            id="never an excerpt",
        ),
    ],
)
def test_reference(quotes: list[PlacedQuote], reason: str, reference: str) -> None:
    (statement,) = link(quotes)
    assert statement.reference_reason == reason
    assert {one.key: one.text for one in quotes}[statement.reference] == next(
        one.text for one in quotes if one.article == reference
    )


def test_key_comes_from_the_earliest_quote() -> None:
    early, late = said(PROMISE, "late"), said(PROMISE, "early", published="2026-03-11")
    (statement,) = link([early, late])
    assert statement.members[0].quote == late.key
    assert statement.key == short_key("statement", late.key)


@pytest.mark.parametrize(
    ("verdicts", "count"),
    [
        pytest.param([], 2, id="none"),
        pytest.param(["yes"], 1, id="joined"),
        pytest.param(["yes", "no"], 2, id="the last one counts"),
    ],
)
def test_judgement_joins(verdicts: list[str], count: int) -> None:
    left, right = said(PROMISE, "one"), said("No further questions, please", "two", speaker="halden")
    judgements = [
        Judgement("same statement", left.key, right.key, "yes" if verdict == "yes" else "no") for verdict in verdicts
    ]
    assert len(link([left, right], judgements)) == count


def test_judgement_keeps_apart() -> None:
    left, right = said(PROMISE, "one"), said(PROMISE, "two")
    assert len(link([left, right], [Judgement("same statement", right.key, left.key, "no")])) == 2
    third = said(PROMISE, "three")
    apart = link([left, right, third], [Judgement("same statement", left.key, right.key, "no")])
    assert not any({left.key, right.key} <= group for group in groups(apart))


MANY = [
    said(PROMISE, "a"),
    said(PROMISE.replace(" not", ""), "b", published="2026-03-13"),
    said("everything else is on the table", "c", published=None),
    said(CLOSED, "d"),
    said(CLOSED.replace("14", "18"), "e", published="2026-03"),
    said("We spoke with the union for 90 minutes", "f", speaker="halden"),
    said("We spoke with the union for an hour and a half", "g", speaker="halden"),
    said(PROMISE, "h", speaker=None),
    said("Nobody was warned", "i", speaker=None),
    in_german(said("Die Brücke bleibt 14 Monate zu und kostet 320 Millionen Kronen", "j")),
]


@settings(max_examples=30, deadline=None)
@given(st.permutations(MANY))
def test_order_of_the_input_does_not_matter(quotes: list[PlacedQuote]) -> None:
    assert link(quotes) == link(MANY)


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(range(len(MANY)))))
def test_every_quote_is_in_one_statement(places: set[int]) -> None:
    chosen = [MANY[place] for place in sorted(places)]
    members = [member.quote for one in link(chosen) for member in one.members]
    assert sorted(members) == sorted(one.key for one in chosen)


def test_words_that_everybody_carries_for_weeks_are_one_statement() -> None:
    carried = [
        said(PROMISE, f"article {place}", published=f"2026-{3 + place // 50:02d}-{1 + place % 28:02d}")
        for place in range(160)
    ]
    assert together(*carried)


def test_many_quotes_of_one_speaker_stay_cheap() -> None:
    nouns = ["bridge", "pension", "harbour", "budget", "ferry", "union", "winter", "lawmaker", "steel", "crane"]
    chosen = list(permutations(nouns, 3))[::5]
    quotes = [said(f"the {' and the '.join(three)} {place}", f"article {place}") for place, three in enumerate(chosen)]
    assert sum(len(one.members) for one in link(quotes)) == len(quotes)
