"""The articles of the folder, loaded when they are asked for; slow ones come from the cache."""

from contextlib import closing
from functools import lru_cache

from corpus.article import Article
from corpus.catalogue import Catalogue
from corpus.derived import Derived
from corpus.formats import is_slow
from corpus.load import load_article, load_plain_text
from corpus.recurring import LineCounts
from corpus.scan import FileStamp
from workspace.places import Places
from workspace.recurring import load_line_counts

_KEPT = 8


class Articles:
    """Loads articles, and keeps the last few. May be used from any thread."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._catalogue = Catalogue()
        self._lines: LineCounts | None = None
        self._load = lru_cache(maxsize=_KEPT)(self._load_stamped)

    def reopen(self, catalogue: Catalogue) -> None:
        """Take notice of what a refresh has left."""
        self._catalogue = catalogue
        self._lines = None
        self._load.cache_clear()

    def load(self, path: str) -> Article:
        """An article by its path in the folder, as it is now. Raises `ArticleError`."""
        return self._load(path, self._stamp(path))

    def plain(self, path: str) -> str:
        """The canonical text of an article alone, in a tenth of the time; "" where that is no way.

        Raises `ArticleError`.
        """
        return load_plain_text(self._places.articles, path)

    def _stamp(self, path: str) -> str:
        """What changes with the file that an article is in."""
        file = self._places.articles / path
        try:
            status = (file if file.exists() else file.parent).stat()
        except (OSError, ValueError):
            return ""
        return FileStamp(path, status.st_size, status.st_mtime_ns).key

    def _load_stamped(self, path: str, stamp: str) -> Article:
        record = self._catalogue.records.get(path)
        if record is not None and is_slow(path) and f"{record.stamp}:".startswith(f"{stamp}:"):
            with closing(Derived(self._places.derived)) as derived:
                if kept := derived.article(path, record.stamp):
                    return kept
        lines = self._lines = self._lines or load_line_counts(self._places.lines)
        return load_article(self._places.articles, path, recurring=lines)
