"""The page of an article: its text with the quotes marked, where the collection holds it, and the quotes in order."""

from __future__ import annotations

from typing import Any

from datasette import NotFound

from datasette_quotes import addresses, labels
from datasette_quotes.disputes import CONTENT_JOINER, shown
from datasette_quotes.marking import Marked, pieces
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import article as queries
from datasette_quotes.queries import tables
from datasette_quotes.queries.contradictions import contradictions
from datasette_quotes.queries.withdrawals import withdrawn_quotes
from datasette_quotes.sister_json import article_json
from datasette_quotes.text_fragment import at_passage, web_address
from datasette_quotes.trace import shape
from datasette_quotes.withdrawn import refuse_withdrawn


@page(tables.ARTICLE_TABLES)
async def article(asked: Asked) -> Any:
    """An article and its quotes, each leading to its trace."""
    key = asked.request.url_vars["key"]
    await refuse_withdrawn(asked.db, key)
    one = await queries.article(asked.db, key)
    if one is None:
        raise NotFound(f"There is no article with the key {key} in {asked.database}")
    hidden = await withdrawn_quotes(asked.db, one.id)
    found = await queries.quotes(asked.db, one.id)
    quotes = [quote for quote in found if quote.key not in hidden]
    links = await queries.links(asked.db, one.id)
    copies = await queries.copies(asked.db, one.id)
    rows = await contradictions(asked.db, await queries.contradiction_ids(asked.db, one.id))
    disputes = [shown(row, lambda side: side.article_key == one.key) for row in rows]
    collection = await tables.collection(asked.db)
    path = addresses.article_url(asked.datasette, asked.database, one.key)
    if asked.as_json:
        return asked.json(article_json(one, quotes, links, copies, disputes, collection, asked.urls))
    marks = [
        Marked(quote.all_spans, queries.read_spans(quote.cue_span), queries.read_spans(quote.source_span))
        for quote in quotes
    ]
    context = {
        "one": one,
        "quotes": [(quote, _passage(one, quote)) for quote in quotes],
        "cut": len(found) == queries.QUOTES_LIMIT,
        "pieces": pieces(one.text, marks) if one.text else [],
        "links_from": [link for link in links if link.way == "from"],
        "links_to": [link for link in links if link.way == "to"],
        "copies": copies,
        "disputes": disputes,
        "collection": collection,
        "kinds": labels.KINDS,
        "relations": labels.RELATIONS,
        "shape": shape,
        "web_address": web_address,
        "row_url": asked.datasette.urls.row(asked.database, "articles", str(one.id)),
    }
    return await asked.html("quotes_article.html", context, f"{path}.json")


def _passage(one: queries.Article, quote: queries.Quoted) -> str | None:
    """The address of the article at the quoted words, with context: whether they stand there twice isn't asked."""
    return at_passage(one.url, tuple(quote.text.split(CONTENT_JOINER)), quote.prefix, quote.suffix, unique=False)
