"""Lists every article of a folder, and decides which must be read again."""

import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from corpus.barrier import until_unexpected
from corpus.content import file_sum
from corpus.errors import CorpusError
from corpus.folder.catalogue import Record
from corpus.folder.scan import FileStamp, Stamp, scan
from corpus.folder.unread_files import UnreadFiles
from corpus.formats.registry import EXPORTS, reading, suffix_of
from corpus.limits import LARGEST
from corpus.metadata.columns import NO_COLUMNS, Columns
from corpus.metadata.sidecar import Sidecars
from corpus.records.files import record_keys
from corpus.records.registry import holds_records


def _nothing(_path: str) -> None:
    return None


def _no(_path: str) -> bool:
    return False


def article_stamps(
    root: Path,
    *,
    skip: Collection[Path] = (),
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    columns: Columns = NO_COLUMNS,
    on_problem: Callable[[CorpusError], None] | None = None,
    known: Callable[[str], Record | None] = _nothing,
    stays_one: Callable[[str], bool] = _no,
) -> Iterator[Stamp]:
    """Return every article under `root`, including those of files with many records.

    `skip`, `include` and `exclude` choose among the files as in `corpus.folder.scan.scan`,
    `columns` are those that the user names for records. `known` returns an article as it was last
    read: a file that was one article and has not been touched is not examined again for being an
    export of many (`corpus.records.press_exports`); one that `stays_one` is not divided. Problems
    (of a folder, a record, a row of a metadata.csv) are passed to `on_problem`, and the rest is
    still listed; so are, at the end, rows of a metadata.csv that name no article
    (DoubtError) and each kind of file that is not read (UnreadFilesError). Raises
    FolderError if `root` itself is no readable folder.
    """
    report = on_problem or _ignore
    unread = UnreadFiles()
    files = scan(
        root, skip=skip, include=include, exclude=exclude, on_problem=report, on_unread=unread.add
    )
    sidecars = Sidecars(root, report)
    return _Listing(root, columns, report, known, stays_one, sidecars, unread).stamps(files)


def settled(root: Path, stamp: Stamp, known: Record | None) -> Stamp:
    """Return a stamp with the key by which the article is `known`, if its file is unchanged.

    A file that was copied, fetched or touched again has other times and maybe the same bytes, and
    it may have other bytes under the same size and time. The file is read only if the file system
    says anything new about it.
    """
    if known is None or not stamp.seen or not known.seen:
        return stamp
    size, time, *rest = stamp.key.split(":", 2)
    bytes_then = known.stamp.split(":", 2)[:2]
    if known.seen == stamp.seen or known.file_sum == (found := file_sum(root, stamp.path)):
        return replace(stamp, key=":".join((*bytes_then, *rest)))
    return replace(stamp, key=":".join((size, found or time, *rest)))


def has_current_fields(key: str, root: Path, path: str) -> bool:
    """Whether metadata.csv still says about a file what it said when the key was made."""
    fields = Sidecars(root).fields(path)
    return key.split(":")[3:] == ([_sum(fields)] if fields else [])


class _Listing(Struct, frozen=True):
    """Lists the articles of files; the fields are explained at `article_stamps`."""

    root: Path
    columns: Columns
    report: Callable[[CorpusError], None]
    known: Callable[[str], Record | None]
    stays_one: Callable[[str], bool]
    sidecars: Sidecars
    unread: UnreadFiles

    def stamps(self, files: Iterator[FileStamp]) -> Iterator[Stamp]:
        """Yield the articles of the files; what metadata.csv says is part of their keys."""
        for file in files:
            for stamp in self._articles(file):
                fields = self.sidecars.fields(stamp.path)
                yield replace(stamp, key=f"{stamp.key}:{_sum(fields)}") if fields else stamp
        for problem in self.sidecars.unmatched():
            self.report(problem)
        self.unread.report(self.report)

    def _articles(self, file: FileStamp) -> Iterator[Stamp]:
        if not (holds_records(file.path) or self._is_divided(file)):
            return iter((Stamp(file.path, file.key, file.seen),))
        records = partial(record_keys, self.root, file.path, self.report, self.columns)
        keys = until_unexpected(file.path, records, self.report)
        return (Stamp(path, key) for path, key in keys)

    def _is_divided(self, file: FileStamp) -> bool:
        """Whether a file is an export of many articles, each of which is listed."""
        suffix = suffix_of(file.path)
        if suffix not in EXPORTS or file.size > LARGEST:
            return False
        known = self.known(file.path)
        if known and known.seen == file.seen and f":{reading(suffix)}:" in f"{known.stamp}:":
            return False
        from corpus.records.press_exports import is_export

        if not is_export(self.root, file.path):
            return False
        if not self.stays_one(file.path):
            return True
        reason = "It holds many articles but has annotations as one, so it stays one."
        advice = "To divide it, move these annotations away and save the file again."
        self.report(CorpusError(file.path, reason, advice))
        return False


def _sum(fields: Mapping[str, str]) -> str:
    return f"{zlib.crc32(repr(sorted(fields.items())).encode()):x}"


def _ignore(_problem: CorpusError) -> None:
    pass
