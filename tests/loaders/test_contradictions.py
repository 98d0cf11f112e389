"""What each rule must flag, and what it must leave alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quote_loaders.contradictions import RULES, find_contradictions
from quote_loaders.linkage import link
from quote_loaders.records import Contradiction, PlacedQuote
from tests.loaders.placed import in_german, placed, said, told

PROMISE = "We will not cut pensions before 2028, but everything else is on the table"
CLOSED = "The Tolm Bridge will stay closed for 14 months and the repairs will cost 320 million crowns"
NEXT_DAY = "2026-03-13"
WEEK_LATER = "2026-03-20"


def found(*quotes: PlacedQuote) -> list[Contradiction]:
    return find_contradictions(link(quotes), {quote.key: quote for quote in quotes})


def kinds(*quotes: PlacedQuote) -> list[str]:
    return [one.kind for one in found(*quotes)]


def words_of(one: Contradiction) -> tuple[list[str], list[str]]:
    return [piece.text for piece in one.left_evidence], [piece.text for piece in one.right_evidence]


@pytest.mark.parametrize(
    ("left", "right", "kind", "words"),
    [
        pytest.param(
            PROMISE, PROMISE.replace(" not", ""), "negation", {"not cut", "will cut pensions"}, id="not is lost"
        ),
        pytest.param(
            "It always rains in Velmar in May", "It never rains in Velmar in May", "negation", None, id="never"
        ),
        pytest.param(CLOSED, CLOSED.replace("14", "18"), "number", {"14 months", "18 months"}, id="figure"),
        pytest.param(
            "We spoke with the union for 90 minutes",
            "We spoke with the union for 1 hour and 15 minutes",
            "number",
            {"90 minutes", "1 hour and 15 minutes"},
            id="duration",
        ),
        pytest.param(
            "It is likely that one lane will open before winter",
            "It is unlikely that one lane will open before winter",
            "opposite",
            {"likely", "unlikely"},
            id="prefix",
        ),
        pytest.param(
            "The council will accept the offer of the harbour",
            "The council will reject the offer of the harbour",
            "opposite",
            {"accept", "reject"},
            id="listed opposites",
        ),
        pytest.param(
            "We went home with a compromise on pensions and the bridge",
            "We went home with a commitment on pensions and the bridge",
            "altered",
            {"compromise", "commitment"},
            id="word",
        ),
        pytest.param(
            "I hope for a vote in the Senate on the harbour tax",
            "I hope for a vote in Velmar on the harbour tax",
            "altered",
            {"the Senate", "Velmar"},
            id="name",
        ),
    ],
)
def test_wordings_of_one_statement(left: str, right: str, kind: str, words: set[str] | None) -> None:
    (one,) = found(said(left, "one"), said(right, "two", published=NEXT_DAY))
    assert one.kind == kind
    assert one.method == f"rule:{kind}/3"
    if words is not None:
        assert {piece.text for piece in (*one.left_evidence, *one.right_evidence)} == words
        assert all(word in one.explanation for word in words)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(PROMISE, "We will not cut pensions before 2028", id="excerpt"),
        pytest.param(PROMISE, PROMISE.replace("will not", "won't"), id="contraction"),
        pytest.param(
            PROMISE, "Before 2028 we are not going to cut pensions, but everything else is on the table", id="order"
        ),
        pytest.param(PROMISE, PROMISE.replace("We", "[The government]"), id="brackets"),
        pytest.param(PROMISE, "You know, " + PROMISE.lower(), id="filler"),
        pytest.param(
            "We spoke for 90 minutes with the union", "We spoke for an hour and a half with the union", id="units"
        ),
        pytest.param(
            "It is not likely that one lane will open before winter",
            "It is unlikely that one lane will open before winter",
            id="two negatives make one",
        ),
        pytest.param("She doesn't know Judge Kavanaugh at all", "She doesn't know Mr Kavanaugh at all", id="title"),
        pytest.param(
            "The big bridge of Velmar is closed now", "The large bridge of Velmar is closed now", id="synonym"
        ),
        pytest.param(
            "Nobody in Velmar gives a sh— about the bridge",
            "Nobody in Velmar gives a shit about the bridge",
            id="bleep",
        ),
        pytest.param(
            "Nobody in Velmar gives a s**t about the bridge",
            "Nobody in Velmar gives a shit about the bridge",
            id="stars",
        ),
        pytest.param("The colour of the bridge in Velmar", "The color of the bridge in Velmar", id="spelling"),
    ],
)
def test_benign_differences(left: str, right: str) -> None:
    assert found(said(left, "one"), said(right, "two", published=NEXT_DAY)) == []


def test_a_negation_before_the_marks_is_there() -> None:
    part = placed(
        'The minister said that the government would not "cut pensions before 2028", and went home.',
        "cut pensions before 2028",
    )
    assert found(said(PROMISE, "one"), part) == []


def test_a_translation_is_not_compared_word_by_word() -> None:
    german = "Die Tolm-Brücke bleibt 14 Monate lang geschlossen, und die Reparatur kostet 320 Millionen Kronen"
    assert found(said(CLOSED, "one"), in_german(said(german, "two"))) == []


def test_evidence_lies_at_its_spans() -> None:
    text = f'On Thursday she said: "{PROMISE.replace(" not", "")}," and left.'
    right = placed(text, PROMISE.replace(" not", ""), published=NEXT_DAY)
    (one,) = found(said(PROMISE, "one"), right)
    assert [text[piece.span.start : piece.span.end] for piece in one.right_evidence] == ["will cut pensions"]


def test_evidence_of_broken_content_is_cut_where_it_is_broken() -> None:
    text = '"The Tolm Bridge will stay closed for 18," he said, "months and the repairs will cost 320 million crowns."'
    right = placed(
        text,
        "The Tolm Bridge will stay closed for 18",
        "months and the repairs will cost 320 million crowns",
        published=NEXT_DAY,
    )
    (one,) = found(said(CLOSED, "one"), right)
    assert all(text[piece.span.start : piece.span.end] == piece.text for piece in one.right_evidence)


WARNED = "Nobody in Velmar was warned about the closure"


def test_other_speaker() -> None:
    left = placed(f'"{WARNED}," said Petr Halden, the mayor.', WARNED, speaker="petr halden")
    right = placed(f'"{WARNED}," said lawmaker Jonas Marvec.', WARNED, speaker="jonas marvec", published=NEXT_DAY)
    (one,) = found(left, right)
    assert one.kind == "other_speaker"
    assert words_of(one) == (["Petr Halden"], ["Jonas Marvec"])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            said("We will win the vote", "one", speaker="halden"), said("We will win the vote", "two"), id="a formula"
        ),
        pytest.param(
            placed('"A positive conversation with Velmar about ferries", the Ministry said.',
                   "A positive conversation with Velmar about ferries", speaker="ministry"),
            placed('"A positive conversation with Velmar about ferries" — Ann Bell, Ministry press secretary',
                   "A positive conversation with Velmar about ferries", speaker="ann bell"),
            id="a body and its voice",
        ),
        pytest.param(
            said(WARNED, "one", speaker="halden"), replace(said(WARNED, "two"), via="halden"), id="one relays the other"
        ),
        pytest.param(said(WARNED, "one", speaker=None), said(WARNED, "two"), id="nobody is named"),
        pytest.param(
            said(WARNED, "one", speaker="halden"),
            replace(said(WARNED, "two", speaker="halden"), speaker="other"),
            id="two of one name",
        ),
    ],
)  # fmt: skip
def test_not_another_speaker(left: PlacedQuote, right: PlacedQuote) -> None:
    assert "other_speaker" not in kinds(left, right)


NIGHT = "Our members will not work a single night under that steel"


@pytest.mark.parametrize(
    ("left", "right", "flagged"),
    [
        pytest.param("said in Velmar on Monday.", "said in Ostrel on Friday.", True, id="another day and place"),
        pytest.param("said on Thursday.", "said on 12 March.", False, id="the same day"),
        pytest.param("said on Thursday.", "said.", False, id="one names no day"),
        pytest.param("said in Velmar.", "said in Ostrel.", True, id="another place"),
        pytest.param("said in Velmar.", "said at a rally in Velmar.", False, id="the same place"),
        pytest.param("said on Monday, before the vote on Friday.", "said on Friday.", False, id="two days named"),
    ],
)
def test_circumstances(left: str, right: str, flagged: bool) -> None:
    one = placed(f'"{NIGHT}," the leader {left}', NIGHT)
    other = placed(f'"{NIGHT}," the leader {right}', NIGHT, published=NEXT_DAY)
    assert kinds(one, other) == (["circumstances"] if flagged else [])


def test_denial_by_someone_else() -> None:
    reported = said(PROMISE.replace(" not", ""), "one")
    denial = said(
        "The minister never said that she would cut pensions before 2028", "two", speaker="korenč", published=NEXT_DAY
    )
    (one,) = found(reported, denial)
    assert one.kind == "denial"
    assert "never said" in words_of(one)[0] + words_of(one)[1]


@pytest.mark.parametrize(
    "reported",
    [
        pytest.param(said(PROMISE, "one"), id="what is denied wasn't reported"),
        pytest.param(said("We will cut pensions before 2028, I say", "one", published=WEEK_LATER), id="said later"),
        pytest.param(said("We will cut fares on the ferry", "one"), id="another subject"),
    ],
)
def test_no_denial(reported: PlacedQuote) -> None:
    denial = said(
        "The minister never said that she would cut pensions before 2028", "two", speaker="korenč", published=NEXT_DAY
    )
    assert kinds(reported, denial) == []


def test_reversal() -> None:
    later = told("We will cut pensions before 2028, because the banks leave us no choice", "two", published=WEEK_LATER)
    (one,) = found(told(PROMISE, "one"), later)
    assert one.kind == "reversal"
    assert words_of(one) == (["will not cut"], ["We will cut"])
    assert "at a later time" in one.explanation


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("Will we cut pensions before 2028 to pay for the bridge?", id="a question"),
        pytest.param("We will not cut pensions or wages before 2028, whatever the banks say", id="no change"),
        pytest.param("We will cut the ribbon of the new ferry", id="another thing is cut"),
        pytest.param(
            "It is unthinkable that we will cut pensions before 2028, whatever they say", id="doubted, not said"
        ),
    ],
)
def test_no_reversal(later: str) -> None:
    assert kinds(told(PROMISE, "one"), told(later, "two", published=WEEK_LATER)) == []


LAND = (
    "Trump announced his meeting with Putin, adding that Ukraine's NATO membership was impractical and Kyiv's "
    'recovery of occupied territories was "unlikely."'
)
BACK = (
    "Later on, Trump indicated more aid. Addressing Hegseth's suggestion that Russia might keep some Ukrainian "
    "territory, he remarked, “I think some of it will come back,” dismissing fears."
)


@pytest.mark.parametrize("published", [pytest.param(None, id="undated"), pytest.param("2025-02", id="one month")])
def test_opposite_of_what_the_sentences_speak_of(published: str | None) -> None:
    left = placed(LAND, "unlikely.", speaker="trump", published=published, kind="mixed")
    right = placed(BACK, "I think some of it will come back,", speaker="trump", published=published)
    (one,) = found(left, right)
    assert one.kind == "opposite"
    assert sorted([*words_of(one)[0], *words_of(one)[1]]) == ["unlikely", "will"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            placed(LAND, "unlikely.", speaker="trump"),
            placed("About the economy Trump said: “I think trade will grow,” and left.", "I think trade will grow,",
                   speaker="trump"),
            id="another subject",
        ),
        pytest.param(
            placed(LAND, "unlikely.", speaker="trump"),
            placed(BACK, "I think some of it will come back,", speaker="hegseth"),
            id="another speaker",
        ),
        pytest.param(
            placed(LAND, "unlikely.", speaker="trump"),
            placed(BACK.replace("will", "won't"), "I think some of it won't come back,", speaker="trump"),
            id="no opposition",
        ),
        pytest.param(
            placed(LAND, "unlikely.", speaker="trump", published="2025-02"),
            placed(BACK, "I think some of it will come back,", speaker="trump", published="2026-02"),
            id="a year later",
        ),
    ],
)  # fmt: skip
def test_no_opposite(left: PlacedQuote, right: PlacedQuote) -> None:
    assert kinds(left, right) == []


AGREED = "The talks with the union ended with an agreement on night work"


@pytest.mark.parametrize(
    ("text", "speaker", "published", "flagged"),
    [
        pytest.param(
            "The talks with the minister ended without an agreement on night work",
            "oszeli",
            WEEK_LATER,
            True,
            id="dispute",
        ),
        pytest.param(
            "The talks with the minister ended without an agreement on night work",
            "oszeli",
            "2026-09-01",
            False,
            id="later",
        ),
        pytest.param("The talks with the minister ended early on Friday", "oszeli", NEXT_DAY, False, id="compatible"),
        pytest.param(
            "The talks with the minister ended with an agreement on night work", "oszeli", NEXT_DAY, False, id="agreed"
        ),
    ],
)
def test_dispute(text: str, speaker: str, published: str, flagged: bool) -> None:
    other = told(text, "two", speaker=speaker, published=published)
    assert kinds(told(AGREED, "one", speaker="orlevsky"), other) == (["dispute"] if flagged else [])


CALL = "The phone call of Putin and Trump about Ukraine lasted a friendly 90 minutes"


@pytest.mark.parametrize(
    ("text", "published", "flagged"),
    [
        pytest.param(
            "The call between Trump and Putin lasted 1 hour and 15 minutes", NEXT_DAY, True, id="another duration"
        ),
        pytest.param("The call between Trump and Putin lasted an hour and a half", NEXT_DAY, False, id="same duration"),
        pytest.param(
            "The call between Trump and Putin lasted 1 hour and 15 minutes", "2026-12-28", False, id="months later"
        ),
        pytest.param(
            "The call between Trump and Putin lasted 1 hour and 15 minutes", "2026-03", False, id="month only"
        ),
        pytest.param("The call between Trump and Putin lasted 1 hour and 15 minutes", None, False, id="undated"),
        pytest.param("The call between Trump and Putin cost 75 dollars", NEXT_DAY, False, id="another measure"),
    ],
)
def test_figures_of_one_event(text: str, published: str | None, flagged: bool) -> None:
    one, other = said(CALL, "one", speaker="trump"), said(text, "two", speaker="ushakov", published=published)
    assert kinds(one, other) == (["number"] if flagged else [])


def test_nine_kinds_have_a_rule() -> None:
    assert {rule.kind for rule in RULES} == {
        "negation", "number", "opposite", "altered", "other_speaker", "circumstances", "denial", "reversal", "dispute",
    }  # fmt: skip


MANY = [
    told(PROMISE, "a"),
    told(PROMISE, "b"),
    told(PROMISE.replace(" not", ""), "c", published=NEXT_DAY),
    told(PROMISE.replace(" not", ""), "d", published=NEXT_DAY),
    told(PROMISE.replace("cut", "freeze"), "e", published=NEXT_DAY),
    told("We will cut pensions before 2028, because the banks leave us no choice", "f", published=WEEK_LATER),
    told(AGREED, "g", speaker="orlevsky"),
    told(AGREED.replace("with an", "without an"), "h", speaker="oszeli", published=NEXT_DAY),
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(MANY))
def test_order_of_the_input_does_not_matter(quotes: Sequence[PlacedQuote]) -> None:
    assert found(*quotes) == found(*MANY)


def test_each_pair_of_wordings_and_kind_once() -> None:
    assert sorted(kinds(*MANY)) == ["altered", "dispute", "negation", "reversal"]
