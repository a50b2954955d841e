"""Brings changes into a file that somebody else may have changed meanwhile, by annotation id."""

import dataclasses
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.history import Change
from annotations.model import Annotation


@dataclass(frozen=True, slots=True)
class Merged:
    """The annotations after a merge, the changes as made, and what the user should know."""

    annotations: tuple[Annotation, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


def merge(theirs: Iterable[Annotation], changes: Sequence[Change]) -> Merged:
    """Apply `changes` to the annotations `theirs`, as they are on disk now.

    Each change carries what we knew (`before`) and what we want (`after`), so that this is a
    three-way merge: what we did not touch stays theirs; what they did not touch becomes ours;
    where both changed an annotation, both versions stay, ours under a new id; an edit wins over a
    deletion. The notes say each time that something else happened than what was asked.
    """
    now = {annotation.id: annotation for annotation in theirs}
    made: list[Change] = []
    notes: list[str] = []
    for change in changes:
        before, after = change.before, change.after
        wanted = after or before
        if wanted is None:
            continue
        found = now.get(wanted.id)
        if found == after:
            continue
        if found != before:
            after, note = _resolve(found, before, after)
            if note:
                notes.append(note)
            found = now.get(after.id) if after else found
        if after == found:
            continue
        if after is None:
            del now[wanted.id]
        else:
            now[after.id] = after
        made.append(Change(change.article, found, after))
    return Merged(tuple(now.values()), tuple(made), tuple(notes))


def _resolve(
    theirs: Annotation | None, before: Annotation | None, ours: Annotation | None
) -> tuple[Annotation | None, str]:
    """Decide about an annotation that is not as we knew it: what to store, what to tell."""
    if ours is None:
        assert theirs is not None  # absent on both sides is no conflict
        return theirs, f"Not deleted, because it was changed elsewhere: {_named(theirs)}."
    if theirs is None:
        told = f"Deleted elsewhere, kept because you changed it: {_named(ours)}." if before else ""
        return ours, told
    copy = copy_of(ours)
    return copy, f"Changed here and elsewhere, both versions are kept: {_named(ours)}."


def copy_of(annotation: Annotation) -> Annotation:
    """Return the annotation under another id, to stand beside one with its own.

    The same conflict met again, after a crash or by a second merge, gives the same copy.
    """
    identity = uuid.uuid5(uuid.NAMESPACE_OID, repr(annotation))
    return dataclasses.replace(annotation, id=str(identity))


def _named(annotation: Annotation) -> str:
    """Return how a message names an annotation: by the first words of its quote."""
    quote = " ".join(annotation.quote.split())
    return f"“{quote}”" if len(quote) <= 50 else f"“{quote[:49]}…”"
