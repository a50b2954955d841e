"""metadata.csv beside the articles: what their collector knows better than their text does."""

import io
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from corpus.barrier import unexpected
from corpus.errors import CorpusError, DoubtError
from corpus.limits import LARGEST
from corpus.text.canonical import canonical, one_line
from corpus.text.decode import UndecodableError, decode
from disk.reading import read

NAME = "metadata.csv"
_FIELDS = ("title", "source", "author", "date", "url", "encoding")
_PATHS = "Give each path as it is relative to the file, or remove the row."
_ADVICE = "Correct or remove it."


class _Table(NamedTuple):
    """The fields by path, relative to the file's folder, and what is wrong with the file."""

    rows: Mapping[str, Mapping[str, str]]
    problems: tuple[str, ...]


_Rows = tuple[str, Mapping[str, Mapping[str, str]]]


class Sidecars:
    """What the metadata.csv files of a folder of articles say; each is read once.

    The first row of such a file names the columns, in any case: path, title, source, author, date,
    url, encoding (others are ignored); `path` is relative to the file's folder. What cannot be
    used, a whole file or some of its rows, is passed to `on_problem`, once per file.
    """

    def __init__(self, root: Path, on_problem: Callable[[CorpusError], None] | None = None) -> None:
        self._root = root
        self._on_problem = on_problem
        self._tables: dict[str, list[_Rows]] = {}
        self._matched: dict[str, set[str]] = {}

    def fields(self, path: str) -> Mapping[str, str]:
        """Return the fields of the article at `path` (relative, with "/") that are not empty.

        The nearest file takes precedence over those in folders above it, field by field.
        """
        folder = path.rpartition("/")[0]
        tables = self._tables.get(folder)
        if tables is None:
            tables = self._in_and_above(folder)
        if not tables:  # most folders, of which some have very many articles
            return {}
        path = canonical(path)
        known: dict[str, str] = {}
        for inside, rows in tables:
            row = path.removeprefix(inside)
            if row in rows:
                known |= rows[row]
                self._matched.setdefault(inside, set()).add(row)
        return known

    def unmatched(self) -> Iterator[DoubtError]:
        """Return a problem for each file with rows that no path passed to `fields` has matched."""
        files = {inside: rows for tables in self._tables.values() for inside, rows in tables}
        for inside, rows in files.items():
            matched = self._matched.get(inside, set())
            if names := [row for row in rows if row not in matched]:
                count = "1 row names" if len(names) == 1 else f"{len(names):,} rows name"
                message = f"{count} no article of this folder, such as “{names[0]}”."
                yield DoubtError(f"{inside}{NAME}", message, _PATHS)

    def _in_and_above(self, folder: str) -> list[_Rows]:
        """Return what the files in `folder` and above it say, the nearest last."""
        above = folder.rpartition("/")[0]
        if folder == "":
            tables = []
        elif above in self._tables:
            tables = self._tables[above]
        else:
            tables = self._in_and_above(above)
        rows = self._look(folder)
        if rows:
            tables = [*tables, (canonical(f"{folder}/") if folder else "", rows)]
        self._tables[folder] = tables
        return tables

    def _look(self, folder: str) -> Mapping[str, Mapping[str, str]]:
        file = self._root / folder / NAME
        name = f"{folder}/{NAME}" if folder else NAME
        try:
            status = file.lstat()
        except OSError:  # mostly there is none
            return {}
        if stat.S_ISLNK(status.st_mode):
            with suppress(OSError):
                status = file.stat()
        try:
            table = _table(self._root, file, status.st_ctime_ns, status.st_size)
        except OSError as error:
            table = _Table({}, (f"It cannot be read: {error.strerror or error}.",))
        except Exception as error:
            failure = unexpected(name, error)
            table = _Table({}, ())
            if self._on_problem:
                self._on_problem(failure)
        if self._on_problem:
            for problem in table.problems:
                self._on_problem(CorpusError(name, problem, _ADVICE))
        return table.rows


@lru_cache(maxsize=64)
def _table(root: Path, file: Path, _ctime_ns: int, _size: int) -> _Table:
    try:
        data = read(file, within=root, most=LARGEST)
        text, encoding = decode(data)
    except UndecodableError as error:
        return _Table({}, (f"It cannot be read as text: {error}.",))
    # Some rows of a file that is not UTF-8 may be UTF-8: then each row is judged by itself.
    return _read(canonical(text).encode() if encoding.startswith("utf") else data)


def _read(data: bytes) -> _Table:
    from corpus.text.csv_rows import read_table  # mostly there is no such file

    found = read_table(io.BytesIO(data), LARGEST)
    header = next(found, None)
    columns = [cell.strip().casefold() for cell in header.cells] if header else []
    if "path" not in columns:
        return _Table({}, ('The first row does not name a column "path".',))
    rows: dict[str, dict[str, str]] = {}
    broken: list[int] = []
    for row in found:
        named = dict(zip(columns, row.cells, strict=False))
        path = canonical(str(PurePosixPath(named.get("path", "").strip())))
        if len(row.cells) > len(columns) or path == ".":
            broken.append(row.line)
            continue
        rows[path] = {name: value for name in _FIELDS if (value := one_line(named.get(name, "")))}
    return _Table(
        rows, (f"Broken rows: {len(broken)}, the first at line {broken[0]}.",) if broken else ()
    )
