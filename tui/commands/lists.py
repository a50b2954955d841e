"""The commands that lists and the reader share: moving, and the keys of the topics."""

from tui.commands.command import Command, Scope


def moving(scope: Scope, name: str, one: str) -> tuple[Command, ...]:
    """The motions that lists and the reader share; `one` is what they move by."""
    return (
        Command(f"{name}.down", "down", ("j", "down"), f"Next {one}", scope),
        Command(f"{name}.up", "up", ("k", "up"), f"Previous {one}", scope),
        Command(f"{name}.page_down", "page down", ("space", "pagedown"), "One page down", scope),
        Command(f"{name}.page_up", "page up", ("b", "pageup"), "One page up", scope),
        Command(f"{name}.half_down", "half a page down", ("ctrl+d",), "Half a page down", scope),
        Command(f"{name}.half_up", "half a page up", ("ctrl+u",), "Half a page up", scope),
        Command(f"{name}.first", "top", ("g g", "home"), "Go to the beginning", scope),
        Command(f"{name}.last", "end", ("G", "end"), "Go to the end", scope),
    )


def for_digits(scope: Scope, name: str, label: str, help_text: str) -> tuple[Command, ...]:
    """A command for each digit from 1 to 9; `{digit}` in the help is replaced by it."""
    return tuple(
        Command(
            f"{name}_{digit}",
            f"{label} {digit}",
            (str(digit),),
            help_text.format(digit=digit),
            scope,
            argument=digit,
        )
        for digit in range(1, 10)
    )
