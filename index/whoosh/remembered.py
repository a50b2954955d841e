"""A cache for costly answers, bounded by their size."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Drops the least recently used answers once all together are larger than `most`."""

    def __init__(self, most: int, size: Callable[[Value], int]) -> None:
        self._most = most
        self._size = size
        self._known: OrderedDict[Key, Value] = OrderedDict()
        self._total = 0

    def get(self, key: Key, find: Callable[[], Value]) -> Value:
        """Return an answer, and find it first if it is not known."""
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        value = self._known[key] = find()
        self._total += self._size(value)
        while self._total > self._most and len(self._known) > 1:
            self._total -= self._size(self._known.popitem(last=False)[1])
        return value
