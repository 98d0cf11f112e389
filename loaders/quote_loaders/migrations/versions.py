"""Step 10: the address that all versions of an article share."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.canonical import canonical_url
from quote_loaders.migrations.steps import migrations, run

_VERSIONS = """
alter table articles add column canonical_url text;  -- url without what does not tell articles apart; versions share it
create index articles_canonical_url on articles (canonical_url, outlet_id);
"""


@migrations()
def m010_versions(db: Database) -> None:
    """Canonical addresses, also of the articles that are there."""
    run(db, _VERSIONS)
    db.conn.create_function("canonical_url", 1, canonical_url, deterministic=True)
    db.execute("update articles set canonical_url = canonical_url(url) where url is not null")
