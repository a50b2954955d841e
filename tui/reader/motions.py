"""The part of the reader that reads: motions, selections and the look of the column."""

import asyncio
from collections.abc import Callable, Sequence

from corpus.article import Article
from corpus.text.spans import Span
from tui.commands.command import Scope
from tui.context import Context
from tui.jump_list import Place
from tui.reader.view import ReaderView
from tui.screens.base import CommandScreen
from tui.text.hyphens import Hyphenate, hyphenation
from tui.text.reading import Reading
from tui.text.units import Unit
from tui.widgets.strips import number
from workspace.config import WIDTHS

_WIDTH_STEP = 4
_MEASURE = "measure"
UNITS = "{reader.sentence}, {reader.word}, {reader.paragraph}"
"""The keys that select, for `CommandScreen.spelt`."""
_HYPHENATE = "hyphenate"
_ON, _OFF = 1, 2


class ReadingScreen(CommandScreen[str]):
    """Moves the reading point and the selection of a `ReaderView`."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        measure = context.workspace.reading.look(_MEASURE) or self._usual_measure
        self.view = ReaderView(context.palette, context.symbols, measure)
        self._furniture = False
        chosen = context.workspace.reading.look(_HYPHENATE)
        self._hyphenates = chosen == _ON if chosen else self._usually_hyphenates

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """While selecting freely the motions are others."""
        if self.view.reading is not None and self.view.reading.caret:
            return (Scope.CARET, Scope.READER, Scope.EVERYWHERE)
        return (Scope.READER, Scope.EVERYWHERE)

    # -- moving

    def _move(self, lines: int) -> None:
        if self.view.reading is not None:
            self.view.reading.move_lines(lines)
            self.view.follow()

    def do_down(self) -> None:
        """Next line."""
        self._move(1)

    def do_up(self) -> None:
        """Previous line."""
        self._move(-1)

    def do_page_down(self) -> None:
        """One page down."""
        self.view.turn(max(self.view.size.height - 2, 1))

    def do_page_up(self) -> None:
        """One page up."""
        self.view.turn(-max(self.view.size.height - 2, 1))

    def do_half_down(self) -> None:
        """Half a page down."""
        self.view.turn(max(self.view.size.height // 2, 1))

    def do_half_up(self) -> None:
        """Half a page up."""
        self.view.turn(-max(self.view.size.height // 2, 1))

    def do_first(self) -> None:
        """To the beginning."""
        self._to_end(last=False)

    def do_last(self) -> None:
        """To the end."""
        self._to_end(last=True)

    def _to_end(self, *, last: bool) -> None:
        if self.view.reading is not None:
            self.leave()
            self.view.reading.move_to_end(last=last)
            self.view.follow()

    def _move_units(self, unit: Unit, count: int) -> None:
        if self.view.reading is not None:
            self.view.reading.move_units(unit, count)
            self.view.follow()

    def do_next_sentence(self) -> None:
        """Next sentence."""
        self._move_units(Unit.SENTENCE, 1)

    def do_previous_sentence(self) -> None:
        """Previous sentence."""
        self._move_units(Unit.SENTENCE, -1)

    def leave(self) -> None:
        """Remember the reading point as a place to come back to, before jumping elsewhere."""
        reading = self.view.reading
        if reading is not None:
            self.context.jumps.leave(Place(reading.article.path, reading.point))

    def step(self, spans: Sequence[Span], *, forwards: bool) -> int | None:
        """Put the reading point on the next span; gives its index."""
        reading = self.view.reading
        if reading is None:
            return None
        at = reading.step_among(spans, forwards)
        if at is not None:
            self.leave()
            reading.clear()
            reading.go(spans[at].start)
            self.view.reveal()
        return at

    # -- selecting

    def _select(self, change: Callable[[], None]) -> None:
        if self.view.reading is not None:
            change()
            self.view.follow()

    def _by_unit(self, unit: Unit, *, less: bool = False) -> None:
        reading = self.view.reading
        if reading is None:
            return
        if less and reading.selection is None:
            self.tell(self.spelt(f"Nothing is selected: {UNITS} or the mouse select."))
            return
        self._select(lambda: reading.shrink(unit) if less else reading.select(unit))

    def do_sentence(self) -> None:
        """Select the sentence, or take in the next."""
        self._by_unit(Unit.SENTENCE)

    def do_word(self) -> None:
        """Select the word, or take in the next."""
        self._by_unit(Unit.WORD)

    def do_paragraph(self) -> None:
        """Select the paragraph, or take in the next."""
        self._by_unit(Unit.PARAGRAPH)

    def do_less_sentence(self) -> None:
        """Give the last sentence back."""
        self._by_unit(Unit.SENTENCE, less=True)

    def do_less_word(self) -> None:
        """Give the last word back."""
        self._by_unit(Unit.WORD, less=True)

    def do_less_paragraph(self) -> None:
        """Give the last paragraph back."""
        self._by_unit(Unit.PARAGRAPH, less=True)

    def do_grow(self) -> None:
        """The next larger unit."""
        self._resize_unit(larger=True)

    def do_narrow(self) -> None:
        """The next smaller unit."""
        self._resize_unit(larger=False)

    def _resize_unit(self, *, larger: bool) -> None:
        reading = self.view.reading
        if reading is not None:
            self._select(lambda: reading.resize_unit(larger))

    def do_caret(self) -> None:
        """Begin or end a free selection."""
        reading = self.view.reading
        if reading is not None:
            self._select(reading.clear if reading.caret else reading.start_caret)

    def _extend(
        self, move: Callable[[Reading], None], *, backwards: bool = False, begins_with: bool = False
    ) -> None:
        """Move the free end of the selection, which begins at the reading point.

        With `begins_with` a selection that is begun is the first character alone.
        """
        reading = self.view.reading
        if reading is None:
            return
        is_first = begins_with and reading.selection is None
        if not reading.caret:
            reading.start_caret(backwards=backwards)
        if not is_first:
            move(reading)
        self.view.follow()

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

    do_left = do_extend_left
    do_right = do_extend_right
    do_line_start = do_extend_line_start
    do_line_end = do_extend_line_end
    do_word_end = do_extend_word

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

    def do_other_end(self) -> None:
        """Move the other end of a free selection."""
        reading = self.view.reading
        if reading is not None:
            self._select(reading.swap_ends)

    # -- looks

    def do_furniture(self) -> None:
        """Show or fold what is not the article."""
        reading = self.view.reading
        if reading is None:
            return
        folded = sum(block.folded for block in reading.article.blocks)
        if not folded:
            self.tell("There is no page furniture in this article.")
            return
        self._furniture = not self._furniture
        self.view.show_furniture(furniture=self._furniture)
        verb = "shown" if self._furniture else "folded"
        self.tell(f"{number(folded, 'block')} of page furniture {verb}")

    def hyphenation(self, article: Article) -> Hyphenate | None:
        """How the words of an article are hyphenated, if they are: for a thread."""
        language = article.language or self.context.settings.config.language
        return hyphenation(language) if self._hyphenates else None

    async def do_hyphenate(self) -> None:
        """Hyphenate long words, or do not."""
        reading = self.view.reading
        if reading is None:
            return
        self._hyphenates = not self._hyphenates
        hyphenate = await asyncio.to_thread(self.hyphenation, reading.article)
        self.view.show_hyphens(hyphenate)
        if self._hyphenates and hyphenate is None:
            self.tell("No hyphenation rules for this article's language.")
        else:
            self.tell(f"Words are {'' if hyphenate else 'not '}hyphenated")
        is_usual = self._hyphenates == self._usually_hyphenates
        self._remember_look(_HYPHENATE, 0 if is_usual else _ON if self._hyphenates else _OFF)

    @property
    def _usually_hyphenates(self) -> bool:
        return self.context.settings.config.reading.hyphenate

    def do_wider(self) -> None:
        """A wider column."""
        self._set_measure(self.view.measure + _WIDTH_STEP)

    def do_narrower(self) -> None:
        """A narrower column."""
        self._set_measure(self.view.measure - _WIDTH_STEP)

    def do_usual_width(self) -> None:
        """The configured width."""
        self._set_measure(self._usual_measure)

    @property
    def _usual_measure(self) -> int:
        return self.context.settings.config.reading.width

    def _set_measure(self, measure: int) -> None:
        widest = min(WIDTHS.stop - 1, self.view.widest)
        wanted = max(min(measure, widest), min(WIDTHS.start, widest))
        self.view.set_measure(wanted)
        remembered = 0 if measure == self._usual_measure else wanted
        self._remember_look(_MEASURE, remembered)
        self.tell(f"{wanted} cells wide" + (", as wide as can be" if wanted == widest else ""))

    def _remember_look(self, name: str, value: int) -> None:
        """For the next start, without waiting for it."""
        set_look = self.context.workspace.reading.set_look
        self.context.saves.keep(set_look, name, value)
