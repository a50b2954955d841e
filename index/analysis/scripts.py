"""Words of scripts that need more than a space to be told: Chinese and Japanese, and Korean.

Chinese and Japanese have no spaces between words. Each character counts as a word, so that a word
is a phrase, and is found wherever its characters stand in a row. A Korean word carries particles:
김정은은, 김정은의 and 김정은에게 are all 김정은.
"""

import re

_CHARACTERS = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and Han
_CHARACTER = re.compile(f"[{_CHARACTERS}]")
_RUN = re.compile(r"\w+")
_HANGUL = re.compile("[가-힣]{3,}")
_PARTICLE = re.compile(
    r"([가-힣]{2,}?)들?(?:에게서|한테서|으로서|으로써|에서는|에서도|에게는|까지|부터|처럼|보다|에서|에게|한테"
    "|께서|으로|은|는|을|를|들|이라고|라고|에는|에도|의|에|이|가|과|와|도|로|만)"
)

ANY_WORD = re.compile(rf"(?:[^\W{_CHARACTERS}])+|[{_CHARACTERS}]")
"""A word of any script."""


def words_in(text: str) -> list[str]:
    """Return the words of a text in order, as ANY_WORD finds them; quicker where spaces do."""
    return (ANY_WORD if _CHARACTER.search(text) else _RUN).findall(text)


def has_characters(text: str) -> bool:
    """Whether some of the words of a text stand without spaces between them."""
    return bool(_CHARACTER.search(text))


def without_particle(word: str) -> str:
    """Return a Korean word without what is, or looks like, its particle; "" for no such word."""
    if word.isascii() or not _HANGUL.fullmatch(word):
        return ""
    found = _PARTICLE.fullmatch(word)
    return found[1] if found else ""
