"""The canonical form of an address: the same for addresses that lead to the same article. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Parameters that say where a reader comes from and never which article is meant.
_TRACKING = re.compile(
    r"(?:utm|at|pk|mtm|hsa|wt|guce)_\w+|\w*clk?id|mc_[ce]id|_g[al]|"
    r"mkt_tok|igshid|xtor|cmpid|ocid|ncid|smid|spm|ref_src|ref_url|guccounter",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """An address without fragment, tracking parameters and a slash at its end, by https and its host in lower case.

    Parameters that remain are put in order. What is no web address comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname:
        return url
    host = parts.hostname.rstrip(".")
    if port is not None and port != _PORTS[scheme]:
        host = f"{host}:{port}"
    kept = sorted(
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(name)
    )
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(kept), ""))
