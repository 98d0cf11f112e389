"""Find: which words of an article are somebody's, pure."""

from quote_loaders.quotations.find import find_quotes
from quote_loaders.quotations.plain import find_marked_quotes

__all__ = ["find_marked_quotes", "find_quotes"]
