"""What the rules between wordings of one statement must leave alone."""

from __future__ import annotations

import pytest

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
            "The allies will add 130 million crowns to the harbour budget by the end of 2020",
            "The allies will add 130 million crowns to the harbour spending since 2016",
            id="figures of other things",
        ),
    ],
)
def test_benign(left: str, right: str) -> None:
    assert kinds(said(left, "one"), said(right, "two", published=NEXT_DAY)) == []


NIGHT = "Our members will not work a single night under that steel"


@pytest.mark.parametrize(
    ("left", "right", "flagged"),
    [
        pytest.param("the leader said on Monday.", "the leader said on Wednesday.", True, id="said on two days"),
        pytest.param("the leader said on Monday.", "the leader said of the crash Wednesday.", True, id="near the verb"),
        pytest.param("the leader said on Monday.", "after the crash of Wednesday.", False, id="the day of a crash"),
        pytest.param("the leader said on Monday.", "the leader said; the vote is Wednesday.", False, id="of a vote"),
    ],
)
def test_days_of_the_saying(left: str, right: str, flagged: bool) -> None:
    one = placed(f'"{NIGHT}," {left}', NIGHT, published="2026-03-12")
    other = placed(f'"{NIGHT}," {right}', NIGHT, published=NEXT_DAY)
    assert kinds(one, other) == (["circumstances"] if flagged else [])
