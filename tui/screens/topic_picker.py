"""Choosing a topic by its name or description, or creating one by typing a new name."""

from collections.abc import Sequence

from textual.fuzzy import Matcher

from annotations.topics import Topic
from tui.context import Context
from tui.requests import Choice
from tui.screens.picker import PickerScreen
from tui.widgets.strips import number


class TopicPickerScreen(PickerScreen):
    """Dismissed with the name of a topic, known or new."""

    placeholder = "a topic, or a name for a new one"

    def __init__(self, context: Context, title: str) -> None:
        counts = context.workspace.codebook.counts()
        known = {topic.name: topic for topic in context.topics}
        choices = [_choice(name, known.get(name), count) for name, count in counts.items()]
        super().__init__(context, title, choices)
        self._names = {name.casefold() for name in counts}

    def score(self, matcher: Matcher, choice: Choice) -> float:
        """Match names loosely, but descriptions only by the beginnings of words.

        A description contains most letters, so a new name would nearly always match one.
        """
        if by_name := matcher.match(choice.label):
            return by_name
        said = choice.help.casefold().split()
        typed = matcher.query.casefold().split()
        found = all(any(word.startswith(part) for word in said) for part in typed)
        return 0.1 if found else 0.0

    def offers(self, typed: str) -> Sequence[Choice]:
        """Offer a new topic of the typed name, with the keys and colour it would get."""
        name = " ".join(typed.split())
        if name.casefold() in self._names:
            return ()
        new = self.context.workspace.codebook.completed(Topic(name))
        keys = [f"key {new.key}"] * bool(new.key) + [f"t {new.letter}"] * bool(new.letter)
        made = ", ".join([*keys, new.colour])
        return [Choice(name, f"new: {name}", f"Creates this topic ({made}) and tags the passage")]


def _choice(name: str, topic: Topic | None, count: int) -> Choice:
    said = number(count, "passage")
    keys = ""
    if topic:
        keys = " ".join(filter(None, (str(topic.key or ""), topic.letter)))
        said += f" · {topic.description}" if topic.description else ""
    return Choice(name, name, said, keys)
