"""The commands of the list of passages to review."""

from tui.commands.command import Command, CommandSet, Scope, moving


def _review() -> tuple[Command, ...]:
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


COMMANDS = CommandSet(_review(), layers=((Scope.REVIEW, Scope.EVERYWHERE),))
