"""Other spellings that the index knows of a word it hardly finds: offered, never merged."""

from collections.abc import Sequence

from index.phonetics import sound
from index.vocabulary import Vocabulary

_SHORTEST = 4
_MOST_DIFFERENT = 3  # letters
_CANDIDATES = 200


def similar_spellings(word: str, vocabulary: Vocabulary, limit: int = 3) -> Sequence[str]:
    """Give words that sound like a folded word, or differ by one letter; the likeliest first.

    Sounding alike is not enough when half of the letters differ.
    """
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST:
        return ()
    code = sound(word)
    allowed = min(_MOST_DIFFERENT, max(1, len(word) // 2 - 1))
    one_letter = 1 if len(word) > _SHORTEST else 0
    found = vocabulary.similar(word, allowed, _CANDIDATES).words
    alike = [
        other
        for other in found
        if OSA.distance(word, other) <= one_letter or (code and sound(other) == code)
    ]
    return [other for other in alike if other != word][:limit]
