"""The form of a topic: its name, keys, colour, description and query."""

from collections.abc import Awaitable, Callable

import msgspec
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widget import Widget

from annotations.topics import Topic
from tui.commands.command import Scope
from tui.context import Context
from tui.palette import Palette
from tui.screens.overlay import Overlay, entitle
from tui.screens.text_field import TypingInput
from tui.widgets.bars import Bar, Words
from tui.widgets.hint_bar import HintBar
from tui.widgets.strips import Row, clean, number
from workspace.config import COLOURS, topic_problem
from workspace.search.suggestions import problem_of
from workspace.search.topic_figures import Counts

_LABEL = 16
_DIGITS = frozenset("123456789")
_FIELDS = {
    "name": "Name",
    "key": "Key, 1 to 9",
    "letter": "Letter after t",
    "colour": "Colour",
    "description": "Belongs here",
    "suggest": "Suggested by",
}


class FieldName(Bar):
    """The name of a field."""

    def __init__(self, palette: Palette, words: str) -> None:
        super().__init__(palette)
        self._words = words

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the name."""
        return Row(width, self.palette.text).add(self._words, self.palette.dim).strip()


class ColourBar(Bar):
    """The named colours; those in use are marked."""

    DEFAULT_CSS = "ColourBar { height: 1; margin: 0 0 0 16; }"

    def __init__(self, palette: Palette, taken: frozenset[str]) -> None:
        super().__init__(palette)
        self._taken = taken

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw each name in its colour."""
        row = Row(width, self.palette.text)
        for colour in COLOURS:
            style = self.palette.style_of(Topic(colour, colour=colour))[0]
            row.add("●" if colour in self._taken else "○", style).add(f"{colour} ", style)
        row.add("● in use" if row.left > 8 else "", self.palette.dim)
        return row.strip()


class TopicFormScreen(Overlay[bool]):
    """Edits a topic. `keep` saves it and returns whether that succeeded; if not, it stays open."""

    DEFAULT_CSS = f"""
    TopicFormScreen .field {{ height: 1; }}
    TopicFormScreen FieldName {{ width: {_LABEL}; height: 1; }}
    TopicFormScreen Input {{ width: 1fr; }}
    TopicFormScreen Words {{ margin: 1 0; }}
    """

    def __init__(
        self,
        context: Context,
        counts: Counts | None,
        field: str,
        keep: Callable[[Topic], Awaitable[bool]],
    ) -> None:
        super().__init__(context)
        self._counts = counts
        self._first = field
        self._keep = keep
        codebook = context.workspace.codebook
        name = counts.name if counts else ""
        self._before = (counts and counts.topic) or codebook.completed(Topic(name))
        if not counts:  # the letter depends on the name
            self._before = msgspec.structs.replace(self._before, letter="")
        self._others = [
            topic for topic in context.topics if not counts or topic is not counts.topic
        ]
        self._inputs = {name: self._input(name) for name in _FIELDS}
        self._words = Words(self.palette, ("", ""))

    def _shown(self, field: str) -> str:
        """Return the value of a field as one line."""
        return clean(" ".join(str(getattr(self._before, field) or "").split()))

    def _input(self, field: str) -> TypingInput:
        return TypingInput(
            self._shown(field),
            max_length=1 if field in {"key", "letter"} else 0,
            restrict="[1-9]?" if field == "key" else None,
            select_on_focus=True,
        )

    def compose(self) -> ComposeResult:
        """The fields, what saving would do, hints."""
        with Vertical(classes="box") as box:
            entitle(box, "Topic" if self._counts else "New topic")
            for field, label in _FIELDS.items():
                with Horizontal(classes="field"):
                    yield FieldName(self.palette, label)
                    yield self._inputs[field]
                if field == "colour":
                    taken = frozenset(topic.colour for topic in self._others)
                    yield ColourBar(self.palette, taken)
            yield self._words
            yield HintBar(self.palette)

    def on_mount(self) -> None:
        """Begin in the field that was asked for."""
        self._say()
        self.show_hints()
        self.arrived("mount")

    @property
    def first_focus(self) -> Widget:
        """The field that was asked for."""
        return self._inputs[self._first]

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Every other key is text."""
        return (Scope.TOPIC,)

    # -- what saving would do

    @property
    def topic(self) -> Topic:
        """The topic as the fields have it; untouched fields keep their values, line ends too."""
        typed = {name: field.value.strip() for name, field in self._inputs.items()}
        changed = {name: text for name, text in typed.items() if text != self._shown(name)}
        fields: dict[str, object] = {**changed}
        if "name" in changed:
            fields["name"] = " ".join(changed["name"].split())
        if "key" in changed:
            fields["key"] = int(changed["key"]) if changed["key"] in _DIGITS else None
        if colour := changed.get("colour", "").lower():
            begun = (name for name in COLOURS if name.startswith(colour))
            fields["colour"] = next(begun, colour)
        return msgspec.structs.replace(self._before, **fields)

    def on_input_changed(self, event: TypingInput.Changed) -> None:
        """Say what saving would do."""
        event.stop()
        self._say()

    def _say(self) -> None:
        topic = self.topic
        problem = self._problem(topic)
        self._words.say([problem] if problem else self._preview(topic), is_problem=bool(problem))

    def _problem(self, topic: Topic) -> str:
        if not topic.name:
            return "A topic needs a name." if self._counts else ""
        if any(other.name.casefold() == topic.name.casefold() for other in self._others):
            merges = self.spelt("; {topics.merge} in the list merges the two")
            more = merges if self._counts else ""
            return f"There is a topic “{topic.name}” already{more}."
        if problem := topic_problem(topic):
            return f"{problem.field.capitalize()} {problem.message}. {problem.advice}"
        taken = self.context.keymap.find((Scope.READER,), ("t", topic.letter))
        if topic.letter and topic.letter not in self._letters and taken is not None:
            return f"t {topic.letter} is taken by another command: choose another letter."
        # A wrong query in the file must not prevent a new name or colour.
        return "" if topic.suggest == self._before.suggest else problem_of(topic.suggest)

    @property
    def _letters(self) -> set[str]:
        return {topic.letter for topic in self.context.topics}

    def _preview(self, topic: Topic) -> list[str]:
        """What saving would change, apart from the topic itself."""
        lines = []
        if not self._counts and topic.name and not topic.letter:
            letter = self.context.workspace.codebook.completed(topic).letter
            lines.append(f"t {letter} will tag it." if letter else "")
        if self._counts and topic.name and topic.name != self._counts.name:
            passages = number(self._counts.passages, "passage")
            articles = number(self._counts.articles, "article")
            lines.append(f"Renamed everywhere: {passages} in {articles}{self.so_far}.")
        for other in self._others:
            if other.key and other.key == topic.key:
                lines.append(f"Key {topic.key} is taken from “{other.name}”.")
            if other.letter and other.letter == topic.letter:
                lines.append(f"Letter {topic.letter} is taken from “{other.name}”.")
        return lines

    # -- commands

    async def do_keep(self) -> None:
        """Save and close."""
        topic = self.topic
        problem = self._problem(topic) or ("" if topic.name else "A topic needs a name.")
        if problem:
            self._words.say([problem], is_problem=True)
            return
        if await self._keep(topic):
            self.dismiss(True)

    def do_cancel(self) -> None:
        """Close without saving."""
        self.dismiss(False)

    def do_next(self) -> None:
        """Go to the next field."""
        self._step(1)

    def do_previous(self) -> None:
        """Go to the previous field."""
        self._step(-1)

    def _step(self, by: int) -> None:
        fields = list(self._inputs.values())
        at = next((i for i, field in enumerate(fields) if field is self.focused), 0)
        self.set_focus(fields[(at + by) % len(fields)])
