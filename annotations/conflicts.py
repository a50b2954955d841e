"""Annotations that were changed here and, since then, elsewhere by somebody who did not know."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from annotations.history import Change
from annotations.model import Annotation
from annotations.rescue import Conflict


class Ours:
    """What this session has changed, and how it was before, by article and id."""

    def __init__(self) -> None:
        self._before: dict[str, dict[str, Annotation | None]] = {}

    def made(self, changes: Iterable[Change]) -> None:
        """Remember changes that are on disk."""
        for change in changes:
            if annotation := change.after or change.before:
                known = self._before.setdefault(change.article, {})
                known.setdefault(annotation.id, change.before)

    def forget(self, article: str, identity: str) -> None:
        """Know that both versions of an annotation have been kept."""
        self._before.get(article, {}).pop(identity, None)

    def moved(self, old: str, new: str) -> None:
        """Know what was changed of an article under its new path."""
        if known := self._before.pop(old, None):
            self._before.setdefault(new, {}).update(known)

    def conflicts(
        self, article: str, ours: Iterable[Annotation], theirs: Iterable[Annotation]
    ) -> list[Conflict]:
        """Return the annotations that we have changed and that `theirs` has without our changes.

        They are told once: what stands in the file is then what the next change begins with.
        """
        here, there = _by_id(ours), _by_id(theirs)
        known = self._before.get(article, {})
        found = [
            Conflict(article, here.get(identity), there.get(identity))
            for identity, before in known.items()
            if not _includes(before, here.get(identity), there.get(identity))
        ]
        for conflict in found:
            annotation = conflict.ours or conflict.theirs
            if annotation:
                del known[annotation.id]
        return found


def differ_in_topics_alone(
    ours: Annotation | None, theirs: Annotation | None, configured: Collection[str]
) -> bool:
    """Tell whether theirs is ours with topics that are called otherwise by now, or are no more.

    So it is where somebody has renamed or merged topics everywhere: ours are not `configured` any
    more, those in their place are. That was decided about the topic, not about the passage.
    """
    if ours is None or theirs is None:
        return False
    gone, new = set(ours.topics) - set(theirs.topics), set(theirs.topics) - set(ours.topics)
    same = replace(ours, topics=theirs.topics, rejected=theirs.rejected, updated=theirs.updated)
    return bool(gone) and not gone & set(configured) and new <= set(configured) and same == theirs


def _by_id(annotations: Iterable[Annotation]) -> Mapping[str, Annotation]:
    return {annotation.id: annotation for annotation in annotations}


def _includes(
    before: Annotation | None, ours: Annotation | None, theirs: Annotation | None
) -> bool:
    """Tell whether what we changed is so in theirs too, whatever else they have changed."""
    if ours in (theirs, before):
        return True
    if ours is None or theirs is None:
        return False
    had = set(before.topics) if before else set()
    have, there = set(ours.topics), set(theirs.topics)
    put, taken = have - had, had - have
    is_note_ours = ours.note in (before.note if before else "", theirs.note)
    is_rest_ours = (ours.rejected, ours.starred) == (theirs.rejected, theirs.starred)
    return put <= there and not taken & there and is_note_ours and is_rest_ours
