"""The screen of a terminal that is too small for anything else."""

from textual.app import ComposeResult
from textual.widgets import Static

from tui.screens.sized import SizedScreen


class TooSmallScreen(SizedScreen[None]):
    """Covers everything until the terminal is larger again; nothing is lost meanwhile."""

    DEFAULT_CSS = """
    TooSmallScreen { align: center middle; }
    TooSmallScreen Static { width: auto; max-width: 100%; text-align: center; }
    """

    def compose(self) -> ComposeResult:
        """Say so briefly."""
        yield Static("too small\nneeds 40 × 10\nctrl+q leaves", markup=False)
