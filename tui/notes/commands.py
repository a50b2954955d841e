"""The commands of the note editor."""

from tui.commands.command import Command, Scope
from tui.commands.registry import CommandSet

COMMANDS = CommandSet(
    (
        Command(
            "note.keep",
            "keep",
            ("escape", "ctrl+s"),
            "Save the note and close the editor",
            Scope.NOTE,
            1,
        ),
        Command(
            "note.editor",
            "your editor",
            ("ctrl+e",),
            "Edit the note in the editor set by VISUAL or EDITOR",
            Scope.NOTE,
            3,
        ),
        Command("note.discard", "discard", ("ctrl+x",), "Discard the changes", Scope.NOTE, 2),
    ),
    layers=((Scope.NOTE,),),
)
