"""datasette-quotes: who said it, who repeated it, who contradicts it, and in which article. Hooks only."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from datasette_quotes import annotated, links, mcp_tools, settings, sql_functions, styles
from datasette_quotes.pages import article, compare, export_routes, outlet, speaker, start, statement


@hookimpl
def startup(datasette: Any) -> None:
    settings.check(datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/-/datasette-quotes/(?P<name>[a-z]+)\.css$", styles.style),
        *export_routes.ROUTES,
        (r"^/(?P<database>[^/]+)/-/statement/(?P<key>[^/.]+)(?:\.(?P<format>json))?$", statement.statement),
        (r"^/(?P<database>[^/]+)/-/quote/(?P<key>[^/.]+)(?:\.(?P<format>json))?$", statement.quote),
        (r"^/(?P<database>[^/]+)/-/speaker/(?P<key>[^/.]+)(?:\.(?P<format>json))?$", speaker.speaker),
        (r"^/(?P<database>[^/]+)/-/outlet/(?P<key>[^/.]+)(?:\.(?P<format>json))?$", outlet.outlet),
        (r"^/(?P<database>[^/]+)/-/article/(?P<key>[^/.]+)(?:\.(?P<format>json))?$", article.article),
        (r"^/(?P<database>[^/]+)/-/compare(?:\.(?P<format>json))?$", compare.compare),
        (r"^/(?P<database>[^/]+)/-/quotes(?:\.(?P<format>json))?$", start.start),
    ]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    return links.cell(datasette, database, table, column, row, value)


@hookimpl
def row_actions(datasette: Any, actor: Any, request: Any, database: str, table: str, row: Any) -> Any:
    return lambda: links.row_actions(datasette, actor, database, table, row, request)


@hookimpl
def table_actions(datasette: Any, actor: Any, database: str, table: str, request: Any) -> Any:
    return lambda: links.table_actions(datasette, actor, database, table, request)


@hookimpl
def view_actions(datasette: Any, actor: Any, database: str, view: str, request: Any) -> Any:
    return lambda: links.table_actions(datasette, actor, database, view, request)


@hookimpl
def database_actions(datasette: Any, actor: Any, database: str, request: Any) -> Any:
    return lambda: links.database_actions(datasette, actor, database, request)


@hookimpl
def menu_links(datasette: Any, actor: Any, request: Any) -> Any:
    return lambda: links.menu_links(datasette, actor, request)


@hookimpl
def jump_items_sql(datasette: Any, actor: Any, request: Any) -> Any:
    return lambda: links.jump_items(datasette, actor, request)


@hookimpl
def register_output_renderer() -> dict[str, Any]:
    return annotated.register()


@hookimpl
def prepare_connection(conn: Any) -> None:
    sql_functions.register(conn)


@hookimpl
def register_mcp_tools(datasette: Any, mcp: Any) -> None:
    mcp_tools.register(datasette, mcp)
