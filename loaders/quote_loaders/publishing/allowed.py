"""What a public copy may hold: tables, columns and rows. Everything that isn't named here stays behind."""

from __future__ import annotations

# table -> columns copied as they are. In this order, rows come before those that point to them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "loads": ("id", "program", "spacy_version", "model", "started", "finished", "counts"),
    "outlets": ("id", "key", "name", "domain", "kind", "country", "language", "wikidata", "timezone"),
    "articles": (
        "id", "key", "outlet_id", "title", "byline", "url", "canonical_url", "archived_url", "language", "text_digest",
        "word_count",
        "published", "published_precision", "published_zone_known", "published_source", "published_order",
        "published_month", "modified", "paywalled", "credit", "extractor", "load_id", "reader", "captured",
        "published_zone",
    ),
    "speakers": ("id", "key", "name", "kind", "role", "wikidata"),
    "speaker_names": ("id", "speaker_id", "name", "reason"),
    "statements": (
        "id", "key", "label", "text", "speaker_id", "reference_reason", "earliest_published", "latest_published",
        "earliest_order", "quotes", "articles", "outlets", "origins", "wordings", "contradictions",
    ),
    "quotes": (
        "id", "key", "article_id", "outlet_id", "speaker_id", "statement_id", "via_speaker_id", "kind", "label",
        "text", "spans", "source_text", "source_span", "named_as", "named_kind", "named_reason", "via_named_as",
        "via_named_kind", "role", "cue", "cue_span", "form", "unattributed_reason", "published", "published_order",
        "published_month", "relation", "similarity", "differences", "confidence", "load_id", "named_wikidata",
    ),
    "statement_keys": ("key", "statement_id"),
    "contradictions": (
        "id", "left_statement_id", "right_statement_id", "left_quote_id", "right_quote_id", "kind", "score",
        "explanation", "evidence", "method",
    ),
    "article_links": ("id", "article_id", "from_article_id", "from_outlet_id", "kind", "strength", "evidence"),
    "quote_changes": ("id", "article_id", "earlier_quote_id", "later_quote_id", "change"),
    "judgements": ("id", "subject", "left_key", "right_key", "verdict", "made_at"),
    "tombstones": ("id", "key", "kind", "reason", "withdrawn_at"),
}  # fmt: skip

# What stays behind on purpose: of these tables everything, of the others these columns. A test asks for a decision on
# whatever a later step adds to the schema.
WITHHELD: dict[str, tuple[str, ...]] = {
    "loads": ("input_digest",),
    "articles": ("summary", "source_record", "extraction_doubt", "withdrawn"),
    "tombstones": ("part_of",),
    "judgements": ("note",),
}
WITHHELD_TABLES = ("fetches", "inputs", "load_problems")
COMPUTED = "linkage_"  # what linking keeps for itself: tables whose names begin like this

# What SQLite and the migrations keep for themselves: nothing of it comes from the source.
OWN = ("_sqlite_migrations", "sqlite_stat1", "sqlite_stat4", "sqlite_sequence")

# (table, column) -> what stands there instead, as SQL over a row of the source.
INSTEAD: dict[tuple[str, str], str] = {
    ("loads", "parameters"): "'{}'",
    ("articles", "text"): "''",
    ("articles", "text_status"): "'fragments'",
    ("articles", "source_path"): "''",
    ("articles", "origin_id"): "case when origin_id in (select id from kept_articles) then origin_id end",
    ("articles", "origin_reason"): "case when origin_id in (select id from kept_articles) then origin_reason end",
    ("articles", "version_of_id"): "case when version_of_id in (select id from kept_articles) then version_of_id end",
    ("quotes", "prefix"): "published_before(prefix, article_id, spans)",
    ("quotes", "suffix"): "published_after(suffix, article_id, spans)",
    ("statements", "reference_quote_id"): (
        "case when reference_quote_id in (select id from kept_quotes) then reference_quote_id end"
    ),
    ("statements", "earliest_quote_id"): (
        "case when earliest_quote_id in (select id from kept_quotes) then earliest_quote_id end"
    ),
    ("judgements", "made_by"): "'withheld'",
}

WITH_NOTES = {("judgements", "made_by"): "made_by", ("judgements", "note"): "note"}

# table -> which rows of the source are copied.
ROWS: dict[str, str] = {
    "loads": "true",
    "outlets": (
        "id in (select outlet_id from source.articles where id in (select id from kept_articles)) or id in ("
        "select from_outlet_id from source.article_links where article_id in (select id from kept_articles))"
    ),
    "articles": "id in (select id from kept_articles)",
    "speakers": "id in (select speaker_id from kept_speakers)",
    "speaker_names": "speaker_id in (select speaker_id from kept_speakers)",
    "statements": "id in (select statement_id from kept_quotes)",
    "quotes": "id in (select id from kept_quotes)",
    "statement_keys": "statement_id in (select statement_id from kept_quotes)",
    "contradictions": (
        "left_quote_id in (select id from kept_quotes) and right_quote_id in (select id from kept_quotes)"
    ),
    "article_links": (
        "article_id in (select id from kept_articles)"
        " and (from_article_id is null or from_article_id in (select id from kept_articles))"
    ),
    "quote_changes": (
        "article_id in (select id from kept_articles)"
        " and (earlier_quote_id is null or earlier_quote_id in (select id from kept_quotes))"
        " and (later_quote_id is null or later_quote_id in (select id from kept_quotes))"
    ),
    "judgements": (
        "(subject in ('same statement', 'contradiction') and left_key in (select key from kept_quotes)"
        " and right_key in (select key from kept_quotes))"
        " or (subject = 'origin' and left_key in (select key from kept_articles)"
        " and right_key in (select key from kept_articles))"
        " or (subject = 'same speaker' and left_key in (select name from main.speaker_names)"
        " and right_key in (select name from main.speaker_names))"
    ),
    "tombstones": "true",
}

# Describes an article, a speaker or an outlet, and is published whatever the texts say: (table, column).
DESCRIPTIVE: tuple[tuple[str, str], ...] = (
    ("articles", "title"),
    ("articles", "byline"),
    ("articles", "url"),
    ("articles", "canonical_url"),
    ("articles", "archived_url"),
    ("articles", "credit"),
    ("articles", "origin_reason"),
    ("outlets", "name"),
    ("speakers", "name"),
    ("speakers", "role"),
    ("tombstones", "reason"),
)

# What has to be empty in a public copy, whatever the lists above say: a query that counts the rows where it isn't.
PRIVATE: dict[str, str] = {
    "articles.text": "select count(*) from articles where text <> ''",
    "articles.summary": "select count(*) from articles where summary is not null",
    "articles.source_path": "select count(*) from articles where source_path <> '' or source_record is not null",
    "loads.parameters": "select count(*) from loads where parameters <> '{}' or input_digest is not null",
    "inputs": "select count(*) from inputs",
    "load_problems": "select count(*) from load_problems",
    "withdrawn quotes": "select count(*) from quotes where key in (select key from tombstones)",
    "withdrawn articles": (
        "select count(*) from articles where withdrawn is not null or key in (select key from tombstones)"
    ),
}
