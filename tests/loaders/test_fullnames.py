"""Full names of persons by rule, on words and tags written by hand."""

from __future__ import annotations

import pytest

from quote_loaders.quotations.cues import load_cues
from quote_loaders.speakers.fullnames import person_labels


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        pytest.param("The leader , Olaf/ Scholz/ , left .", ["Olaf Scholz"], id="a known given name"),
        pytest.param("Rival/ Hillary/ Clinton/ left .", ["Hillary Clinton"], id="what stands before it"),
        pytest.param(
            "European/ Commission/ President/ Ursula/ von der Leyen/ left", ["Ursula von der Leyen"], id="particles"
        ),
        pytest.param("Gov./ Oszel/ Tarn/ came . Tarn/ left .", ["Oszel Tarn"], id="taken up by the surname"),
        pytest.param("Oszel/ Tarn/ came .", [], id="an unknown pair"),
        pytest.param('" No , " said Oszel/ Tarn/ .', ["Oszel Tarn"], id="after a reporting verb"),
        pytest.param("Oszel/ Tarn/ of the School/ told us", ["Oszel Tarn"], id="who belongs somewhere"),
        pytest.param("the Tarn/ Ministry/ said . The Ministry/ left", [], id="a body"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_full_names(marked: str, names: list[str]) -> None:
    tokens = marked.split()
    words = [token.removesuffix("/") for token in tokens]
    labels = person_labels(words, ["NNP" if token.endswith("/") else "" for token in tokens], load_cues("en"))
    found: list[str] = []
    for word, label in zip(words, labels, strict=True):
        if label == "B-PERSON":
            found.append(word)
        elif label == "I-PERSON":
            found[-1] += f" {word}"
    assert found == names
