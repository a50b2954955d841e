"""What happens in the annotations folder while it is open: other programs, editors, git."""

from dataclasses import dataclass
from enum import Enum
from threading import Lock

from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.listing import list_files
from annotations.history.merge import copy_of
from annotations.history.rescue import Conflict
from annotations.history.steps import Change
from workspace.coding.recorder import Recorder
from workspace.coding.save_result import ArticleChangedError, Saved


@dataclass(frozen=True, slots=True)
class Outside:
    """What others have done: articles whose annotations are other ones now, and what went wrong.

    `conflicts` are new ones, of annotations that were changed here too; `problems` are files that
    cannot be read any more, whose annotations stay as they were known. `left_behind` are topics
    that passages still carry under an old name: that, the present name, how many.
    """

    articles: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[AnnotationFileError, ...] = ()
    left_behind: tuple[tuple[str, str, int], ...] = ()

    def __add__(self, later: "Outside") -> "Outside":
        """What others have done in two looks."""
        return Outside(
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
            carry = "1 passage has" if number == 1 else f"{number:,} passages have"
            parts.append(
                f"{carry} the topic “{old}”, which is called “{new}” now: merging the two in the "
                "list of topics takes them along"
            )
        if self.articles:
            more = f" and {len(self.articles) - 1} more" if len(self.articles) > 1 else ""
            parts.append(f"annotations changed elsewhere: {self.articles[0]}{more}")
        return ". ".join(parts)


class Keep(Enum):
    """How a conflict is settled."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


class Watch:
    """Looks for what others have done. May be used from any thread."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._looking = Lock()
        self._untold = Outside()

    def look(self) -> Outside:
        """Reload what others have changed, and tell what they have done since the last time.

        Looks at names, times and sizes first, then only at files where those are others; the
        program's own saves are recognised by their content. Cheap when nothing has changed.
        """
        with self._looking:
            found, self._untold = self._untold + _look(self._recorder), Outside()
            return found

    def catch_up(self) -> None:
        """Reload what others have changed, for a step of everything; `look` tells of it."""
        with self._looking:
            self._untold += _look(self._recorder)


def _look(recorder: Recorder) -> Outside:
    folder = recorder.store.folder
    if problem := recorder.folder_problem():
        is_known = str(folder) in recorder.problems
        recorder.problems[str(folder)] = problem
        return Outside() if is_known else Outside(problems=(problem,))
    recorder.problems.pop(str(folder), None)
    before, now = recorder.seen, list_files(folder)
    articles: list[str] = []
    problems: list[AnnotationFileError] = []
    already = list(recorder.conflicts)
    for name in sorted({*before, *now}):
        if before.get(name) == now.get(name):
            continue
        with recorder.saving:
            try:
                file = recorder.store.load_named(name) or _gone(recorder, name)
            except AnnotationFileError as error:
                recorder.problems[str(error.file)] = error
                problems.append(error)
                continue
            recorder.problems.pop(str(folder / name), None)
            known = recorder.file(file.path)
            if (known.annotations if known else ()) != file.annotations:
                taken = recorder.take_in(file)
                if known is None or known.annotations != taken.annotations:
                    articles.append(file.path)
    recorder.seen = now
    if now and not recorder.home.is_known:
        recorder.home.remember()
    recorder.look_at_conflicts()
    new = (each for each in recorder.conflicts if not any(_is_same(each, one) for one in already))
    return Outside(tuple(articles), tuple(new), tuple(problems))


def _gone(recorder: Recorder, name: str) -> AnnotationFile:
    """What is left of a file that is gone: nothing, of the article that it belonged to."""
    store = recorder.store
    known = (file.path for file in recorder.files())
    owner = next((path for path in known if store.name_of(store.file_of(path)) == name), "")
    return AnnotationFile(owner or name, "", "", ())


def settle(recorder: Recorder, conflict: Conflict, keep: Keep) -> Saved | None:
    """Keep ours, theirs or both of a conflict, as a step that can be undone.

    Both, where one side deleted the annotation, is the other side. Where theirs is kept, which
    stands in the file, taking that back brings ours. `None` when it has been settled meanwhile.
    Raises `SaveError`, also when theirs is another one by now; the conflict then stays.
    """
    if conflict not in recorder.conflicts:
        if any(_is_same(conflict, each) for each in recorder.conflicts):
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
        change = Change(conflict.article, conflict.ours, conflict.theirs)
        recorder.record("kept the other version", [change])
        saved = Saved("kept the other version", article=conflict.article)
    recorder.settled(conflict)
    return saved


def _is_same(one: Conflict, other: Conflict) -> bool:
    """Whether two conflicts are about one annotation."""
    return (one.article, _id(one)) == (other.article, _id(other))


def _id(conflict: Conflict) -> str:
    annotation = conflict.ours or conflict.theirs
    return annotation.id if annotation else ""
