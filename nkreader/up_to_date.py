"""Brings catalogue and index up to date, for commands that need them."""

from typing import TYPE_CHECKING

from nkreader.options import fail, say
from nkreader.reading_problems import report_few

if TYPE_CHECKING:
    from workspace.articles.refresh import Refreshed
    from workspace.workspace import Workspace


class CacheError(Exception):
    """Why catalogue or index cannot be written."""


def refresh(
    workspace: "Workspace", *, wait: float | None = None, rebuild: bool = False
) -> "Refreshed | None":
    """Bring catalogue and index up to date, and report articles that cannot be read.

    Waits at most `wait` seconds (without end if `None`) for another program that is indexing;
    returns `None` when it has not finished by then. Ends the program if the folder cannot be read.
    Raises `CacheError` when the cache cannot be written, `KeyboardInterrupt` after Ctrl+C.
    """
    from corpus.folder.scan import FolderError
    from index.engine import IndexBusy, IndexProblem
    from nkreader.progress import ProgressLine, stopping
    from nkreader.waiting import Waiting
    from workspace.articles.refresh import Watcher, refresh_folder

    progress = ProgressLine("reading articles")
    found = None
    try:
        with stopping() as asked:
            watcher = Watcher(progress=progress.show, should_stop=asked)
            waiting = Waiting(workspace.places.cache, wait, asked)
            while found is None and not asked():
                try:
                    found = refresh_folder(workspace.places, watcher, anew=rebuild)
                except IndexBusy:
                    progress.clear()
                    if not waiting.wait():
                        break
                    if waiting.is_done and not rebuild:
                        found = _by_another(workspace)
    except FolderError as error:
        fail(error)
    except IndexProblem as error:
        raise CacheError(str(error)) from error
    except OSError as error:
        message = f"{workspace.places.cache} cannot be written: {error.strerror}."
        raise CacheError(message) from error
    finally:
        progress.clear()
    report_few(found.problems if found else ())
    if asked():
        say("Stopped. Progress is kept; the next run resumes.")
        raise KeyboardInterrupt
    workspace.load_catalogue()
    return found


def _by_another(workspace: "Workspace") -> "Refreshed":
    """Return what another program found that has just brought the folder up to date."""
    from workspace.articles.refresh import Refreshed

    records = workspace.load_catalogue().records
    problems = (f"{each.path}: {each.problem}" for each in records.values() if each.problem)
    return Refreshed(len(records), 0, 0, tuple(problems))
