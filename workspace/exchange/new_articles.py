"""Turns texts of another program into articles: new files in a folder of their own."""

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from annotations.exchange.claims import Source
from annotations.exchange.offsets import Counted
from corpus.metadata.sidecar import NAME as SIDECAR
from corpus.text.canonical import canonical
from disk.cache_file import discard_folder
from disk.durable import make_new_folder, write_durably
from workspace.coding.save_result import SaveError

_LONGEST_NAME = 100
_COLUMNS = ("path", "title", "source", "author", "date", "url")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class Addition(Struct, frozen=True):
    """A new article: its path in the folder, its canonical text, and what is known of it."""

    path: str
    text: str
    source: Source


def plan_additions(root: Path, folder: str, sources: Sequence[Source]) -> list[Addition]:
    """Find a folder that is not there yet, called like this or with a number, and names in it."""
    free, number = folder, 2
    while os.path.lexists(root / free):
        free, number = f"{folder}-{number}", number + 1
    taken = {SIDECAR}
    planned = []
    for source in sources:
        name = _free_name(source, taken)
        taken.add(name.casefold())
        text = canonical(Counted.of(source.text or "").text)
        planned.append(Addition(f"{free}/{name}", text, source))
    return planned


def add_articles(root: Path, additions: Sequence[Addition]) -> None:
    """Write the files, and a metadata.csv beside them that says what is known of them.

    Raises `SaveError` when something cannot be written, or has been put there meanwhile; then
    nothing has been added.
    """
    folder = root / PurePosixPath(additions[0].path).parent
    is_new = False
    try:
        make_new_folder(folder, within=root)
        is_new = True
        for addition in additions:
            write_durably(root / addition.path, addition.text.encode(), within=root)
        write_durably(folder / SIDECAR, _metadata(additions), within=root)
    except OSError as error:
        if is_new:
            remove_added(root, additions)
        message = f"{folder} cannot be written: {error.strerror or error}."
        raise SaveError(f"{message} No annotation was brought in.") from error


def remove_added(root: Path, additions: Sequence[Addition]) -> None:
    """Remove the folder that `add_articles` has just made, as its import did not succeed."""
    discard_folder(root / PurePosixPath(additions[0].path).parent)


def _metadata(additions: Iterable[Addition]) -> bytes:
    """Return the table of what is known of the articles."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(_COLUMNS)
    for addition in additions:
        known = [_one_line(getattr(addition.source, field)) for field in _COLUMNS[1:]]
        rows.writerow([PurePosixPath(addition.path).name, *known])
    return out.getvalue().encode()


def _one_line(text: str) -> str:
    return " ".join(canonical(text).split())


def _free_name(source: Source, taken: set[str]) -> str:
    """Return a file name that says which text it is and that no other file has."""
    stem = PurePosixPath(source.path.replace("\\", "/")).stem or source.title
    stem = re.sub(r"[^\w .,;()&+=@#-]+", "_", canonical(stem)).strip(" ._-")
    stem = stem.encode()[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" ._-")
    if not stem or _RESERVED.fullmatch(stem):
        stem = f"{stem}_text".lstrip("_")
    name, number = f"{stem}.txt", 2
    while name.casefold() in taken:
        name, number = f"{stem} {number}.txt", number + 1
    return name
