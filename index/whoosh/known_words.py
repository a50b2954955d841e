"""The terms of words, remembered from one batch of documents to the next in little space.

Analysing a word takes as long as writing its lists, and each batch has most of the words of the one
before. What `index.analysis` itself remembers is for queries: five times as large, and less.
"""

from collections.abc import Sequence
from functools import lru_cache

from index.analysis.terms import Forms, chain, folded

_MOST = 200_000
"""Words that are remembered: the first ones, among which are all the frequent ones."""

_BETWEEN = "\n"


class KnownWords:
    """The words of one language, as they stand in texts."""

    def __init__(self, language: str) -> None:
        self._forms = chain(language).forms
        self._known: dict[str, int | str] = {}

    def terms(self, word: str) -> tuple[Sequence[str], Sequence[str]]:
        """Return the stems of a word, and those of its parts."""
        packed = self._known.get(word)
        if packed is None:
            forms = self._forms(word)
            if len(self._known) < _MOST:
                self._known[word] = _packed(forms)
            return forms.stems, forms.parts
        if isinstance(packed, int):
            return (folded(word)[:packed],), ()
        stems, parts = packed.split(_BETWEEN)
        return stems.split(), parts.split()


def _packed(forms: Forms) -> int | str:
    """Return the length of the stem of most words, which only takes off an ending."""
    lower, stems, _, parts, _ = forms
    if len(stems) == 1 and not parts and lower.startswith(stems[0]):
        return len(stems[0])
    return " ".join(stems) + _BETWEEN + " ".join(parts)


@lru_cache(maxsize=16)
def known_words(language: str) -> KnownWords:
    """Return what is known of the words of a language, the same each time."""
    return KnownWords(language)
