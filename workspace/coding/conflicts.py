"""Settles annotations that were changed here and elsewhere."""

from enum import Enum

from annotations.history.merge import copy_of
from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import ArticleChangedError, Saved


class Keep(Enum):
    """How a conflict is settled."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


def settle(recorder: Recorder, conflict: Conflict, keep: Keep) -> Saved | None:
    """Keep ours, theirs or both of a conflict, as a step that can be undone.

    Both, where one side deleted the annotation, is the other side. Where theirs is kept, which
    stands in the file, undoing that brings ours back. `None` when it has been settled meanwhile.
    Raises `SaveError`, also when theirs has changed since; the conflict then stays.
    """
    if conflict not in recorder.conflicts:
        if any(conflict.is_same_as(other) for other in recorder.conflicts):
            raise ArticleChangedError(
                f"A passage in {conflict.article} was changed again elsewhere. "
                "It was reloaded; please try again."
            )
        return None
    if keep is Keep.BOTH and not (conflict.ours and conflict.theirs):
        keep = Keep.OURS if conflict.ours else Keep.THEIRS
    if keep is Keep.OURS:
        change = Change(conflict.article, conflict.theirs, conflict.ours)
        saved = recorder.make("kept this version", [change])
    elif keep is Keep.BOTH and conflict.ours:
        change = Change(conflict.article, None, copy_of(conflict.ours))
        saved = recorder.make("kept both versions", [change])
    else:
        saved = recorder.keep_theirs("kept the other version", conflict)
    recorder.settled(conflict)
    return saved
