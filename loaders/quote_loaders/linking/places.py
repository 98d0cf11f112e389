"""Quotes by their places in an order, read when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import overload

from quote_loaders.records import PlacedQuote


class ByPlace(Sequence[PlacedQuote]):
    """A sequence of quotes of which each is had by its place alone."""

    @abstractmethod
    def at(self, place: int) -> PlacedQuote:
        """The quote at a place, from 0."""

    @overload
    def __getitem__(self, place: int) -> PlacedQuote: ...
    @overload
    def __getitem__(self, place: slice) -> list[PlacedQuote]: ...
    def __getitem__(self, place: int | slice) -> PlacedQuote | list[PlacedQuote]:
        if isinstance(place, slice):
            return [self.at(one) for one in range(*place.indices(len(self)))]
        return self.at(place)
