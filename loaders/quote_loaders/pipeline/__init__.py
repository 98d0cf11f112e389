"""read -> extract -> resolve -> save -> link, in that order and nowhere else."""

from quote_loaders.pipeline.intake import size_of
from quote_loaders.pipeline.run import PROGRAM, load
from quote_loaders.pipeline.summary import Position, Progress, Summary

__all__ = ["PROGRAM", "Position", "Progress", "Summary", "load", "size_of"]
