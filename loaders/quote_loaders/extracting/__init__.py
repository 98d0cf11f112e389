"""Extraction alone, without a database: texts in, their quotes out as JSON lines, a table or a page."""

from quote_loaders.extracting.documents import Document, documents
from quote_loaders.extracting.formats import FORMATS
from quote_loaders.extracting.run import Findings, find_all

__all__ = ["FORMATS", "Document", "Findings", "documents", "find_all"]
