"""What the site tells the plugin: its settings under `plugins`, of the site or of one database."""

from __future__ import annotations

from typing import Any

from datasette.utils import StartupError

from datasette_quotes.contact import Contact, read_contact

PLUGIN = "datasette-quotes"


def given(datasette: Any, database: str | None = None) -> dict[str, Any]:
    """The settings as they are written; those of a database win over those of the site."""
    return dict(datasette.plugin_config(PLUGIN, database=database) or {})


def contact(datasette: Any, database: str | None = None) -> Contact | None:
    """Who takes corrections and replies. Raises ValueError for a setting that names nobody."""
    return read_contact(given(datasette, database).get("contact"))


def check(datasette: Any) -> None:
    """Raises StartupError that names the setting, its value and what is expected, before anything is served."""
    for database in (None, *datasette.databases):
        try:
            contact(datasette, database)
        except ValueError as error:
            of = f" of the database {database}" if database else ""
            raise StartupError(f"The setting{of} of {PLUGIN}: {error}") from None
