"""A screen around one list of rows: the motions that all such screens share.

What is listed takes a moment to count when thousands of articles are annotated. So a list that
nobody can see, because an article lies over it, only remembers that something has changed
(`refill_when_seen`), and is filled again once it is seen.
"""

from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from tui.context import Context
from tui.screens.base import CommandScreen
from tui.widgets.row_list import RowList

SETTLE_SECONDS = 0.03
"""A key pressed within this time of the one before replaces its work before that begins."""


class ListScreen(CommandScreen[ScreenResultType]):
    """Moves in `rows` and opens the current one."""

    @property
    def rows(self) -> RowList:
        """The list."""
        raise NotImplementedError

    def do_open(self) -> None:
        """Open the current row."""
        raise NotImplementedError

    def refill(self) -> None:
        """List what is there now."""
        raise NotImplementedError

    # -- filling

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._is_outdated = False

    @property
    def is_seen(self) -> bool:
        """Whether nothing but dialogs lies over the screen."""
        stack = self.app.screen_stack
        if self not in stack:
            return False
        above = stack[stack.index(self) + 1 :]
        return all(isinstance(screen, ModalScreen) for screen in above)

    def refill_when_seen(self) -> None:
        """What is listed has changed: fill the list again, at once or when it can be seen."""
        self._is_outdated = not self.is_seen
        if not self._is_outdated:
            self.refill()

    def on_screen_resume(self) -> None:
        """Show what has changed meanwhile."""
        if self._is_outdated:
            self.refill_when_seen()

    # -- moving

    @property
    def first_focus(self) -> Widget:
        """Begin in the list."""
        return self.rows

    def do_down(self) -> None:
        """Next row."""
        self.rows.move(1)

    def do_up(self) -> None:
        """Previous row."""
        self.rows.move(-1)

    def do_page_down(self) -> None:
        """One page down."""
        self.rows.turn(1)

    def do_page_up(self) -> None:
        """One page up."""
        self.rows.turn(-1)

    def do_half_down(self) -> None:
        """Half a page down."""
        self.rows.turn(0.5)

    def do_half_up(self) -> None:
        """Half a page up."""
        self.rows.turn(-0.5)

    def do_first(self) -> None:
        """To the first row."""
        self.rows.move_to(0)

    def do_last(self) -> None:
        """To the last row."""
        self.rows.move_to(self.rows.count - 1)

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """A row was clicked again."""
        message.stop()
        self.do_open()

    def on_descendant_focus(self) -> None:
        """A prompt has other keys than the list."""
        self.show_hints()
