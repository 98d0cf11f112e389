"""Step 7: what a million quotes need: an index for every filter beside every facet, and a view that counts cheaply."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

# (what is filtered, what is shown or sorted by): the rows of a filter stand in the order of the facet, so that it is
# counted without looking at the table. Where most rows have nothing in a column, an index without those rows keeps
# SQLite from taking the column for one that tells nothing apart, and from reading the whole table.
_INDEXES = """
create index quotes_kind_relation on quotes (kind, relation);
create index quotes_kind_month on quotes (kind, published_month);
create index quotes_kind_order on quotes (kind, published_order);
create index quotes_relation_kind on quotes (relation, kind);
create index quotes_relation_month on quotes (relation, published_month);
create index quotes_relation_order on quotes (relation, published_order);
create index quotes_speaker_kind on quotes (speaker_id, kind);
create index quotes_speaker_month on quotes (speaker_id, published_month);
create index quotes_outlet_speaker on quotes (outlet_id, speaker_id);
create index quotes_outlet_relation on quotes (outlet_id, relation);
create index quotes_outlet_month on quotes (outlet_id, published_month);
create index statements_speaker_outlets on statements (speaker_id, outlets);
create index statements_speaker_wordings on statements (speaker_id, wordings);
create index statements_speaker_contradictions on statements (speaker_id, contradictions);
create index statements_outlets_speaker on statements (outlets, speaker_id);
create index statements_outlets_wordings on statements (outlets, wordings);
create index statements_outlets_contradictions on statements (outlets, contradictions);
create index statements_wordings_speaker on statements (wordings, speaker_id);
create index statements_wordings_outlets on statements (wordings, outlets);
create index statements_wordings_contradictions on statements (wordings, contradictions);
create index statements_contradictions_speaker on statements (contradictions, speaker_id);
create index statements_contradictions_outlets on statements (contradictions, outlets);
create index statements_contradictions_wordings on statements (contradictions, wordings);
create index quotes_speaker_via on quotes (speaker_id, via_speaker_id) where via_speaker_id is not null;
create index quotes_via_speaker on quotes (via_speaker_id, speaker_id) where via_speaker_id is not null;
create index articles_origin_known on articles (origin_id) where origin_id is not null;
create index articles_version_known on articles (version_of_id) where version_of_id is not null;
create index articles_language_month on articles (language, published_month);
create index articles_language_order on articles (language, published_order);
create index articles_month_language on articles (published_month, language);
create index articles_outlet_language on articles (outlet_id, language);
create index articles_outlet_month on articles (outlet_id, published_month);
"""

# The same rows and columns as before. Names are looked up one by one in place of joins, which SQLite would follow for
# every row even when it only counts.
_VIEW = """
drop view quotes_with_names;
create view quotes_with_names as
select quotes.id, quotes.key, quotes.text as quote,
    (select name from speakers where id = quotes.speaker_id) as speaker,
    (select name from speakers where id = quotes.via_speaker_id) as via,
    (select name from outlets where id = quotes.outlet_id) as outlet,
    (select title from articles where id = quotes.article_id) as article_title,
    (select url from articles where id = quotes.article_id) as url,
    quotes.published, quotes.kind, quotes.relation,
    (select text from statements where id = quotes.statement_id) as statement,
    (select key from statements where id = quotes.statement_id) as statement_key
from quotes;
"""


@migrations()
def m007_scale(db: Database) -> None:
    """Indexes for every pair of filter and facet of the site, and a view whose rows are counted by an index."""
    run(db, _INDEXES)
    run(db, _VIEW)
