"""Changes that are not on disk yet, and conflicts that nobody has settled: kept until they are."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from annotations.history.rescue import Conflict, Rescue, Rescued, Unsaved
from annotations.history.steps import net
from annotations.model import ArticleIdentity


class UnsavedChanges:
    """One `Unsaved` for each article, in memory; `store` brings them to the session's rescue file.

    `conflicts` are kept with them. Change either only while `KnownAnnotations.disk` is held.
    """

    def __init__(self, folder: Path) -> None:
        self.conflicts: list[Conflict] = []
        self.problem = ""
        """Why the rescue file cannot be written either, and the way out; "" when it can."""
        self._rescue = Rescue(folder)
        self._by_article: dict[str, Unsaved] = {}

    def __bool__(self) -> bool:
        """Whether there is anything that is not on disk."""
        return bool(self._by_article)

    def __iter__(self) -> Iterator[Unsaved]:
        """The changes of each article; others may be kept or dropped meanwhile."""
        return iter(list(self._by_article.values()))

    def of(self, article: str) -> Unsaved | None:
        """The changes of one article, by its path."""
        return self._by_article.get(article)

    def keep(self, unsaved: Unsaved) -> None:
        """Replace what is kept of an article by what these changes come to."""
        unsaved = replace(unsaved, changes=net(unsaved.changes))
        self._by_article.pop(unsaved.article.path, None)
        if unsaved.changes:
            self._by_article[unsaved.article.path] = unsaved

    def still_unsaved(self, unsaved: Unsaved, reason: str) -> None:
        """Note why changes could not be saved this time."""
        self._by_article[unsaved.article.path] = replace(unsaved, reason=reason)

    def drop(self, article: str) -> Unsaved | None:
        """Forget the changes of an article and return them: they are on disk now."""
        return self._by_article.pop(article, None)

    def move(self, old: str, new: ArticleIdentity) -> None:
        """Keep the changes of an article under its new path."""
        if kept := self.drop(old):
            changes = tuple(replace(change, article=new.path) for change in kept.changes)
            parts = (replace(each, part=each.part.at({old: new.path})) for each in kept.parts)
            moved = Unsaved(new, changes, kept.reason, tuple(parts))
            self._by_article[new.path] = moved

    def store(self) -> None:
        """Write the rescue file; where that fails, `problem` says so."""
        try:
            self._rescue.keep(Rescued(tuple(self), tuple(self.conflicts)))
            self.problem = ""
        except OSError as error:
            self.problem = (
                f" It is in memory only, as {self._rescue.file.parent} cannot be written either "
                f"({error.strerror}): do not quit before it is saved."
            )

    @property
    def words(self) -> str:
        """What is not on disk yet and why; "" when everything is."""
        kept = list(self)
        if not kept:
            return ""
        number = sum(len(unsaved.changes) for unsaved in kept)
        changes = "1 change is" if number == 1 else f"{number} changes are"
        where = f"kept in {self._rescue.file} for the next start"
        return (
            f"{changes} not in the annotations folder yet ({kept[0].article.path}: "
            f"{kept[0].reason}); {self.problem.strip() or where}"
        )

    def of_ended_sessions(self) -> Iterable[tuple[Path, Rescued]]:
        """What sessions that have ended left behind, with the file of each."""
        return self._rescue.others()

    @property
    def left_behind(self) -> int:
        """How many changes sessions that have ended could not save."""
        every = (unsaved for _, rescued in self.of_ended_sessions() for unsaved in rescued.unsaved)
        return sum(len(unsaved.changes) for unsaved in every)

    def close(self) -> None:
        """Leave what is kept to the next session."""
        self._rescue.close()
