"""Cologne phonetics: words that sound alike in German have the same code.

After Hans Joachim Postel, "Die Kölner Phonetik" (IBM-Nachrichten 19, 1969). `Peskow` and `Peskov`,
`Schoigu` and `Shoigu`, `Kiew` and `Kyiv` agree.
"""

import re

_PLAIN = str.maketrans("äöüéèêëáàâíìîóòôúùûçñ", "aoueeeeaaaiiiooouuucn")
_ALONE = dict.fromkeys("aeijouy", "0") | dict.fromkeys("fvw", "3") | dict.fromkeys("gkq", "4")
_ALONE |= {"b": "1", "l": "5", "m": "6", "n": "6", "r": "7", "s": "8", "z": "8"}


def sound(word: str) -> str:
    """Return the code of a folded word; "" when it has no letters of the Latin alphabet."""
    letters = re.sub(r"[^a-z]", "", word.translate(_PLAIN))
    digits = [
        _digit(letters[at - 1 : at], letter, letters[at + 1 : at + 2], first=at == 0)
        for at, letter in enumerate(letters)
    ]
    joined = re.sub(r"(\d)\1+", r"\1", "".join(digits))
    return joined[:1] + joined[1:].replace("0", "")


def _digit(before: str, letter: str, after: str, *, first: bool) -> str:
    """Return the digits of one letter among its neighbours."""
    if letter == "c":
        hard = "ahkloqrux" if first else "ahkoqux"
        return "4" if after and after in hard and before not in ("s", "z") else "8"
    among = {
        "p": "3" if after == "h" else "1",
        "d": "8" if after in ("c", "s", "z") else "2",
        "t": "8" if after in ("c", "s", "z") else "2",
        "x": "8" if before in ("c", "k", "q") else "48",
    }
    return _ALONE.get(letter) or among.get(letter, "")  # an h is not heard
