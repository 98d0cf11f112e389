"""Which quotes are surely their speakers', and claims that oppose each other only when said of one thing and time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quote_loaders.contradictions.attributed import borne_out
from quote_loaders.contradictions.claims import negating
from quote_loaders.records import PlacedQuote
from tests.loaders.placed import placed, said, told
from tests.loaders.test_contradictions import NEXT_DAY, WEEK_LATER, kinds

CLOSED = "the Tolm Bridge of Velmar will be closed"


def reported(text: str, name: str, cue: str = "said", content: str = CLOSED) -> PlacedQuote:
    return replace(placed(text, content, speaker=name.casefold()), speaker_name=name, cue=cue)


@pytest.mark.parametrize(
    ("quote", "sure"),
    [
        pytest.param(reported(f"Jonas Marvec said {CLOSED}.", "Jonas Marvec"), True, id="named"),
        pytest.param(reported(f"Marvec came late. He said {CLOSED}.", "Jonas Marvec"), True, id="named just before"),
        pytest.param(reported(f'"{CLOSED}," said Marvec’s office.', "Marvec"), True, id="named behind"),
        pytest.param(reported(f"The mayor said {CLOSED}.", "Jonas Marvec"), False, id="by an office alone"),
        pytest.param(reported(f"Rumors said {CLOSED}.", "Rumors"), False, id="rumors"),
        pytest.param(reported(f"Several Velmar leaders said {CLOSED}.", "Several Velmar leaders"), False, id="several"),
        pytest.param(reported(f"The company said {CLOSED}.", "company"), False, id="nobody in particular"),
        pytest.param(
            reported("He said Marvec saw it closed.", "Jonas Marvec", content="Marvec saw it closed"),
            False,
            id="speaks of the speaker",
        ),
        pytest.param(
            reported(f"Marvec praised Halden for stating that {CLOSED}.", "Jonas Marvec", "stating"),
            False,
            id="somebody else states it",
        ),
        pytest.param(
            reported(f"Mayor Marvec sent a letter stating that {CLOSED}.", "Jonas Marvec", "stating"),
            True,
            id="states it himself",
        ),
        pytest.param(
            reported(f"Marvec would announce to the board that {CLOSED}.", "Marvec", "announce"),
            False,
            id="would say it",
        ),
        pytest.param(
            reported(f'When Marvec won, his aide Jon Halden was blunt: "{CLOSED}."', "Marvec"),
            False,
            id="an aide before a colon",
        ),
        pytest.param(
            reported(f'Mr. Marvec sent a message to Mr. Halden: "{CLOSED}."', "Marvec"),
            True,
            id="to a man with a title",
        ),
        pytest.param(
            reported(f'Marvec sent a message to Jon Halden: "{CLOSED}."', "Marvec"), True, id="to whom it is sent"
        ),
        pytest.param(reported(f"The complaint against Marvec says {CLOSED}.", "Marvec"), False, id="spoken of"),
    ],
)
def test_who_surely_said_it(quote: PlacedQuote, sure: bool) -> None:
    assert borne_out(quote) is sure


def test_doubtful_speakers_dispute_nothing() -> None:
    yes, no = "the ferry fund of Velmar will pay for the Tolm Bridge", "the ferry fund will not pay for the Tolm Bridge"
    other = told(no, "two", speaker="halden", published=NEXT_DAY)
    assert kinds(reported(f"Marvec said {yes}.", "Marvec", content=yes), other) == ["dispute"]
    assert kinds(reported(f"The mayor said {yes}.", "Marvec", content=yes), other) == []


def test_long_passages_reverse_nothing() -> None:
    long = "The ferry fund will pay for the Tolm Bridge. " + " ".join(
        f"Then he spoke of matter {n}." for n in range(12)
    )
    counted = "We counted every crown that was left in the harbour, and the ferry fund will not pay for the Tolm Bridge"
    later = told(counted, "two", published=WEEK_LATER)
    assert kinds(told(long[:45], "one"), later) == ["reversal"]
    assert kinds(told(long, "one"), later) == []


@pytest.mark.parametrize(
    ("no", "yes", "opposed"),
    [
        pytest.param("The fund will not pay for it", "The fund will pay for the harbour", True, id="no more is said"),
        pytest.param("The fund did not pay the divers", "The fund paid the judges", False, id="another thing"),
        pytest.param("The fund did not pay", "The fund did pay the divers", False, id="a thing on one side"),
        pytest.param("The bridge has not collapsed", "The bridge has collapsed in a storm", True, id="where it did"),
        pytest.param("The fund will not sign a contract", "The fund will sign a contract", False, id="any such thing"),
        pytest.param("The fund will not pay the divers", "The fund has paid the divers", False, id="another time"),
        pytest.param("The virus is not going to disappear", "The virus is going to disappear", True, id="going to"),
        pytest.param("The fund did not know Jon Halden", "The fund does know Jon Halden", True, id="a light verb"),
        pytest.param("The fund does not think of the ferry", "The fund thinks of the ferry", False, id="a thought"),
        pytest.param(
            "The fund is under inquiry by the auditors",
            "The fund is not under inquiry by the auditors while the board sits",
            False,
            id="for a time",
        ),
        pytest.param(
            "The fund will not pay for the ferry",
            "His insistence that the fund will pay for the ferry is strange",
            False,
            id="somebody else's belief",
        ),
        pytest.param(
            "The fund will not pay for the ferry",
            "He came late, saying the fund will pay for the ferry",
            False,
            id="somebody else's saying",
        ),
        pytest.param(
            "The fund will not pay for the ferry",
            "If they think, in spring, the fund will pay for the ferry, they err",
            False,
            id="two clauses behind an if",
        ),
    ],
)
def test_one_thing_and_one_time(no: str, yes: str, opposed: bool) -> None:
    one, other = said(no, "one"), said(yes, "two")
    assert (negating(one, other, same=True) is not None) is opposed
