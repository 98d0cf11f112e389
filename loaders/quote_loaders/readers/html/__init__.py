"""Saved pages of the web: body by trafilatura, what it may have lost by resiliparse, the rest read by ourselves."""

from quote_loaders.readers.html.reader import HTML, read_page

__all__ = ["HTML", "read_page"]
