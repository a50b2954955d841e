"""Which language an article is in, by a vote of its commonest words."""

from itertools import repeat

from corpus.text.common_words import LANGUAGES

_SAMPLE = 2000
_FEWEST = 3
# The votes for all languages are added up in one number: each has its own twelve bits.
_BITS = 12
_VOTES: dict[str, int] = {}
for _place, _words in enumerate(LANGUAGES.values()):
    for _word in _words:
        _VOTES[_word] = _VOTES.get(_word, 0) + (1 << _BITS * _place)


def language_of(text: str) -> str:
    """Give "de", "en", "fr", "es", "nl" or "it", or "" when too few words tell.

    Each word of the first 2,000 code points votes for every language it is a stop word of.
    """
    words = text[:_SAMPLE].lower().split()
    total = sum(map(_VOTES.get, words, repeat(0)))
    votes = {
        name: total >> _BITS * place & (1 << _BITS) - 1 for place, name in enumerate(LANGUAGES)
    }
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] >= _FEWEST else ""
