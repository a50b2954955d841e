"""Which article of the folder a source of another program is."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from unicodedata import normalize

from annotations.exchange.offsets import Counted
from annotations.exchange.reading import Source
from annotations.folding import fold
from corpus.canonical import canonical, text_sha256
from corpus.catalogue import Record

_ALIKE = 0.05


class Matcher:
    """The articles of the folder, by everything that a source may be known by."""

    def __init__(self, records: Mapping[str, Record], text_of: Callable[[str], str]) -> None:
        self._records = records
        self._text_of = text_of
        self._by_text = _by(records, lambda record: (record.sha256,))
        self._by_url = _by(records, lambda record: (_plain_url(record.url),))
        self._by_name = _by(records, lambda record: {*_names(record.path), _plain(record.title)})

    def find(self, source: Source) -> str:
        """Give the path of the article that a source is; "" when none is, or several may be.

        The same text is surest, then the path, then the address, the text but for white space and
        signs, and last the name, which must belong to one article alone.
        """
        sha256 = source.sha256
        if source.text is not None:
            sha256 = text_sha256(canonical(Counted.of(source.text).text))
        same = self._by_text.get(sha256, ()) if sha256 else ()
        if source.path in same:
            return source.path
        if same:
            return min(same)
        if source.path in self._records:
            return source.path
        return (
            _only(self._by_url.get(_plain_url(source.url), ()))
            or self._alike(source)
            or self._named(source)
        )

    def _alike(self, source: Source) -> str:
        """Find an article with the same words; only those of about its length are looked at."""
        if not source.text or not source.text.strip():
            return ""
        words = fold(source.text).split()
        length = len(source.text)
        near = (
            record.path
            for record in self._records.values()
            if abs(record.characters - length) <= _ALIKE * length + 2
        )
        return next((path for path in near if fold(self._text_of(path)).split() == words), "")

    def _named(self, source: Source) -> str:
        names = [*_names(source.path), _plain(source.title)] if source.path else []
        names += [_plain(source.title), *_names(source.title)]
        found = (_only(self._by_name.get(name, ())) for name in filter(None, names))
        return next(filter(None, found), "")


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
    """Give the one path, or "" when it is not clear which one is meant."""
    found = list(paths)
    return found[0] if len(found) == 1 else ""


def _names(path: str) -> set[str]:
    """Give what a file may be called: its name with and without its suffix."""
    name = PurePosixPath(path)
    return {_plain(name.name), _plain(name.stem)} - {""}


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def _plain_url(url: str) -> str:
    plain = url.strip().partition("#")[0].rstrip("/")
    return plain.removeprefix("https://").removeprefix("http://").removeprefix("www.")
