"""Detects the language of an article by a vote of its commonest words."""

from corpus.text.languages import LANGUAGES

DETECTION_VERSION = 2
"""Raised whenever another language may be found, so that articles are read again."""

_SAMPLE = 2000
_FEWEST = 3
# The votes for all languages are added up in one number, where each has twelve bits of its own.
_BITS = 12
_DETECTED = [language for language in LANGUAGES.values() if language.common_words]
_VOTES: dict[str, int] = {}
for _place, _language in enumerate(_DETECTED):
    for _word in _language.common_words:
        _VOTES[_word] = _VOTES.get(_word, 0) + (1 << _BITS * _place)


def language_of(text: str) -> str:
    """Return the code of the language of a text ("de"), or "" when too few words tell.

    Each word in its first 2,000 code points votes for every language that it is common in.
    """
    words = text[:_SAMPLE].lower().split()
    total = sum(filter(None, map(_VOTES.get, words)))
    votes = {
        language.code: total >> _BITS * place & (1 << _BITS) - 1
        for place, language in enumerate(_DETECTED)
    }
    best = max(votes, key=lambda code: votes[code])
    return best if votes[best] >= _FEWEST else ""
