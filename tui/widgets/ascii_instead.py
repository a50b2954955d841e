"""ASCII in place of characters that a terminal does not have: similar, and as wide."""

import codecs
import unicodedata

from rich.cells import cell_len

ERRORS = "nkreader-ascii"
"""The name of the error handler for encoding."""

_LIKE = {
    **dict.fromkeys("─━═╌╍┄┅–—―▁▔‐‑−", "-"),
    **dict.fromkeys("│┃║▌▐▏▎▍▋▊▉┆┊", "|"),
    **dict.fromkeys("█▓▒░▇▆▅▄▃▂■▪", "#"),
    **dict.fromkeys("•●◆★✱", "*"),
    **dict.fromkeys("○◦◇☆", "o"),
    **dict.fromkeys("“”„«»‟", '"'),
    **dict.fromkeys("‘’‚‹›", "'"),
    **dict.fromkeys("→▶▸", ">"),
    **dict.fromkeys("←◀◂", "<"),
    **dict.fromkeys("↑▲▴", "^"),
    **dict.fromkeys("↓▼▾", "v"),
    "·": ".",
    "…": ".",
    "×": "x",
    "✓": "x",
    "€": "E",
    "ß": "s",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
}


def ascii_instead(character: str) -> str:
    """Return ASCII in place of a character, as many cells wide."""
    width = cell_len(character)
    plain = unicodedata.normalize("NFKD", character)[:1]
    if 0x2500 <= ord(character) < 0x2580:
        found = _LIKE.get(character, "+")  # corners and crossings of lines
    else:
        found = _LIKE.get(character) or (plain if plain.isascii() else "?")
    return found.ljust(width, "?")[:width]


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(map(ascii_instead, missing)), error.end


codecs.register_error(ERRORS, _handle)
