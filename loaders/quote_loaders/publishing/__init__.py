"""A copy of a database that can be shown to everybody: no article's text, and a proof that nothing of it is left."""

from quote_loaders.publishing.public import LeakError, make_public
from quote_loaders.publishing.report import LeftOut

__all__ = ["LeakError", "LeftOut", "make_public"]
