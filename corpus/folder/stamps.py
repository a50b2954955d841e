"""Every article of a folder, and how to know that one must be read again."""

import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.barrier import until_unexpected
from corpus.errors import CorpusError
from corpus.folder.catalogue import Record
from corpus.folder.scan import FileStamp, Stamp, scan
from corpus.folder.unread_files import OtherFiles
from corpus.formats.registry import EXPORTS, reading, suffix_of
from corpus.limits import LARGEST
from corpus.load import file_sum
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
    """Give every article under `root`, those of files with many records too.

    `skip`, `include` and `exclude` choose among the files as in `corpus.folder.scan.scan`,
    `columns` tell what records say. `known` gives an article as it was last read: a file that was
    one article and has not been touched is not looked into again to see whether it is an export of
    many (`corpus.records.press_exports`); one that `stays_one` is not divided, which is told. What
    cannot be used (a folder, a record, a row of a metadata.csv) is told to `on_problem`; the others
    still come; so is, at the end, each kind of file that is not read (OtherFilesError). Raises
    FolderError when `root` itself is no readable folder.
    """
    tell = on_problem or _ignore
    others = OtherFiles()
    files = scan(
        root, skip=skip, include=include, exclude=exclude, on_problem=tell, on_other=others.add
    )
    exports = _Exports(root, known, stays_one, tell)
    records = partial(_records, root, columns, tell)
    articles = _articles(files, records, exports)
    return _stamps(articles, Sidecars(root, tell), partial(others.tell, tell))


def settled(root: Path, stamp: Stamp, known: Record | None) -> Stamp:
    """Give the stamp of an article with the key it was `known` by, if its file has the same bytes.

    A file that was copied, fetched or touched anew has other times and maybe the same bytes, and
    one may have other bytes under the same size and time. Only where the file system says anything
    new is the file read.
    """
    if known is None or not stamp.seen or not known.seen:
        return stamp
    size, time, *rest = stamp.key.split(":", 2)
    bytes_then = known.stamp.split(":", 2)[:2]
    if known.seen == stamp.seen or known.file_sum == (found := file_sum(root, stamp.path)):
        return replace(stamp, key=":".join((*bytes_then, *rest)))
    return replace(stamp, key=":".join((size, found or time, *rest)))


def knows_of_it(key: str, root: Path, path: str) -> bool:
    """Whether the key of a file's stamp was made when metadata.csv said of it what it says now."""
    told = Sidecars(root).fields(path)
    return key.split(":")[3:] == ([_sum(told)] if told else [])


def _stamps(
    articles: Iterator[Stamp], sidecars: Sidecars, tell_others: Callable[[], None]
) -> Iterator[Stamp]:
    """Give the articles with what metadata.csv says of them in their keys."""
    for stamp in articles:
        told = sidecars.fields(stamp.path)
        yield replace(stamp, key=f"{stamp.key}:{_sum(told)}") if told else stamp
    tell_others()


def _articles(
    files: Iterator[FileStamp],
    records: Callable[[FileStamp], Iterator[Stamp]],
    exports: "_Exports",
) -> Iterator[Stamp]:
    for file in files:
        if holds_records(file.path) or exports.has_many(file):
            yield from records(file)
        else:
            yield Stamp(file.path, file.key, file.seen)


def _records(
    root: Path, columns: Columns, tell: Callable[[CorpusError], None], file: FileStamp
) -> Iterator[Stamp]:
    keys = until_unexpected(file.path, partial(record_keys, root, file.path, tell, columns), tell)
    return (Stamp(path, key) for path, key in keys)


class _Exports:
    """Tells which files hold many articles of a database of the press."""

    def __init__(
        self,
        root: Path,
        known: Callable[[str], Record | None],
        stays_one: Callable[[str], bool],
        tell: Callable[[CorpusError], None],
    ) -> None:
        self._root = root
        self._known = known
        self._stays_one = stays_one
        self._tell = tell

    def has_many(self, file: FileStamp) -> bool:
        """Whether the articles of a file are to be listed, each for itself."""
        suffix = suffix_of(file.path)
        if suffix not in EXPORTS or file.size > LARGEST:
            return False
        known = self._known(file.path)
        if known and known.seen == file.seen and f":{reading(suffix)}:" in f"{known.stamp}:":
            return False
        from corpus.records.press_exports import is_export

        if not is_export(self._root, file.path):
            return False
        if self._stays_one(file.path):
            reason = "It holds many articles, but has annotations as one; so it stays one."
            self._tell(
                CorpusError(
                    file.path,
                    reason,
                    "To divide it, move these annotations away and save the file anew.",
                )
            )
            return False
        return True


def _sum(fields: Mapping[str, str]) -> str:
    return f"{zlib.crc32(repr(sorted(fields.items())).encode()):x}"


def _ignore(_problem: CorpusError) -> None:
    pass
