"""What was exported and imported goes on as if nothing had happened: the next load links to what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from quote_loaders.exchange import export_package, import_package
from quote_loaders.linking import link_all
from quote_loaders.pipeline import load
from quote_loaders.store import open_database
from tests.loaders.corpus import TEXTS, write_corpus
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.linking_corpus import ALIASES, linked_at_once, make_articles, remembered, save
from tests.loaders.stub_extractor import StubExtractor

UPDATED = TEXTS["a-wire.md"].replace("\noutlet:", "\nurl: https://lpa.example/1\noutlet:")


@pytest.mark.parametrize("seed", [2, 11])
def test_loading_after_an_import_gives_what_loading_everything_gives(tmp_path: Path, seed: int) -> None:
    *made, last = make_articles(seed, 15)
    linked_at_once(tmp_path / "before.db", made)
    export_package(tmp_path / "before.db", tmp_path / "package", "datasette-quotes 0")
    imported = tmp_path / "imported.db"
    import_package(tmp_path / "package", imported)
    db = open_database(imported)
    save(db, [last], 1)
    link_all(db, ALIASES)
    db.close()
    linked_at_once(tmp_path / "once.db", [*made, last])
    assert_sound(imported)
    assert by_meaning(imported) == by_meaning(tmp_path / "once.db")
    assert remembered(imported) == remembered(tmp_path / "once.db")


def test_the_next_load_after_an_import_is_that_of_the_original(tmp_path: Path) -> None:
    folder, first, imported = tmp_path / "in", tmp_path / "first.db", tmp_path / "imported.db"
    write_corpus(folder)
    (folder / "a-wire.md").write_text(UPDATED, encoding="utf-8")
    load(first, [folder], StubExtractor(), ALIASES)
    export_package(first, tmp_path / "package", "datasette-quotes 0")
    import_package(tmp_path / "package", imported)
    (folder / "f-version.md").write_text(UPDATED.replace("14 months", "16 months"), encoding="utf-8")
    for database in (first, imported):
        summary = load(database, [folder], StubExtractor(), ALIASES)
        assert (summary.articles["new"], summary.articles["unchanged"]) == (1, len(TEXTS))
    assert by_meaning(imported) == by_meaning(first)
    assert by_meaning(imported)["quote_changes"]
    assert remembered(imported) == remembered(first)
