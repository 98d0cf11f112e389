"""Who takes corrections and replies: the setting `contact` of the plugin, a mail address or a page. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from datasette_quotes.text_fragment import web_address

LONGEST = 254  # characters: RFC 5321 has no longer mail address
# One address in plain letters, without the quoted forms of RFC 5322 that hardly anybody has.
_MAIL = re.compile(r"[\w.!#$%&'*+/=^`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.I | re.A)


@dataclass(frozen=True, slots=True)
class Contact:
    """A mail address or the https address of a page, as it is shown, and what its link leads to."""

    shown: str
    url: str

    @property
    def openapi(self) -> dict[str, str]:
        """The same as a Contact Object of OpenAPI."""
        return {"email": self.shown} if self.url.startswith("mailto:") else {"url": self.url}


def read_contact(value: object) -> Contact | None:
    """The contact that a setting names; None where there is none. Raises ValueError for anything else."""
    if value is None:
        return None
    if isinstance(value, str) and len(value) <= LONGEST and value.isascii():
        if _MAIL.fullmatch(value):
            return Contact(value, f"mailto:{quote(value, safe='@')}")
        if value.startswith("https://") and web_address(value):
            return Contact(value, value)
    raise ValueError(f"contact is {value!r}, expected a mail address or the https address of a page")
