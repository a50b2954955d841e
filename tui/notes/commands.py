"""The commands of the note editor."""

from tui.commands.command import Command, CommandSet, Scope

COMMANDS = CommandSet(
    (
        Command(
            "note.keep",
            "keep",
            ("escape", "ctrl+s"),
            "Save the note and go on reading",
            Scope.NOTE,
            1,
        ),
        Command(
            "note.editor",
            "your editor",
            ("ctrl+e",),
            "Write on in the editor that EDITOR or VISUAL names",
            Scope.NOTE,
            3,
        ),
        Command(
            "note.discard", "discard", ("ctrl+x",), "Leave the note as it was before", Scope.NOTE, 2
        ),
    ),
    layers=((Scope.NOTE,),),
)
