"""Names in the genitive: what they are in the nominative, and when that isn't told."""

from __future__ import annotations

import pytest

from quote_loaders.extraction import Extractor
from quote_loaders.speakers.cases import nominative, takes_genitive


@pytest.mark.parametrize(
    ("language", "name", "known", "expected"),
    [
        pytest.param("ru", "Анны Дроздовой", "", "Анна Дроздова", id="ru, a woman"),
        pytest.param("ru", "Петра Лавочкина", "", "Петр Лавочкин", id="ru, a man"),
        pytest.param("ru", "Лавочкина", "", "Лавочкин", id="ru, a man by his surname"),
        pytest.param("ru", "Лавочкиной", "", "Лавочкина", id="ru, a woman by her surname"),
        pytest.param("ru", "Дмитрия Северского", "", "Дмитрий Северский", id="ru, -ский"),
        pytest.param("ru", "Павла Громова", "", "Павел Громов", id="ru, a vowel that goes out"),
        pytest.param("ru", "Марии Ткач", "", "Мария Ткач", id="ru, a woman's surname of one form"),
        pytest.param("ru", "Анны Лавочкина", "", None, id="ru, a woman's and a man's word"),
        pytest.param("ru", "Дрозда", "", None, id="ru, open"),
        pytest.param("ru", "Дрозда", "Дрозд молчит", "Дрозд", id="ru, told by the article"),
        pytest.param("uk", "Петра Лавренка", "", "Петро Лавренко", id="uk, a man"),
        pytest.param("uk", "Ірини Білової", "", "Ірина Білова", id="uk, a woman"),
        pytest.param("uk", "Марти Сівер", "", "Марта Сівер", id="uk, a woman's surname of one form"),
        pytest.param("uk", "Андрія Бондара", "Бондар мовчить", "Андрій Бондар", id="uk, told by the article"),
        pytest.param("cs", "Petra Havlana", "", "Petr Havlan", id="cs, a man"),
        pytest.param("cs", "Jany Drozdové", "", "Jana Drozdová", id="cs, a woman"),
        pytest.param("cs", "Novotného", "", "Novotný", id="cs, an adjective"),
        pytest.param("cs", "Havla", "", None, id="cs, a vowel that may have gone out"),
        pytest.param("cs", "Havla", "Havel mlčí", "Havel", id="cs, told by the article"),
    ],
)
def test_a_name_in_the_genitive(language: str, name: str, known: str, expected: str | None) -> None:
    assert nominative(language, name, known.split()) == expected


@pytest.mark.parametrize(
    ("language", "phrase", "expected"),
    [
        pytest.param("ru", "По словам", True, id="genitive"),
        pytest.param("ru", "согласно", False, id="dative"),
        pytest.param("de", "laut", False, id="a language whose names keep their form"),
    ],
)
def test_which_phrases_take_the_genitive(language: str, phrase: str, expected: bool) -> None:
    assert takes_genitive(language, phrase) is expected


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        pytest.param(
            "ru",
            "«Мост закрыт до осени», — сказала Анна Дроздова. По словам Дроздовой, это «временная мера».",
            ["Анна Дроздова", "Анна Дроздова"],
            id="one woman in two cases",
        ),
        pytest.param(
            "ru",
            "«Мост закрыт до осени», — сказала Анна Лавочкина. По словам Лавочкина, это «временная мера».",
            ["Анна Лавочкина", "Лавочкин"],
            id="a woman and a man of one name",
        ),
        pytest.param(
            "cs",
            "„Most zůstane zavřený,“ řekl Petr Havlan. Podle Havlana je návrh „naprosto nepřijatelný“.",
            ["Petr Havlan", "Petr Havlan"],
            id="one man in two cases",
        ),
    ],
)
def test_speakers_of_an_article_in_two_cases(language: str, text: str, names: list[str]) -> None:
    assert [quote.speaker and quote.speaker.name for quote in Extractor().extract(text, language)] == names
