"""What every export does first and last: the page's own permission check, and an answer in a format of its own."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Forbidden, NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils import add_cors_headers

from datasette_quotes.pages.shell import SLOW, Asked, View, error_response, json_response, page
from datasette_quotes.withdrawn import Withdrawn, withdrawn_json


def export(tables: tuple[str, ...], *, as_json: bool) -> Callable[[View], Callable[..., Awaitable[Any]]]:
    """A view like `page`, whose refusals are JSON for formats made of JSON, and plain text for the others."""

    def decorate(view: View) -> Callable[..., Awaitable[Any]]:
        async def within(asked: Asked) -> Any:
            try:
                return await view(asked)
            except Withdrawn as error:
                if as_json:
                    return json_response(asked.datasette, withdrawn_json(error), 410)
                return refused(asked.datasette, str(error), 410, as_json)
            except QueryInterrupted:
                response = refused(asked.datasette, SLOW, 503, as_json)
                response.headers["Retry-After"] = "10"
                return response

        async def other(datasette: Any, _request: Any, message: str, _as_json: bool) -> Any:
            return refused(datasette, message, 503, as_json)

        inner = page(tables, other)(within)

        async def answer(request: Any, datasette: Any) -> Any:
            try:
                response = await inner(request, datasette)
            except Forbidden as error:
                return refused(datasette, str(error), 403, as_json)
            except NotFound as error:
                return refused(datasette, str(error), 404, as_json)
            response.headers.update(_cors(datasette))  # also where the shell answers: 304, OPTIONS, 405
            return response

        answer.__name__, answer.__doc__ = view.__name__, view.__doc__
        return answer

    return decorate


def refused(datasette: Any, message: str, status: int, as_json: bool) -> Any:
    """An error as JSON or as plain text; other sites may read it where Datasette is set to allow that."""
    if as_json:
        return error_response(datasette, message, status)
    return Response(f"{message}\n", status=status, headers=_cors(datasette), content_type="text/plain; charset=utf-8")


def answered(asked: Asked, body: str, content_type: str, more: str | None = None, file: str | None = None) -> Any:
    """The export; `more` is the address of its next page, `file` the name that a browser saves it under."""
    headers = _cors(asked.datasette)
    headers["X-Content-Type-Options"] = "nosniff"
    if more:
        headers["Link"] = f'<{more}>; rel="next"'
    if file:
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    charset = "" if "json" in content_type or "charset" in content_type else "; charset=utf-8"
    return Response(body, headers=headers, content_type=f"{content_type}{charset}")


def written(value: Any) -> str:
    """A value as JSON that people can read too."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _cors(datasette: Any) -> dict[str, str]:
    headers: dict[str, str] = {}
    if datasette.cors:
        add_cors_headers(headers)
    return headers
