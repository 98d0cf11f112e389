"""Keeping a database up to date: what is watched is looked at now and then, and loaded when it has changed."""

from quote_loaders.watching.lock import locked
from quote_loaders.watching.rounds import LONGEST, Watched, pause, watch
from quote_loaders.watching.sources import Feed, Folder

__all__ = ["LONGEST", "Feed", "Folder", "Watched", "locked", "pause", "watch"]
