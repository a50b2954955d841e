"""The commands of the list of findings: what is suggested in the folder, or what a search found."""

from tui.commands.command import Command, CommandSet, Scope, moving


def _findings() -> tuple[Command, ...]:
    """Accepting, rejecting and tagging many sentences."""
    here = Scope.FINDINGS
    topics = tuple(
        Command(
            f"findings.topic_{digit}",
            f"topic {digit}",
            (str(digit),),
            f"Put topic {digit} on the marked sentences or the current one",
            here,
            argument=digit,
        )
        for digit in range(1, 10)
    )
    return (
        *moving(here, "findings", "sentence"),
        Command(
            "findings.take",
            "accept",
            ("i",),
            "Accept what is marked, or the current one: tag it with the topic it is suggested for",
            here,
            2,
            "suggested",
        ),
        Command(
            "findings.reject",
            "reject",
            ("r",),
            "Reject what is marked, or the current one: it is not suggested again",
            here,
            2,
            "suggested",
        ),
        Command(
            "findings.mark",
            "mark",
            ("x",),
            "Mark the sentence, or no longer: keys act on all that are marked",
            here,
            3,
            "rows",
        ),
        Command(
            "findings.mark_all",
            "mark all",
            ("X",),
            "Mark all that are listed; when all are marked: none",
            here,
            4,
            "rows",
        ),
        Command(
            "findings.mark_to",
            "mark to here",
            ("m",),
            "Mark everything from the one marked last to here",
            here,
            5,
            "marked",
        ),
        Command(
            "findings.invert",
            "invert",
            ("v",),
            "Mark what is not marked, and the other way round",
            here,
            6,
            "marked",
        ),
        *topics,
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
            "Read on in the article",
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
            "By article, or by the topic they are suggested for",
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
            "one of each",
            ("z",),
            "Leave out further versions of a story; again: take them in",
            here,
            10,
            "stories",
        ),
        Command(
            "findings.back",
            "back",
            ("q", "escape", "h", "left"),
            "Clear the filter, else back to where you came from",
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
