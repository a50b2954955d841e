"""The files of a folder that hold articles, without reading them."""

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from corpus.barrier import unexpected
from corpus.errors import CorpusError
from corpus.formats.registry import reading, suffix_of
from corpus.metadata.sidecar import NAME as SIDECAR
from corpus.records.registry import SUFFIXES
from disk.plain import not_plain

_MEND = "Mend or remove it."


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it stood when the folder was scanned; `path` is relative to it, with "/"."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def key(self) -> str:
        """Another key means: the file has other bytes, or we read it otherwise.

        The same is no proof: see `corpus.folder.stamps.settled`.
        """
        return f"{self.size}:{self.mtime_ns}:{reading(suffix_of(self.path))}"

    @property
    def seen(self) -> str:
        """Everything the file system says: the same means that nobody has touched the file."""
        return f"{self.size}:{self.mtime_ns}:{self.ctime_ns}:{self.inode}"


def stamp_of(path: str, status: os.stat_result) -> FileStamp:
    """Give the stamp of a file with this status."""
    size, inode = status.st_size, status.st_ino
    return FileStamp(path, size, status.st_mtime_ns, status.st_ctime_ns, inode)


@dataclass(frozen=True, slots=True)
class Stamp:
    """An article as it stood when the folder was looked through (`corpus.folder.stamps`).

    `path` is relative to the folder, with "/". Another `key` means: the article, what metadata.csv
    says of it, or how we read it, has changed. `seen` is what the file system says of the file, ""
    for a record, whose key depends on its own bytes.
    """

    path: str
    key: str
    seen: str = ""


class FolderError(CorpusError):
    """A folder of articles cannot be used."""


def scan(
    root: Path,
    *,
    skip: Collection[Path] = (),
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    on_problem: Callable[[FolderError], None] | None = None,
    on_other: Callable[[str], None] | None = None,
) -> Iterator[FileStamp]:
    """Give the files with articles under `root`, each folder's entries in order of their names.

    Hidden files and folders, the folders and files in `skip`, links that lead out of `root` and
    links back to a folder already seen are left out. Of the files, those whose path (relative, with
    "/") matches one of the patterns in `include`, if there are any, and none in `exclude`: shell
    patterns, where ``*`` matches anything, "/" too. A folder inside that cannot be read, a link
    that is broken or leads out, or a name that is not valid UTF-8, is told to `on_problem`; the
    others still come. The paths of files that are chosen and are no articles go to `on_other`.
    Raises FolderError when `root` itself is no readable folder.
    """
    if not root.exists():
        raise FolderError(str(root), "There is no such folder.", "Check the spelling.")
    if not root.is_dir():
        raise FolderError(str(root), "This is not a folder.", "Name the folder the file is in.")
    top = Path(os.path.realpath(root))
    skipped = {os.path.realpath(path) for path in skip}
    try:
        entries = _entries(str(root))
    except OSError as error:
        raise _unreadable(str(root), error) from error
    tree = _Tree(str(top), skipped, {str(top)}, _wanted(include, exclude), on_problem, on_other)
    return _walk(entries, "", str(top), tree)


@dataclass(frozen=True, slots=True)
class _Tree:
    top: str
    skipped: set[str]
    seen: set[str]
    wanted: Callable[[str], bool]
    on_problem: Callable[[FolderError], None] | None
    on_other: Callable[[str], None] | None

    def tell(self, problem: FolderError) -> None:
        if self.on_problem:
            self.on_problem(problem)

    def leads_out(self, real: str) -> bool:
        return real != self.top and not real.startswith(self.top.rstrip(os.sep) + os.sep)


def _wanted(include: Collection[str], exclude: Collection[str]) -> Callable[[str], bool]:
    def wanted(path: str) -> bool:
        included = not include or any(fnmatchcase(path, pattern) for pattern in include)
        return included and not any(fnmatchcase(path, pattern) for pattern in exclude)

    return wanted


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as found:
        return sorted(found, key=lambda entry: entry.name)


def _unreadable(path: str, error: OSError) -> FolderError:
    if error.errno == errno.ELOOP:
        return FolderError(path, "This link leads in a circle.", _MEND)
    return FolderError(
        path,
        f"The folder cannot be read ({error.strerror}).",
        "Check its permissions.",
    )


def _outside(path: str) -> FolderError:
    reason = "This link leads out of the folder of articles, and is not followed."
    return FolderError(path, reason, "Put what it leads to into the folder.")


def _walk(
    entries: list[os.DirEntry[str]], prefix: str, folder: str, tree: _Tree
) -> Iterator[FileStamp]:
    """Give the files among `entries`, which are those of the resolved path `folder`."""
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = prefix + entry.name
        try:
            if entry.is_dir():
                yield from _walk_folder(entry, path, _resolved(entry, folder), tree)
            elif not tree.wanted(path):
                continue
            elif not _is_ours(entry.name):
                if tree.on_other and entry.is_file() and entry.path not in tree.skipped:
                    tree.on_other(path)
            else:
                yield from _stamp(entry, path, _resolved(entry, folder), tree)
        except OSError as error:
            tree.tell(_unreadable(path, error))
        except Exception as error:  # such as folders in folders without an end
            told = unexpected(path, error, "listing the folder")
            tree.tell(FolderError(told.path, told.reason, told.advice))


def _is_ours(name: str) -> bool:
    lower = name.lower()
    # ~$brief.docx says that somebody has brief.docx open.
    return lower.endswith(SUFFIXES) and lower != SIDECAR and not lower.startswith("~$")


def _resolved(entry: os.DirEntry[str], folder: str) -> str:
    # Resolving every path costs more than listing it, so only where it can matter.
    if entry.is_symlink():
        return os.path.realpath(entry.path)
    return f"{folder.rstrip(os.sep)}{os.sep}{entry.name}"


def _walk_folder(entry: os.DirEntry[str], path: str, real: str, tree: _Tree) -> Iterator[FileStamp]:
    if real in tree.seen or real in tree.skipped:
        return
    if tree.leads_out(real):
        tree.tell(_outside(path))
        return
    tree.seen.add(real)
    yield from _walk(_entries(entry.path), path + "/", real, tree)


def _stamp(entry: os.DirEntry[str], path: str, real: str, tree: _Tree) -> Iterator[FileStamp]:
    if real in tree.skipped:
        return
    if tree.leads_out(real):
        tree.tell(_outside(path))
        return
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode(errors="backslashreplace").decode()
        tree.tell(FolderError(shown, "The file name is not valid UTF-8.", "Rename the file."))
        return
    try:
        status = entry.stat()
    except FileNotFoundError:
        if entry.is_symlink():  # else it has gone since the folder was listed
            tree.tell(FolderError(path, "This link leads nowhere.", _MEND))
        return
    if stat.S_ISREG(status.st_mode):
        yield stamp_of(path, status)
    else:
        odd = not_plain(status, path)
        tree.tell(FolderError(path, f"This is no file: {odd.strerror}.", odd.way_out))
