"""What a command is, and where it can be used; `tui.all_commands` gathers them."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

ANY_LETTER = "<letter>"
"""The last key of a sequence that any character completes."""
_LETTER = "_letter"


class Scope(StrEnum):
    """Where a command can be used."""

    EVERYWHERE = "everywhere"
    LIBRARY = "library"
    FACETS = "library, facets"
    PROMPT = "search prompt"
    READER = "reader"
    CARET = "reader, free selection"
    ENDS = "reader, new ends of a passage"
    PLACING = "reader, placing a passage"
    PASSAGES = "passages"
    FINDINGS = "findings"
    REVIEW = "passages to review"
    FILTER = "filter prompt"
    FIND = "find prompt"
    NOTE = "note editor"
    NAME = "name of a file"
    PICKER = "topic picker"
    TOPICS = "topics"
    TOPIC = "topic form"
    QUESTION = "question"
    MESSAGES = "messages"
    STEP = "while many files are being written"


class Command(Struct, frozen=True):
    """One thing a user can do.

    `keys` are alternatives; a key with a space in it is pressed as a sequence. `hint` orders the
    hints at the foot of the screen (1 comes first, 0 is never shown there). `when` names the
    state in which the hint is worth its place: "" always, else one of the words that a screen
    returns in `states`. `argument` is passed to the method. For a command whose keys end with
    `ANY_LETTER` it is the letter that was pressed, "" before one was.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    scope: Scope
    hint: int = 0
    when: str = ""
    argument: int | str | None = None

    @property
    def wants_letter(self) -> bool:
        """Whether the command still needs a letter."""
        return self.argument == ""

    def with_letter(self, letter: str) -> "Command":
        """Return the same command for one letter."""
        return replace(self, id=f"{self.id.removesuffix(_LETTER)}_{letter}", argument=letter)

    @property
    def method(self) -> str:
        """The name of the method that carries it out."""
        name = self.id.partition(".")[2]
        last = _LETTER if self.wants_letter else f"_{self.argument}"
        return "do_" + name.removesuffix(last)
