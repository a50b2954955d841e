"""Around the search prompt: the slash before it, and the line about the results below it."""

from rich.style import Style
from textual.strip import Strip

from tui.widgets.bars import Bar
from tui.widgets.strips import Row, clean


class PromptSign(Bar):
    """The slash before the prompt, which is also its key."""

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw the sign."""
        self.place(line, 0, width, "library.search")
        return Row(width, self.palette.text).add(" / ", self.palette.accent).strip()


class FoundBar(Bar):
    """One line under the search prompt: how many articles, and what is wrong with the query."""

    DEFAULT_CSS = "FoundBar { height: 1; }"

    _said = ""
    _problem = ""
    _instead = ""

    def say(self, said: str, problem: str = "", instead: str = "") -> None:
        """Change the line."""
        self._said, self._problem, self._instead = map(clean, (said, problem, instead))
        self.refresh()

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw a rule with words in it; a click on the suggestion searches for it."""
        row = Row(width, self.palette.text)
        row.add("── ", self.palette.rule).add(self._said, self.palette.dim)
        if self._problem:
            row.add(" · ", self.palette.rule).add(self._problem, self.palette.error)
        if self._instead:
            row.add(" · ", self.palette.rule)
            start = row.used
            row.add(self._instead, self.palette.accent + Style(underline=True))
            self.place(line, start, row.used, "library.instead")
        row.add(" ")
        return row.add("─" * row.left, self.palette.rule).strip()
