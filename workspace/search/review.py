"""Finds passages that need review: those without a certain place, and those changed in two places.

Looking at an article takes milliseconds, so that of thousands only those are looked at that have
another text or other annotations than the last time, also in another session.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock

import msgspec
from msgspec import Struct

from annotations.files.article_file import AnnotationFile
from annotations.model import GONE
from corpus.errors import ArticleError
from corpus.folder.catalogue import Record
from corpus.own_files import OwnFileError, decoding, log_rebuild
from corpus.text.canonical import text_sha256 as sha256_of
from disk.cache_file import replacing
from disk.reading import read
from workspace.articles.refresh import is_away
from workspace.coding.article_coding import place
from workspace.coding.save_result import ArticleChangedError
from workspace.search.doubts import (
    Doubt,
    Kind,
    doubts_in,
    doubts_of_conflicts,
    doubts_without_article,
    kind_of,
)
from workspace.workspace import Workspace

# Raised whenever passages that were found certain may no longer be so.
_RULES = 1
_DIGEST_BYTES = 16


class _Looked(Struct, frozen=True):
    """What an article and its annotations were when they were looked at, and what was found.

    `listed` is the hash in the list of articles, `seen` what the file system says of a text that is
    newer than that list; "" where neither is known.
    """

    file: AnnotationFile
    listed: str
    seen: str
    doubts: tuple[Doubt, ...]


class Review:
    """Finds the doubts of one folder. May be used from any thread.

    Remembers in this session what it found, and in the cache where there are none.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._cache = workspace.places.looked_at
        self._articles = workspace.articles
        self._doubts: tuple[Doubt, ...] = ()
        self._looked: dict[str, _Looked] = {}
        # By article, what its text and annotations were when all of them were certain.
        self._settled: dict[str, bytes] = {}
        self._cached: dict[str, bytes] | None = None
        self._lock = Lock()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What `find` has found last."""
        return self._doubts

    @property
    def no_longer_there(self) -> frozenset[str]:
        """The articles that the list of articles has, and that were not there to be reviewed."""
        records = self._workspace.catalogue.records
        gone = {doubt.path for doubt in self._doubts if doubt.kind is Kind.GONE}
        return frozenset(path for path in gone if path in records and not records[path].problem)

    def find(
        self, is_cancelled: Callable[[], bool] = lambda: False, *, is_anew: bool = False
    ) -> tuple[Doubt, ...]:
        """Find every passage that needs review, conflicts first.

        For a worker, when the list of articles has been refreshed and the annotations loaded, and
        after each change: only articles with another text or other annotations are looked at. With
        `is_anew`, for a person who is going to decide, also those edited since the list was made.
        Ends early, and leaves `doubts` as it was, when it is cancelled.
        """
        workspace = self._workspace
        in_texts: tuple[Doubt, ...] = ()
        if not is_away(
            workspace.places
        ):  # where all articles are nothing can be said of single ones
            in_texts = self._find(
                workspace.annotation_files(),
                workspace.catalogue.records,
                is_cancelled,
                is_anew=is_anew,
            )
        doubts = (*doubts_of_conflicts(workspace.recorder.conflicts, self._title), *in_texts)
        if not is_cancelled():
            self._doubts = doubts
        return doubts

    def refuse_if_changed(self, doubt: Doubt) -> None:
        """Raise `ArticleChangedError` when an article has changed since a person looked at it.

        Otherwise a decision would be about words that nobody has seen.
        """
        if doubt.conflict is not None:
            return
        try:
            now = self._workspace.article(doubt.path).sha256
        except ArticleError:
            now = GONE
        if now != doubt.text_sha256:
            raise ArticleChangedError(
                f"{doubt.path} was changed meanwhile. It was reloaded; please try again."
            )

    def _title(self, path: str) -> str:
        record = self._workspace.catalogue.records.get(path)
        return record.title if record else ""

    def _find(
        self,
        files: Iterable[AnnotationFile],
        records: Mapping[str, Record],
        is_cancelled: Callable[[], bool],
        *,
        is_anew: bool = False,
    ) -> tuple[Doubt, ...]:
        """Find the passages of these files that need review.

        In the order of the files and the positions; only the first ones when it is cancelled. With
        `is_anew` each article is looked for on disk, as it may be newer than the list of them.
        """
        found: list[Doubt] = []
        with self._lock:
            if self._cached is None:
                self._settled = self._cached = _load(self._cache)
            settled = dict(self._settled)
            looked: dict[str, _Looked] = {}
            for file in files:
                if is_cancelled():
                    # What is known to be certain by now stays so.
                    self._settled = settled
                    return tuple(found)
                if not file.annotations:
                    continue
                seen = self._articles.seen(file.path) if is_anew else ""
                now = self._look(file, records.get(file.path), seen, settled)
                looked[file.path] = now
                found += now.doubts
            self._looked = looked
            self._settled = {path: settled[path] for path in looked if path in settled}
            if self._settled != self._cached:
                with suppress(OSError):  # a cache: without it the next start takes longer
                    _save(self._cache, self._settled)
                self._cached = self._settled
        return tuple(found)

    def _look(
        self,
        file: AnnotationFile,
        record: Record | None,
        seen: str,
        settled: dict[str, bytes],
    ) -> _Looked:
        """Look at an article, unless nothing has changed.

        `seen` is what the file system says of it now, "" where that is not asked for, or where the
        article is not there: only a refresh knows whether it was renamed.
        """
        listed = record.sha256 if record else ""
        is_as_listed = bool(listed) and (not seen or (record is not None and record.seen == seen))
        newer = "" if is_as_listed else seen
        known = self._looked.get(file.path)
        if known and known.file is file and known.listed == listed:
            is_newest = known.seen == newer or not seen
            if is_newest and (listed or newer):
                return known
        if is_as_listed and settled.get(file.path) == _digest(listed, file):
            return _Looked(file, listed, newer, ())
        settled.pop(file.path, None)
        try:
            if is_as_listed and not _has_doubts(self._articles.plain(file.path), listed, file):
                settled[file.path] = _digest(listed, file)
                return _Looked(file, listed, newer, ())
            article = self._articles.load(file.path)
        except ArticleError as error:
            reason = f"{error.reason} {error.advice}".strip()
            return _Looked(file, listed, newer, tuple(doubts_without_article(file, reason)))
        doubts = tuple(doubts_in(article, file.annotations))
        if not doubts:
            settled[file.path] = _digest(article.sha256, file)
        return _Looked(file, listed, newer, doubts)


def _has_doubts(text: str, text_sha256: str, file: AnnotationFile) -> bool:
    """Whether the article must be looked at: also where this is not its text."""
    if sha256_of(text) != text_sha256:
        return True
    placed = place(text, file.annotations)
    return any(kind_of(text, text_sha256, each) is not None for each in placed)


def _digest(text_sha256: str, file: AnnotationFile) -> bytes:
    said = msgspec.msgpack.encode((_RULES, text_sha256, file.annotations), enc_hook=str)
    return hashlib.blake2b(said, digest_size=_DIGEST_BYTES).digest()


def _load(cache: Path) -> dict[str, bytes]:
    try:
        with decoding(cache):
            return msgspec.msgpack.decode(read(cache, own=True), type=dict[str, bytes])
    except FileNotFoundError:
        return {}
    except OwnFileError as error:
        log_rebuild(error, "The list of passages looked at")
        return {}


def _save(cache: Path, settled: Mapping[str, bytes]) -> None:
    with replacing(cache) as new:
        new.write(msgspec.msgpack.encode(settled))
