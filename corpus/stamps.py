"""Every article of a folder, and how to know that one must be read again."""

import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from corpus.barrier import until_unexpected
from corpus.catalogue import Record
from corpus.columns import NO_COLUMNS, Columns
from corpus.errors import CorpusError
from corpus.formats import RECORDS
from corpus.load import file_sum
from corpus.others import OtherFiles
from corpus.records import record_stamps
from corpus.scan import FileStamp, Stamp, scan
from corpus.sidecar import Sidecars


def article_stamps(
    root: Path,
    *,
    skip: Collection[Path] = (),
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    columns: Columns = NO_COLUMNS,
    on_problem: Callable[[CorpusError], None] | None = None,
) -> Iterator[Stamp]:
    """Give every article under `root`, those of files with many records too.

    `skip`, `include` and `exclude` choose among the files as in `corpus.scan.scan`, `columns` tell
    what records say. What cannot be
    used (a folder, a record, a row of a metadata.csv) is told to `on_problem`; the others still
    come; so is, at the end, each kind of file that is not read (OtherFilesError).
    Raises FolderError when `root` itself is no readable folder.
    """
    tell = on_problem or _ignore
    others = OtherFiles()
    files = scan(
        root, skip=skip, include=include, exclude=exclude, on_problem=tell, on_other=others.add
    )
    return _stamps(root, files, others, columns, tell)


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


def _stamps(
    root: Path,
    files: Iterator[FileStamp],
    others: OtherFiles,
    columns: Columns,
    tell: Callable[[CorpusError], None],
) -> Iterator[Stamp]:
    sidecars = Sidecars(root, tell)
    for file in files:
        if file.path.lower().endswith(RECORDS):
            records = partial(record_stamps, root, file, tell, columns)
            articles = until_unexpected(file.path, records, tell)
        else:
            articles = iter((Stamp(file.path, file.key, file.seen),))
        for stamp in articles:
            told = sidecars.fields(stamp.path)
            yield replace(stamp, key=f"{stamp.key}:{_sum(told)}") if told else stamp
    others.tell(tell)


def _sum(fields: Mapping[str, str]) -> str:
    return f"{zlib.crc32(repr(sorted(fields.items())).encode()):x}"


def _ignore(_problem: CorpusError) -> None:
    pass
