"""What could not be read, in a few lines.

Every command meets the same broken files again; `nkreader check` lists them all.
"""

from collections.abc import Iterable

from corpus.errors import DoubtError
from nkreader.options import say

_MOST = 3


class ReadingProblems:
    """Reports the first three problems on standard error, and counts the others."""

    def __init__(self) -> None:
        self._count = 0

    def report(self, problem: Exception | str) -> None:
        """Report a problem, unless there were enough or it concerns no article."""
        if isinstance(problem, DoubtError):
            return
        self._count += 1
        if self._count <= _MOST:
            say(problem)

    def finish(self) -> None:
        """Report how many more there were."""
        if (more := self._count - _MOST) > 0:
            problems = "1 more problem" if more == 1 else f"{more:,} more problems"
            say(f"{problems}; `nkreader check` lists them all")


def report_few(problems: Iterable[Exception | str]) -> None:
    """Report some problems as `ReadingProblems` does."""
    few = ReadingProblems()
    for problem in problems:
        few.report(problem)
    few.finish()
