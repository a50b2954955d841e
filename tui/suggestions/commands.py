"""The commands of the list of suggestions, or of the sentences that a search found."""

from tui.commands.command import Command, Scope
from tui.commands.lists import for_digits, moving
from tui.commands.registry import CommandSet


def _findings() -> tuple[Command, ...]:
    """Accepting, rejecting and tagging many sentences."""
    here = Scope.FINDINGS
    return (
        *moving(here, "findings", "sentence"),
        Command(
            "findings.take",
            "accept",
            ("i",),
            "Accept the marked suggestions or the current one: tag each with its topic",
            here,
            2,
            "suggested",
        ),
        Command(
            "findings.reject",
            "reject",
            ("r",),
            "Reject the marked suggestions or the current one, for good",
            here,
            2,
            "suggested",
        ),
        Command(
            "findings.mark",
            "mark",
            ("x",),
            "Mark or unmark the sentence; commands act on all that are marked",
            here,
            3,
            "rows",
        ),
        Command(
            "findings.mark_all",
            "mark all",
            ("X",),
            "Mark all listed sentences; again: none",
            here,
            4,
            "rows",
        ),
        Command(
            "findings.mark_to",
            "mark to here",
            ("m",),
            "Mark everything between the last mark and here",
            here,
            5,
            "marked",
        ),
        Command(
            "findings.invert",
            "invert",
            ("v",),
            "Invert the marks",
            here,
            6,
            "marked",
        ),
        *for_digits(
            here,
            "findings.topic",
            "topic",
            "Put topic {digit} on the marked sentences or the current one",
        ),
        Command(
            "findings.pick_topic",
            "topic",
            ("t t",),
            "Pick a topic for the marked sentences or the current one",
            here,
            7,
            "rows",
        ),
        Command(
            "findings.open",
            "go there",
            ("enter", "l", "right"),
            "Open the article at this sentence",
            here,
            3,
            "rows",
        ),
        Command(
            "findings.filter",
            "filter",
            ("/",),
            "Only those with these words in the sentence, its topic or the title",
            here,
            8,
        ),
        Command(
            "findings.order",
            "order",
            ("o",),
            "By article, or by suggested topic",
            here,
            9,
            "suggestions",
        ),
        Command(
            "findings.unit",
            "sentence or paragraph",
            ("p",),
            "Find and tag whole paragraphs; again: sentences",
            here,
            9,
            "searched",
        ),
        Command(
            "findings.fold",
            "one per story",
            ("z",),
            "One article per story; again: all articles",
            here,
            10,
            "stories",
        ),
        Command(
            "findings.back",
            "back",
            ("q", "escape", "h", "left"),
            "Clear the filter, or go back",
            here,
            3,
        ),
    )


COMMANDS = CommandSet(
    _findings(),
    layers=((Scope.FINDINGS, Scope.EVERYWHERE),),
    digits=frozenset({Scope.FINDINGS}),
    tagged={Scope.FINDINGS: "the marked sentences or the current one"},
)
