"""What a screen can ask to have shown, and what it is answered.

A screen opens another by a request and knows no other screen: `CommandScreen.open` hands it to
`tui.routes`, which alone knows who answers it. Nothing heavy is imported here, nor is the screen
before it is asked for.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from annotations.model import Annotation
    from annotations.topics import Topic
    from index.query.nodes import ParsedQuery
    from workspace.search.topic_figures import Counts

Answer = TypeVar("Answer")


class Request(Struct, Generic[Answer], frozen=True):
    """Something to be shown; `Answer` is what its screen is dismissed with."""


# -- places


class OpenLibrary(Request[None], frozen=True):
    """The list of articles."""


class OpenArticle(Request[str], frozen=True):
    """The article at `position` of `paths`; answered with the path that was read last.

    With a query its matches are marked and the article opens at the best one. `point`, a code point
    in the canonical text, opens it at a place instead.
    """

    paths: Sequence[str]
    position: int = 0
    query: "ParsedQuery | None" = None
    point: int | None = None


class PlacePassage(Request[str], frozen=True):
    """The article of an annotation, to select where its passage belongs now."""

    path: str
    annotation: "Annotation"
    point: int | None


class OpenPassages(Request[None], frozen=True):
    """Every annotation, or those of one topic."""

    topic: str | None = None


class OpenTopics(Request[None], frozen=True):
    """The topics with their figures."""


class OpenReview(Request[None], frozen=True):
    """The passages to review."""


class OpenSuggestions(Request[None], frozen=True):
    """The sentences suggested for the topics, or those that a query finds in `paths`."""

    query: "ParsedQuery | None" = None
    paths: Sequence[str] = ()


# -- dialogs


class WriteNote(Request[bool], frozen=True):
    """The editor of a note; answered with whether the note was saved.

    `quote` is shown above the note, and its draft is kept under the names in `on`. `save` saves the
    text and returns whether that succeeded; if not, the editor stays open.
    """

    article: str
    quote: str
    note: str
    on: tuple[str, ...]
    save: Callable[[str], Awaitable[bool]]
    title: str = "Note"
    in_editor: bool = False


class EditTopic(Request[bool], frozen=True):
    """The form of a topic, or of a new one; answered with whether it was saved.

    It begins in `field`. `keep` saves the topic and returns whether that succeeded; if not, the
    form stays open.
    """

    counts: "Counts | None"
    field: str
    keep: "Callable[[Topic], Awaitable[bool]]"


class Choice(Struct, frozen=True):
    """One line of a picker: the value, its label, an explanation and its keys.

    `name` is what a configuration calls it.
    """

    value: str
    label: str
    help: str = ""
    keys: str = ""
    name: str = ""


class Choose(Request[str], frozen=True):
    """A list to choose from by typing; answered with the value of a choice."""

    title: str
    choices: Sequence[Choice]


class ChooseTopic(Request[str], frozen=True):
    """The topics, and a new one of the name that is typed; answered with a name."""

    title: str


class ShowMessages(Request[None], frozen=True):
    """The messages of this session."""


class Confirm(Request[bool], frozen=True):
    """What would change; answered with whether to do it, which `act` names (“merge”)."""

    title: str
    lines: Sequence[str]
    act: str


class NameFile(Request[str], frozen=True):
    """The name of a new file; answered with one for which `problem` returns ""."""

    title: str
    words: str
    name: str
    problem: Callable[[str], str]
