"""Long lists of a page, made in one go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from markupsafe import Markup

_AT_ONCE: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def rendered(datasette: Any, request: Any, template: str, context: Mapping[str, Any]) -> Markup:
    """A template as markup. Datasette's own environment waits at every call of a function or a macro, which is most
    of what a list of hundreds costs; nothing in such a list has to be waited for.

    The template is looked for where Datasette looks, so that a site can put its own in its place.
    """
    environment = _environment(datasette, request)
    if environment not in _AT_ONCE:
        _AT_ONCE[environment] = environment.overlay(enable_async=False)
    return Markup(_AT_ONCE[environment].get_template(template).render(context))  # noqa: S704


def _environment(datasette: Any, request: Any) -> Any:
    """Datasette 1.0 lets plugins choose an environment for a request."""
    if hasattr(datasette, "get_jinja_environment"):
        return datasette.get_jinja_environment(request)
    return datasette.jinja_env
