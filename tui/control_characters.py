"""The last filter before the terminal: no drawn text can contain a terminal command.

What widgets draw is cleaned where it is drawn (`tui.widgets.strips.clean`), as it takes room there.
But a note being typed, or a widget of a library, holds raw text; and cleaning may be forgotten.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from corpus.text.canonical import harmless


class ControlCharacterFilter(LineFilter):
    """Removes control characters from drawn text; none of them occupies a cell."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line without control characters."""
        del background
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            Segment(_plain(segment.text), segment.style, segment.control) for segment in segments
        ]


def _plain(text: str) -> str:
    return harmless(text).replace("\n", "").replace("\t", "")
