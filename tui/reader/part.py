"""What the parts of the reader have in common: each carries out the commands of one idea.

A part is made for one session and ends with it. Of the screen that holds it and of the view it
knows what these protocols say, and of the other parts nothing.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from tui.context import Context
from tui.jump_list import Place
from tui.reader.session import ReaderSession
from tui.requests import Request
from tui.text.hyphens import Hyphenate

if TYPE_CHECKING:
    from textual.geometry import Offset, Size
    from textual.screen import ScreenResultCallbackType
    from textual.worker import Worker

    from tui.screens.base import CommandScreen
    from workspace.coding.save_result import Saved

Answer = TypeVar("Answer")


class ArticleView(Protocol):
    """The column of text on the screen."""

    measure: int
    """The width of the column in cells, when there is room for it."""

    @property
    def size(self) -> "Size":
        """Columns and rows."""
        ...

    @property
    def scroll_offset(self) -> "Offset":
        """The line at the top of the screen is its `y`."""
        ...

    @property
    def widest(self) -> int:
        """The widest column that there is room for, in cells."""
        ...

    def follow(self) -> None:
        """Keep the reading point on the screen after it has moved."""
        ...

    def reveal(self) -> None:
        """The same after a jump, which may lead far away."""
        ...

    def turn(self, lines: int) -> None:
        """Scroll by lines, with the reading point."""
        ...

    def show_from(self, top: int) -> None:
        """Scroll to a line."""
        ...

    def show_furniture(self, *, furniture: bool) -> None:
        """Show or fold what is not the article."""
        ...

    def show_hyphens(self, hyphenate: Hyphenate | None) -> None:
        """Hyphenate long words, or do not."""
        ...

    def set_measure(self, measure: int) -> None:
        """Change the width of the column."""
        ...


class Host(Protocol):
    """The screen that holds a part."""

    context: Context

    @property
    def size(self) -> "Size":
        """Columns and rows of the terminal."""
        ...

    def tell(self, message: str, *, problem: bool = False) -> None:
        """Show a message for a moment."""
        ...

    def notify(self, message: str) -> None:
        """Show a message for longer."""
        ...

    def spelt(self, words: str) -> str:
        """Put the keys of the commands named in the words into them."""
        ...

    def key_of(self, command: str) -> str:
        """The key of a command, "" when it has none."""
        ...

    def show_marks(self) -> None:
        """Draw again what is marked in the article."""
        ...

    def show_hints(self) -> None:
        """Show what can be done now."""
        ...

    async def save(self, change: "Callable[[], Saved | None]") -> bool | None:
        """Make a change and say what it did; true when it is on disk or kept until it can be."""
        ...

    def copy(self, text: str, what: str) -> object:
        """Copy a text and say where it is."""
        ...

    def open(
        self,
        request: "Request[Answer] | CommandScreen[Answer]",
        answered: "ScreenResultCallbackType[Answer] | None" = None,
    ) -> None:
        """Show another screen."""
        ...

    def go_to(self, place: Place) -> None:
        """Go to a place in this article or in another."""
        ...

    def open_version(self, path: str) -> None:
        """Read another version of the story, compared with this one."""
        ...

    def hold_keys_until(self, what: str) -> None:
        """Hold the keys until `arrived` is called with the same words."""
        ...

    def arrived(self, what: str) -> None:
        """Let the keys go on."""
        ...

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str) -> "Worker[None]":
        """Carry out slow work without waiting for it."""
        ...


class Part:
    """Some of the reader's commands, as `do_...` methods, over one session."""

    def __init__(self, session: ReaderSession, view: ArticleView, host: Host) -> None:
        self._session = session
        self._view = view
        self._host = host
        self._context = host.context
        self._reading = session.reading
        self._article = session.article
        self._annotations = session.annotations

    async def _reload(self) -> None:
        """Know and draw the annotations as they are after a change."""
        await self._annotations.reload()
        self._host.show_marks()
