"""Every article of a folder, and how to know that one must be read again."""

import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from corpus.errors import CorpusError
from corpus.formats import RECORDS
from corpus.records import record_stamps
from corpus.scan import FileStamp, Stamp, scan
from corpus.sidecar import Sidecars


def article_stamps(
    root: Path,
    *,
    skip: Collection[Path] = (),
    include: Collection[str] = (),
    exclude: Collection[str] = (),
    on_problem: Callable[[CorpusError], None] | None = None,
) -> Iterator[Stamp]:
    """Give every article under `root`, those of files with many records too.

    `skip`, `include` and `exclude` choose among the files as in `corpus.scan.scan`. What cannot be
    used (a folder, a record, a row of a metadata.csv) is told to `on_problem`; the others still
    come. Raises FolderError when `root` itself is no readable folder.
    """
    tell = on_problem or _ignore
    files = scan(root, skip=skip, include=include, exclude=exclude, on_problem=tell)
    return _stamps(root, files, tell)


def _stamps(
    root: Path, files: Iterator[FileStamp], tell: Callable[[CorpusError], None]
) -> Iterator[Stamp]:
    sidecars = Sidecars(root, tell)
    for file in files:
        if file.path.lower().endswith(RECORDS):
            articles = record_stamps(root, file, tell)
        else:
            articles = iter((Stamp(file.path, file.key),))
        for stamp in articles:
            told = sidecars.fields(stamp.path)
            yield Stamp(stamp.path, f"{stamp.key}:{_sum(told)}") if told else stamp


def _sum(fields: Mapping[str, str]) -> str:
    return f"{zlib.crc32(repr(sorted(fields.items())).encode()):x}"


def _ignore(_problem: CorpusError) -> None:
    pass
