"""Splitting German compounds: `Rüstungsverhandlungen` is about `Rüstung` and `Verhandlungen`.

After Koehn and Knight, "Empirical Methods for Compound Splitting" (2003): of all cuts into known
words joined by the usual linking letters, the one whose words are the most frequent (by geometric
mean) is taken, and the whole word competes with its own frequency: common words stay whole.
"""

import gzip
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from disk.named import read_named

_WORDS = Path(__file__).parent / "data" / "compound-words.txt.gz"
_SHORTEST = 7
_LONGEST = 40
_SHORTEST_PART = 2  # Öl; the dictionary has few words as short
_SHORTEST_VERB = 4  # its stem
_MOST_PARTS = 4
_MORE_PARTS = 0.5
"""What each part after the second costs: `Munition|Lieferungen`, not `Munition|lief|Rune|Gen`."""
_LINKED_BY_CHANCE = 0.5
"""What a linking s costs where the next word may begin with it: `Alkohol|steuer`, not `s|teuer`."""
_UNKNOWN = -100.0
_NEVER_LAST = {"innen"}  # Minister|innen, but Innen|minister
# Entrüstung has no Ente in it, Rückkehr no Rücken.
_PREFIXES = {"ent", "her", "los", "rück", "unter"}
_NOT_MEANT = {"grund"}  # Grundlage and Grundgesetz are not about a Grund
_LINKS = {"es", "en", "er"}
# After these suffixes an s does nothing but link, even if the dictionary lacks one of the two
# (Spannungs|tensor, Ballungs|zentren), unless that is a suffix, too (hoffnungslos).
_LINKED = re.compile(
    r"(.{3,}(?:ung|heit|keit|schaft|tät|ion|tum|ling))s"
    r"((?!weise|los|voll|halber|reich|arm|frei|mässig|gemäss|fähig|pflichtig|widrig|hips).{4,})"
)

Words = dict[str, float]


class _Cut(NamedTuple):
    """Where each part begins, its form in the dictionary, the sum of their log frequencies."""

    starts: tuple[int, ...]
    parts: tuple[str, ...]
    weight: float

    def score(self) -> float:
        count = len(self.parts)
        return self.weight / count - _MORE_PARTS * (count - 2)


@cache
def dictionary() -> Words:
    """Load words and log10 frequencies, once. Licence: see data/compound-words.licence.txt."""
    packed = read_named(_WORDS, most=1 << 24)
    lines = gzip.decompress(packed).decode().split("\n")
    words: Words = {}
    for rarity, line in enumerate(lines):
        words.update(dict.fromkeys(line.split(), -rarity / 100))
    return words


class Compound(NamedTuple):
    """The smallest parts of a word, and all of its pieces of one or several parts.

    `atomwaffentest` has the parts atom, waffen, test, and also the pieces atomwaffen, waffentest.
    The last part begins at `head`, in code points.
    """

    leaves: tuple[str, ...]
    pieces: tuple[str, ...]
    head: int


def split(word: str, words: Words | None = None) -> Compound:
    """Split a folded word into words of the dictionary; empty when it is no compound."""
    leaves = _leaves(word, 0, dictionary() if words is None else words)
    count = len(leaves)
    if count == 1:
        return _SIMPLE
    pieces = tuple(
        word[leaves[first][0] : leaves[last][0]] + leaves[last][1]
        for first in range(count)
        for last in range(first, count)
        if last - first + 1 < count
    )
    hidden = {leaf for _, leaf in leaves[:-1]} & _NOT_MEANT
    if hidden:
        pieces = tuple(piece for piece in pieces if piece not in hidden)
    return Compound(tuple(leaf for _, leaf in leaves), pieces, leaves[-1][0])


_SIMPLE = Compound((), (), 0)


def _leaves(word: str, offset: int, known: Words) -> list[tuple[int, str]]:
    """Return the smallest parts: where each begins in the word, and its form in the dictionary."""
    if _SHORTEST <= len(word) <= _LONGEST and word.isalpha():
        best = max(_cuts(word, known), key=_Cut.score, default=None)
        if best is not None and best.score() > known.get(word, _UNKNOWN):
            return [
                leaf
                for start, part in zip(best.starts, best.parts, strict=True)
                for leaf in _leaves(part, offset + start, known)
            ]
        linked = _LINKED.fullmatch(word)
        if linked and (linked[1] in known or linked[2] in known):
            rest = offset + linked.start(2)
            return [*_leaves(linked[1], offset, known), *_leaves(linked[2], rest, known)]
    return [(offset, word)]


def _cuts(word: str, known: Words) -> list[_Cut]:
    """Return the best way to cut a word into two parts, into three, and so on."""
    tails: dict[int, dict[int, _Cut]] = {}
    for start in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head = _head(word[start:], known)
        if head:
            tails[start] = {1: _Cut((start,), (head,), known[head])}
    for end in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        if end not in tails:
            continue
        for start in range(end - _SHORTEST_PART, -1, -1):
            part = _modifier(word[start:end], known)
            if part:
                best = tails.setdefault(start, {})
                chance = word[end - 1] == "s" and part[-1] != "s" and end - 1 in tails
                cost = _LINKED_BY_CHANCE if chance else 0.0
                for count, cut in tails[end].items():
                    weight = known[part] + cut.weight - cost
                    more = count + 1
                    if more <= _MOST_PARTS and (more not in best or weight > best[more].weight):
                        best[more] = _Cut((start, *cut.starts), (part, *cut.parts), weight)
    return list(tails.get(0, {}).values())


def _head(piece: str, known: Words) -> str:
    """Return the dictionary's word for a last piece, less a genitive -s if need be; or ""."""
    if piece in known:
        return "" if piece in _NEVER_LAST else piece
    return piece[:-1] if piece[-1] == "s" and piece[:-1] in known else ""


def _modifier(piece: str, known: Words) -> str:
    """Return the most frequent word that a piece may stand for before another, or "".

    Linking letters may join them (`Rüstungs`, `Jahres`), or an e be lost (`Schul`, of Schule) or
    the ending of a verb (`Impf`); but a word with an e is itself (`Montage`).
    """
    found = piece if piece in known else ""
    if len(piece) == _SHORTEST_PART:
        return found
    others = [] if piece in _PREFIXES else [piece + "e"]
    if not found and len(piece) >= _SHORTEST_VERB and piece not in _PREFIXES:
        verb = {piece + "t", piece + "te", f"ge{piece}t", f"ge{piece}en"}
        others += [piece + "en"] if not known.keys().isdisjoint(verb) else []
    if piece[-1] in "sn" or (piece[-1] == "e" and not found):
        others += [] if piece.endswith("ss") else [piece[:-1]]
    if piece[-2:] in _LINKS:
        others.append(piece[:-2])
    for other in others:
        if other in known and not (found and known[found] >= known[other]):
            found = other
    return found
