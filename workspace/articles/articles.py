"""Loads the articles of a folder on demand, and keeps the last few."""

from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.folder.catalogue import Catalogue, Record
from corpus.folder.derived import Derived
from corpus.folder.line_counts import load_line_counts
from corpus.folder.scan import stamp_of
from corpus.folder.stamps import has_current_fields
from corpus.formats.registry import reading, suffix_of
from corpus.load import load_article, load_plain_text
from corpus.page.recurring import LineCounts
from corpus.records.registry import is_slow
from corpus.text.canonical import text_sha256
from workspace.articles.one_article import KILLED
from workspace.places import Places

_KEPT = 48  # what a few letters typed one after the other find first


class Articles:
    """Loads articles, and keeps the last few. May be used from any thread."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._catalogue = Catalogue()
        self._lines: LineCounts | None = None
        self._derived: Derived | None = None
        self._load = lru_cache(maxsize=_KEPT)(self._load_stamped)

    @property
    def folder(self) -> Path:
        """The folder that the paths of articles start from."""
        return self._places.articles

    def reopen(self, catalogue: Catalogue) -> None:
        """Use the list of articles that a refresh has left."""
        self._catalogue = catalogue
        self.close()

    def close(self) -> None:
        """Close what is open; it is reopened when it is next needed."""
        self._lines = None
        if self._derived is not None:
            self._derived.close()
        self._derived = None
        self._load.cache_clear()

    def load(self, path: str) -> Article:
        """An article by its path in the folder, as it is now. Raises `ArticleError`."""
        return self._load(path, self.seen(path))

    def plain(self, path: str) -> str:
        """The canonical text of an article alone, in a tenth of the time; "" if impossible.

        Raises `ArticleError`.
        """
        return load_plain_text(self._places.articles, path, columns=self._places.columns)

    def seen(self, path: str) -> str:
        """A string that changes with the file of an article; "" where there is no file."""
        file = self._places.articles / path
        try:
            status = (file if file.exists() else file.parent).stat()
        except (OSError, ValueError):
            return ""
        return stamp_of(path, status).seen

    def _load_stamped(self, path: str, seen: str) -> Article:
        record = self._catalogue.records.get(path)
        article = self._kept_or_read(path, record, seen)
        if record is None or record.stated_source != article.source or not record.source:
            return article
        return replace(article, source=record.source)

    def _kept_or_read(self, path: str, record: Record | None, seen: str) -> Article:
        now = f":{reading(suffix_of(path))}:"
        untouched = record is not None and record.seen == seen != "" and now in f"{record.stamp}:"
        if record and untouched and has_current_fields(record.stamp, self._places.articles, path):
            if record.problem.startswith(KILLED):
                raise ArticleError(path, record.problem, "")
            self._derived = self._derived or Derived(self._places.derived)
            kept = self._derived.article(path, record.stamp)
            if kept is not None and (article := self._with_text(kept)):
                return article
        lines = self._lines = self._lines or load_line_counts(self._places.lines)
        return load_article(
            self._places.articles, path, recurring=lines, columns=self._places.columns
        )

    def _with_text(self, kept: Article) -> Article | None:
        """An article that was kept, with its text if it still has the same. Raises `ArticleError`.

        That takes a third of the time that looking at each of its lines again would take.
        """
        if is_slow(kept.path):
            return kept
        text = load_plain_text(self._places.articles, kept.path, columns=self._places.columns)
        return replace(kept, text=text) if text_sha256(text) == kept.sha256 else None
