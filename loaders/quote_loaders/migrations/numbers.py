"""Step 11: the Wikidata number that an input gives for whoever speaks."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders.migrations.steps import migrations, run

_NUMBERS = """
alter table quotes add column named_wikidata text;  -- Q-number that the input gives for the speaker
create trigger linkage_quotes_numbered after update of named_wikidata on quotes
when old.named_wikidata is not new.named_wikidata
begin
    insert into linkage_changes (subject, row_id) values ('article', new.article_id)
        on conflict (subject, row_id) do nothing;
    insert into linkage_changes (subject, row_id) select 'speaker', old.speaker_id where old.speaker_id is not null
        on conflict (subject, row_id) do nothing;
end;
"""


@migrations()
def m011_named_wikidata(db: Database) -> None:
    """Speakers by number: what is there has none until its input is read again."""
    run(db, _NUMBERS)
