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


def reported(text: str) -> list[tuple[str, str | None]]:
    """Indirect quotes and their source."""
    return [
        (quote.text(text), quote.source.of(text) if quote.source else None)
        for quote in extractor().extract(text, "en")
        if quote.kind == "indirect"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber made clear that the visit was not political.",
            [("the visit was not political", "Weber")],
            id="made clear that",
        ),
        pytest.param(
            "Weber made it clear to the members on Wednesday that she has their backs.",
            [("she has their backs", "Weber")],
            id="made it clear to somebody that",
        ),
        pytest.param(
            "The members make clear where he’s lied or given help to others.",
            [("where he’s lied or given help to others", "The members")],
            id="make clear where",
        ),
        pytest.param(
            "The council expressed concern that the bridge would not last another winter.",
            [("the bridge would not last another winter", "The council")],
            id="expressed concern that",
        ),
        pytest.param(
            "Halden is confident that the harbour will open in May.",
            [("the harbour will open in May", "Halden")],
            id="is confident that",
        ),
        pytest.param(
            "It was clear that the harbour would open in May.",
            [],
            id="clear to nobody in particular",
        ),
        pytest.param(
            "The office bought the boat in times of crisis, a spokeswoman, Anna Weber, said on Saturday.",
            [("The office bought the boat in times of crisis", "Anna Weber")],
            id="a clause before a source with its name beside it",
        ),
        pytest.param(
            "The harbour needs a new gate, Mayor Petr Halden told the council on Wednesday.",
            [("The harbour needs a new gate", "Mayor Petr Halden")],
            id="told somebody, after the clause",
        ),
        pytest.param(
            "After ten years in the north, Weber plans to stay at the harbour, Halden said.",
            [("After ten years in the north, Weber plans to stay at the harbour", "Halden")],
            id="circumstances and a clause",
        ),
        pytest.param(
            "Asked whether he would go, Halden said.",
            [],
            id="circumstances alone",
        ),
        pytest.param(
            "Police said the girl was pepper-sprayed in the crowd by another visitor.",
            [("the girl was pepper-sprayed in the crowd by another visitor", "Police")],
            id="a clause without a subject in its parse",
        ),
        pytest.param(
            "But the next day, according to Weber, the council made further demands.",
            [("the council made further demands", "Weber")],
            id="according to, after when it was",
        ),
        pytest.param(
            "The harbour handled ten thousand boats last year, according to recent figures.",
            [("The harbour handled ten thousand boats last year", "recent figures")],
            id="according to a thing",
        ),
        pytest.param(
            "The bridge was finished in spring, according to plan.",
            [],
            id="according to plan",
        ),
    ],
)
def test_what_is_reported_without_marks(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert reported(text) == expected


def test_who_says_i_once_in_many_sentences_writes_no_post() -> None:
    text = "I am no friend of Halden, but enough with the gate! Who cares? Just a distraction from the bridge!"
    assert extractor().extract(text, "en") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Halden: The Old Bridge Is Safe\n\nThe bridge was closed in May. “It can open again,” Petr Halden said.",
            [("The Old Bridge Is Safe", "Halden")],
            id="somebody who speaks below",
        ),
        pytest.param(
            "Ostrel: The Old Bridge Is Safe\n\nThe bridge was closed in May. “It can open again,” Petr Halden said.",
            [],
            id="nobody who speaks below",
        ),
    ],
)
def test_a_headline_reports_whoever_speaks_below_it(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert reported(text) == expected
