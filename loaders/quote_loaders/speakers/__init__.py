"""Resolve: whom a source span denotes, in its article and across articles, pure."""

from quote_loaders.speakers.aliases import AliasList, load_aliases
from quote_loaders.speakers.merge import merge, merge_unnamed, merge_uses
from quote_loaders.speakers.resolve import resolve

__all__ = ["AliasList", "load_aliases", "merge", "merge_unnamed", "merge_uses", "resolve"]
