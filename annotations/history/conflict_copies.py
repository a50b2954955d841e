"""Copies of annotation files that sync programs and git put beside them, and what is in them.

`a.txt.yaml` gets a neighbour such as `a.txt.sync-conflict-20261122-101112-ABCDEFG.yaml`, `a.txt
(Anna's conflicted copy 2026-11-22).yaml`, `a.txt-LAPTOP.yaml`, `a.txt (1).yaml`. It says what the
file said at some time, on some machine: perhaps long ago, perhaps with work that is nowhere else.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from annotations.history.merge import copy_of, merged_fields
from annotations.history.steps import Change
from annotations.model import Annotation

# What stands between the name of a file and what is added to it.
_BETWEEN = frozenset(" ._-~(#")
# The word for conflict in the languages that sync programs speak, and what git calls its sides.
_CONFLICT = re.compile(
    r"conflict|konflikt|conflit|conflic|conflito|конфликт|çakış|競合|冲突|衝突|충돌"
    r"|[._](?:backup|base|local|remote)[._]\d+$",
    re.IGNORECASE,
)


def original_of(
    path: str, header: str, annotated: Collection[str], is_article: Callable[[str], bool]
) -> str:
    """Return the article that a file is a copy of the annotations of; "" when it is none.

    `path` is the article that the file's name says, which is not there; `header` is the one that
    the file itself names, as a copy still names the original. That must be one of those `annotated`
    which are there; where the name says that there was a conflict any article will do.
    """
    if header != path and header in annotated:
        return header
    return next((start for start, _ in _conflicts_in(path) if is_article(start)), "")


def article_copied(path: str, articles: Collection[str]) -> str:
    """Return the article that another one is a conflict copy of by its name; "" when it is none."""
    suffix = PurePosixPath(path).suffix
    stem = path.removesuffix(suffix)
    copies = (start + suffix for start, _ in _conflicts_in(stem))
    return next((original for original in copies if original in articles), "")


def _conflicts_in(name: str) -> Iterator[tuple[str, str]]:
    """Cut a name in two wherever what follows says that a sync program has met two versions."""
    for at in range(len(name) - 1, 0, -1):
        if name[at] in _BETWEEN and _CONFLICT.search(name, at):
            yield name[:at], name[at:]


class Taken(Struct, frozen=True):
    """What taking a copy in would do: `changes` of the original's annotations.

    `older` are as they were here before, or say nothing new; of the `unclear` nobody can tell
    whether they were made there or deleted here, as nothing is known of what was before.
    """

    changes: tuple[Change, ...]
    older: int
    unclear: tuple[Annotation, ...]

    @property
    def words(self) -> str:
        """What is in the copy, in words."""
        new = sum(change.before is None for change in self.changes)
        parts = [
            f"{number} {what}"
            for number, what in (
                (new, "not here"),
                (len(self.changes) - new, "changed there"),
                (len(self.unclear), "not here, perhaps deleted"),
                (self.older, "as here, now or before"),
            )
            if number
        ]
        return ", ".join(parts) or "nothing"


def take_in(
    article: str,
    ours: Iterable[Annotation],
    copy: Iterable[Annotation],
    versions: Sequence[Sequence[Annotation]],
    others: Iterable[Annotation] = (),
) -> Taken:
    """Find what a copy has that is not here.

    `versions` are what the original said before, the newest first, and `others` more annotations
    that were here once. What was so here is no news, so that a deletion or a change since then
    stays. What differs from everything known was changed there: it is merged field by field with
    ours, from the version that the copy comes closest to; where both have changed the same field
    both stay.
    """
    now = {each.id: each for each in ours}
    copied = list(copy)
    others = list(others)
    earlier = {*others, *(each for version in versions for each in version)}
    bases = _bases(copied, versions, others)
    changes: list[Change] = []
    unclear: list[Annotation] = []
    older = 0
    for theirs in copied:
        here, before, beside = now.get(theirs.id), bases.get(theirs.id), copy_of(theirs)
        if here == theirs or theirs in earlier or now.get(beside.id) == beside:
            older += 1
        elif here is None and not earlier:
            unclear.append(theirs)
        elif here is None:
            changes.append(Change(article, None, theirs))
        elif before is None:
            if _says_nothing_new(theirs, here):
                older += 1
            else:
                changes.append(Change(article, None, beside))
        else:
            merged, clashes = merged_fields(before, here, theirs)
            if merged is None or clashes:
                changes.append(Change(article, None, beside))
            elif merged != here:
                changes.append(Change(article, here, merged))
            else:
                older += 1
    return Taken(tuple(changes), older, tuple(unclear))


def _bases(
    copied: Sequence[Annotation],
    versions: Sequence[Sequence[Annotation]],
    others: Iterable[Annotation],
) -> dict[str, Annotation]:
    """Return for each annotation that was here what the copy may have begun from.

    It is how it stood in the version that has most of the copy as it stands there; of several the
    oldest, from which more counts as changed here, and less as taken away there.
    """
    bases: dict[str, Annotation] = {}
    for each in sorted(others, key=lambda each: each.updated):
        bases.setdefault(each.id, each)
    best: dict[str, int] = {}
    for version in reversed(versions):
        same = len(set(copied) & set(version))
        for each in version:
            if same > best.get(each.id, -1):
                best[each.id], bases[each.id] = same, each
    return bases


def _says_nothing_new(theirs: Annotation, ours: Annotation) -> bool:
    return (
        (theirs.quote, theirs.start, theirs.end) == (ours.quote, ours.start, ours.end)
        and set(theirs.topics) <= set(ours.topics)
        and set(theirs.rejected) <= set(ours.rejected)
        and theirs.note.strip() in {"", ours.note.strip()}
        and theirs.starred <= ours.starred
    )
