"""What the rules between wordings of one statement must leave alone."""

from __future__ import annotations

import pytest

from quote_loaders.records import QuoteKind
from tests.loaders.placed import placed, said
from tests.loaders.test_contradictions import NEXT_DAY, kinds


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            "Neither the fishers nor the farmers of Velmar will be moved from their homes",
            "No fishers or farmers of Velmar will be moved from their homes",
            id="neither, nor and no",
        ),
        pytest.param(
            "We ask our guests in Velmar to refrain from smoking on the old ferry to Ostrel",
            "We ask our guests in Velmar to no longer smoke on the old ferry to Ostrel",
            id="refrain and no longer",
        ),
        pytest.param(
            "We say it again, no, no, no to the ferry deal of Velmar",
            "We say it again, to the ferry deal of Velmar",
            id="called out",
        ),
        pytest.param(
            "The number one priority of the harbour board in Velmar is the ferry",
            "The No. 1 priority of the harbour board in Velmar is the ferry",
            id="number one",
        ),
        pytest.param(
            "I told Halvenskyy that the harbour board in Velmar will pay for the ferry",
            "I told Halvenskiy that the harbour board in Velmar will pay for the ferry",
            id="two spellings of a name",
        ),
        pytest.param(
            "We advised the Harbour Inspector that the old ferry in Velmar leaks",
            "We advised the HI that the old ferry in Velmar leaks",
            id="initials",
        ),
        pytest.param(
            "We don't want people like VP Halden in the harbour of Velmar",
            "We don't want people like Vice President Halden in the harbour of Velmar",
            id="a short title",
        ),
        pytest.param(
            "The press should stop the endless and oftentimes false attacks on the harbour of Velmar",
            "The press should stop the endless and often false attacks on the harbour of Velmar",
            id="a longer form of a word",
        ),
        pytest.param("TOO MANY VOCIES OF VELMAR", "too many voices of Velmar", id="letters that changed places"),
        pytest.param(
            "We ask ourselves whether the ferry of Velmar is OK",
            "We ask ourselves whether the ferry of Velmar is okay",
            id="OK",
        ),
        pytest.param("The fishers of Velmar deserve that too", "The fishers of Velmar deserve a vote", id="that too"),
        pytest.param("ferry thieves", "bread thieves", id="two phrases of two words"),
        pytest.param(
            "The harbour board should not be subject to time-consuming suits while it sits in Velmar",
            "The harbour board should be free from suits while it sits in Velmar",
            id="not subject to and free from",
        ),
        pytest.param(
            "The fishers of Velmar who want to do nothing but resist the board",
            "The fishers of Velmar who want to resist the board",
            id="nothing but",
        ),
        pytest.param(
            "If you say there was no bribe in Velmar, everybody laughs at you",
            "If you say no, there was no bribe in Velmar, everybody laughs at you",
            id="the no of an answer",
        ),
        pytest.param(
            "We do not want the harbour of Velmar closed, since the safety of the fishers comes first",
            "She wanted the harbour of Velmar open, since the safety of the fishers comes first",
            id="not closed and open",
        ),
        pytest.param(
            "The allies will add 130 million crowns to the harbour budget by the end of 2020",
            "The allies will add 130 million crowns to the harbour spending since 2016",
            id="figures of other things",
        ),
    ],
)
def test_benign(left: str, right: str) -> None:
    assert kinds(said(left, "one"), said(right, "two", published=NEXT_DAY)) == []


FIRST, SECOND = "The ferry of Velmar needs proof that the harbour was closed", "needs proof that the harbour was sold"


@pytest.mark.parametrize(
    ("between", "flagged"),
    [
        pytest.param(" he said. ", False, id="one after the other"),
        pytest.param(f" he said. {'The harbour of Velmar was full of ships that day. ' * 15}", True, id="far apart"),
    ],
)
def test_sentences_that_one_article_sets_side_by_side_are_two(between: str, flagged: bool) -> None:
    text = f'"{FIRST},"{between}"The ferry of Velmar {SECOND}."'
    one = placed(text, FIRST, article="one")
    other = placed(text, f"The ferry of Velmar {SECOND}", article="one")
    assert kinds(one, other) == (["altered"] if flagged else [])


@pytest.mark.parametrize(
    ("kind", "left", "right", "flagged"),
    [
        pytest.param("indirect", "more than 870", "more than 900", False, id="bounds in reports"),
        pytest.param("indirect", "870", "900", True, id="figures in reports"),
        pytest.param("direct", "more than 870", "more than 900", True, id="bounds in the speaker's words"),
    ],
)
def test_counts_that_go_on(kind: QuoteKind, left: str, right: str, flagged: bool) -> None:
    contents = [f"in the whole of Velmar {count} people have caught the harbour fever" for count in (left, right)]
    one, other = (placed(f"{content}, according to Marvec.", content, kind=kind) for content in contents)
    assert kinds(one, other) == (["number"] if flagged else [])


NIGHT = "Our members will not work a single night under that steel"


@pytest.mark.parametrize(
    ("left", "right", "flagged"),
    [
        pytest.param("the leader said on Monday.", "the leader said on Wednesday.", True, id="said on two days"),
        pytest.param("the leader said on Monday.", "the leader said of the crash Wednesday.", True, id="near the verb"),
        pytest.param("the leader said on Monday.", "after the crash of Wednesday.", False, id="the day of a crash"),
        pytest.param("the leader said on Monday.", "the leader said; the vote is Wednesday.", False, id="of a vote"),
        pytest.param("the leader said on 9 March.", "the leader said on 11 March.", True, id="said on two dates"),
        pytest.param("the leader said on 9 March.", "after the crash of 11 March.", False, id="the date of a crash"),
    ],
)
def test_days_of_the_saying(left: str, right: str, flagged: bool) -> None:
    one = placed(f'"{NIGHT}," {left}', NIGHT, published="2026-03-12")
    other = placed(f'"{NIGHT}," {right}', NIGHT, published=NEXT_DAY)
    assert kinds(one, other) == (["circumstances"] if flagged else [])
