"""What others have done in the annotations folder while it is open: programs, editors, git."""

from msgspec import Struct

from annotations.files.article_file import AnnotationFileError
from annotations.history.rescue import Conflict


class ExternalChanges(Struct, frozen=True):
    """Articles whose annotations others have changed, and what went wrong with their files.

    `conflicts` are new ones, of annotations that were changed here too; `problems` are files that
    cannot be read any more, whose annotations stay as they were known. `left_behind` are topics
    that passages still carry under an old name: that, the present name, how many.
    """

    articles: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[AnnotationFileError, ...] = ()
    left_behind: tuple[tuple[str, str, int], ...] = ()

    def __add__(self, later: "ExternalChanges") -> "ExternalChanges":
        """The changes found at two times."""
        return ExternalChanges(
            tuple(dict.fromkeys((*self.articles, *later.articles))),
            (*self.conflicts, *later.conflicts),
            (*self.problems, *later.problems),
        )

    @property
    def words(self) -> str:
        """All of it, for a line on the screen; "" when there is nothing a person must know."""
        parts = [str(problem) for problem in self.problems]
        if number := len(self.conflicts):
            first = self.conflicts[0].article
            passages = "1 passage was" if number == 1 else f"{number} passages were"
            parts.append(f"{passages} changed here and elsewhere ({first}): choose which to keep")
        for old, new, number in self.left_behind:
            carry, them = (
                ("1 passage has", "it") if number == 1 else (f"{number:,} passages have", "them")
            )
            parts.append(
                f"{carry} the topic “{old}”, which is called “{new}” now: to take {them} along, "
                f"merge “{old}” into “{new}” in the list of topics"
            )
        if self.articles:
            more = f" and {len(self.articles) - 1} more" if len(self.articles) > 1 else ""
            parts.append(f"annotations changed elsewhere: {self.articles[0]}{more}")
        return ". ".join(parts)
