"""YAML of strangers as plain values: no date is made of what looks like one, and nothing stands for more than it is."""

from __future__ import annotations

from typing import Any

import yaml

from quote_loaders.records import LoadError

LONGEST = 200_000  # characters: a second of parsing
_WRONG = (yaml.YAMLError, ValueError, TypeError, AttributeError, LookupError, OverflowError)


class _Plain(yaml.SafeLoader):
    """YAML whose dates stay as they were typed (an impossible one is told, none gets more precise), without aliases.

    A few lines of aliases can stand for more than any memory holds.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node. Raises ComposerError for an alias."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "an alias (*name) is not read", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def yaml_of(text: str) -> Any:
    """The value of a YAML document. Raises LoadError that says in one line what is wrong with it."""
    if len(text) > LONGEST:
        raise LoadError(f"it has {len(text):,} characters, expected at most {LONGEST:,}")
    try:
        return yaml.load(text, _Plain)  # noqa: S506 - a safe loader
    except _WRONG as error:
        raise LoadError(" ".join(str(error).split()) or type(error).__name__) from None
    except RecursionError:
        raise LoadError("it is nested too deeply") from None
