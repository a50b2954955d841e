"""Passages that need a person: those without a certain place, and those changed in two places.

Looking at an article takes milliseconds, so that of thousands only those are looked at that have
another text or other annotations than the last time, also in another session.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock

import msgspec

from annotations.anchoring.anchors import State
from annotations.anchoring.folding import fold
from annotations.files.article_file import AnnotationFile
from annotations.history.rescue import Conflict
from annotations.model import GONE, Annotation
from corpus.article import Article
from corpus.errors import ArticleError
from corpus.folder.catalogue import Record
from corpus.own_files import OwnFileError, decoding, log_rebuild
from corpus.text.canonical import text_sha256 as sha256_of
from disk.cache_file import replacing
from disk.reading import read
from workspace.articles.articles import Articles
from workspace.coding.article_coding import Placed, place

# Another number when passages that were found certain may not be so any more.
_RULES = 1
_AROUND = 100  # code points
_DIGEST_BYTES = 16


class Kind(Enum):
    """Why a passage needs a person, in words for a list."""

    CONFLICT = "two versions"
    UNCERTAIN = "uncertain"
    REWORDED = "other words"
    LOST = "text gone"
    GONE = "no article"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text: the words meant, and some of what stands before and after them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage that needs a person.

    `text_sha256` tells which text was looked at, `GONE` when there was none; `placed` is where the
    passage may stand there, and `now` what stands there. `reason` says why an article cannot be
    read. Of a conflict there is only `conflict`, and as `annotation` the side that exists.
    """

    kind: Kind
    path: str
    title: str
    annotation: Annotation
    text_sha256: str = ""
    placed: Placed | None = None
    now: Excerpt | None = None
    reason: str = ""
    conflict: Conflict | None = None


def kind_of(text: str, text_sha256: str, placed: Placed) -> Kind | None:
    """Why a passage in the text of an article needs a person; `None` when it does not.

    A certain place needs one when other words stand there now: other white space, quotation marks
    and the like do not count. What somebody has decided to keep does not need one again.
    """
    annotation = placed.annotation
    if annotation.kept_for == text_sha256 or annotation.is_rejection:
        return None
    if placed.anchor.state is State.ORPHAN:
        return Kind.LOST
    if placed.anchor.state is State.UNCERTAIN:
        return Kind.UNCERTAIN
    words = text[placed.span.start : placed.span.end]
    if words != annotation.quote and fold(words).strip() != fold(annotation.quote).strip():
        return Kind.REWORDED
    return None


def is_kept_without_article(annotation: Annotation) -> bool:
    """Whether somebody has decided to keep it although its article is not there."""
    return annotation.kept_for == GONE


def doubts_of(conflicts: Iterable[Conflict], title: Callable[[str], str]) -> Iterator[Doubt]:
    """What was changed here and elsewhere; `title` gives that of an article by its path."""
    for conflict in conflicts:
        if annotation := conflict.ours or conflict.theirs:
            path = conflict.article
            yield Doubt(Kind.CONFLICT, path, title(path), annotation, conflict=conflict)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What an article and its annotations were when they were looked at, and what was found.

    `listed` is the hash in the list of articles, `seen` what the file system says of a text that is
    newer than that list; "" where neither is known.
    """

    file: AnnotationFile
    listed: str
    seen: str
    doubts: tuple[Doubt, ...]


class Review:
    """Finds doubts; remembers in this session what it found, and in `cache` where there are none.

    May be used from any thread.
    """

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._looked: dict[str, _Looked] = {}
        # By article, what its text and annotations were when all of them were certain.
        self._settled: dict[str, bytes] = {}
        self._cached: dict[str, bytes] | None = None
        self._lock = Lock()

    def find(
        self,
        files: Iterable[AnnotationFile],
        records: Mapping[str, Record],
        articles: Articles,
        is_cancelled: Callable[[], bool],
        *,
        is_anew: bool = False,
    ) -> tuple[Doubt, ...]:
        """Find the passages of these files that need a person.

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
                seen = articles.seen(file.path) if is_anew else ""
                now = self._look(file, records.get(file.path), seen, articles, settled)
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
        articles: Articles,
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
            if is_as_listed and not _has_doubts(articles.plain(file.path), listed, file):
                settled[file.path] = _digest(listed, file)
                return _Looked(file, listed, newer, ())
            article = articles.load(file.path)
        except ArticleError as error:
            reason = f"{error.reason} {error.advice}".strip()
            return _Looked(file, listed, newer, tuple(_without_article(file, reason)))
        doubts = tuple(_in(article, file.annotations))
        if not doubts:
            settled[file.path] = _digest(article.sha256, file)
        return _Looked(file, listed, newer, doubts)


def _has_doubts(text: str, text_sha256: str, file: AnnotationFile) -> bool:
    """Whether the article must be looked at: also where this is not its text."""
    if sha256_of(text) != text_sha256:
        return True
    placed = place(text, file.annotations)
    return any(kind_of(text, text_sha256, each) is not None for each in placed)


def _in(article: Article, annotations: Iterable[Annotation]) -> Iterator[Doubt]:
    for placed in place(article.text, annotations):
        if kind := kind_of(article.text, article.sha256, placed):
            now = _excerpt(article.text, placed) if placed.is_shown else None
            yield Doubt(
                kind, article.path, article.title, placed.annotation, article.sha256, placed, now
            )


def _without_article(file: AnnotationFile, reason: str) -> Iterator[Doubt]:
    for annotation in file.annotations:
        if not (is_kept_without_article(annotation) or annotation.is_rejection):
            yield Doubt(Kind.GONE, file.path, file.title, annotation, GONE, reason=reason)


def _excerpt(text: str, placed: Placed) -> Excerpt:
    start, end = placed.span
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = before[before.find(" ") + 1 :]
    if end + _AROUND < len(text):
        after = after[: after.rfind(" ") + 1 or None]
    return Excerpt(before, text[start:end], after)


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
