"""Groups of places by their root, in columns of numbers: of very many quotes as lists they would take much memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from quote_loaders.linkage.columns import Places


class ByRoot(Mapping[int, list[int]]):
    """The places of each root in ascending order, roots in ascending order; each place is in one group."""

    def __init__(self, roots: Places) -> None:
        """`roots` has the root of each place."""
        self.roots = roots
        self._order = np.argsort(roots, kind="stable").astype(np.int32)
        self._keys = np.unique(roots)
        self._starts = np.searchsorted(roots[self._order], np.append(self._keys, len(roots)))

    def __getitem__(self, root: int) -> list[int]:
        at = int(np.searchsorted(self._keys, root))
        if at == len(self._keys) or self._keys[at] != root:
            raise KeyError(root)
        found: list[int] = self._order[self._starts[at] : self._starts[at + 1]].tolist()
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys.tolist())

    def __len__(self) -> int:
        return len(self._keys)

    def sizes(self) -> Places:
        """How many places each group has, by root."""
        return np.diff(self._starts)
