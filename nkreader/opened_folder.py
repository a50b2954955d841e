"""A folder opened for one command: its annotations and articles, and what is wrong with them.

Nothing of the workspace is imported before it is asked for, so `--help` and completion are quick.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from nkreader.options import fail, refuse_folder, settings_for
from nkreader.reading_problems import ReadingProblems, report_few

if TYPE_CHECKING:
    from corpus.errors import CorpusError
    from corpus.folder.scan import Stamp
    from nkreader.incomplete import Missing
    from workspace.coding.article_coding import Placed
    from workspace.places import Options
    from workspace.workspace import Workspace


def open_folder(options: "Options", missing: "Missing | None" = None) -> "Workspace":
    """Open a folder and read its annotations; report files that cannot be read.

    `missing` is for a command whose answer is made of annotations.
    """
    from workspace.workspace import Workspace

    workspace = Workspace(settings_for(options), is_command=True)
    refuse_folder(workspace.places.articles)
    workspace.load_catalogue()
    if workspace.is_coded:
        if missing:
            missing.look(workspace)
        workspace.load_annotations()
        report_few(workspace.problems.values())
    return workspace


def stamps_of(
    workspace: "Workspace", report: "Callable[[CorpusError], None] | None" = None
) -> "Iterator[Stamp]":
    """Yield the stamp of every article; end the program if the folder cannot be read.

    Problems are passed to `report`; without it the first few are printed.
    """
    from corpus.folder.scan import FolderError
    from workspace.articles.refresh import stamps

    problems = ReadingProblems()
    try:
        yield from stamps(workspace.places, report or problems.report)
    except FolderError as error:
        fail(error)
    problems.finish()


def placed_in(workspace: "Workspace", path: str) -> "list[Placed]":
    """Return an article's annotations, placed in its text; all orphans if it cannot be read."""
    from annotations.anchoring.anchors import Anchor, State
    from corpus.errors import ArticleError
    from workspace.coding.article_coding import Placed

    try:
        return workspace.placed(workspace.article(path))
    except ArticleError:
        return [
            Placed(annotation, Anchor(State.ORPHAN, annotation.start, annotation.end, 0.0))
            for annotation in workspace.annotations_of(path)
        ]
