"""Which rows of a list are marked, by keys that stay theirs when the list changes."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class MarkedRows(Generic[Key]):
    """Marks single rows, all, none, the others, and from the last one marked to another."""

    def __init__(self) -> None:
        self.marked: set[Key] = set()
        self._last: Key | None = None

    def toggle(self, key: Key) -> None:
        """Mark or unmark a row."""
        self.marked ^= {key}
        self._last = key

    def through(self, rows: Sequence[Key], key: Key) -> None:
        """Mark every row from the one marked last to this one; only this one where there is none.

        The rows between them are those of the list as it is now.
        """
        first = rows.index(self._last) if self._last in rows else rows.index(key)
        last = rows.index(key)
        self.marked |= set(rows[min(first, last) : max(first, last) + 1])
        self._last = key

    def all_or_none(self, rows: Iterable[Key]) -> None:
        """Mark every row; if all are marked, none."""
        rows = set(rows)
        self.marked = self.marked - rows if rows <= self.marked else self.marked | rows

    def invert(self, rows: Iterable[Key]) -> None:
        """Mark the rows that are not marked, and unmark the others."""
        self.marked ^= set(rows)

    def keep(self, rows: Iterable[Key]) -> None:
        """Unmark every other row."""
        self.marked &= set(rows)

    def clear(self) -> None:
        """Unmark every row."""
        self.marked = set()
        self._last = None
