"""What several test folders share: the seeds, loaded once by the real pipeline."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="session")
def seeds_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the seeds in it. QUOTES_SEEDS_DB names one that is made already, for a run without spaCy."""
    database = tmp_path_factory.mktemp("seeds") / "quotes.db"
    if made := os.environ.get("QUOTES_SEEDS_DB"):
        shutil.copy(made, database)
        return database
    if importlib.util.find_spec("spacy") is None:
        pytest.skip("spaCy is not installed: the seeds can't be loaded (set QUOTES_SEEDS_DB to a loaded database)")
    from quote_loaders.extraction import Extractor
    from quote_loaders.pipeline import load
    from quote_loaders.speakers import load_aliases

    load(database, [SEEDS], Extractor(), load_aliases(()))
    return database


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working tree."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(SEEDS.parent)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.whl")
    return built
