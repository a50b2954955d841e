"""What the application tells its screens about work in the background."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.app import App
from textual.message import Message


class CatalogueChanged(Message, bubble=False):
    """The list of articles was read again."""


class CatalogueOutdated(Message, bubble=False):
    """A screen has found that an article is no longer where the list of articles has it."""


class AnnotationsChanged(Message, bubble=False):
    """Annotations were read from disk or changed by this program."""


class TopicsChanged(Message, bubble=False):
    """`Context.topics` have changed, and with them keys, symbols and styles."""


class DoubtsFound(Message, bubble=False):
    """`Context.doubts` has changed: which passages are to be reviewed."""


@dataclass
class Indexing(Message, bubble=False):
    """How far reading and indexing the folder is, in words; "" once it is done.

    Of `articles` in the folder `indexed` can be searched so far; 0 where that is not known.
    """

    words: str
    indexed: int = 0
    articles: int = 0


def tell_screens(app: App[None], make: Callable[[], Message]) -> None:
    """Send each screen a message of its own, as a message has one receiver."""
    for screen in app.screen_stack:
        screen.post_message(make())
