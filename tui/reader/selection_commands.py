"""The commands for selecting freely, for new ends of a passage, and for a new place of one."""

from tui.commands.command import Command, Scope


def extending(here: Scope) -> tuple[Command, ...]:
    """Selecting freely with shift and the arrows, as in desktop programs."""
    return tuple(
        Command(
            f"reader.extend_{name}", f"extend {label}", (key,), f"Extend the selection {how}", here
        )
        for name, label, key, how in (
            ("left", "left", "shift+left", "one character to the left"),
            ("right", "right", "shift+right", "one character to the right"),
            ("up", "up", "shift+up", "one line up"),
            ("down", "down", "shift+down", "one line down"),
            ("word", "by a word", "ctrl+shift+right", "to the end of the word"),
            ("word_back", "back a word", "ctrl+shift+left", "to the beginning of the word"),
            ("paragraph", "by a paragraph", "ctrl+shift+down", "to the end of the paragraph"),
            (
                "paragraph_back",
                "back a paragraph",
                "ctrl+shift+up",
                "to the beginning of the paragraph",
            ),
            ("line_end", "to the end", "shift+end", "to the end of the line"),
            ("line_start", "to the start", "shift+home", "to the beginning of the line"),
        )
    )


def caret() -> tuple[Command, ...]:
    """What keys mean during a free selection."""
    here = Scope.CARET
    return (
        Command("caret.left", "left", ("h", "left"), "One character to the left", here),
        Command("caret.right", "right", ("l", "right"), "One character to the right", here),
        Command(
            "caret.next_word", "next word", ("w", "ctrl+right"), "Go to the next word", here, 2
        ),
        Command(
            "caret.previous_word",
            "previous word",
            ("b", "ctrl+left"),
            "Go to the previous word",
            here,
            3,
        ),
        Command("caret.word_end", "end of word", ("e",), "Go to the end of the word", here, 3),
        Command(
            "caret.line_start",
            "start of line",
            ("0", "home"),
            "Go to the beginning of the line",
            here,
        ),
        Command("caret.line_end", "end of line", ("$", "end"), "Go to the end of the line", here),
        Command(
            "caret.other_end", "other end", ("o",), "Move the other end of the selection", here, 4
        ),
    )


def ends() -> tuple[Command, ...]:
    """Giving a passage new ends."""
    return (
        Command(
            "ends.take",
            "use these ends",
            ("enter",),
            "Use the selection as the ends of the passage",
            Scope.ENDS,
            1,
        ),
    )


def placing() -> tuple[Command, ...]:
    """Choosing a new place for a passage."""
    here = Scope.PLACING
    return (
        Command(
            "placing.put",
            "put it here",
            ("enter",),
            "Put the annotation on what is selected",
            here,
            1,
            "selection",
        ),
        Command(
            "placing.give_up",
            "cancel",
            ("escape", "q"),
            "Drop the selection, or leave the annotation as it was",
            here,
            2,
        ),
    )
