"""The commands of the screens around a list: library, passages, passages that need a person."""

from tui.commands.command import Command, Scope, moving


def library() -> tuple[Command, ...]:
    """The list of articles."""
    here = Scope.LIBRARY
    filters = tuple(
        Command(
            f"library.filter_{digit}",
            f"filter {digit}",
            (str(digit),),
            f"Only articles with topic {digit}; again: all",
            here,
            argument=digit,
        )
        for digit in range(1, 10)
    )
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
            "Back to where one was in the article that was read last",
            here,
        ),
        Command(
            "library.suggestions",
            "suggestions",
            ("S",),
            "Every sentence that is suggested for a topic",
            here,
            8,
            "rows",
        ),
        Command(
            "library.tag_found",
            "tag sentences",
            ("t",),
            "List the sentences that the search has found in the listed articles, to tag many",
            here,
            5,
            "found",
        ),
        Command("library.passages", "passages", ("A",), "Every annotated passage", here, 6),
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
            "To the facets beside the list, on a screen of 100 columns or more",
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
            "one of each",
            ("z",),
            "One article of each story; again: all of them",
            here,
            8,
            "stories",
        ),
        Command(
            "library.instead",
            "other spelling",
            ("e",),
            "Search what is suggested instead",
            here,
            4,
            "instead",
        ),
        Command("library.read", "read or not", ("r",), "Take it as read, or as not", here),
        Command(
            "library.star", "star", ("*",), "Star the article; again: no star", here, 50, "rows"
        ),
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
        Command(
            "library.close", "quit", ("q",), "Leave nkreader; everything is already saved", here, 7
        ),
        *filters,
    )


def facets() -> tuple[Command, ...]:
    """What a list can be narrowed by, beside it."""
    here = Scope.FACETS
    return (
        Command(
            "facets.choose", "only these", ("enter",), "Only articles with it; again: all", here, 1
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


def prompt() -> tuple[Command, ...]:
    """The search prompt."""
    here = Scope.PROMPT
    return (
        Command(
            "prompt.accept",
            "to the results",
            ("enter", "down", "tab"),
            "Search these words and go to the results",
            here,
            2,
        ),
        Command("prompt.cancel", "cancel", ("escape",), "Cancel the search", here, 3),
        Command(
            "prompt.instead",
            "other spelling",
            ("ctrl+t",),
            "Search what is suggested instead",
            here,
            1,
            "instead",
        ),
    )


def passages() -> tuple[Command, ...]:
    """The list of annotations."""
    here = Scope.PASSAGES
    topics = tuple(
        Command(
            f"passages.topic_{digit}",
            f"topic {digit}",
            (str(digit),),
            f"Put topic {digit} on the marked passages or the current one, or take it away",
            here,
            argument=digit,
        )
        for digit in range(1, 10)
    )
    return (
        *moving(here, "passages", "passage"),
        Command(
            "passages.open",
            "go there",
            ("enter", "l", "right"),
            "Read the passage in its article",
            here,
            2,
            "rows",
        ),
        Command(
            "passages.filter",
            "filter",
            ("/",),
            "Only passages with these words in quote, note, topic, coder or title",
            here,
            4,
        ),
        Command("passages.order", "order", ("o",), "By topic, article, coder or day", here, 5),
        *topics,
        Command(
            "passages.pick_topic",
            "topic",
            ("t t",),
            "Pick a topic for the marked passages or the current one",
            here,
            7,
            "rows",
        ),
        Command("passages.note", "note", ("a",), "Write or read the note", here, 8, "rows"),
        Command(
            "passages.mark",
            "mark",
            ("x",),
            "Mark the passage, or no longer: keys act on all that are marked",
            here,
            6,
            "rows",
        ),
        Command(
            "passages.mark_all",
            "mark all",
            ("X",),
            "Mark all that are listed; when all are marked: none",
            here,
            7,
            "marked",
        ),
        Command(
            "passages.delete",
            "delete",
            ("d",),
            "Delete the marked annotations or the current one",
            here,
            11,
            "rows",
        ),
        Command(
            "passages.copy",
            "copy",
            ("y",),
            "Copy the marked passages or the current one, with the source",
            here,
            9,
            "rows",
        ),
        Command("passages.copy_list", "copy all", ("Y",), "Copy all that are listed", here),
        Command(
            "passages.export",
            "export",
            ("e",),
            "Write the marked passages, or all that are listed, into a file",
            here,
            10,
            "rows",
        ),
        Command(
            "passages.back",
            "back",
            ("q", "escape", "h", "left"),
            "Clear the filter, else back to where you came from",
            here,
            3,
        ),
    )


def review() -> tuple[Command, ...]:
    """The list of passages that need a person."""
    here = Scope.REVIEW
    versions = (
        ("keep here", "Keep the version that is here"),
        ("keep elsewhere", "Keep the version from elsewhere"),
        ("keep both", "Keep both versions, as two annotations"),
    )
    return (
        *moving(here, "review", "passage"),
        Command(
            "review.open",
            "look",
            ("enter", "l", "right"),
            "Look at the passage in its article",
            here,
            5,
            "article",
        ),
        Command(
            "review.confirm",
            "confirm",
            ("c",),
            "This is the passage: take this place, and the words that stand there",
            here,
            2,
            "place",
        ),
        Command(
            "review.select",
            "select",
            ("s",),
            "Select its new place in the article",
            here,
            3,
            "text",
        ),
        Command(
            "review.keep",
            "keep as it is",
            ("z",),
            "Keep it as it is, and do not ask again before the text changes",
            here,
            4,
            "passage",
        ),
        Command("review.delete", "delete", ("d",), "Delete the annotation", here, 6, "passage"),
        *(
            Command(
                f"review.version_{digit}",
                label,
                (str(digit),),
                help_text,
                here,
                1 + digit,
                "conflict",
                digit,
            )
            for digit, (label, help_text) in enumerate(versions, 1)
        ),
        Command("review.text_down", "more text", ("J",), "Scroll the two texts down", here),
        Command("review.text_up", "text before", ("K",), "Scroll the two texts up", here),
        Command(
            "review.back",
            "back",
            ("q", "escape", "h", "left"),
            "Back to where you came from",
            here,
            8,
        ),
    )
