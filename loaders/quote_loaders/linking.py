"""Everything that looks across articles: merge speakers, find origins, link quotes, find contradictions; then save."""

from __future__ import annotations

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.article_links import find_links
from quote_loaders.contradictions import find_contradictions
from quote_loaders.judgements import judged_origins, upheld_contradictions
from quote_loaders.later_wordings import find_later_wordings
from quote_loaders.linkage import link
from quote_loaders.origins import find_origins
from quote_loaders.speakers import AliasList, merge


def link_all(db: Database, aliases: AliasList) -> int:
    """Everything that looks across articles, computed from what is stored alone; how many rows it wrote."""
    judgements = store.read_judgements(db)
    written = store.save_withdrawals(db)
    written += store.save_speakers(db, merge(store.read_mentions(db), aliases, judgements))
    articles = store.read_articles(db)
    origins = judged_origins(find_origins(articles), judgements, [article.key for article in articles])
    written += store.save_origins(db, origins, find_links(articles, origins))
    quotes = {quote.key: quote for quote in store.read_quotes(db)}
    statements = link(list(quotes.values()), judgements)
    contradictions = upheld_contradictions(find_contradictions(statements, quotes), judgements)
    written += store.save_later_wordings(db, find_later_wordings(statements, quotes))
    return written + store.save_links(db, statements, contradictions, quotes)
