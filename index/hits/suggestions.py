"""Other spellings, from the index, of words it hardly finds: suggested, never merged."""

import re
from collections.abc import Callable, Sequence
from operator import itemgetter

from corpus.text.canonical import canonical
from index.analysis.phonetics import sound
from index.analysis.terms import chain, folded
from index.engine import Suggestion
from index.query.nodes import Node, words_of

_SHORTEST = 4
_MOST_DIFFERENT = 3  # letters
_CANDIDATES = 500
_FEW = 3  # articles, from which on a word counts as found
_MOST = 3  # spellings of one word
# First letters that are written for one another, as in Selenskyj and Zelensky; of words that begin
# otherwise none is looked at, which makes it several times as fast.
_FIRST = ("szc", "fvwp", "kcgq", "jydi", "ij", "iy", "td", "pb", "aäe", "oö", "uü", "ej")


Similar = Callable[[str, int, int, str], Sequence[str]]
"""Returns the most frequent words that differ by few letters: of which folded word, by how many
letters at most, how many words at most, and the letters one of which they begin with."""


def suggestions(
    text: str, root: Node, similar: Similar, articles: Callable[[str], int]
) -> tuple[Suggestion, ...]:
    """Suggest other spellings of the words of a query that hardly any article has.

    `articles` returns the number of articles that have a word.
    """
    return tuple(
        Suggestion(word, _like(word, spelling), count, _instead(text, word, spelling))
        for word in dict.fromkeys(words_of(root))
        if (found := articles(word)) < _FEW
        for spelling in similar_spellings(folded(word), similar)
        if (count := articles(spelling)) > found
    )


def similar_spellings(word: str, similar: Similar) -> Sequence[str]:
    """Return words that sound like a folded word or differ by one letter, the likeliest first.

    Sounding alike is not enough when half of the letters differ.
    """
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST or not word[0].isalpha():
        return ()
    code = sound(word)
    allowed = min(_MOST_DIFFERENT, max(1, len(word) // 2 - 1))
    one_letter = 1 if len(word) > _SHORTEST else 0
    first = set(word[0]).union(*(group for group in _FIRST if word[0] in group))
    found = similar(word, allowed, _CANDIDATES, "".join(sorted(first)))
    distances = {other: OSA.distance(word, other) for other in found}
    alike = [
        other
        for other, distance in sorted(distances.items(), key=itemgetter(1))
        if other != word and (distance <= one_letter or (code and sound(other) == code))
    ]
    # Of the inflections of a word the likeliest: they find the same.
    of_stems: dict[str, str] = {}
    for other in alike:
        of_stems.setdefault(chain("").forms(other).stem, other)
    return list(of_stems.values())[:_MOST]


def _like(typed: str, spelling: str) -> str:
    """Capitalise a spelling if the word typed is capitalised."""
    return spelling[:1].upper() + spelling[1:] if typed[:1].isupper() else spelling


def _instead(query: str, word: str, spelling: str) -> str:
    """Return the query with the other spelling."""
    other = _like(word, spelling)
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, canonical(query))
