"""A screen around one list of rows: the motions that all such screens share."""

from textual.screen import ScreenResultType
from textual.widget import Widget

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
