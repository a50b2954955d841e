"""What a screen says of an article as a whole: its star, and a note on it."""

from functools import partial

from textual.screen import ScreenResultType

from tui.requests import WriteNote
from tui.screens.base import CommandScreen
from workspace.coding.drafts import ABOUT


class AboutScreen(CommandScreen[ScreenResultType]):
    """Stars the article that is current on it, and opens the note on it."""

    @property
    def about(self) -> tuple[str, str] | None:
        """Path and title of the article; `None` where there is none that can be read."""
        raise NotImplementedError

    async def do_star(self) -> None:
        """Star the article, or take the star away."""
        if self.about is not None:
            await self.save(partial(self.context.workspace.changes.toggle_star, self.about[0]))

    def do_article_note(self) -> None:
        """Write or read the note on the whole article."""
        if self.about is None:
            return
        path, title = self.about
        workspace = self.context.workspace
        own = workspace.changes.own_about(path)
        note = own.note if own else ""

        async def save(written: str) -> bool:
            change = partial(workspace.changes.write_article_note, path, written, begun=note)
            return await self.save(change) is not False

        self.open(WriteNote(path, title, note, (ABOUT,), save, "Note on the article"))
