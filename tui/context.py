"""What every screen is given: settings, the opened folder, its search, keys and styles."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from msgspec import Struct, field

from annotations.topics import Topic
from tui.jump_list import JumpList
from tui.keys.keymap import Keymap
from tui.notices import Notices
from tui.palette import Palette, symbol
from tui.requests import Request
from tui.saves import Saves
from workspace.places import Settings

if TYPE_CHECKING:
    from textual.screen import Screen

    from workspace.search.doubts import Doubt
    from workspace.search.folder_search import Search
    from workspace.search.review import Review
    from workspace.search.suggestions import Suggestions
    from workspace.workspace import Workspace


Made = TypeVar("Made")


class made_once(Generic[Made]):  # noqa: N801 -- used like the `cached_property` of the library
    """Made by the first thread that asks for it; others wait.

    Since Python 3.12 each thread would make a `cached_property` of its own. A second workspace is
    another program on the same folder, and what it is told is not on the screen.
    """

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make

    def __set_name__(self, _owner: type[object], name: str) -> None:
        self._name = name

    def __get__(self, context: "Context", _owner: type[object] | None = None) -> Made:
        """Make it, where it has not been made: afterwards Python finds it in the context itself."""
        with context.making:
            made = vars(context)
            if self._name not in made:
                made[self._name] = self._make(context)
            found: Made = made[self._name]
            return found


class Routes(Protocol):
    """Makes screens, so that no screen imports another; see `tui.routes`."""

    def screen_for(self, request: Request[Any], context: "Context") -> "Screen[Any]":
        """Make the screen that answers a request."""
        ...

    def prepare_reader(self) -> None:
        """Import the reader before an article is opened."""
        ...


class Context(Struct, eq=False, dict=True):
    """Handed to each screen when it is made.

    `topics` are those that keys and styles are made for; `set_topics` changes all three together.
    The workspace and the search are made on first use, so that nothing about articles, annotations
    and the index is imported before the first paint.
    """

    settings: Settings
    keymap: Keymap
    palette: Palette
    routes: Routes
    saves: Saves = field(default_factory=Saves)
    notices: Notices = field(default_factory=Notices)
    jumps: JumpList = field(default_factory=JumpList)
    topics: Sequence[Topic] = ()
    symbols: dict[str, str] = field(default_factory=dict)
    """The one character for each topic; changed in place, so it may be shared."""
    making: RLock = field(default_factory=RLock)
    unread_files: str = ""
    """Which files of the folder are not read, according to the last refresh."""

    def __post_init__(self) -> None:
        self.set_topics(self.settings.config.topics)

    def set_topics(self, topics: Sequence[Topic]) -> None:
        """Make keys, symbols and styles for these topics."""
        self.topics = topics
        self.keymap = self.keymap.with_topics(topics)
        self.palette.set_topics(topics)
        self.symbols.clear()
        self.symbols.update((topic.name, symbol(topic)) for topic in topics)

    @made_once
    def workspace(self) -> "Workspace":
        """The opened folder."""
        from workspace.workspace import Workspace

        return Workspace(self.settings)

    @made_once
    def search(self) -> "Search":
        """The search in the folder."""
        from workspace.search.conditions import articles_where
        from workspace.search.folder_search import Search

        where = partial(articles_where, self.workspace)
        places = self.settings.places
        return Search(places.index, self.settings.config.aliases, where, places.language)

    @made_once
    def suggesting(self) -> "Suggestions":
        """What the topics' queries suggest in the folder."""
        from workspace.search.suggestions import Suggestions

        return Suggestions(self.workspace, self.search)

    @made_once
    def review(self) -> "Review":
        """What finds the passages to review."""
        from workspace.search.review import Review

        return Review(self.workspace)

    @property
    def doubts(self) -> "Sequence[Doubt]":
        """The passages to review, as they were found last."""
        return self.review.doubts if "review" in vars(self) else ()

    @property
    def is_open(self) -> bool:
        """Whether the workspace has been made."""
        return "workspace" in vars(self)
