"""The star of an article, and the note on the whole article."""

from functools import partial

from textual.screen import ScreenResultType

from tui.requests import WriteNote
from tui.screens.base import CommandScreen
from workspace.coding.drafts import ABOUT


class ArticleNotesScreen(CommandScreen[ScreenResultType]):
    """A screen that can star its current article, and open the note on it."""

    @property
    def noted_article(self) -> tuple[str, str] | None:
        """Path and title of the current article; `None` for none that can be read."""
        raise NotImplementedError

    async def do_star(self) -> None:
        """Star or unstar the article."""
        if self.noted_article is not None:
            await self.save(
                partial(self.context.workspace.changes.toggle_star, self.noted_article[0])
            )

    def do_article_note(self) -> None:
        """Write or read the note on the whole article."""
        if self.noted_article is None:
            return
        path, title = self.noted_article
        workspace = self.context.workspace
        own = workspace.changes.own_about(path)
        note = own.note if own else ""

        async def save(written: str) -> bool:
            change = partial(workspace.changes.write_article_note, path, written, begun=note)
            return await self.save(change) is not False

        self.open(WriteNote(path, title, note, (ABOUT,), save, "Note on the article"))
