"""The table of rules: every promise of the data model by name, what checks it, and how it is mended."""

from __future__ import annotations

from quote_loaders.checking import columns, file, links, people, permanent, search, statements, texts
from quote_loaders.checking.records import Rule

_LINK = "`datasette-quotes link {database}` computes it anew from the quotes."
_AGAIN = (
    "Make the article count as not yet read, `sqlite3 {database} \"update articles set extractor = '' where id ="
    " (select article_id from quotes where key = 'KEY')\"`, and run the load that brought it again."
)
_ARTICLE = (
    "Delete the article, `sqlite3 {database} \"pragma foreign_keys = on; delete from articles where key = 'KEY'\"`,"
    " and run the load that brought it again; its source_path says from where."
)
_COPY = (
    'sqlite3 {database} "update quotes set (outlet_id, published, published_order, published_month) = (select'
    ' outlet_id, published, published_order, published_month from articles where articles.id = article_id)"'
)
_REBUILD = "sqlite3 {database} \"insert into INDEX (INDEX) values ('rebuild')\", with the index's name twice."
_BACKUP = (
    "Take the last good copy of the file; or save what can be read: `sqlite3 {database} .recover | sqlite3 NEW.db`."
)

FILE_RULES = (
    Rule("whole", "The file passes SQLite's own integrity check", file.is_whole, _BACKUP),
    Rule(
        "references",
        "Every foreign key leads to a row",
        file.references_lead_somewhere,
        "Of a speaker, a statement, an origin or a link: `datasette-quotes link {database}`. Of another: delete it.",
    ),
    Rule(
        "schema",
        "The schema is the newest, with everything that its steps make",
        file.is_up_to_date,
        "`datasette-quotes link {database}` applies missing steps; a newer step needs a newer datasette-quotes. What is"
        " gone although its step was applied comes back by `datasette-quotes export` and `import` into a new file.",
    ),
    Rule(
        "one file",
        "The journal mode is DELETE: the file can be copied as it lies",
        file.is_in_one_file,
        'sqlite3 {database} "pragma journal_mode = delete"',
    ),
    Rule("compact", "The file has no free pages", file.is_compact, "sqlite3 {database} vacuum"),
    Rule("analysed", "The file is analysed", file.is_analysed, "sqlite3 {database} analyze"),
    Rule(
        "search index",
        "Each full-text index agrees with its table",
        search.agrees_with_its_table,
        _REBUILD,
    ),
    Rule("search", "What is there is found", search.finds_what_is_there, _REBUILD),
)

TEXT_RULES = (
    Rule(
        "digests",
        "text_digest and word_count are those of the text",
        texts.digests_are_of_the_texts,
        _ARTICLE,
        texts.without_text,
    ),
    Rule(
        "spans",
        "Every quote's text equals its article's text at its spans",
        texts.quotes_stand_at_their_spans,
        _AGAIN,
        texts.without_text,
    ),
    Rule(
        "surroundings",
        "prefix and suffix stand beside the quote, byte for byte",
        texts.surroundings_are_as_printed,
        _AGAIN,
        texts.without_text,
    ),
    Rule(
        "sources and cues",
        "source_text and cue stand at their spans",
        texts.sources_and_cues_stand_at_their_spans,
        _AGAIN,
        texts.without_text,
    ),
    Rule(
        "evidence",
        "The words that a contradiction rests on stand in its articles",
        texts.evidence_stands_at_its_spans,
        _LINK,
        texts.without_text,
    ),
    Rule(
        "dates",
        "Dates have the form of their precision; order and month follow",
        columns.dates_agree,
        _ARTICLE,
    ),
    Rule(
        "copies of columns",
        "A quote repeats its article's outlet and dates",
        columns.quotes_repeat_their_article,
        _COPY,
    ),
    Rule(
        "labels",
        "A label is its text, cut",
        columns.labels_are_of_the_texts,
        f"Of a statement: {_LINK} Of a quote: {_AGAIN}",
    ),
    Rule(
        "json",
        "Columns that hold JSON hold nothing else",
        columns.json_can_be_read,
        f"Of a link, a contradiction or differences: {_LINK} Of a span: {_AGAIN} Of a load: set it to '{{}}'.",
    ),
)

KEY_RULES = (
    Rule(
        "outlet keys",
        "An outlet's key is made from its name",
        permanent.keys_of_outlets,
        "Give the outlet the name that its articles print back; a changed name is a new outlet for the next load.",
    ),
    Rule(
        "article keys",
        "An article's key is made from its outlet, address and text",
        permanent.keys_of_articles,
        _ARTICLE,
        texts.without_text,
    ),
    Rule("quote keys", "A quote's key is made from its article and spans", permanent.keys_of_quotes, _AGAIN),
    Rule("speaker keys", "A speaker's key is made from the name", permanent.keys_of_speakers, _LINK),
    Rule("statement keys", "A statement's key is made from its earliest quote", permanent.keys_of_statements, _LINK),
    Rule(
        "permalinks",
        "Every key that a statement had, or would have by another of its quotes, leads to it",
        permanent.links_lead_to_statements,
        _LINK,
    ),
)

LINK_RULES = (
    Rule("linked", "Every quote that is not withdrawn belongs to a statement", statements.quotes_are_linked, _LINK),
    Rule("withdrawn", "What was withdrawn is in no statement", statements.withdrawn_quotes_are_in_none, _LINK),
    Rule("counts", "What a statement counts of its quotes is right", statements.counts_are_right, _LINK),
    Rule(
        "counts of contradictions",
        "A statement counts the contradictions on either side",
        statements.contradictions_are_counted,
        _LINK,
    ),
    Rule(
        "earliest and latest",
        "The earliest quote belongs to its statement, and its dates are those of its quotes",
        statements.earliest_and_latest_are_members,
        _LINK,
    ),
    Rule(
        "reference wordings",
        "A statement's text is that of its reference quote, which belongs to it",
        statements.references_are_members,
        _LINK,
    ),
    Rule(
        "speakers of statements",
        "A statement has the speaker of its quotes, and of one only",
        statements.speakers_are_those_of_the_quotes,
        _LINK,
    ),
    Rule("relations", "Every quote has a relation to its reference", statements.relations_are_set, _LINK),
    Rule(
        "contradictions",
        "A contradiction joins two quotes of the statements that it names",
        links.contradictions_join_their_statements,
        _LINK,
    ),
    Rule("article links", "An article is linked to others only", links.article_links_lead_to_others, _LINK),
    Rule(
        "versions",
        "Versions follow each other, and quote_changes compares their quotes",
        links.versions_follow_each_other,
        "Delete the row of quote_changes, or empty version_of_id, and run the load that brought the article again.",
    ),
    Rule("names", "Whoever is named is a speaker of that name", people.names_lead_to_speakers, _LINK),
    Rule("judgements", "What people decided is in effect", people.judgements_are_obeyed, _LINK),
    Rule(
        "nothing left over",
        "Statements and speakers have quotes, outlets have articles",
        links.nothing_is_left_over,
        f"Of a statement or a speaker: {_LINK} Of an outlet: sqlite3 {{database}}"
        " \"pragma foreign_keys = on; delete from outlets where key = 'KEY'\"",
    ),
    Rule(
        "loads",
        "The last load came to its end",
        links.loads_came_to_their_end,
        "Run the same load again: it completes what was stopped.",
    ),
)

RULES = (*FILE_RULES, *TEXT_RULES, *KEY_RULES, *LINK_RULES)
