"""metadata.csv beside the articles: what somebody knows about them better than their text does."""

import io
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from corpus.barrier import unexpected
from corpus.errors import CorpusError
from corpus.limits import LARGEST
from corpus.text.canonical import canonical, one_line
from corpus.text.csv_rows import read_table
from corpus.text.decode import UndecodableError, decode
from disk.reading import read

NAME = "metadata.csv"
_FIELDS = ("title", "source", "author", "date", "url", "encoding")
_ADVICE = "Correct it, or take it out."


class _Table(NamedTuple):
    """The fields by path, relative to the file's folder, and what is wrong with the file."""

    rows: Mapping[str, Mapping[str, str]]
    problems: tuple[str, ...]


_Said = tuple[str, Mapping[str, Mapping[str, str]]]


class Sidecars:
    """What the metadata.csv files of a folder of articles say, each looked at once.

    The first row of such a file names the columns, in any case: path, title, source, author, date,
    url, encoding (others are left alone); `path` is relative to the file's folder. What cannot be
    used is told to `on_problem`, once for each file: the file at all, or the rows by their lines.
    """

    def __init__(self, root: Path, on_problem: Callable[[CorpusError], None] | None = None) -> None:
        self._root = root
        self._on_problem = on_problem
        self._said: dict[str, list[_Said]] = {}

    def fields(self, path: str) -> Mapping[str, str]:
        """Give what is said of the article at `path` (relative, with "/"), without empty fields.

        Of several files the nearest goes before those in folders above it, field by field.
        """
        folder = path.rpartition("/")[0]
        said = self._said.get(folder)
        if said is None:
            said = self._in_and_above(folder)
        if not said:  # so it is for most folders, of which some have very many articles
            return {}
        path = canonical(path)
        known: dict[str, str] = {}
        for inside, rows in said:
            known |= rows.get(path.removeprefix(inside), {})
        return known

    def _in_and_above(self, folder: str) -> list[_Said]:
        """Give what is said in `folder` and those above it, the nearest last."""
        above = folder.rpartition("/")[0]
        if folder == "":
            said = []
        elif above in self._said:
            said = self._said[above]
        else:
            said = self._in_and_above(above)
        rows = self._look(folder)
        if rows:
            said = [*said, (canonical(f"{folder}/") if folder else "", rows)]
        self._said[folder] = said
        return said

    def _look(self, folder: str) -> Mapping[str, Mapping[str, str]]:
        file = self._root / folder / NAME
        name = f"{folder}/{NAME}" if folder else NAME
        try:
            status = file.lstat()
        except OSError:  # there is none, which is how it mostly is
            return {}
        if stat.S_ISLNK(status.st_mode):
            with suppress(OSError):
                status = file.stat()
        try:
            table = _table(self._root, file, status.st_ctime_ns, status.st_size)
        except OSError as error:
            table = _Table({}, (f"It cannot be read: {error.strerror or error}.",))
        except Exception as error:
            told = unexpected(name, error)
            table = _Table({}, ())
            if self._on_problem:
                self._on_problem(told)
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
    # Of a file that is no UTF-8 some rows may be: each is judged by itself then.
    return _read(canonical(text).encode() if encoding.startswith("utf") else data)


def _read(data: bytes) -> _Table:
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
