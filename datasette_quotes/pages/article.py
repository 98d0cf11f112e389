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
from datasette_quotes.queries import versions as version_queries
from datasette_quotes.queries.contradictions import contradictions
from datasette_quotes.queries.withdrawals import tombstone, withdrawn_quotes
from datasette_quotes.sister_json import article_json
from datasette_quotes.text_fragment import at_passage, web_address
from datasette_quotes.trace import shape
from datasette_quotes.version_json import source_json, versions_json
from datasette_quotes.versions import Versions
from datasette_quotes.versions import shown as shown_versions
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
    source = await version_queries.source(asked.db, one.id)
    versions = await _versions(asked, one.id, source.earlier_id, hidden)
    path = addresses.article_url(asked.datasette, asked.database, one.key)
    if asked.as_json:
        body = article_json(one, quotes, links, copies, disputes, collection, asked.urls)
        body["source"] = source_json(source)
        body["versions"] = versions_json(versions, asked.urls)
        return asked.json(body)
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
        "source": source,
        "versions": versions,
        "collection": collection,
        "kinds": labels.KINDS,
        "relations": labels.RELATIONS,
        "shape": shape,
        "web_address": web_address,
        "row_url": asked.datasette.urls.row(asked.database, "articles", str(one.id)),
    }
    return await asked.html("quotes_article.html", context, f"{path}.json")


async def _versions(asked: Asked, article_id: int, earlier_id: int | None, hidden: frozenset[str]) -> Versions:
    """Other versions of an article; what became of quotes is for who may view that table."""
    found = await version_queries.versions(asked.db, article_id, earlier_id)
    if not found:
        return Versions()
    for version in found:
        hidden |= await withdrawn_quotes(asked.db, version.id)
        if await tombstone(asked.db, version.key) is not None:
            hidden |= {version.key}
    changes = await version_queries.changes(asked.db, article_id) if await asked.may_see("quote_changes") else []
    return shown_versions(found, changes, hidden)


def _passage(one: queries.Article, quote: queries.Quoted) -> str | None:
    """The address of the article at the quoted words, with context: whether they stand there twice isn't asked."""
    return at_passage(one.url, tuple(quote.text.split(CONTENT_JOINER)), quote.prefix, quote.suffix, unique=False)
