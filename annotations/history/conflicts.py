"""Finds annotations changed here and, since then, elsewhere by somebody who did not know."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from annotations.history.merge import empty, merged_fields, says_the_same
from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from annotations.model import Annotation


class SessionChanges:
    """What this session has changed, and what was there before, by article and id.

    `done_by_others` tells what other programs have done to an article that did know: each change
    of theirs began with what the file said then.
    """

    def __init__(self, done_by_others: Callable[[str], Sequence[Change]] = lambda _: ()) -> None:
        self._done_by_others = done_by_others
        self._before: dict[str, dict[str, Annotation | None]] = {}

    def made(self, changes: Iterable[Change]) -> None:
        """Remember changes that are on disk."""
        for change in changes:
            if annotation := change.after or change.before:
                known = self._before.setdefault(change.article, {})
                known.setdefault(annotation.id, change.before)

    def forget(self, article: str, identity: str) -> None:
        """Note that both versions of an annotation have been kept."""
        self._before.get(article, {}).pop(identity, None)

    def moved(self, old: str, new: str) -> None:
        """Keep what was changed in an article under its new path."""
        if known := self._before.pop(old, None):
            self._before.setdefault(new, {}).update(known)

    def conflicts(
        self, article: str, ours: Iterable[Annotation], theirs: Iterable[Annotation]
    ) -> list[Conflict]:
        """Return the annotations that we have changed and that `theirs` has without our changes.

        They are told once: what stands in the file is then what the next change begins with.
        """
        known = self._before.get(article)
        if not known:
            return []
        here, there = _by_id(ours), _by_id(theirs)
        found = [
            Conflict(article, here.get(identity), there.get(identity), before)
            for identity, before in known.items()
            if not _includes(before, here.get(identity), there.get(identity))
        ]
        if found:
            done = self._done_by_others(article)
            knowing = [each for each in found if _was_known(each, done)]
            for conflict in found:
                self.forget(article, conflict.id)
            found = [each for each in found if each not in knowing]
        return found

    def agreeing(
        self, conflicts: Iterable[Conflict], article: str, theirs: Iterable[Annotation]
    ) -> list[Conflict]:
        """Return those of conflicts that are none any more: the file has our changes again.

        They are then ours again, as before the conflict.
        """
        there = _by_id(theirs)
        found = [
            conflict
            for conflict in conflicts
            if conflict.article == article
            and _includes(conflict.before, conflict.ours, there.get(conflict.id))
            and conflict.ours != conflict.before
        ]
        for each in found:
            self._before.setdefault(article, {}).setdefault(each.id, each.before)
        return found


def differ_in_topics_alone(
    ours: Annotation | None, theirs: Annotation | None, configured: Collection[str]
) -> bool:
    """Return whether theirs is ours with topics that have other names by now, or are gone.

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
    """Return whether what we changed is so in theirs too, whatever else they have changed."""
    if ours in (theirs, before):
        return True
    if ours is None or theirs is None:
        return False
    merged, clashes = merged_fields(before or empty(ours), ours, theirs)
    return not clashes and merged is not None and says_the_same(merged, theirs)


def _was_known(conflict: Conflict, done: Sequence[Change]) -> bool:
    """Whether another program made what stands in the file out of what we had put there."""
    known = False
    now = conflict.ours
    for change in done:
        annotation = change.before or change.after
        if annotation and annotation.id == conflict.id:
            known = known or change.before == conflict.ours
            now = change.after if known else now
    return known and now == conflict.theirs
