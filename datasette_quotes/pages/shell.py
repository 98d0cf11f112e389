"""What every page does first and last: find the database, ask permission, answer errors in the format asked for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import Forbidden, NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils import add_cors_headers, tilde_decode

from datasette_quotes import addresses, caching, labels, settings
from datasette_quotes.as_json import NOTE
from datasette_quotes.contact import Contact
from datasette_quotes.moments import parse
from datasette_quotes.pages.rendering import rendered
from datasette_quotes.permissions import may_see
from datasette_quotes.schema import OtherSchema, refusal
from datasette_quotes.sister_json import Addresses
from datasette_quotes.withdrawn import Withdrawn, withdrawn_json

SLOW = "This took longer than the site allows for a query (its setting sql_time_limit_ms). Please try again."
METHODS = "GET, HEAD, OPTIONS"
NO_PARTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page that its actor may see, of a database that holds quotes."""

    datasette: Any
    request: Any
    db: Any
    as_json: bool

    @property
    def database(self) -> str:
        """The database's name; links are made from it."""
        return str(self.db.name)

    def argument(self, name: str) -> str:
        """A value of the query string; empty when it isn't there."""
        return str(self.request.args.get(name) or "")

    @property
    def contact(self) -> Contact | None:
        """Who takes corrections and replies."""
        return settings.contact(self.datasette, self.database)

    async def may_see(self, table: str) -> bool:
        """Whether who asks may also view a table that the page can do without."""
        return await may_see(self.datasette, self.request.actor, self.database, (table,), self.request)

    def statement_url(self, key: str) -> str:
        """The absolute address of a statement's page."""
        return self.absolute(addresses.statement_url(self.datasette, self.database, key))

    def quote_url(self, key: str) -> str:
        """The absolute address of a quote."""
        return self.absolute(addresses.quote_url(self.datasette, self.database, key))

    @property
    def urls(self) -> Addresses:
        """Absolute addresses of the pages."""
        return Addresses(
            addresses.by_key(self.statement_url),
            addresses.by_key(self.quote_url),
            addresses.by_key(lambda key: self.absolute(addresses.speaker_url(self.datasette, self.database, key))),
            addresses.by_key(lambda key: self.absolute(addresses.outlet_url(self.datasette, self.database, key))),
            addresses.by_key(lambda key: self.absolute(addresses.article_url(self.datasette, self.database, key))),
        )

    def next_path(self, path: str, after: str | None, anchor: str = "") -> str | None:
        """The path of the next page of a list, with everything else that was asked for; None at the end."""
        if after is None:
            return None
        kept = [(name, value) for name, value in parse_qsl(self.request.query_string) if name != "_next"]
        return f"{path}?{urlencode([*kept, ('_next', after)])}{f'#{anchor}' if anchor else ''}"

    def next_url(self, path: str, after: str | None) -> str | None:
        """The same, with scheme and host."""
        found = self.next_path(path, after)
        return self.absolute(found) if found else None

    def absolute(self, path: str) -> str:
        """A path of this site with scheme and host, as the site's settings want them."""
        return str(self.datasette.absolute_url(self.request, path))

    def json(self, body: dict[str, Any]) -> Any:
        """A JSON answer; other sites may read it where Datasette is set to allow that.

        Beside the limits of what it says stands who takes corrections and replies.
        """
        if "limits" in body:
            contact = self.contact
            body = {**body, "limits": {**body["limits"], "contact": contact.shown if contact else None}}
        return json_response(self.datasette, body)

    async def html(
        self, template: str, context: dict[str, Any], json_path: str, parts: Mapping[str, str] = NO_PARTS
    ) -> Any:
        """A page; `json_path` is the path of the same content as JSON, `parts` names templates of long lists."""

        # Without threads this is Datasette Lite, in a browser, which asks for what a link says as it is written.
        page = "" if self.datasette.setting("num_sql_threads") == 0 else json_path

        def near(address: Callable[..., str]) -> Callable[..., str]:
            return lambda *keys: addresses.nearby(page, address(self.datasette, self.database, *keys))

        def near_key(address: Callable[..., str]) -> Callable[[str], str]:
            return addresses.by_key(near(address))

        shared = {
            "database": self.database,
            "style_url": addresses.style_url(self.datasette, "trace" if "trace" in context else "lists"),
            "script_url": addresses.static_url(self.datasette, "quotes.js"),
            "start_url": addresses.start_url(self.datasette, self.database),
            "statement_url": near_key(addresses.statement_url),
            "quote_url": near_key(addresses.quote_url),
            "speaker_url": near_key(addresses.speaker_url),
            "outlet_url": near_key(addresses.outlet_url),
            "article_url": near_key(addresses.article_url),
            "compare_url": near(addresses.compare_url),
            "labels": labels,
            "moment": parse,
            "note": NOTE,
            "contact": self.contact,
            "json_url": json_path,
            "alternate_url_json": self.absolute(json_path),
        }
        shared |= context
        shared |= {name: rendered(self.datasette, self.request, part, shared) for name, part in parts.items()}
        return Response.html(await self.datasette.render_template(template, shared, request=self.request))


View = Callable[[Asked], Awaitable[Any]]


async def other_schema(datasette: Any, request: Any, message: str, as_json: bool) -> Any:
    """503: the database has to be brought up to date, or the plugin."""
    if as_json:
        return error_response(datasette, message, 503)
    context = {"title": "Another version", "error": message, "style_url": addresses.style_url(datasette)}
    return Response.html(await datasette.render_template("quotes_error.html", context, request=request), 503)


def page(
    tables: tuple[str, ...], other: Callable[..., Awaitable[Any]] = other_schema
) -> Callable[[View], Callable[..., Awaitable[Any]]]:
    """A view of a database's quotes, shown to whoever may view all of these base tables.

    `other` answers for a database of another schema.
    """

    def decorate(view: View) -> Callable[..., Awaitable[Any]]:
        async def answer(request: Any, datasette: Any) -> Any:
            as_json = request.url_vars.get("format") == "json"
            if request.method not in ("GET", "HEAD"):
                return _other_method(datasette, request.method, as_json)
            try:
                db = _database(datasette, tilde_decode(request.url_vars["database"]))
                await _check(datasette, request, db, tables)
                return await _tagged(view, Asked(datasette, request, db, as_json))
            except (Forbidden, NotFound) as error:
                if not as_json:
                    raise  # Datasette has a page for each
                return error_response(datasette, str(error), 403 if isinstance(error, Forbidden) else 404)
            except Withdrawn as error:
                return await _withdrawn(datasette, request, db.name, error, as_json)
            except OtherSchema as error:
                return await other(datasette, request, str(error), as_json)
            except QueryInterrupted:
                return await _slow(datasette, request, as_json)

        # Not functools.wraps: Datasette passes what the signature asks for, and would look at the wrapped one.
        answer.__name__, answer.__doc__ = view.__name__, view.__doc__
        return answer

    return decorate


def json_response(datasette: Any, body: dict[str, Any], status: int = 200) -> Any:
    """JSON with the headers that let other sites read it, where `datasette.cors` is set."""
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    return Response.json(body, status=status, headers=headers)


def error_response(datasette: Any, message: str, status: int) -> Any:
    """An error as JSON, in the form of Datasette 1.0."""
    return json_response(datasette, {"ok": False, "error": message, "errors": [message], "status": status}, status)


def _database(datasette: Any, route: str) -> Any:
    try:
        return datasette.get_database(route=route)
    except KeyError:
        raise NotFound(f"There is no database {route}") from None


async def _check(datasette: Any, request: Any, db: Any, tables: tuple[str, ...]) -> None:
    """Raises Forbidden, NotFound or OtherSchema when the page can't be shown to whoever asks, or not be made."""
    if not await may_see(datasette, request.actor, db.name, tables, request):
        raise Forbidden("You may not see all the tables that this page reads")
    refused = await refusal(db)
    if refused is not None:
        raise OtherSchema(refused.message) if refused.ours else NotFound(refused.message)


async def _tagged(view: View, asked: Asked) -> Any:
    """The view's answer with what tells it apart, or that who asks has it already."""
    tagged = await caching.headers(asked.datasette, asked.request, asked.db, asked.as_json)
    if caching.unchanged(asked.request, tagged):
        return _unchanged(asked.datasette, tagged, asked.as_json)
    response = await view(asked)
    if response.status == 200:
        response.headers.update(tagged)
    return response


def _unchanged(datasette: Any, tagged: dict[str, str], as_json: bool) -> Any:
    """304: who asks has it already."""
    headers = dict(tagged)
    if datasette.cors and as_json:
        add_cors_headers(headers)
    return Response("", status=304, headers=headers)


def _other_method(datasette: Any, method: str, as_json: bool) -> Any:
    if method == "OPTIONS":
        response = json_response(datasette, {}) if as_json else Response.text("")
    elif as_json:
        response = error_response(datasette, f"This address answers {METHODS}, not {method}", 405)
    else:
        response = Response.text(f"This address answers {METHODS}, not {method}", status=405)
    response.headers["Allow"] = METHODS
    return response


async def _withdrawn(datasette: Any, request: Any, database: str, error: Withdrawn, as_json: bool) -> Any:
    if as_json:
        return json_response(datasette, withdrawn_json(error), 410)
    context = {
        "one": error.found,
        "when": parse(error.found.withdrawn_at),
        "labels": labels,
        "start_url": addresses.start_url(datasette, database),
        "style_url": addresses.style_url(datasette),
    }
    return Response.html(await datasette.render_template("quotes_withdrawn.html", context, request=request), 410)


async def _slow(datasette: Any, request: Any, as_json: bool) -> Any:
    if as_json:
        response = error_response(datasette, SLOW, 503)
    else:
        context = {"error": SLOW, "style_url": addresses.style_url(datasette)}
        response = Response.html(await datasette.render_template("quotes_error.html", context, request=request), 503)
    response.headers["Retry-After"] = "10"
    return response
