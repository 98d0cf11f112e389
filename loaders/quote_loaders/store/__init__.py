"""The only package that writes rows. Each `save_*` is one transaction, and saving twice changes nothing."""

from quote_loaders.store.articles import GIVEN, Saved, save_article
from quote_loaders.store.connection import finish_database, open_database
from quote_loaders.store.fetches import Fetch, KnownFetch, known_fetch, save_fetch, save_unchanged
from quote_loaders.store.ledger import Entry, Past, read_past, save_input
from quote_loaders.store.loads import finish_load, read_totals, save_problem, start_load
from quote_loaders.store.moves import read_moves, remember_links
from quote_loaders.store.placed import read_articles, read_judgements, read_quotes
from quote_loaders.store.withdrawals import save_withdrawals

__all__ = [
    "GIVEN",
    "Entry",
    "Fetch",
    "KnownFetch",
    "Past",
    "Saved",
    "finish_database",
    "finish_load",
    "known_fetch",
    "open_database",
    "read_articles",
    "read_judgements",
    "read_moves",
    "read_past",
    "read_quotes",
    "read_totals",
    "remember_links",
    "save_article",
    "save_fetch",
    "save_input",
    "save_problem",
    "save_unchanged",
    "save_withdrawals",
    "start_load",
]
