"""A list that takes a moment to find: when its screen opens, and when others change something."""

import asyncio
from typing import ClassVar

from textual import work
from textual.message import Message
from textual.screen import ScreenResultType

from tui.messages import AnnotationsChanged, CatalogueChanged, TopicsChanged
from tui.screens.list_screen import ListScreen


class FilledListScreen(ListScreen[ScreenResultType]):
    """Finds its rows anew whenever something they are made of has changed."""

    ROWS: ClassVar[str]
    """What the rows are called: `fill` says that they have arrived, and keys wait for that."""

    MADE_OF: ClassVar[tuple[type[Message], ...]]
    """The messages that say what rows are made of has changed."""

    async def fill(self) -> None:
        """Find the rows and show them; ended when it is to begin anew."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Find the rows. Textual calls this after the subclass's own, if it has one."""
        self.hold_keys_until(self.ROWS)
        self.refill()
        self.show_hints()
        self.arrived("mount")

    def refill(self, *, after: float = 0) -> None:
        """Find the rows, unless within so many seconds something else is to be found."""
        self._fill(after)

    @work(exclusive=True, group="fill")
    async def _fill(self, after: float) -> None:
        if after:
            await asyncio.sleep(after)
        await self.fill()

    def on_annotations_changed(self, message: AnnotationsChanged) -> None:
        """Annotations are others now."""
        self._follow(message)

    def on_catalogue_changed(self, message: CatalogueChanged) -> None:
        """Articles are others now."""
        self._follow(message)

    def on_topics_changed(self, message: TopicsChanged) -> None:
        """Topics are others now."""
        self._follow(message)

    def _follow(self, message: Message) -> None:
        if isinstance(message, self.MADE_OF):
            self.refill_when_seen()
