"""metadata.csv beside the articles: what somebody knows about them better than their text does."""

import csv
from functools import lru_cache
from pathlib import Path

from corpus.canonical import canonical
from corpus.decode import UndecodableError, decode

NAME = "metadata.csv"
_FIELDS = ("title", "source", "author", "date")
_LARGEST = 64 << 20


def sidecar_fields(root: Path, path: str) -> dict[str, str]:
    """Give what metadata.csv in `root` says about the article at `path`, without empty fields.

    The first row names the columns: path, title, source, author, date (others are left alone).
    A missing or unreadable file says nothing, and a broken row nothing about its article.
    """
    file = root / NAME
    try:
        status = file.stat()
    except OSError:
        return {}
    if status.st_size > _LARGEST:
        return {}
    return _rows(file, status.st_mtime_ns, status.st_size).get(path, {})


@lru_cache(maxsize=4)
def _rows(file: Path, _mtime_ns: int, _size: int) -> dict[str, dict[str, str]]:
    try:
        text = canonical(decode(file.read_bytes())[0])
    except (OSError, UndecodableError):
        return {}
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if ";" in first else ",")
    rows: dict[str, dict[str, str]] = {}
    try:
        for row in reader:
            fields = {name: value.strip() for name in _FIELDS if (value := row.get(name))}
            rows[(row.get("path") or "").strip()] = fields
    except csv.Error:  # a quote never closed swallows the rest; what came before it counts
        pass
    return rows
