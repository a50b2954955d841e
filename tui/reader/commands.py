"""The commands of the reader, and the scopes in which keys mean them."""

from tui.commands.command import Command, Scope
from tui.commands.lists import for_digits, moving
from tui.commands.registry import CommandSet
from tui.reader.selection_commands import caret, ends, extending, placing

UNITS = "{reader.sentence}, {reader.word}, {reader.paragraph}"
"""The keys that select, for `Keymap.spelt`."""


def _reader() -> tuple[Command, ...]:
    """Reading, selecting and coding an article."""
    here = Scope.READER
    return (
        *moving(here, "reader", "line"),
        Command("reader.next_sentence", "next sentence", (")",), "Next sentence", here),
        Command(
            "reader.previous_sentence",
            "previous sentence",
            ("(",),
            "Beginning of the sentence, then of the previous one",
            here,
        ),
        Command(
            "reader.next_paragraph", "next paragraph", ("ctrl+down", "}"), "Next paragraph", here
        ),
        Command(
            "reader.previous_paragraph",
            "previous paragraph",
            ("ctrl+up", "{"),
            "Beginning of the paragraph, then of the previous one",
            here,
        ),
        Command("reader.point_word", "next word", ("ctrl+right",), "Next word", here),
        Command("reader.point_word_back", "previous word", ("ctrl+left",), "Previous word", here),
        Command(
            "reader.back",
            "back",
            ("q", "escape", "h", "left"),
            "Drop the selection, or go back",
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
        Command(
            "reader.next_unread",
            "next unread",
            ("g n",),
            "Next article of the list that you have not opened yet",
            here,
        ),
        Command(
            "reader.jump_back",
            "jump back",
            ("ctrl+o", "H"),
            "Go back to before the last jump: to a hit, passage, mark, end or article",
            here,
        ),
        Command("reader.jump_forward", "jump forward", ("L",), "Go forward again", here),
        Command(
            "reader.mark_letter",
            "set a mark",
            ("m <letter>",),
            "Set a mark: a letter that stands for this place",
            here,
            argument="",
        ),
        Command(
            "reader.jump_letter",
            "to a mark",
            ("' <letter>",),
            "Go to a mark, in whatever article; ' ' goes back",
            here,
            argument="",
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
            "reader.next_here",
            "next here",
            ("c",),
            "Next of several passages that overlap here",
            here,
            6,
            "several",
        ),
        Command(
            "reader.end_on",
            "end further",
            (">",),
            "Move the end of the passage to the next word",
            here,
            11,
            "annotation",
        ),
        Command(
            "reader.end_back",
            "end back",
            ("<",),
            "Move the end of the passage back by a word",
            here,
            12,
            "annotation",
        ),
        Command(
            "reader.end_on_character",
            "end further by a character",
            ("g >",),
            "Move the end of the passage to the next character",
            here,
        ),
        Command(
            "reader.end_back_character",
            "end back by a character",
            ("g <",),
            "Move the end of the passage back by a character",
            here,
        ),
        Command(
            "reader.other_end",
            "other end",
            ("o",),
            "Make the keys for the end of a passage move its beginning; again: its end",
            here,
            14,
            "annotation",
        ),
        Command(
            "reader.ends",
            "new ends",
            ("e",),
            "Select new ends for the passage",
            here,
            13,
            "annotation",
        ),
        Command(
            "reader.next_suggestion",
            "next suggestion",
            (".",),
            "Next sentence suggested for a topic",
            here,
            4,
            "suggestions",
        ),
        Command(
            "reader.previous_suggestion",
            "previous suggestion",
            (",",),
            "Previous sentence suggested for a topic",
            here,
        ),
        Command(
            "reader.accept",
            "accept",
            ("i",),
            "Accept the suggestion: put the topic on the sentence; again: the next topic",
            here,
            2,
            "suggested",
        ),
        Command(
            "reader.reject",
            "reject",
            ("r",),
            "Reject the suggestion for this sentence, for good",
            here,
            2,
            "suggested",
        ),
        Command(
            "reader.suggestions", "suggestions", ("g s",), "All suggestions in the folder", here
        ),
        Command(
            "reader.sentence",
            "sentence",
            ("s",),
            "Select the sentence; again: extend to the next",
            here,
            20,
        ),
        Command("reader.word", "word", ("w",), "Select the word; again: extend to the next", here),
        Command(
            "reader.paragraph",
            "paragraph",
            ("p",),
            "Select the paragraph; again: extend to the next",
            here,
            21,
        ),
        Command(
            "reader.less_sentence",
            "one sentence less",
            ("S",),
            "Drop the last sentence from the selection",
            here,
            22,
            "selection",
        ),
        Command(
            "reader.less_word",
            "one word less",
            ("W",),
            "Drop the last word from the selection",
            here,
            23,
            "selection",
        ),
        Command(
            "reader.less_paragraph",
            "one paragraph less",
            ("P",),
            "Drop the last paragraph from the selection",
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
        *extending(here),
        *for_digits(
            here,
            "reader.topic",
            "topic",
            "Put topic {digit} on the selection or the current sentence, or remove it",
        ),
        Command("reader.pick_topic", "topic", ("t t",), "Pick a topic from a list", here, 6),
        Command("reader.note", "note", ("a", "enter"), "Write or read the note", here, 7),
        Command(
            "reader.note_in_editor",
            "note in your editor",
            ("E",),
            "Write the note in the editor set by VISUAL or EDITOR",
            here,
        ),
        Command("reader.star", "star", ("*",), "Star or unstar the article", here, 42),
        Command(
            "reader.article_note",
            "note on the article",
            ("g a",),
            "Write or read your note on the article as a whole",
            here,
            43,
        ),
        Command(
            "reader.delete",
            "delete",
            ("d",),
            "Delete the annotation here",
            here,
            5,
            "annotation",
        ),
        Command(
            "reader.copy", "copy", ("y", "ctrl+c"), "Copy the passage with its source", here, 30
        ),
        Command(
            "reader.furniture",
            "page furniture",
            ("z",),
            "Show or fold page furniture, which is not the article",
            here,
            31,
            "furniture",
        ),
        Command(
            "reader.compare",
            "compare",
            ("V",),
            "Dim what another version of this story also says; again: the next version",
            here,
            32,
            "versions",
        ),
        Command(
            "reader.other_version",
            "other version",
            ("g v",),
            "Go to the version you are comparing with",
            here,
            33,
            "comparing",
        ),
        Command("reader.wider", "wider", ("+",), "A wider column", here),
        Command("reader.narrower", "narrower", ("-",), "A narrower column", here),
        Command("reader.usual_width", "usual width", ("=",), "The configured width", here),
        Command(
            "reader.hyphenate",
            "hyphenation",
            ("g h",),
            "Hyphenate words at the ends of lines, or do not",
            here,
        ),
        Command("reader.passages", "passages", ("A",), "All annotated passages", here, 41),
    )


def _find() -> tuple[Command, ...]:
    """The prompt for words in the article."""
    return (
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
    )


COMMANDS = CommandSet(
    (*_reader(), *caret(), *ends(), *placing(), *_find()),
    layers=(
        (Scope.READER, Scope.EVERYWHERE),
        (Scope.CARET, Scope.READER, Scope.EVERYWHERE),
        (Scope.ENDS, Scope.READER, Scope.EVERYWHERE),
        (Scope.CARET, Scope.PLACING, Scope.READER, Scope.EVERYWHERE),
        (Scope.FIND,),
    ),
    modes=frozenset({Scope.CARET, Scope.ENDS, Scope.PLACING}),
    digits=frozenset({Scope.READER}),
    tagged={Scope.READER: "the selection or the current sentence"},
)
