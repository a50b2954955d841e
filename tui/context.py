"""What every screen is given: settings, the opened folder, its search, keys and styles."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

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

    @cached_property
    def workspace(self) -> "Workspace":
        """The opened folder."""
        from workspace.workspace import Workspace

        return Workspace(self.settings)

    @cached_property
    def search(self) -> "Search":
        """The search in the folder."""
        from workspace.search.conditions import articles_where
        from workspace.search.folder_search import Search

        where = partial(articles_where, self.workspace)
        return Search(self.settings.places.index, self.settings.config.aliases, where)

    @cached_property
    def suggesting(self) -> "Suggestions":
        """What the topics' queries suggest in the folder."""
        from workspace.search.suggestions import Suggestions

        return Suggestions(self.workspace, self.search)

    @cached_property
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
