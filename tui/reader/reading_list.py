"""The articles that a reader goes through, and which of them it is at."""

from collections.abc import Callable, Sequence


class ReadingList:
    """Paths of articles, in the order of the list that the reader was opened from."""

    def __init__(self, paths: Sequence[str], position: int) -> None:
        self._paths = paths
        self._position = position

    @property
    def current(self) -> str:
        """The path of the current article."""
        return self._paths[self._position]

    @property
    def words(self) -> str:
        """Which article is current, and how many there are."""
        return f"{self._position + 1} of {len(self._paths)}"

    def beside(self, by: int) -> str | None:
        """The article so many places further down, or, negative, up; `None` beyond an end."""
        position = self._position + by
        return self._paths[position] if 0 <= position < len(self._paths) else None

    def next_where(self, is_wanted: Callable[[str], bool]) -> str | None:
        """The next article that is wanted, going on from the top at the end."""
        after = self._position + 1
        others = (*self._paths[after:], *self._paths[: self._position])
        return next((path for path in others if is_wanted(path)), None)

    def go_to(self, path: str) -> None:
        """Make an article current; one that is not listed is listed after the current one."""
        if path not in self._paths:
            after = self._position + 1
            self._paths = (*self._paths[:after], path, *self._paths[after:])
        self._position = self._paths.index(path)
