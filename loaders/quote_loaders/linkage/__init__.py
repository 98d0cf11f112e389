"""Which quotes report the same words: pure `keys`, `compare` and `link`, and nothing that reads or writes."""

from quote_loaders.linkage.blocking import keys
from quote_loaders.linkage.clusters import link
from quote_loaders.linkage.matching import Match, compare

__all__ = ["Match", "compare", "keys", "link"]
