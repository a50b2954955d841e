"""Compares the annotations of two files of one article by their ids, to merge them."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from annotations.files.article_file import AnnotationFile
from annotations.history.merge import copy_of, renamed, says_the_same
from annotations.history.steps import Change
from annotations.model import Annotation

NO_NAMES: Mapping[str, str] = {}


class Side(StrEnum):
    """Where an annotation of the other folder was made or changed."""

    NEW = "new"
    SAME = "same"
    THERE = "changed there"
    HERE = "changed here"
    BOTH = "changed on both sides"


class Incoming(Struct, frozen=True):
    """An annotation of the other folder, what is here under its id, and which side is newer."""

    path: str
    side: Side
    theirs: Annotation
    ours: Annotation | None

    @property
    def change(self) -> Change | None:
        """What bringing it in takes; with changes on both sides theirs comes beside ours."""
        if self.side in {Side.NEW, Side.THERE}:
            return Change(self.path, self.ours, self.theirs)
        return Change(self.path, None, copy_of(self.theirs)) if self.side is Side.BOTH else None


def compare(
    here: AnnotationFile,
    theirs: Iterable[Annotation],
    earlier: Collection[Annotation],
    names: Mapping[str, str] = NO_NAMES,
) -> list[Incoming]:
    """Compare annotations of the other folder with those of an article here.

    Theirs come with the topics as they are called here by now; `names` are those by the old ones.
    Ours may still have the old ones, in the middle of a renaming.

    `earlier` are older versions of ours: when theirs is among them only we have changed it. Else
    the side that still is as it was created (`updated` is `created`) has not changed it. An
    annotation that was brought in beside ours before is the same.
    """
    ours = {annotation.id: annotation for annotation in here.annotations}
    known = {*earlier, *(renamed(each, names) for each in earlier)}
    return [
        Incoming(here.path, _side(ours, each, known, names), each, ours.get(each.id))
        for each in (renamed(annotation, names) for annotation in theirs)
    ]


def _side(
    here: dict[str, Annotation],
    theirs: Annotation,
    earlier: Collection[Annotation],
    names: Mapping[str, str],
) -> Side:
    ours = here.get(theirs.id)
    if ours is None:
        return Side.NEW
    copy = copy_of(theirs)
    if says_the_same(theirs, renamed(ours, names)) or here.get(copy.id) == copy:
        return Side.SAME
    if theirs in earlier:
        return Side.HERE
    if ours.created == theirs.created != "":
        if ours.updated == ours.created != theirs.updated:
            return Side.THERE
        if theirs.updated == theirs.created != ours.updated:
            return Side.HERE
    return Side.BOTH
