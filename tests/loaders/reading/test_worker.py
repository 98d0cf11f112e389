"""What a worker does with quotes that an input brings: speakers are looked for around those that have none."""

from __future__ import annotations

import gzip
from pathlib import Path

from quote_loaders.readers import Record, records_of
from quote_loaders.reading import Done, Reading, Task
from tests.loaders.reading.reads import CONTEXT, written
from tests.loaders.reading.samples import GQG_ROW, lines_of
from tests.loaders.stub_extractor import StubExtractor

FRAGMENT = {"pre": 'Rain again. "', "quote": "the pier stays", "post": '" said Mira Toll in Velmar.'}
BARE = {"pre": "", "quote": "the pier stays", "post": ""}


def done(folder: Path, *quotes: dict[str, str]) -> tuple[Done, StubExtractor]:
    item = written(folder, "a.gqg.json.gz", gzip.compress(lines_of(GQG_ROW | {"quotes": quotes})))
    (record,) = records_of(item, CONTEXT)
    assert isinstance(record, Record)
    extractor = StubExtractor()
    made = Reading(extractor, CONTEXT)(Task(record))
    assert isinstance(made, Done)
    assert made.quotes is not None
    return made, extractor


def test_words_around_a_quote_of_gdelt_name_its_speaker(tmp_path: Path) -> None:
    made, _ = done(tmp_path, FRAGMENT)
    (quote,) = made.quotes or ()
    assert made.given
    assert (quote.speaker and quote.speaker.name, quote.text(made.read.article.text)) == ("Mira Toll", "the pier stays")


def test_nothing_is_looked_for_where_nothing_stands_around_the_quotes(tmp_path: Path) -> None:
    made, extractor = done(tmp_path, BARE)
    (quote,) = made.quotes or ()
    assert extractor.calls == 0
    assert (quote.unattributed_reason or "").endswith("nor do the words around the quote that it gives")


def test_given_quotes_stay_when_looking_for_their_speakers_fails(tmp_path: Path) -> None:
    made, _ = done(tmp_path, FRAGMENT | {"post": " FAIL"})
    assert [quote.speaker for quote in made.quotes or ()] == [None]
    assert any("who speaks was not looked for" in doubt for doubt in made.read.doubts)
