"""The commands of the dialogs and prompts that several places share."""

from tui.commands.command import Command, Scope
from tui.commands.registry import CommandSet


def _prompts() -> tuple[Command, ...]:
    """The filter above a list, and the name of a file."""
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
        Command("name.accept", "write", ("enter",), "Write the file", Scope.NAME, 1),
        Command("name.cancel", "cancel", ("escape",), "Write nothing", Scope.NAME, 2),
    )


def _picker() -> tuple[Command, ...]:
    """A list to choose from by typing."""
    return (
        Command("picker.down", "down", ("down",), "Next line", Scope.PICKER),
        Command("picker.up", "up", ("up",), "Previous line", Scope.PICKER),
        Command("picker.choose", "choose", ("enter",), "Take this one", Scope.PICKER, 1),
        Command(
            "picker.cancel", "cancel", ("escape",), "Go back without choosing", Scope.PICKER, 2
        ),
    )


def _question() -> tuple[Command, ...]:
    """A question before a large change."""
    here = Scope.QUESTION
    return (
        Command(
            "question.accept",
            "confirm",
            ("enter",),
            "Make the change, as one step that can be undone",
            here,
            1,
        ),
        Command("question.cancel", "cancel", ("escape", "q"), "Leave everything as it is", here, 2),
    )


def _messages() -> tuple[Command, ...]:
    """The messages of this session."""
    here = Scope.MESSAGES
    return (
        Command("messages.close", "back", ("escape", "q", "enter"), "Close the messages", here, 1),
        Command("messages.down", "down", ("space", "down", "j"), "Scroll down", here, 2),
        Command("messages.up", "up", ("b", "up", "k"), "Scroll up", here),
    )


COMMANDS = CommandSet(
    (*_prompts(), *_question(), *_picker(), *_messages()),
    layers=((Scope.FILTER,), (Scope.NAME,), (Scope.PICKER,), (Scope.QUESTION,), (Scope.MESSAGES,)),
)
