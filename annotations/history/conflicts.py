"""Finds annotations changed here and, since then, elsewhere by somebody who did not know."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotations.history.merge import empty, merged_fields, says_the_same
from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from annotations.model import Annotation


class _Ours(Struct, frozen=True):
    """What this session has made of an annotation, `before` and `after`; None where there is none.

    What others have done to it since is not in `after`: they may take that back.
    """

    before: Annotation | None
    after: Annotation | None

    def then(self, change: Change) -> "_Ours":
        """Return it with a further change of ours, which may stand on what others have done."""
        if self.after and change.before and change.after:
            after, clashes = merged_fields(change.before, change.after, self.after)
            if not clashes:
                return _Ours(self.before, after)
        return _Ours(self.before, change.after)

    def is_in(self, theirs: Annotation | None) -> bool:
        """Whether what we changed is so in theirs too, whatever else they have changed."""
        if self.after in (theirs, self.before):
            return True
        if self.after is None or theirs is None:
            return False
        merged, clashes = merged_fields(self.before or empty(self.after), self.after, theirs)
        return not clashes and merged is not None and says_the_same(merged, theirs)


class SessionChanges:
    """What this session has changed, by article and id, so that it is missed when it goes.

    `done_by_others` tells what other programs have done to an article that did know: each change
    of theirs began with what the file said then. A sequence of changes each of which was made on
    top of the one before is no conflict.
    """

    def __init__(self, done_by_others: Callable[[str], Sequence[Change]] = lambda _: ()) -> None:
        self._done_by_others = done_by_others
        self._ours: dict[str, dict[str, _Ours]] = {}

    def made(self, changes: Iterable[Change]) -> None:
        """Remember changes that are on disk."""
        for change in changes:
            if annotation := change.after or change.before:
                known = self._ours.setdefault(change.article, {})
                ours = known.get(annotation.id, _Ours(change.before, change.before))
                known[annotation.id] = ours.then(change)

    def forget(self, article: str, identity: str) -> None:
        """Note that both versions of an annotation have been kept."""
        self._ours.get(article, {}).pop(identity, None)

    def moved(self, old: str, new: str) -> None:
        """Keep what was changed in an article under its new path."""
        if known := self._ours.pop(old, None):
            self._ours.setdefault(new, {}).update(known)

    def conflicts(
        self, article: str, ours: Iterable[Annotation], theirs: Iterable[Annotation]
    ) -> list[Conflict]:
        """Return the annotations that we have changed and that `theirs` has without our changes.

        `ours` are the annotations as they have been known until now. Conflicts are told once: what
        stands in the file is then what the next change begins with.
        """
        known = self._ours.get(article)
        if not known:
            return []
        here, there = _by_id(ours), _by_id(theirs)
        missed = [
            Conflict(article, here.get(identity), there.get(identity), made.before)
            for identity, made in known.items()
            if here.get(identity) != there.get(identity) and not made.is_in(there.get(identity))
        ]
        done = self._done_by_others(article) if missed else ()
        found = []
        for conflict in missed:
            after = known.pop(conflict.id).after
            if not _was_known(conflict, after, done):
                found.append(conflict)
            elif conflict.theirs:
                known[conflict.id] = _Ours(conflict.before, conflict.theirs)
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
            and _Ours(conflict.before, conflict.ours).is_in(there.get(conflict.id))
            and conflict.ours != conflict.before
        ]
        for each in found:
            ours = _Ours(each.before, each.ours)
            self._ours.setdefault(article, {}).setdefault(each.id, ours)
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


def _was_known(conflict: Conflict, after: Annotation | None, done: Iterable[Change]) -> bool:
    """Whether others made what stands in the file out of what was known, or of ours alone.

    `after` is ours alone, `done` what they did.
    """
    reached = [conflict.ours, after]
    for change in done:
        annotation = change.before or change.after
        if annotation and annotation.id == conflict.id and change.before in reached:
            reached.append(change.after)
    return conflict.theirs in reached
