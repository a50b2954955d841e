"""Which language an article is in, by a vote of its commonest words."""

from corpus.stopwords import LANGUAGES

_SAMPLE = 4000
_FEWEST = 3


def language_of(text: str) -> str:
    """Give "de", "en", "fr" or "es", or "" when too few words tell.

    Each word of the first 4,000 code points votes for every language it is a stop word of.
    """
    words = text[:_SAMPLE].casefold().split()
    votes = {name: sum(map(stopwords.__contains__, words)) for name, stopwords in LANGUAGES.items()}
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] >= _FEWEST else ""
