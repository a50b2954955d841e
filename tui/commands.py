"""Every command, once: its keys, its words and where it can be used.

The key dispatcher, the hints at the foot of the screen, the help screen, the palette, the docs
and the user's `keys:` all read these records, so they cannot drift apart. A command
`reader.next_hit` is carried out by the method `do_next_hit` of the screen that has it in one of
its scopes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a command can be used."""

    EVERYWHERE = "everywhere"
    LIBRARY = "library"
    PROMPT = "search prompt"
    READER = "reader"
    CARET = "reader, free selection"
    PLACING = "reader, placing a passage"
    PASSAGES = "passages"
    REVIEW = "passages that need a look"
    FILTER = "filter prompt"
    FIND = "find prompt"
    NOTE = "note editor"
    PICKER = "topic picker"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can do.

    `keys` are alternatives; a key with a space in it is pressed as a sequence. `hint` orders the
    hints at the foot of the screen (1 comes first, 0 is never shown there). `when` names the
    state in which the hint is worth its place: "" always, else one of the words a screen answers
    in `states`. `argument` is passed on to the screen's method.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    scope: Scope
    hint: int = 0
    when: str = ""
    argument: int | None = None

    @property
    def method(self) -> str:
        """The name of the screen method that does it."""
        name = self.id.partition(".")[2]
        return "do_" + (name.rpartition("_")[0] if self.argument is not None else name)


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
            "app.review",
            "need a look",
            ("R",),
            "Passages that need a look: no longer certain, lost, or changed elsewhere too",
            here,
            3,
            "doubts",
        ),
        Command(
            "app.quit", "quit", ("ctrl+q",), "Leave nkreader; everything is already saved", here
        ),
    )


def _moving(scope: Scope, name: str, one: str) -> tuple[Command, ...]:
    """The motions that lists and the reader share."""
    return (
        Command(f"{name}.down", "down", ("j", "down"), f"Next {one}", scope),
        Command(f"{name}.up", "up", ("k", "up"), f"Previous {one}", scope),
        Command(f"{name}.page_down", "page down", ("space", "pagedown"), "One page down", scope),
        Command(f"{name}.page_up", "page up", ("b", "pageup"), "One page up", scope),
        Command(f"{name}.half_down", "half a page down", ("ctrl+d",), "Half a page down", scope),
        Command(f"{name}.half_up", "half a page up", ("ctrl+u",), "Half a page up", scope),
        Command(f"{name}.first", "top", ("g g", "home"), "To the beginning", scope),
        Command(f"{name}.last", "end", ("G", "end"), "To the end", scope),
    )


def _library() -> tuple[Command, ...]:
    here = Scope.LIBRARY
    filters = tuple(
        Command(
            f"library.filter_{digit}",
            f"filter {digit}",
            (str(digit),),
            f"Only articles with topic {digit}; again: all",
            here,
            argument=digit,
        )
        for digit in range(1, 10)
    )
    return (
        *_moving(here, "library", "article"),
        Command(
            "library.open", "read", ("enter", "l", "right"), "Read the article", here, 3, "rows"
        ),
        Command("library.search", "search", ("/",), "Search all articles", here, 2),
        Command(
            "library.back",
            "all articles",
            ("escape", "h", "left"),
            "Give up the search or the filter",
            here,
            4,
            "searching",
        ),
        Command("library.passages", "passages", ("A",), "Every annotated passage", here, 6),
        Command(
            "library.narrow",
            "narrow down",
            ("f",),
            "Only articles of one source, month or topic",
            here,
            5,
            "rows",
        ),
        Command(
            "library.order",
            "order",
            ("o",),
            "Order as found, newest first, oldest first, by title",
            here,
            8,
            "rows",
        ),
        Command(
            "library.versions",
            "versions",
            ("V",),
            "Only the versions of this story; again: all articles",
            here,
            7,
            "versions",
        ),
        Command(
            "library.fold",
            "one of each",
            ("z",),
            "One article of each story; again: all of them",
            here,
            8,
            "stories",
        ),
        Command(
            "library.instead",
            "other spelling",
            ("e",),
            "Search what is suggested instead",
            here,
            4,
            "instead",
        ),
        Command("library.read", "read or not", ("r",), "Take it as read, or as not", here),
        Command("library.copy", "copy title", ("y",), "Copy title and source", here),
        Command(
            "library.close", "quit", ("q",), "Leave nkreader; everything is already saved", here, 9
        ),
        *filters,
    )


def _prompt() -> tuple[Command, ...]:
    here = Scope.PROMPT
    return (
        Command(
            "prompt.accept",
            "to the results",
            ("enter", "down", "tab"),
            "Search these words and go to the results",
            here,
            2,
        ),
        Command("prompt.cancel", "give up", ("escape",), "Give up the search", here, 3),
        Command(
            "prompt.instead",
            "other spelling",
            ("ctrl+t",),
            "Search what is suggested instead",
            here,
            1,
            "instead",
        ),
    )


def _reader() -> tuple[Command, ...]:
    here = Scope.READER
    topics = tuple(
        Command(
            f"reader.topic_{digit}",
            f"topic {digit}",
            (str(digit),),
            f"Put topic {digit} on the selection or the current sentence, or take it away",
            here,
            argument=digit,
        )
        for digit in range(1, 10)
    )
    return (
        *_moving(here, "reader", "line"),
        Command("reader.next_sentence", "next sentence", (")",), "Next sentence", here),
        Command("reader.previous_sentence", "previous sentence", ("(",), "Previous sentence", here),
        Command("reader.point_word", "next word", ("ctrl+right",), "Next word", here),
        Command("reader.point_word_back", "previous word", ("ctrl+left",), "Previous word", here),
        Command(
            "reader.back",
            "back",
            ("q", "escape", "h", "left"),
            "Give up the selection, else back to where you came from",
            here,
            2,
        ),
        Command(
            "reader.next_article", "next article", ("J",), "Next article of the list", here, 40
        ),
        Command(
            "reader.previous_article",
            "previous article",
            ("K",),
            "Previous article of the list",
            here,
        ),
        Command("reader.find", "find", ("/",), "Find in this article", here, 5),
        Command("reader.next_hit", "next hit", ("n",), "Next match of the search", here, 3, "hits"),
        Command(
            "reader.previous_hit", "previous hit", ("N",), "Previous match of the search", here
        ),
        Command(
            "reader.next_annotation",
            "next annotation",
            ("tab",),
            "Next annotation",
            here,
            8,
            "annotations",
        ),
        Command(
            "reader.previous_annotation",
            "previous annotation",
            ("shift+tab",),
            "Previous annotation",
            here,
        ),
        Command(
            "reader.sentence",
            "sentence",
            ("s",),
            "Select the sentence; again: take in the next",
            here,
            20,
        ),
        Command("reader.word", "word", ("w",), "Select the word; again: take in the next", here),
        Command(
            "reader.paragraph",
            "paragraph",
            ("p",),
            "Select the paragraph; again: take in the next",
            here,
            21,
        ),
        Command(
            "reader.less_sentence",
            "one sentence less",
            ("S",),
            "Give the last sentence back",
            here,
            22,
            "selection",
        ),
        Command(
            "reader.less_word",
            "one word less",
            ("W",),
            "Give the last word back",
            here,
            23,
            "selection",
        ),
        Command(
            "reader.less_paragraph",
            "one paragraph less",
            ("P",),
            "Give the last paragraph back",
            here,
        ),
        Command(
            "reader.grow",
            "larger unit",
            ("x",),
            "Grow the selection: word, sentence, paragraph",
            here,
            24,
            "selection",
        ),
        Command(
            "reader.narrow",
            "smaller unit",
            ("X",),
            "Narrow the selection: paragraph, sentence, word",
            here,
        ),
        Command(
            "reader.caret",
            "free selection",
            ("v",),
            "Select freely with the motions; again: stop",
            here,
            25,
        ),
        Command(
            "reader.extend_left",
            "extend left",
            ("shift+left",),
            "Select freely, one character to the left",
            here,
        ),
        Command(
            "reader.extend_right",
            "extend right",
            ("shift+right",),
            "Select freely, one character to the right",
            here,
        ),
        Command("reader.extend_up", "extend up", ("shift+up",), "Select freely, one line up", here),
        Command(
            "reader.extend_down",
            "extend down",
            ("shift+down",),
            "Select freely, one line down",
            here,
        ),
        *topics,
        Command("reader.pick_topic", "topic", ("t t",), "Pick a topic from a list", here, 6),
        Command("reader.note", "note", ("a", "enter"), "Write or read the note", here, 7),
        Command(
            "reader.delete",
            "delete",
            ("d",),
            "Delete the annotation at the reading point",
            here,
            10,
            "annotation",
        ),
        Command(
            "reader.copy", "copy", ("y", "ctrl+c"), "Copy the passage with its source", here, 30
        ),
        Command(
            "reader.furniture",
            "page furniture",
            ("z",),
            "Show or fold what is not the article",
            here,
            31,
            "furniture",
        ),
        Command(
            "reader.compare",
            "compare",
            ("V",),
            "Dim what another version of this story says too; again: the next version",
            here,
            32,
            "versions",
        ),
        Command(
            "reader.other_version",
            "other version",
            ("g v",),
            "Go to the version compared with",
            here,
            33,
            "comparing",
        ),
        Command("reader.wider", "wider", ("+",), "A wider column", here),
        Command("reader.narrower", "narrower", ("-",), "A narrower column", here),
        Command("reader.usual_width", "usual width", ("=",), "The configured width", here),
        Command("reader.passages", "passages", ("A",), "Every annotated passage", here, 41),
    )


def _caret() -> tuple[Command, ...]:
    here = Scope.CARET
    return (
        Command("caret.left", "left", ("h", "left"), "One character to the left", here),
        Command("caret.right", "right", ("l", "right"), "One character to the right", here),
        Command("caret.next_word", "next word", ("w", "ctrl+right"), "To the next word", here, 2),
        Command(
            "caret.previous_word",
            "previous word",
            ("b", "ctrl+left"),
            "To the previous word",
            here,
            3,
        ),
        Command("caret.word_end", "end of word", ("e",), "To the end of the word", here, 3),
        Command(
            "caret.other_end", "other end", ("o",), "Move the other end of the selection", here, 4
        ),
    )


def _passages() -> tuple[Command, ...]:
    here = Scope.PASSAGES
    return (
        *_moving(here, "passages", "passage"),
        Command(
            "passages.open",
            "go there",
            ("enter", "l", "right"),
            "Read the passage in its article",
            here,
            2,
            "rows",
        ),
        Command(
            "passages.filter",
            "filter",
            ("/",),
            "Only passages with these words in quote, note, topic or title",
            here,
            3,
        ),
        Command(
            "passages.order", "by topic or article", ("o",), "Order by topic or by article", here, 4
        ),
        Command("passages.delete", "delete", ("d",), "Delete the annotation", here, 6, "rows"),
        Command(
            "passages.copy", "copy", ("y",), "Copy the passage with its source", here, 5, "rows"
        ),
        Command(
            "passages.back",
            "back",
            ("q", "escape", "h", "left"),
            "Back to where you came from",
            here,
            2,
        ),
    )


def _placing() -> tuple[Command, ...]:
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
            "give up",
            ("escape", "q"),
            "Give up the selection, else leave the annotation as it was",
            here,
            2,
        ),
    )


def _review() -> tuple[Command, ...]:
    here = Scope.REVIEW
    versions = (
        ("keep here", "Keep the version that is here"),
        ("keep elsewhere", "Keep the version from elsewhere"),
        ("keep both", "Keep both versions, as two annotations"),
    )
    return (
        *_moving(here, "review", "passage"),
        Command(
            "review.open",
            "look",
            ("enter", "l", "right"),
            "Look at the passage in its article",
            here,
            5,
            "article",
        ),
        Command(
            "review.confirm",
            "confirm",
            ("c",),
            "This is the passage: take this place, and the words that stand there",
            here,
            2,
            "place",
        ),
        Command(
            "review.select",
            "select",
            ("s",),
            "Select its new place in the article",
            here,
            3,
            "text",
        ),
        Command(
            "review.keep",
            "keep as it is",
            ("z",),
            "Keep it as it is, and do not ask again before the text changes",
            here,
            4,
            "passage",
        ),
        Command("review.delete", "delete", ("d",), "Delete the annotation", here, 6, "passage"),
        *(
            Command(
                f"review.version_{digit}",
                label,
                (str(digit),),
                help_text,
                here,
                1 + digit,
                "conflict",
                digit,
            )
            for digit, (label, help_text) in enumerate(versions, 1)
        ),
        Command("review.text_down", "more text", ("J",), "Scroll the two texts down", here),
        Command("review.text_up", "text before", ("K",), "Scroll the two texts up", here),
        Command(
            "review.back",
            "back",
            ("q", "escape", "h", "left"),
            "Back to where you came from",
            here,
            8,
        ),
    )


def _overlays() -> tuple[Command, ...]:
    return (
        Command(
            "filter.accept",
            "to the list",
            ("enter", "down", "tab"),
            "Keep the filter and go to the list",
            Scope.FILTER,
            2,
        ),
        Command("filter.cancel", "give up", ("escape",), "Give up the filter", Scope.FILTER, 3),
        Command(
            "find.accept",
            "stay here",
            ("enter", "down"),
            "Stay at the match; the keys for hits go on from there",
            Scope.FIND,
            1,
        ),
        Command(
            "find.cancel",
            "go back",
            ("escape",),
            "Go back to where the search began",
            Scope.FIND,
            2,
        ),
        Command(
            "note.keep",
            "keep",
            ("escape", "ctrl+s"),
            "Save the note and go on reading",
            Scope.NOTE,
            1,
        ),
        Command(
            "note.discard", "discard", ("ctrl+x",), "Leave the note as it was before", Scope.NOTE, 2
        ),
        Command("picker.down", "down", ("down",), "Next line", Scope.PICKER),
        Command("picker.up", "up", ("up",), "Previous line", Scope.PICKER),
        Command("picker.choose", "choose", ("enter",), "Take this one", Scope.PICKER, 1),
        Command(
            "picker.cancel", "cancel", ("escape",), "Go back without choosing", Scope.PICKER, 2
        ),
    )


COMMANDS: tuple[Command, ...] = (
    *_everywhere(),
    *_library(),
    *_prompt(),
    *_reader(),
    *_caret(),
    *_placing(),
    *_passages(),
    *_review(),
    *_overlays(),
)
"""Every command there is, in the order the help screen shows them."""
