"""The commands of the list of topics and of the form of a topic."""

from tui.commands.command import Command, Scope
from tui.commands.lists import moving
from tui.commands.registry import CommandSet


def _topics() -> tuple[Command, ...]:
    """The list of topics and its charts."""
    here = Scope.TOPICS
    return (
        *moving(here, "topics", "topic"),
        Command(
            "topics.open",
            "passages",
            ("enter", "l", "right"),
            "All passages with the topic",
            here,
            2,
            "rows",
        ),
        Command("topics.add", "new", ("a",), "Create a topic", here, 4),
        Command("topics.rename", "rename", ("r",), "Rename the topic everywhere", here, 5, "rows"),
        Command(
            "topics.merge",
            "merge",
            ("m",),
            "Replace the topic by another one everywhere",
            here,
            6,
            "rows",
        ),
        Command("topics.recolour", "colour", ("c",), "Change the topic's colour", here, 8, "rows"),
        Command(
            "topics.rekey",
            "key",
            ("n",),
            "Change the topic's digit and letter",
            here,
            7,
            "rows",
        ),
        Command(
            "topics.describe",
            "describe",
            ("e",),
            "Describe the topic, and set the query that suggests passages for it",
            here,
            9,
            "rows",
        ),
        Command("topics.delete", "delete", ("d",), "Delete the topic everywhere", here, 10, "rows"),
        Command(
            "topics.chart",
            "next chart",
            ("tab",),
            "Next chart: over time, together, by article",
            here,
            3,
            "rows",
        ),
        Command("topics.previous_chart", "previous chart", ("shift+tab",), "Previous chart", here),
        Command("topics.chart_down", "chart down", ("J",), "Scroll the chart down", here),
        Command("topics.chart_up", "chart up", ("K",), "Scroll the chart up", here),
        Command("topics.passages", "all passages", ("A",), "All annotated passages", here, 12),
        Command(
            "topics.back",
            "back",
            ("q", "escape", "h", "left"),
            "Go back",
            here,
            2,
        ),
    )


def _form() -> tuple[Command, ...]:
    """The form of a topic."""
    here = Scope.TOPIC
    return (
        Command("topic.keep", "save", ("enter", "ctrl+s"), "Save the topic", here, 1),
        Command("topic.cancel", "cancel", ("escape",), "Leave the topic as it was", here, 2),
        Command("topic.next", "next field", ("tab", "down"), "Next field", here, 3),
        Command("topic.previous", "previous field", ("shift+tab", "up"), "Previous field", here),
    )


COMMANDS = CommandSet(
    (*_topics(), *_form()), layers=((Scope.TOPICS, Scope.EVERYWHERE), (Scope.TOPIC,))
)
