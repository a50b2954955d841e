"""The commands of the list of passages."""

from tui.commands.command import Command, Scope
from tui.commands.lists import for_digits, moving
from tui.commands.registry import CommandSet


def _passages() -> tuple[Command, ...]:
    """The list of annotations."""
    here = Scope.PASSAGES
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
        Command("passages.order", "order", ("o",), "By topic, article, coder or date", here, 5),
        *for_digits(
            here,
            "passages.topic",
            "topic",
            "Put topic {digit} on the marked passages or the current one, or remove it",
        ),
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
            "Mark or unmark the passage; commands act on all that are marked",
            here,
            6,
            "rows",
        ),
        Command(
            "passages.mark_all",
            "mark all",
            ("X",),
            "Mark all listed passages; again: none",
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
        Command("passages.copy_list", "copy all", ("Y",), "Copy all listed passages", here),
        Command(
            "passages.export",
            "export",
            ("e",),
            "Export the marked passages, or all that are listed, to a file",
            here,
            10,
            "rows",
        ),
        Command(
            "passages.back",
            "back",
            ("q", "escape", "h", "left"),
            "Clear the filter, or go back",
            here,
            3,
        ),
    )


COMMANDS = CommandSet(
    _passages(),
    layers=((Scope.PASSAGES, Scope.EVERYWHERE),),
    digits=frozenset({Scope.PASSAGES}),
    tagged={Scope.PASSAGES: "the marked passages or the current one"},
)
