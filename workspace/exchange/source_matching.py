"""Finds the article of the folder that a source of another program is."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from unicodedata import normalize

from annotations.anchoring.folding import fold
from annotations.exchange.claims import Source
from annotations.exchange.offsets import Counted
from corpus.folder.catalogue import Record
from corpus.text.canonical import canonical, text_sha256

# Texts that differ in white space and signs alone are about as long as each other.
_LONGER = 0.05
_LOOKED_AT = 50
# Of all words of two texts so many are in both when they are versions of one.
_COMMON = 0.5


class Matcher:
    """The articles of the folder, by everything that a source may be known by."""

    def __init__(self, records: Mapping[str, Record], text_of: Callable[[str], str]) -> None:
        self._records = records
        self._text_of = text_of
        self._by_text = _by(records, lambda record: (record.sha256,))
        self._by_url = _by(records, lambda record: (_plain_url(record.url),))
        self._by_name = _by(records, lambda record: {*_names(record.path), _plain(record.title)})

    def find(self, source: Source) -> str:
        """Return the path of the article that a source is; "" when none is, or several may be.

        The same text is surest, then the path, the address, the same words with other white space
        and signs, and last a name that only one article has. A source that brings its text along
        must have words in common with an article that only has its name.
        """
        sha256 = source.sha256
        if source.text is not None:
            sha256 = text_sha256(canonical(Counted.of(source.text).text))
        same = self._by_text.get(sha256, ()) if sha256 else ()
        if same:
            return source.path if source.path in same else min(same)
        if source.path in self._records and self._is_version(source, source.path):
            return source.path
        at_address = _only(self._by_url.get(_plain_url(source.url), ()))
        return at_address or self._alike(source) or self._named(source)

    def _alike(self, source: Source) -> str:
        """Find an article with the same words among those of about its length."""
        if not source.text or not source.text.strip():
            return ""
        words = fold(source.text).split()
        length = len(source.text)
        off = {
            record.path: abs(record.characters - length)
            for record in self._records.values()
            if abs(record.characters - length) <= _LONGER * length + 2
        }
        nearest = sorted(off, key=lambda path: (off[path], path))[:_LOOKED_AT]
        return next((path for path in nearest if fold(self._text_of(path)).split() == words), "")

    def _named(self, source: Source) -> str:
        names = (*sorted(_names(source.path)), _plain(source.title), *sorted(_names(source.title)))
        found = (_only(self._by_name.get(name, ())) for name in filter(None, names))
        return next((path for path in found if path and self._is_version(source, path)), "")

    def _is_version(self, source: Source, path: str) -> bool:
        """Return whether the article may have the source's text, perhaps an earlier one."""
        if source.text is None:
            return True
        theirs, ours = (set(fold(text).split()) for text in (source.text, self._text_of(path)))
        return len(theirs & ours) >= _COMMON * min(len(theirs), len(ours))


def _by(
    records: Mapping[str, Record], keys: Callable[[Record], Iterable[str]]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record in records.values():
        for key in keys(record):
            if key:
                found.setdefault(key, []).append(record.path)
    return found


def _only(paths: Iterable[str]) -> str:
    """Return the one path, or "" when it is not clear which one is meant."""
    found = list(paths)
    return found[0] if len(found) == 1 else ""


def _names(path: str) -> set[str]:
    """Return the names a file may go by: with and without its suffix."""
    name = PurePosixPath(path)
    return {_plain(name.name), _plain(name.stem)} - {""}


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def _plain_url(url: str) -> str:
    plain = url.strip().partition("#")[0].rstrip("/")
    return plain.removeprefix("https://").removeprefix("http://").removeprefix("www.")
