"""The other versions of the article's story: comparing with them, and reading them."""

import asyncio
from collections.abc import Sequence

from corpus.errors import ArticleError
from tui.reader.comparison import Comparison, compare, other_versions
from tui.reader.part import Part


class StoryVersions(Part):
    """Compare the article with other versions of its story."""

    def do_compare(self) -> None:
        """Dim what the next version also says; after the last one, dim nothing."""
        others = other_versions(self._context.workspace, self._article.path)
        if not others:
            self._host.tell("No other article here tells this story.")
            return
        comparison = self._session.comparison
        at = comparison.position if comparison else 0
        if at < len(others):
            self._host.hold_keys_until("comparison")
            self.compare(others[at:])
        else:
            self.show(None)

    def compare(self, others: Sequence[str]) -> None:
        """Compare with the first of the others, by their paths, that can be read."""
        self._host.run_worker(self._compare(others), group="compare")

    async def _compare(self, others: Sequence[str]) -> None:
        workspace, comparison = self._context.workspace, None
        for other in others:
            try:
                comparison = await asyncio.to_thread(compare, workspace, self._article, other)
                break
            except ArticleError as error:
                self._host.tell(f"{error.path}: {error.reason} {error.advice}", problem=True)
        self.show(comparison)
        self._host.arrived("comparison")

    def show(self, comparison: Comparison | None) -> None:
        """Show a comparison, or none."""
        self._session.comparison = comparison
        self._host.show_marks()
        self._host.show_hints()

    def do_other_version(self) -> None:
        """Read the version compared with, and compare it with this one."""
        comparison = self._session.comparison
        if comparison is None:
            self._host.tell("First compare with another version.")
            return
        self._session.leave()
        self._host.open_version(comparison.other.path)
