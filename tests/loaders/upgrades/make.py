"""Writes m004.db.gz, a small database as the first release left it: `python -m tests.loaders.upgrades.make`.

It is kept as it was written: what it holds was made by the schema's first four steps, and tests open it with today's.
"""

from __future__ import annotations

import gzip
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.corpus import write_corpus
from tests.loaders.stub_extractor import StubExtractor
from tests.upgrading import as_of

STORED = Path(__file__).parent / "m004.db.gz"
PAGE = 512  # bytes: most indexes are nearly empty


def make(folder: Path) -> bytes:
    """The database's bytes."""
    load(folder / "now.db", [write_corpus(folder / "articles")], StubExtractor(), load_aliases(()))
    old = as_of(folder / "now.db", folder / "old.db", "m004_views")
    with closing(sqlite3.connect(old)) as db:
        db.execute("update articles set source_path = 'articles/' || key || '.md'")  # no folder of this machine
        db.commit()
        db.execute(f"pragma page_size = {PAGE}")
        db.execute("vacuum")
    return old.read_bytes()


def main() -> None:
    """Write the file, unless it is there."""
    if STORED.exists():
        sys.exit(f"{STORED} is there: it is what the first release wrote, and isn't made anew")
    with tempfile.TemporaryDirectory() as folder:
        STORED.write_bytes(gzip.compress(make(Path(folder)), 9, mtime=0))


if __name__ == "__main__":
    main()
