"""English sentences as they are printed, with the real model: which words are found, and whose they are."""

from __future__ import annotations

from functools import cache

import pytest

from quote_loaders.extraction import Extractor

pytestmark = pytest.mark.model


@cache
def extractor() -> Extractor:
    """The extractor with the default model, loaded once."""
    return Extractor()


def marked(text: str) -> list[tuple[str, str | None]]:
    """Words in marks and their source."""
    return [
        (quote.text(text), quote.source.of(text) if quote.source else None)
        for quote in extractor().extract(text, "en")
        if quote.kind != "indirect"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The keeper was on leave. “ You know, nobody told us about the gate,” said Anna Weber.",
            [("You know, nobody told us about the gate,", "Anna Weber")],
            id="a space too many after the mark",
        ),
        pytest.param(
            'Anna Weber said,“Look, the gate was open all night." She left.',
            [("Look, the gate was open all night.", "Anna Weber")],
            id="a space too few before it",
        ),
        pytest.param(
            'Mayor Petr Halden:"We learned that from the office and from the letters in it."',
            [("We learned that from the office and from the letters in it.", "Mayor Petr Halden")],
            id="a label without a space",
        ),
        pytest.param(
            '". . . and nobody has told us anything about the gate," Anna Weber said.',
            [(". . . and nobody has told us anything about the gate,", "Anna Weber")],
            id="words left out at the start",
        ),
        pytest.param(
            "“They said it was late,” Anna Weber said. “And I told them, ‘You should have come before.’”",
            [
                ("They said it was late,", "Anna Weber"),
                ("And I told them, ‘You should have come before.’", "Anna Weber"),
            ],
            id="a mark that closes inside the marks",
        ),
    ],
)
def test_marks_as_people_type_them(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert marked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "A harbour official who asked not to be named to discuss internal plans said Monday, “There are talks "
            "between the two offices.”",
            [("There are talks between the two offices.", "A harbour official")],
            id="a relative clause before the verb",
        ),
        pytest.param(
            "The columnist Petr Halden went so far as to say: “The bridge as we know it is over.”",
            [("The bridge as we know it is over.", "Petr Halden")],
            id="went so far as to say",
        ),
        pytest.param(
            "In a statement to the Observer, her senior policy adviser, Petr Halden, said: “We believe that "
            "cooperation is essential.”",
            [("We believe that cooperation is essential.", "Petr Halden")],
            id="an apposition before the verb",
        ),
        pytest.param(
            'Said Halden, "The thought that an error of ours is connected to it is very painful to us."',
            [("The thought that an error of ours is connected to it is very painful to us.", "Halden")],
            id="the verb comes first",
        ),
        pytest.param(
            "One guest left early. Yet another said, “The harbour is in a battle with four other towns.”",
            [("The harbour is in a battle with four other towns.", "another")],
            id="another",
        ),
        pytest.param(
            "Halden seemed irritated by the long delay in the north: “It is a public letter! Just send it,” she wrote.",
            [("It is a public letter! Just send it,", "she")],
            id="a verb after the quote, other words before it",
        ),
        pytest.param(
            "They want to “create a harbour that works for families and not just for owners,” Halden said.",
            [("create a harbour that works for families and not just for owners,", "Halden")],
            id="part of the speaker's own sentence",
        ),
        pytest.param(
            "Ostrel strongly denies it — “why would anybody want to close the gate?” asked Weber, now a guide.",
            [("why would anybody want to close the gate?", "Weber")],
            id="a dash parts the sentence from the quote",
        ),
        pytest.param(
            "Halden said she “isn’t going to change it” before the spring.",
            [("isn’t going to change it", "Halden")],
            id="a curly apostrophe",
        ),
    ],
)
def test_who_speaks_beside_the_marks(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert marked(text) == expected
