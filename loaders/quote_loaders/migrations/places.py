"""Step 17: an article by its place in an input, of which one input may hold many thousands."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import count_again, migrations, run

_INDEX = """
create index articles_source_record on articles (source_path, source_record);
drop index articles_source_path;
"""


@migrations()
def m017_places(db: Database) -> None:
    """An index for the record of an input, which saving each article asks for."""
    run(db, _INDEX)
    count_again(db, "articles")
