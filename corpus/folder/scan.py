"""Lists the files of a folder that hold articles, without reading them."""

import errno
import os
import stat
from collections.abc import Callable, Collection, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from corpus.barrier import unexpected
from corpus.errors import CorpusError
from corpus.formats.registry import reading, suffix_of
from corpus.metadata.sidecar import NAME as SIDECAR
from corpus.records.registry import SUFFIXES
from disk.plain import not_plain

_FIX = "Fix or remove it."


class FileStamp(Struct, frozen=True):
    """A file as it stood when the folder was scanned; `path` is relative to it, with "/"."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    @property
    def key(self) -> str:
        """A key that changes with the file's bytes, or with how we read them.

        The same key is no proof that nothing changed: see `corpus.folder.stamps.settled`.
        """
        return f"{self.size}:{self.mtime_ns}:{reading(suffix_of(self.path))}"

    @property
    def seen(self) -> str:
        """All that the file system says: if this is unchanged, nobody has touched the file."""
        return f"{self.size}:{self.mtime_ns}:{self.ctime_ns}:{self.inode}"


def stamp_of(path: str, status: os.stat_result) -> FileStamp:
    """Return the stamp of a file by its status."""
    size, inode = status.st_size, status.st_ino
    return FileStamp(path, size, status.st_mtime_ns, status.st_ctime_ns, inode)


class Stamp(Struct, frozen=True):
    """An article as it stood when the folder was listed (`corpus.folder.stamps`).

    `path` is relative to the folder, with "/". `key` changes with the article, what metadata.csv
    says about it, and how we read it. `seen` is what the file system says about the file, "" for a
    record, whose key depends on its own bytes.
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
    on_unread: Callable[[str], None] | None = None,
) -> Iterator[FileStamp]:
    """Return the files with articles under `root`, each folder's entries in order of their names.

    Hidden files and folders, the folders and files in `skip`, links that lead out of `root` and
    links back to a folder already seen are left out. A file's path (relative, with "/") must match
    one of the patterns in `include`, if there are any, and none in `exclude`: shell patterns, where
    ``*`` matches anything, "/" too. A folder that cannot be read, a link that is broken or leads
    out, and a name that is not valid UTF-8 are passed to `on_problem`, and the rest is still
    listed. The paths of files that match but are no articles are passed to `on_unread`. Raises
    FolderError if `root` itself is no readable folder.
    """
    if not root.exists():
        raise FolderError(str(root), "There is no such folder.", "Check the spelling.")
    if not root.is_dir():
        raise FolderError(
            str(root), "This is not a folder.", "Name the folder that the file is in."
        )
    top = Path(os.path.realpath(root))
    skipped = {os.path.realpath(path) for path in skip}
    try:
        entries = _entries(str(root))
    except OSError as error:
        raise _unreadable(str(root), error) from error
    tree = _Tree(str(top), skipped, {str(top)}, _wanted(include, exclude), on_problem, on_unread)
    return _walk(entries, "", str(top), tree)


class _Tree(Struct, frozen=True):
    top: str
    skipped: set[str]
    seen: set[str]
    wanted: Callable[[str], bool]
    on_problem: Callable[[FolderError], None] | None
    on_unread: Callable[[str], None] | None

    def report(self, problem: FolderError) -> None:
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
        return FolderError(path, "This link leads in a circle.", _FIX)
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
    """Yield the files among the `entries` of the folder whose real path is `folder`."""
    for entry in entries:
        if entry.name.startswith("."):
            continue
        path = prefix + entry.name
        try:
            if entry.is_dir():
                yield from _walk_folder(entry, path, _resolved(entry, folder), tree)
            elif not tree.wanted(path):
                continue
            elif not _is_article(entry.name):
                if tree.on_unread and entry.is_file() and entry.path not in tree.skipped:
                    tree.on_unread(path)
            else:
                yield from _stamp(entry, path, _resolved(entry, folder), tree)
        except OSError as error:
            tree.report(_unreadable(path, error))
        except Exception as error:  # such as endlessly nested folders
            problem = unexpected(path, error, "listing the folder")
            tree.report(FolderError(problem.path, problem.reason, problem.advice))


def _is_article(name: str) -> bool:
    lower = name.lower()
    # ~$brief.docx means that somebody has brief.docx open.
    return lower.endswith(SUFFIXES) and lower != SIDECAR and not lower.startswith("~$")


def _resolved(entry: os.DirEntry[str], folder: str) -> str:
    # Resolving a path costs more than listing it, so it is done only where it can matter.
    if entry.is_symlink():
        return os.path.realpath(entry.path)
    return f"{folder.rstrip(os.sep)}{os.sep}{entry.name}"


def _walk_folder(entry: os.DirEntry[str], path: str, real: str, tree: _Tree) -> Iterator[FileStamp]:
    if real in tree.seen or real in tree.skipped:
        return
    if tree.leads_out(real):
        tree.report(_outside(path))
        return
    tree.seen.add(real)
    yield from _walk(_entries(entry.path), path + "/", real, tree)


def _stamp(entry: os.DirEntry[str], path: str, real: str, tree: _Tree) -> Iterator[FileStamp]:
    if real in tree.skipped:
        return
    if tree.leads_out(real):
        tree.report(_outside(path))
        return
    try:
        path.encode()
    except UnicodeEncodeError:
        shown = path.encode(errors="backslashreplace").decode()
        tree.report(FolderError(shown, "The file name is not valid UTF-8.", "Rename the file."))
        return
    try:
        status = entry.stat()
    except FileNotFoundError:
        if entry.is_symlink():  # else it has gone since the folder was listed
            tree.report(FolderError(path, "This link leads nowhere.", _FIX))
        return
    if stat.S_ISREG(status.st_mode):
        yield stamp_of(path, status)
    else:
        error = not_plain(status, path)
        tree.report(FolderError(path, f"This is not a file: {error.strerror}.", error.way_out))
