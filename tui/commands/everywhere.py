"""The commands of every screen; the application carries them out."""

from tui.commands.command import Command, Scope
from tui.commands.registry import CommandSet


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
        Command("app.undo", "undo", ("u",), "Undo the last change", here, 60, "undo"),
        Command("app.redo", "redo", ("ctrl+r",), "Redo the last undone change", here, 61, "redo"),
        Command(
            "app.topics",
            "topics",
            ("T",),
            "All topics: how often, where, when, with which others; create, edit and merge them",
            here,
            50,
        ),
        Command(
            "app.review",
            "to review",
            ("R",),
            "Passages to review: uncertain, lost, or also changed elsewhere",
            here,
            3,
            "doubts",
        ),
        Command(
            "app.refresh",
            "refresh",
            ("f5", "ctrl+l"),
            "Look for new, changed and renamed articles",
            here,
        ),
        Command(
            "app.go_on",
            "go on",
            ("ctrl+g",),
            "Finish a step that was stopped",
            here,
            62,
            "rest",
        ),
        Command(
            "app.messages",
            "messages",
            ("!",),
            "The messages of this session, also those that are no longer shown",
            here,
        ),
        Command(
            "app.suspend",
            "to the shell",
            ("ctrl+z",),
            "Suspend nkreader; fg in the shell comes back",
            here,
        ),
        Command(
            "app.quit",
            "quit",
            ("ctrl+q",),
            "Quit; everything is already saved",
            here,
        ),
    )


_STEP = (Command("step.stop", "stop", ("escape",), "Stop; what is done stays done", Scope.STEP),)

COMMANDS = CommandSet((*_everywhere(), *_STEP), layers=((Scope.STEP,),))
