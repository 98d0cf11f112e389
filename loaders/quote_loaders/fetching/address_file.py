"""A text file of addresses, one a line."""

from __future__ import annotations

from pathlib import Path

from quote_loaders.records import LoadError

MOST_BYTES = 100_000_000  # about a million addresses


def read_addresses(path: Path) -> list[str]:
    """The addresses of a file, in order; blank lines and lines that begin with "#" are left out.

    Raises LoadError that names the first line that is no address.
    """
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise LoadError(f"{path} has {size:,} bytes, expected a list of addresses of at most {MOST_BYTES:,}")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise LoadError(f"{path} can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise LoadError(f"{path} is not UTF-8, expected a text file with one address a line") from None
    addresses = []
    for number, line in enumerate(lines, start=1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if not address.lower().startswith(("http://", "https://")):
            raise LoadError(
                f"line {number} of {path} is {address[:200]!r}, expected an address that begins with http:// or https://"
            )
        addresses.append(address)
    return addresses
