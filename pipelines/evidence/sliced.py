"""Sequences that are made when asked for, a slice at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

Item = TypeVar("Item")


class Sliced(Sequence[Item]):
    """A sequence whose items are made in slices; one item is a slice of one."""

    @abstractmethod
    def _between(self, wanted: slice) -> list[Item]:
        """The items of a slice."""

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        return self._between(slice(index, index + 1))[0] if isinstance(index, int) else self._between(index)
