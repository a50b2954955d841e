"""What a step asks of the files that it changes, and what became of it."""

from collections.abc import Callable, Sequence

from msgspec import Struct, field

from annotations.files.article_file import AnnotationFileError
from annotations.history.merge import Terms
from annotations.history.steps import Change, Part
from workspace.coding.save_result import SaveError


class Written(Struct):
    """What became of parts: changes made, files written, what merging says, and what was not done.

    `refused` are parts that cannot be done, and why; `left` those not reached when it was stopped,
    after `stopped` files, and `later` says that the next start does them; `kept` says what is not
    on disk yet.
    """

    changes: list[Change] = field(default_factory=list)
    files: int = 0
    notes: list[str] = field(default_factory=list)
    refused: list[tuple[Part, AnnotationFileError | SaveError]] = field(default_factory=list)
    left: list[Part] = field(default_factory=list)
    stopped: str = ""
    kept: str = ""
    later: str = ""

    @property
    def failed(self) -> list[str]:
        """The articles whose parts have not been done."""
        return [part.article for part in (*(part for part, _ in self.refused), *self.left)]


class Writing(Struct, frozen=True):
    """How the parts of a step, by its id, are written: on which terms, alone or with many files.

    `announce` is told what files will become before the first of them is touched; `written` gathers
    what became of them.
    """

    step: str
    announce: Callable[[Sequence[Part]], None]
    terms: Terms
    is_bulk: bool
    written: Written = field(default_factory=Written)
