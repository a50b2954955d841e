"""Around the search prompt: the sign before it, and the line below it about what was found."""

from textual.strip import Strip

from tui.widgets.bars import Bar
from tui.widgets.strips import Row, clean


class PromptSign(Bar):
    """The slash before the prompt, which is also the key that leads there."""

    def draw(self, line: int, width: int, /) -> Strip:
        """Draw the sign."""
        self.place(line, 0, width, "library.search")
        return Row(width, self.palette.text).add(" / ", self.palette.accent).strip()


class FoundBar(Bar):
    """One line under the search prompt: how many articles, and what is wrong with the query."""

    DEFAULT_CSS = "FoundBar { height: 1; }"

    _said = ""
    _problem = ""

    def say(self, said: str, problem: str = "") -> None:
        """Change the line."""
        self._said, self._problem = clean(said), clean(problem)
        self.refresh()

    def draw(self, _line: int, width: int, /) -> Strip:
        """Draw the line as a rule with words in it."""
        row = Row(width, self.palette.text)
        row.add("── ", self.palette.rule).add(self._said, self.palette.dim)
        if self._problem:
            row.add(" · ", self.palette.rule).add(self._problem, self.palette.error)
        row.add(" ")
        return row.add("─" * row.left, self.palette.rule).strip()
