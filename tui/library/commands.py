"""The commands of the library: the list of articles, the facets beside it, the search prompt."""

from tui.commands.command import Command, Scope
from tui.commands.lists import for_digits, moving
from tui.commands.registry import CommandSet


def _library() -> tuple[Command, ...]:
    """The list of articles."""
    here = Scope.LIBRARY
    return (
        *moving(here, "library", "article"),
        Command(
            "library.open", "read", ("enter", "l", "right"), "Read the article", here, 3, "rows"
        ),
        Command("library.search", "search", ("/",), "Search all articles", here, 2),
        Command(
            "library.back",
            "all articles",
            ("escape", "h", "left"),
            "Clear the search or the filter",
            here,
            4,
            "searching",
        ),
        Command(
            "library.jump_back",
            "read on",
            ("ctrl+o", "H"),
            "Go back to where you left off reading",
            here,
        ),
        Command(
            "library.suggestions",
            "suggestions",
            ("S",),
            "All sentences suggested for topics",
            here,
            8,
            "rows",
        ),
        Command(
            "library.tag_found",
            "tag sentences",
            ("t",),
            "List the sentences the search found in these articles, to tag many at once",
            here,
            5,
            "found",
        ),
        Command("library.passages", "passages", ("A",), "All annotated passages", here, 6),
        Command(
            "library.narrow",
            "narrow",
            ("f",),
            "Only articles of one source, month or topic",
            here,
            5,
            "rows",
        ),
        Command(
            "library.facets",
            "facets",
            ("tab", "shift+tab"),
            "Go to the facets, shown on screens of 100 columns or more",
            here,
            5,
            "facets",
        ),
        Command(
            "library.order",
            "order",
            ("o",),
            "Order as found, newest first, oldest first, by title",
            here,
            8,
            "rows",
        ),
        Command(
            "library.versions",
            "versions",
            ("V",),
            "Only the versions of this story; again: all articles",
            here,
            7,
            "versions",
        ),
        Command(
            "library.fold",
            "one per story",
            ("z",),
            "One article per story; again: all articles",
            here,
            8,
            "stories",
        ),
        Command(
            "library.instead",
            "other spelling",
            ("e",),
            "Search for the suggestion instead",
            here,
            4,
            "instead",
        ),
        Command("library.read", "read/unread", ("r",), "Mark the article as read or unread", here),
        Command("library.star", "star", ("*",), "Star or unstar the article", here, 50, "rows"),
        Command(
            "library.article_note",
            "note",
            ("a", "g a"),
            "Write or read your note on the article as a whole",
            here,
            51,
            "rows",
        ),
        Command("library.copy", "copy title", ("y",), "Copy title and source", here),
        Command("library.close", "quit", ("q",), "Quit; everything is already saved", here, 7),
        *for_digits(
            here, "library.filter", "filter", "Only articles with topic {digit}; again: all"
        ),
    )


def _facets() -> tuple[Command, ...]:
    """The facets beside the list."""
    here = Scope.FACETS
    return (
        Command(
            "facets.choose",
            "only these",
            ("enter",),
            "Only articles with this value; again: all",
            here,
            1,
        ),
        Command(
            "facets.leave",
            "to the articles",
            ("tab", "shift+tab", "escape", "l", "right", "q"),
            "Back to the articles",
            here,
            2,
        ),
    )


def _prompt() -> tuple[Command, ...]:
    """The search prompt."""
    here = Scope.PROMPT
    return (
        Command(
            "prompt.accept",
            "show results",
            ("enter", "down", "tab"),
            "Search for these words and go to the results",
            here,
            2,
        ),
        Command("prompt.cancel", "cancel", ("escape",), "Cancel the search", here, 3),
        Command(
            "prompt.ways",
            "ways to search",
            ("f1",),
            "What can be typed: phrases, fields, patterns and more; enter puts an example in",
            here,
            4,
        ),
        Command(
            "prompt.instead",
            "other spelling",
            ("ctrl+t",),
            "Search for the suggestion instead",
            here,
            1,
            "instead",
        ),
    )


COMMANDS = CommandSet(
    (*_library(), *_facets(), *_prompt()),
    layers=(
        (Scope.LIBRARY, Scope.EVERYWHERE),
        (Scope.FACETS, Scope.LIBRARY, Scope.EVERYWHERE),
        (Scope.PROMPT,),
    ),
    modes=frozenset({Scope.FACETS}),
    digits=frozenset({Scope.LIBRARY}),
)
