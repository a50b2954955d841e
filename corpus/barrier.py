"""Whatever goes wrong with one file is that file's problem, and no other's.

Readers take foreign files apart, with libraries that do so too: some file will always bring out an
error that nobody has expected. Where one article, record or table is looked at, `barrier` stands
around it: the file is named and left out, the details are in the log, and the rest goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from corpus.errors import ArticleError, CorpusError
from corpus.log import details, log

_LONGEST = 200

_Item = TypeVar("_Item")


class UnexpectedError(ArticleError):
    """An article cannot be read, and the program is at fault; `details` is the traceback."""

    def __init__(self, path: str, what: str, error: BaseException) -> None:
        said = " ".join(str(error).split())[:_LONGEST]
        shown = f"{type(error).__name__}: {said}" if said else type(error).__name__
        super().__init__(
            path,
            f"It could not be read: an unexpected error in {what} ({shown}). It is left out.",
            "Please report it; the details are in the log.",
        )
        self.details = details(error)


@contextmanager
def barrier(path: str, what: str = "") -> Iterator[None]:
    """Raise UnexpectedError, which is an ArticleError, for whatever is not a CorpusError.

    `what` names the part of the program at work; unless given it is the reader of such files.
    """
    try:
        yield
    except CorpusError:
        raise
    except Exception as error:
        raise unexpected(path, error, what) from error


def unexpected(path: str, error: Exception, what: str = "") -> UnexpectedError:
    """Make the error that names the file at `path`, and log its details."""
    problem = UnexpectedError(path, what or f"the reader of {_suffix(path)} files", error)
    log(str(problem), problem.details)
    return problem


def until_unexpected(
    path: str, items: Callable[[], Iterable[_Item]], tell: Callable[[CorpusError], None]
) -> Iterator[_Item]:
    """Give the items up to where something goes wrong, and tell that."""
    try:
        yield from items()
    except CorpusError as error:
        tell(error)
    except Exception as error:
        tell(unexpected(path, error))


def _suffix(path: str) -> str:
    """Give the suffix of the file that an article is in; a record is called `news.csv/12`."""
    names = [name for name in path.split("/")[-2:] if "." in name.strip(".")]
    return f".{names[-1].rpartition('.')[2]}" if names else "such"
