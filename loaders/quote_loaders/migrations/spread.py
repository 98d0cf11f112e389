"""Step 14: what queries over all statements that several outlets carry need, and over all relayed quotes."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import count_again, migrations, run

# Each holds all that its query reads, so that no row of a table is looked at. Those over statements leave out the many
# that one outlet alone carries; where a column is mostly empty, only what is there is in the index, as in step 7.
_INDEXES = """
create index quotes_via_speaker_outlet on quotes (via_speaker_id, speaker_id, outlet_id)
    where via_speaker_id is not null;
drop index quotes_via_speaker;
create index statements_spread_earliest on statements (earliest_quote_id, outlets) where outlets > 1;
create index statements_spread_times on statements (outlets, earliest_published, latest_published) where outlets > 1;
create index article_links_from_outlet_known on article_links (from_outlet_id, article_id)
    where from_outlet_id is not null;
"""


@migrations()
def m014_spread(db: Database) -> None:
    """Indexes for the queries of the site that look at a whole collection."""
    run(db, _INDEXES)
    count_again(db, "quotes", "statements", "article_links")
