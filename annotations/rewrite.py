"""What a step does to the bytes of one file, so that undoing it restores exactly the old ones.

Annotations alone would not do: a file that somebody wrote by hand looks otherwise when we have
written it, and one that was not there must be gone again.
"""

import hashlib

from msgspec import Struct


class Rewrite(Struct, frozen=True):
    """`old` in the place of `new` in a file, after `start` bytes that stayed.

    `before` and `after` are the digests of the whole file, empty where there was none. `folders` is
    how many folders above the file were made for it.
    """

    before: bytes
    after: bytes
    start: int
    old: bytes
    new: bytes
    folders: int = 0

    def inverse(self) -> "Rewrite":
        """Return the rewrite that undoes this one."""
        return Rewrite(self.after, self.before, self.start, self.new, self.old, self.folders)

    def fits(self, data: bytes | None) -> bool:
        """Whether a file (None: there is none) is as it was before, so that `on` can be asked."""
        return digest(data) == self.before

    def is_made(self, data: bytes | None) -> bool:
        """Whether a file is as it was afterwards."""
        return digest(data) == self.after

    def on(self, data: bytes | None) -> bytes | None:
        """Return the bytes afterwards of a file that `fits`; None for no file.

        Raises ValueError when they would not be those that were there.
        """
        if not self.after:
            return None
        known = data or b""
        made = known[: self.start] + self.new + known[self.start + len(self.old) :]
        if not self.is_made(made):
            raise ValueError("the record of this file is damaged")
        return made


def rewrite(before: bytes | None, after: bytes | None, folders: int = 0) -> Rewrite:
    """Return what became of a file; None stands for no file."""
    old, new = before or b"", after or b""
    start = _in_common(old, new)
    end = _in_common(old[start:][::-1], new[start:][::-1])
    return Rewrite(
        digest(before),
        digest(after),
        start,
        old[start : len(old) - end],
        new[start : len(new) - end],
        folders,
    )


def digest(data: bytes | None) -> bytes:
    """Return what tells the content of a file from every other one; empty for no file."""
    return b"" if data is None else hashlib.sha256(data).digest()


def _in_common(one: bytes, other: bytes) -> int:
    """Return how many bytes at the start are the same, by halves: whole slices compare at once."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
