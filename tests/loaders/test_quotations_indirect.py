"""Indirect speech on parses built by hand: what a verb reports, where its clause ends, and whose it is."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from quote_loaders.quotations import find_quotes
from quote_loaders.quotations.cues import load_cues
from tests.loaders.test_quotations import parse


def indirect(doc: Doc) -> list[tuple[str, str | None]]:
    """Words and source of every indirect quote."""
    text = doc.text
    quotes = [quote for quote in find_quotes(doc, load_cues("en")) if quote.kind == "indirect"]
    return [(quote.text(text), quote.source.of(text) if quote.source else None) for quote in quotes]


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 fears/VBZ/ROOT>1 that/IN/mark>5",
                "the/DT/det>4 bridge/NN/nsubj>5 stays/VBZ/ccomp>1 shut_/JJ/acomp>5 ././punct>1",
            ),
            [("the bridge stays shut", "Halden")],
            id="what somebody fears",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 said/VBD/ROOT>1 the/DT/det>3 bridge/NN/nsubj>4 stays/VBZ/ccomp>1 shut/JJ/acomp>4",
                "and/CC/cc>4 reportedly/RB/advmod>8 noted/VBD/conj>1 it_/PRP/dobj>8 ././punct>1",
            ),
            [("the bridge stays shut", "Halden")],
            id="a clause doesn't end in what joins something else",
        ),
        pytest.param(
            parse(
                "The/DT/det>1 lawsuit/NN/nsubj>2 says/VBZ/ROOT>2",
                "the/DT/det>4 bridge/NN/nsubj>5 stays/VBZ/ccomp>2 shut_/JJ/acomp>5 ././punct>2",
            ),
            [("the bridge stays shut", "The lawsuit")],
            id="any thing can say",
        ),
        pytest.param(
            parse(
                "Evidence/NN/nsubj>1 suggests/VBZ/ROOT>1",
                "the/DT/det>3 bridge/NN/nsubj>4 stays/VBZ/ccomp>1 shut_/JJ/acomp>4 ././punct>1",
            ),
            [],
            id="an abstract noun says nothing",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 vowed/VBD/ROOT>1 to/TO/aux>3 keep/VB/xcomp>1 the/DT/det>5 bridge/NN/dobj>3",
                "shut_/JJ/oprd>3 ,/,/punct>3 with/IN/prep>3 effect/NN/pobj>8 today_/NN/npadvmod>3 ././punct>1",
            ),
            [("to keep the bridge shut", "Halden")],
            id="an infinitive, up to the comma",
        ),
        pytest.param(
            parse(
                "The/DT/det>1 bridge_/NN/nsubj>6",
                ",/,/punct>4 Halden/NNP/nsubj>4 said_/VBD/parataxis>6 ,/,/punct>4 stays/VBZ/ROOT>6",
                "shut/JJ/acomp>6 all/DT/det>9 week_/NN/npadvmod>6 ././punct>6",
            ),
            [("stays shut all week", "Halden")],
            id="an aside inside: the part that is long enough",
        ),
        pytest.param(
            parse(
                "Asked/VBN/advcl>9 who/WP/nsubj>2 shut/VBD/ccomp>0 the/DT/det>4 bridge_/NN/dobj>2 ,/,/punct>9",
                "the/DT/det>8 tired/JJ/amod>8 mayor/NN/nsubj>9 replied_/VBD/ROOT>9 ././punct>9",
            ),
            [],
            id="circumstances before the source are no speech",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 said/VBD/ROOT>1 the/DT/det>3 bridge/NN/nsubj>4 was/VBD/ccomp>1 old/JJ/acomp>4",
                "and/CC/cc>4 predicted/VBD/conj>4 it/PRP/nsubj>10 would/MD/aux>10 fall/VB/ccomp>7 soon_/RB/advmod>10",
                "././punct>1",
            ),
            [("the bridge was old", "Halden"), ("it would fall soon", "Halden")],
            id="a second verb of saying has the first one's subject",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 said/VBD/ROOT>1 she/PRP/nsubj>3 hopes/VBZ/ccomp>1 that/IN/mark>7",
                "the/DT/det>6 bridge/NN/nsubj>7 stays/VBZ/ccomp>3 shut_/JJ/acomp>7 ././punct>1",
            ),
            [("she hopes that the bridge stays shut", "Halden")],
            id="what somebody says of their own hopes is one finding",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 said/VBD/ROOT>1 the/DT/det>3 bridge/NN/nsubj>4 stays/VBZ/ccomp>1 shut/JJ/acomp>4",
                "as/IN/mark>7 was/VBD/advcl>1 planned/VBN/acomp>7 before_/RB/advmod>7 ././punct>1",
            ),
            [("the bridge stays shut as was planned before", "Halden")],
            id="a clause goes on where nothing stops it",
        ),
        pytest.param(
            parse(
                "As/IN/mark>2 Halden/NNP/nsubj>2 noted_/VBD/advcl>6 ,/,/punct>6 the/DT/det>5 bridge/NN/nsubj>6",
                "stays/VBZ/ROOT>6 shut_/JJ/acomp>6 ././punct>6",
            ),
            [("the bridge stays shut", "Halden")],
            id="as somebody noted",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 called/VBD/ROOT>1 the/DT/det>4 old/JJ/amod>4 bridge/NN/nsubj>6",
                "“_/``/punct>6 reckless_/JJ/oprd>1 ”_/''/punct>6 ././punct>1",
            ),
            [("the old bridge “reckless”", "Halden")],
            id="the whole that holds a marked word",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 called/VBD/ROOT>1 it/PRP/nsubj>4",
                "“_/``/punct>4 reckless_/JJ/oprd>1 ”_/''/punct>4 ././punct>1",
            ),
            [],
            id="a whole that adds next to nothing is none",
        ),
        pytest.param(
            parse(
                "Both/DT/det>1 bridges/NNS/nsubj>2 have/VBP/ccomp>10 “_/``/punct>2 very/RB/advmod>5 old/JJ/amod>6",
                "piers_/NNS/dobj>2 ,_/,/punct>10 ”/''/punct>10 Halden/NNP/nsubj>10 said_/VBD/ROOT>10 ././punct>10",
            ),
            [("Both bridges have “very old piers,”", "Halden")],
            id="the sentence before the source, marked words at its end",
        ),
        pytest.param(
            parse(
                "It/PRP/nsubj>1 's/VBZ/ROOT>1 worth/JJ/acomp>1 noting/VBG/xcomp>2",
                "the/DT/det>5 bridge/NN/nsubj>6 stays/VBZ/ccomp>3 shut_/JJ/acomp>6 ././punct>1",
            ),
            [],
            id="nobody says what is worth noting",
        ),
        pytest.param(
            parse(
                "This/DT/det>1 story/NN/nsubjpass>3 was/VBD/auxpass>3 updated/VBN/ROOT>3 to/TO/aux>5 note/VB/xcomp>3",
                "that/IN/mark>9 the/DT/det>8 bridge/NN/nsubj>9 stays/VBZ/ccomp>5 shut_/JJ/acomp>9 ././punct>3",
            ),
            [],
            id="a note of the editors is nobody's words",
        ),
        pytest.param(
            parse(
                "If/IN/mark>2 Halden/NNP/nsubj>2 says/VBZ/advcl>8 the/DT/det>4 bridge/NN/nsubj>5 stays/VBZ/ccomp>2",
                "shut_/JJ/acomp>5 people/NNS/nsubj>8 walk_/VBP/ROOT>8 ././punct>8",
            ),
            [],
            id="what somebody might say",
        ),
    ],
)
def test_indirect_speech(doc: Doc, expected: list[tuple[str, str | None]]) -> None:
    assert indirect(doc) == expected
