"""The look of the column: its width, hyphenation, and whether page furniture is shown."""

import asyncio

from corpus.article import Article
from tui.context import Context
from tui.reader.part import ArticleView, Host, Part
from tui.reader.session import ReaderSession
from tui.text.hyphens import Hyphenate, hyphenation
from tui.widgets.strips import number
from workspace.config import WIDTHS

_WIDTH_STEP = 4
# What is remembered for the next start, and as what; 0 means as configured.
_MEASURE = "measure"
_HYPHENATE = "hyphenate"
_ON, _OFF = 1, 2


class Look:
    """How the reader shows articles, whichever is open."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.furniture = False
        """Whether page furniture is shown."""
        chosen = context.workspace.reading.look(_HYPHENATE)
        self.hyphenates = chosen == _ON if chosen else self.usually_hyphenates

    @property
    def measure(self) -> int:
        """The width of the column at the last start, in cells."""
        return self._context.workspace.reading.look(_MEASURE) or self.usual_measure

    @property
    def usual_measure(self) -> int:
        """The configured width of the column, in cells."""
        return self._context.settings.config.reading.width

    @property
    def usually_hyphenates(self) -> bool:
        """Whether words are hyphenated by the configuration."""
        return self._context.settings.config.reading.hyphenate

    def hyphenation(self, article: Article) -> Hyphenate | None:
        """Return how to hyphenate an article, if at all. Slow, so call it in a thread."""
        language = article.language or self._context.settings.config.language
        return hyphenation(language) if self.hyphenates else None

    def remember_measure(self, measure: int) -> None:
        """Start with this width the next time, in cells; with 0, the configured one."""
        self._remember(_MEASURE, measure)

    def remember_hyphens(self) -> None:
        """Start the next time with words hyphenated, or not, as now."""
        is_usual = self.hyphenates == self.usually_hyphenates
        self._remember(_HYPHENATE, 0 if is_usual else _ON if self.hyphenates else _OFF)

    def _remember(self, name: str, value: int) -> None:
        """Write a value down without waiting for it."""
        self._context.saves.keep(self._context.workspace.reading.set_look, name, value)


class Column(Part):
    """Change the look of the column."""

    def __init__(self, session: ReaderSession, view: ArticleView, host: Host, look: Look) -> None:
        super().__init__(session, view, host)
        self._look = look

    def do_furniture(self) -> None:
        """Show or fold page furniture."""
        folded = sum(block.folded for block in self._article.blocks)
        if not folded:
            self._host.tell("There is no page furniture in this article.")
            return
        self._look.furniture = not self._look.furniture
        self._view.show_furniture(furniture=self._look.furniture)
        verb = "shown" if self._look.furniture else "folded"
        self._host.tell(f"{number(folded, 'block')} of page furniture {verb}")

    async def do_hyphenate(self) -> None:
        """Hyphenate long words, or do not."""
        look = self._look
        look.hyphenates = not look.hyphenates
        hyphenate = await asyncio.to_thread(look.hyphenation, self._article)
        self._view.show_hyphens(hyphenate)
        if look.hyphenates and hyphenate is None:
            self._host.tell("No hyphenation rules for this article's language.")
        else:
            self._host.tell(f"Words are {'' if hyphenate else 'not '}hyphenated")
        look.remember_hyphens()

    def do_wider(self) -> None:
        """A wider column."""
        self._set_measure(self._view.measure + _WIDTH_STEP)

    def do_narrower(self) -> None:
        """A narrower column."""
        self._set_measure(self._view.measure - _WIDTH_STEP)

    def do_usual_width(self) -> None:
        """The configured width."""
        self._set_measure(self._look.usual_measure)

    def _set_measure(self, measure: int) -> None:
        widest = min(WIDTHS.stop - 1, self._view.widest)
        wanted = max(min(measure, widest), min(WIDTHS.start, widest))
        self._view.set_measure(wanted)
        self._look.remember_measure(0 if measure == self._look.usual_measure else wanted)
        as_wide = ", as wide as can be" if wanted == widest else ""
        self._host.tell(f"{wanted} cells wide{as_wide}")
