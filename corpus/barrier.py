"""Confines whatever goes wrong with one file to that file.

Readers, and the libraries they use, take foreign files apart: some file will always cause an error
that nobody expected. Wherever one article, record or table is read, `barrier` surrounds it: the
file is named and left out, the details go to the log, and the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from corpus.errors import ArticleError, CorpusError
from corpus.log import details, log

_LONGEST = 200

_Item = TypeVar("_Item")


class UnexpectedError(ArticleError):
    """An article cannot be read, and it is the program's fault; `details` is the traceback."""

    def __init__(self, path: str, what: str, error: BaseException) -> None:
        message = " ".join(str(error).split())[:_LONGEST]
        shown = f"{type(error).__name__}: {message}" if message else type(error).__name__
        super().__init__(
            path,
            f"It could not be read: an unexpected error in {what} ({shown}). It is left out.",
            "Please report it; the details are in the log.",
        )
        self.details = details(error)


@contextmanager
def barrier(path: str, what: str = "") -> Iterator[None]:
    """Turn every error that is no CorpusError into an UnexpectedError, which is an ArticleError.

    `what` names the part of the program at work, by default the reader of such files.
    """
    try:
        yield
    except CorpusError:
        raise
    except Exception as error:
        raise unexpected(path, error, what) from error


def unexpected(path: str, error: Exception, what: str = "") -> UnexpectedError:
    """Return the error that names the file at `path`, and log its details."""
    problem = UnexpectedError(path, what or f"the reader of {_suffix(path)} files", error)
    log(str(problem), problem.details)
    return problem


def until_unexpected(
    path: str, items: Callable[[], Iterable[_Item]], report: Callable[[CorpusError], None]
) -> Iterator[_Item]:
    """Yield the items up to an error, and pass that to `report`."""
    try:
        yield from items()
    except CorpusError as error:
        report(error)
    except Exception as error:
        report(unexpected(path, error))


def _suffix(path: str) -> str:
    """Return the suffix of an article's file; the path of a record is `news.csv/12`."""
    names = [name for name in path.split("/")[-2:] if "." in name.strip(".")]
    return f".{names[-1].rpartition('.')[2]}" if names else "such"
