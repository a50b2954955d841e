"""Finds articles that are versions of one story: one text edited, cut, or under other headlines.

Bottom-k sketches compare two articles (`corpus.stories.sketches`). Joining whatever is alike would
chain strangers together through a third article, so stories are stars: each has a centre, and a
version must share much of its text with the centre itself (after Aslam, Pelekhov and Rus, "The star
clustering algorithm", 2004, with the centre chosen by how much it shares with other articles).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping

from corpus.stories.sketches import SKETCH_HASHES, sketch_hashes

# Shares of the shorter version's shingles. Articles by two authors about one event share up to a
# tenth, as they quote the same people; a version with a new beginning, cut to a third, a half.
_MUCH = 0.45
_NEARLY_ALL = 0.75
_SOMETHING = 0.2
# A version shorter than this share of the centre is a teaser. Fewer hashes prove nothing.
_SHORTEST = 0.15
_FEWEST_HASHES = 6

# Shingles of more articles than this may be a notice or a template. They count only where nearly
# all is shared, as it is between most versions of a story with many.
_FEW_ARTICLES = 16
_SLOTS = 1 << 24

# Bounds for the cost of one article, however alike the articles of a folder are.
_LOOKED_UP = 24
_FEWEST_LOOKED_UP = 2
_CENTRES_PER_SHINGLE = 32
_TRIES = 4


def stories(sketches: Mapping[str, bytes]) -> dict[str, str]:
    """Return the story of each article that has other versions: the first of their sorted paths.

    `sketches` are those of `corpus.stories.sketches.sketch`, by path and in any order; an article
    whose sketch is b"" stays alone.
    """
    stars = _Stars(sketches)
    for path in sorted(filter(sketches.get, sketches), key=stars.rank):
        stars.add(path)
    firsts = {}
    for paths in stars.versions.values():
        firsts.update(dict.fromkeys(paths, min(paths)))
    return firsts


class _Stars:
    """The stories so far: `versions` by the path of their centre, which comes first."""

    def __init__(self, sketches: Mapping[str, bytes]) -> None:
        self.versions: dict[str, list[str]] = {}
        self._sketches = sketches
        self._counts = _frequencies(sketches.values())
        self._centres: dict[int, list[str]] = {}

    def rank(self, path: str) -> tuple[float, str]:
        """Return a key that sorts an article before all those whose text it contains."""
        hashes = sketch_hashes(self._sketches[path])
        counts = self._counts
        shared = sum([counts[hash_ % _SLOTS] for hash_ in hashes]) - len(hashes)
        # A full sketch is a sample: the shingles up to its last hash.
        rate = (hashes[-1] + 1) / (1 << 32) if len(hashes) == SKETCH_HASHES else 1.0
        return -shared / rate, path

    def add(self, path: str) -> None:
        """Put an article into a story, or start one with it."""
        hashes = sketch_hashes(self._sketches[path])
        looked_up = [hash_ for hash_ in hashes[:_LOOKED_UP] if self._counts[hash_ % _SLOTS] > 1]
        found = Counter([centre for hash_ in looked_up for centre in self._centres.get(hash_, ())])
        likely = [centre for centre, shared in found.items() if shared >= _FEWEST_LOOKED_UP]
        for centre in sorted(likely, key=found.__getitem__, reverse=True)[:_TRIES]:
            if self._belongs(hashes, centre):
                self.versions.setdefault(centre, [centre]).append(path)
                return
        for hash_ in looked_up:
            centres = self._centres.setdefault(hash_, [])
            if len(centres) < _CENTRES_PER_SHINGLE:
                centres.append(path)

    def _belongs(self, hashes: tuple[int, ...], centre: str) -> bool:
        """Whether an article shares much with the centre, and something with the first to join it.

        The latter keeps a digest of the day's news from collecting all the articles in it.
        """
        first = self.versions.get(centre, [centre, centre])[1]
        return self._is_version(*_samples(hashes, sketch_hashes(self._sketches[centre]))) and (
            _share(*_samples(hashes, sketch_hashes(self._sketches[first]))) >= _SOMETHING
        )

    def _is_version(self, one: set[int], other: set[int]) -> bool:
        shorter, longer = sorted((len(one), len(other)))
        share = _share(one, other)
        if shorter < _SHORTEST * longer or share < _MUCH:
            return False
        return share >= _NEARLY_ALL or _share(self._rare(one), self._rare(other)) >= _MUCH

    def _rare(self, hashes: set[int]) -> set[int]:
        return {hash_ for hash_ in hashes if self._counts[hash_ % _SLOTS] <= _FEW_ARTICLES}


def _frequencies(sketches: Iterable[bytes]) -> bytearray:
    """Count the articles with each shingle, up to 255, by its hash modulo the 16 M slots."""
    counts = bytearray(_SLOTS)
    for data in sketches:
        for hash_ in sketch_hashes(data):
            slot = hash_ % _SLOTS
            if counts[slot] < 255:
                counts[slot] += 1
    return counts


def _samples(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[set[int], set[int]]:
    """Return the hashes up to the highest that both sketches cover: samples of equal rate."""
    ends = [hashes[-1] for hashes in (one, other) if len(hashes) == SKETCH_HASHES]
    if not ends:
        return set(one), set(other)
    end = min(ends)
    return set(one[: bisect_right(one, end)]), set(other[: bisect_right(other, end)])


def _share(one: set[int], other: set[int]) -> float:
    """Return the share of the smaller sample that is in the other; 0 if a sample is too small."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= _FEWEST_HASHES else 0.0
