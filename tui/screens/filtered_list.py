"""A list with a filter above it, in which several rows can be marked to be changed together.

The lists of passages and of suggestions are such lists.
"""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from tui.commands.command import Scope
from tui.context import Context
from tui.screens.filled_list import FilledListScreen
from tui.screens.text_field import TypingInput
from tui.screens.topic_keys import TopicKeys
from tui.widgets.bars import TitleBar
from tui.widgets.hint_bar import HintBar
from tui.widgets.marked_rows import MarkedRows
from tui.widgets.strips import number

Item = TypeVar("Item")


class FilteredListScreen(FilledListScreen[None], TopicKeys[None], Generic[Item]):
    """Lists `items`. Commands that change something act on the marked ones, else on the current."""

    DEFAULT_CSS = """
    FilteredListScreen Input { height: 1; border: none; padding: 0 3; background: $background; }
    FilteredListScreen Input:focus { border: none; background: $surface; }
    """

    OWN_SCOPE: Scope
    """Where commands are looked up while the list has the keys."""

    def __init__(self, context: Context, placeholder: str) -> None:
        super().__init__(context)
        self.title_bar = TitleBar(context.palette)
        self.filter = TypingInput(placeholder=placeholder)
        self.marks: MarkedRows[Hashable] = MarkedRows()

    # -- what subclasses define

    @property
    def items(self) -> Sequence[Item]:
        """What is listed, in the order of the rows."""
        raise NotImplementedError

    def mark_of(self, item: Item) -> Hashable:
        """What tells an item from the others, even after the list has changed."""
        raise NotImplementedError

    def show_marks(self) -> None:
        """Draw which rows are marked, and say how many."""
        raise NotImplementedError

    # -- what is current

    @property
    def current(self) -> Item | None:
        """The item of the current row."""
        return self.items[self.rows.current] if self.rows.current < len(self.items) else None

    @property
    def marked(self) -> list[Item]:
        """The items that are marked and listed, each once."""
        if not self.marks.marked:
            return []
        by_mark = {self.mark_of(item): item for item in self.items}
        return [item for mark, item in by_mark.items() if mark in self.marks.marked]

    @property
    def item_name(self) -> str:
        """What an item is called."""
        return "passage"

    @property
    def tagged(self) -> str:
        """What a topic would be put on: the current item, or so many."""
        count = len(self.chosen)
        return f"the {self.item_name}" if count == 1 else number(count, self.item_name)

    @property
    def chosen(self) -> list[Item]:
        """What commands act on: the marked items, else the current one."""
        current = self.current
        return self.marked or ([current] if current is not None else [])

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The filter has its own keys."""
        if self.focused is self.filter:
            return (Scope.FILTER,)
        return (self.OWN_SCOPE, Scope.EVERYWHERE)

    def inform(self, words: str) -> None:
        """Show where in the list the current row is."""
        for bar in self.query(HintBar):
            bar.inform(words)

    # -- filtering

    def do_filter(self) -> None:
        """Type a filter."""
        self.set_focus(self.filter)

    def do_accept(self) -> None:
        """Keep the filter."""
        self.set_focus(self.rows)

    def do_cancel(self) -> None:
        """Clear the filter."""
        self.filter.value = ""
        self.set_focus(self.rows)

    def do_back(self) -> None:
        """Clear the filter, else leave."""
        if self.filter.value:
            self.filter.value = ""
        else:
            self.dismiss()

    # -- marking

    def do_mark(self) -> None:
        """Mark or unmark the current row, and go to the next."""
        if (current := self.current) is not None:
            self.marks.toggle(self.mark_of(current))
            self.rows.move(1)
            self.show_marks()

    def do_mark_all(self) -> None:
        """Mark every listed row; if all are marked, none."""
        self.marks.all_or_none(map(self.mark_of, self.items))
        self.show_marks()
