"""The motions: by lines, pages, sentences, words and paragraphs, and to both ends."""

from tui.reader.part import Part
from tui.text.units import Unit


class Motions(Part):
    """Move the reading point; what is selected freely reaches to it."""

    # -- by lines and pages

    def do_down(self) -> None:
        """Next line."""
        self._move_lines(1)

    def do_up(self) -> None:
        """Previous line."""
        self._move_lines(-1)

    def _move_lines(self, count: int) -> None:
        self._reading.move_lines(count)
        self._view.follow()

    def do_page_down(self) -> None:
        """One page down."""
        self._view.turn(max(self._view.size.height - 2, 1))

    def do_page_up(self) -> None:
        """One page up."""
        self._view.turn(-max(self._view.size.height - 2, 1))

    def do_half_down(self) -> None:
        """Half a page down."""
        self._view.turn(max(self._view.size.height // 2, 1))

    def do_half_up(self) -> None:
        """Half a page up."""
        self._view.turn(-max(self._view.size.height // 2, 1))

    def do_first(self) -> None:
        """To the beginning."""
        self._move_to_end(last=False)

    def do_last(self) -> None:
        """To the end."""
        self._move_to_end(last=True)

    def _move_to_end(self, *, last: bool) -> None:
        self._session.leave()
        self._reading.move_to_end(last=last)
        self._view.follow()

    # -- by units of the text

    def do_next_sentence(self) -> None:
        """Next sentence."""
        self._move_units(Unit.SENTENCE, 1)

    def do_previous_sentence(self) -> None:
        """Previous sentence."""
        self._move_units(Unit.SENTENCE, -1)

    def do_next_word(self) -> None:
        """To the next word."""
        self._move_units(Unit.WORD, 1)

    def do_previous_word(self) -> None:
        """To the previous word."""
        self._move_units(Unit.WORD, -1)

    do_point_word = do_next_word
    do_point_word_back = do_previous_word

    def do_next_paragraph(self) -> None:
        """Next paragraph."""
        self._move_units(Unit.PARAGRAPH, 1)

    def do_previous_paragraph(self) -> None:
        """Beginning of the paragraph, or the previous one."""
        self._move_units(Unit.PARAGRAPH, -1)

    def _move_units(self, unit: Unit, count: int) -> None:
        self._reading.move_units(unit, count)
        self._view.follow()
