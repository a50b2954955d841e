"""Every command, once: its keys, its words and where it can be used.

The key dispatcher, the hints at the foot of the screen, the help screen, the palette, the docs
and the user's `keys:` all read these records, so they cannot drift apart. A command
`reader.next_hit` is carried out by the method `do_next_hit` of the screen that has it in one of
its scopes.
"""

from tui.commands import lists as list_commands
from tui.commands.command import Command, Scope
from tui.reader import commands as reader_commands
from tui.suggestions import commands as finding_commands
from tui.topics import commands as topic_commands


def _everywhere() -> tuple[Command, ...]:
    here = Scope.EVERYWHERE
    return (
        Command(
            "app.help",
            "help",
            ("?", ":", "f1", "ctrl+p"),
            "Every command: type to search, Enter runs it",
            here,
            1,
        ),
        Command("app.undo", "undo", ("u",), "Take the last change back", here, 60, "undo"),
        Command(
            "app.redo", "redo", ("ctrl+r",), "Make the last undone change again", here, 61, "redo"
        ),
        Command(
            "app.topics",
            "topics",
            ("T",),
            "Every topic: how often, where, together with which, when; make, change and merge them",
            here,
            50,
        ),
        Command(
            "app.review",
            "need a look",
            ("R",),
            "Passages that need a look: no longer certain, lost, or changed elsewhere too",
            here,
            3,
            "doubts",
        ),
        Command(
            "app.refresh",
            "refresh",
            ("f5", "ctrl+l"),
            "Look through the folder for new, changed and renamed articles",
            here,
        ),
        Command(
            "app.go_on",
            "go on",
            ("ctrl+g",),
            "Do what a step that was stopped has left to do",
            here,
            62,
            "rest",
        ),
        Command(
            "app.suspend",
            "to the shell",
            ("ctrl+z",),
            "Back to the shell for a while; there, fg comes back here",
            here,
        ),
        Command(
            "app.quit",
            "quit",
            ("ctrl+q",),
            "Leave nkreader; everything is already saved",
            here,
        ),
    )


def _overlays() -> tuple[Command, ...]:
    return (
        Command(
            "filter.accept",
            "to the list",
            ("enter", "down", "tab"),
            "Keep the filter and go to the list",
            Scope.FILTER,
            2,
        ),
        Command("filter.cancel", "clear", ("escape",), "Clear the filter", Scope.FILTER, 3),
        Command(
            "find.accept",
            "stay here",
            ("enter", "down"),
            "Stay at the match; the keys for hits go on from there",
            Scope.FIND,
            1,
        ),
        Command(
            "find.cancel",
            "go back",
            ("escape",),
            "Go back to where the search began",
            Scope.FIND,
            2,
        ),
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
        Command("name.accept", "write", ("enter",), "Write the file", Scope.NAME, 1),
        Command("name.cancel", "cancel", ("escape",), "Write nothing", Scope.NAME, 2),
        Command("step.stop", "stop", ("escape",), "Stop; what is done stays done", Scope.STEP),
        Command("picker.down", "down", ("down",), "Next line", Scope.PICKER),
        Command("picker.up", "up", ("up",), "Previous line", Scope.PICKER),
        Command("picker.choose", "choose", ("enter",), "Take this one", Scope.PICKER, 1),
        Command(
            "picker.cancel", "cancel", ("escape",), "Go back without choosing", Scope.PICKER, 2
        ),
    )


COMMANDS: tuple[Command, ...] = (
    *_everywhere(),
    *list_commands.library(),
    *list_commands.facets(),
    *list_commands.prompt(),
    *reader_commands.reader(),
    *reader_commands.caret(),
    *reader_commands.ends(),
    *reader_commands.placing(),
    *list_commands.passages(),
    *finding_commands.findings(),
    *list_commands.review(),
    *topic_commands.topics(),
    *topic_commands.form(),
    *topic_commands.question(),
    *_overlays(),
)
"""Every command there is, in the order the help screen shows them."""
