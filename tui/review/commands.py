"""The commands of the list of passages to review."""

from tui.commands.command import Command, Scope
from tui.commands.lists import moving
from tui.commands.registry import CommandSet


def _review() -> tuple[Command, ...]:
    """The list of passages to review."""
    here = Scope.REVIEW
    versions = (
        ("keep here", "Keep the version saved here"),
        ("keep elsewhere", "Keep the version saved elsewhere"),
        ("keep both", "Keep both versions, as two annotations"),
    )
    return (
        *moving(here, "review", "passage"),
        Command(
            "review.open",
            "open",
            ("enter", "l", "right"),
            "Open the passage in its article",
            here,
            5,
            "article",
        ),
        Command(
            "review.confirm",
            "confirm",
            ("c",),
            "Confirm this place, with the words that are there now",
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
            "Keep it as it is; ask again only when the text changes",
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
            "Go back",
            here,
            8,
        ),
    )


COMMANDS = CommandSet(_review(), layers=((Scope.REVIEW, Scope.EVERYWHERE),))
