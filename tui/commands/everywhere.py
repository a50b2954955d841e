"""The commands of every screen; the application carries them out."""

from tui.commands.command import Command, CommandSet, Scope


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


_STEP = (Command("step.stop", "stop", ("escape",), "Stop; what is done stays done", Scope.STEP),)

COMMANDS = CommandSet((*_everywhere(), *_STEP), layers=((Scope.STEP,),))
