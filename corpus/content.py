"""Reads the content of an article, from its file or from its record in a file."""

import codecs
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.registry import check_installed, extract
from corpus.limits import LARGEST
from corpus.metadata.columns import Columns
from corpus.records.files import is_record, read_record
from corpus.records.registry import holds_records
from disk.plain import NotPlainError, TooLargeError
from disk.reading import read

_OUTSIDE = "The path leads out of the folder of articles."


class Content(NamedTuple):
    """The content of an article: what its reader returned, and the bytes of its file.

    `origin` says where the fields in `extracted` come from. `data` is None for a record.
    """

    extracted: Extracted
    origin: str
    data: bytes | None

    @property
    def file_sum(self) -> str:
        """A checksum of the file's bytes, as that of `file_sum`; "" for a record."""
        return "" if self.data is None else _sum(self.data)


def content_of(
    root: Path, path: str, recurring: Container[str], columns: Columns, encoding: str = ""
) -> Content:
    """Read the article at `path`, relative to `root`, in the named `encoding` if there is one.

    `recurring` and `columns` are those of `corpus.load.load_article`. Raises ArticleError.
    """
    with _as_article_errors(path):
        _refuse_outside(path)
        if is_record(root, path):
            return Content(read_record(root, path, recurring, columns), "the record", None)
        check_installed(path)  # before opening it, which takes long for very many
        data = _bytes(root, path)
        if not encoding:
            return Content(extract(path, data, recurring), "the file", data)
        extracted = extract(path, _as_utf8(data, encoding), recurring)
        return Content(replace(extracted, encoding=encoding), "the file", data)


def file_sum(root: Path, path: str) -> str:
    """Return a checksum of a file's bytes; "" if it cannot be read."""
    with suppress(ArticleError, OSError):
        return _sum(_bytes(root, path))
    return ""


def _sum(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


@contextmanager
def _as_article_errors(path: str) -> Iterator[None]:
    """Turn errors of the disk into ArticleErrors."""
    try:
        yield
    except FileNotFoundError as error:
        raise ArticleError(
            path, "There is no such file (any more).", "Check the name, or put it back."
        ) from error
    except NotPlainError as error:
        raise _no_file(path, error) from error
    except PermissionError as error:
        raise ArticleError(
            path,
            "You have no permission to read the file.",
            "Change its permissions, e.g. chmod u+r.",
        ) from error
    except OSError as error:
        raise ArticleError(
            path, f"The file cannot be read ({error.strerror}).", "Try again, or check the disk."
        ) from error


def _refuse_outside(path: str) -> None:
    if path.startswith("/") or ".." in path.split("/") or "\0" in path:
        raise ArticleError(path, _OUTSIDE, "Use a path inside it, relative to it.")


def _no_file(path: str, error: NotPlainError) -> ArticleError:
    if error.leads_to:
        return ArticleError(path, _OUTSIDE, error.way_out)
    return ArticleError(path, f"It is not a file ({error.strerror}).", "Name a text file.")


def _as_utf8(data: bytes, encoding: str) -> bytes:
    """Return a text in a named encoding as UTF-8; unchanged if there is no such encoding."""
    with suppress(LookupError, ValueError):
        return codecs.BOM_UTF8 + data.decode(encoding, "replace").encode("utf-8", "replace")
    return data


def _bytes(root: Path, path: str) -> bytes:
    if holds_records(path):
        reason = "It holds one article per record."
        raise ArticleError(path, reason, f"Name one of them, such as {path}/000001.")
    try:
        return read(root / path, within=root, most=LARGEST)
    except TooLargeError as error:
        raise ArticleError(
            path,
            f"The file is larger than {LARGEST >> 20} MB.",
            "Split it into one file per article.",
        ) from error
