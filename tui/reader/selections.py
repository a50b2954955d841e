"""The selection: whole units, one after the other, or freely by the motions."""

from collections.abc import Callable

from tui.reader.commands import UNITS
from tui.reader.part import Part
from tui.text.reading import Reading
from tui.text.units import Unit


class Selections(Part):
    """Change what is selected."""

    # -- whole units

    def do_sentence(self) -> None:
        """Select the sentence, or take in the next."""
        self._select(Unit.SENTENCE)

    def do_word(self) -> None:
        """Select the word, or take in the next."""
        self._select(Unit.WORD)

    def do_paragraph(self) -> None:
        """Select the paragraph, or take in the next."""
        self._select(Unit.PARAGRAPH)

    def _select(self, unit: Unit) -> None:
        self._reading.select(unit)
        self._view.follow()

    def do_less_sentence(self) -> None:
        """Drop the last sentence from the selection."""
        self._shrink(Unit.SENTENCE)

    def do_less_word(self) -> None:
        """Drop the last word from the selection."""
        self._shrink(Unit.WORD)

    def do_less_paragraph(self) -> None:
        """Drop the last paragraph from the selection."""
        self._shrink(Unit.PARAGRAPH)

    def _shrink(self, unit: Unit) -> None:
        if self._reading.selection is None:
            words = f"Nothing is selected: {UNITS} or the mouse select."
            self._host.tell(self._host.spelt(words))
            return
        self._reading.shrink(unit)
        self._view.follow()

    def do_grow(self) -> None:
        """The next larger unit."""
        self._resize_unit(larger=True)

    def do_narrow(self) -> None:
        """The next smaller unit."""
        self._resize_unit(larger=False)

    def _resize_unit(self, *, larger: bool) -> None:
        self._reading.resize_unit(larger)
        self._view.follow()

    # -- freely

    def do_caret(self) -> None:
        """Begin or end a free selection."""
        if self._reading.caret:
            self._reading.clear()
        else:
            self._reading.start_caret()
        self._view.follow()

    def do_extend_left(self) -> None:
        """One character to the left."""
        self._extend(lambda reading: reading.move_units(Unit.CHARACTER, -1), backwards=True)

    def do_extend_right(self) -> None:
        """One character to the right."""
        self._extend(lambda reading: reading.move_units(Unit.CHARACTER, 1), begins_with=True)

    def do_extend_up(self) -> None:
        """One line up."""
        self._extend(lambda reading: reading.move_lines(-1), backwards=True)

    def do_extend_down(self) -> None:
        """One line down."""
        self._extend(lambda reading: reading.move_lines(1))

    def do_extend_word(self) -> None:
        """To the end of the word."""
        self._extend(Reading.go_to_word_end)

    def do_extend_word_back(self) -> None:
        """To the beginning of the word."""
        self._extend(lambda reading: reading.move_units(Unit.WORD, -1), backwards=True)

    def do_extend_paragraph(self) -> None:
        """To the end of the paragraph."""
        self._extend(Reading.go_to_paragraph_end)

    def do_extend_paragraph_back(self) -> None:
        """To the beginning of the paragraph."""
        self._extend(lambda reading: reading.move_units(Unit.PARAGRAPH, -1), backwards=True)

    def do_extend_line_end(self) -> None:
        """To the end of the line."""
        self._extend(lambda reading: reading.move_to_line_end(last=True))

    def do_extend_line_start(self) -> None:
        """To the beginning of the line."""
        self._extend(lambda reading: reading.move_to_line_end(last=False), backwards=True)

    # While selecting freely plain keys do what those with shift do elsewhere.
    do_left = do_extend_left
    do_right = do_extend_right
    do_line_start = do_extend_line_start
    do_line_end = do_extend_line_end
    do_word_end = do_extend_word

    def _extend(
        self, move: Callable[[Reading], None], *, backwards: bool = False, begins_with: bool = False
    ) -> None:
        """Move the free end of the selection, which begins at the reading point.

        With `begins_with` the first step selects one character, and no more.
        """
        is_first = begins_with and self._reading.selection is None
        if not self._reading.caret:
            self._reading.start_caret(backwards=backwards)
        if not is_first:
            move(self._reading)
        self._view.follow()
