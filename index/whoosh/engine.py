"""The search engine on Whoosh 2.7.4: opens, rebuilds, writes in batches, searches."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from msgspec.structs import replace

from index.analysis.terms import DEFAULT_LANGUAGE
from index.documents import Document
from index.engine import (
    Hit,
    IndexBusy,
    IndexProblem,
    PartialHit,
    SearchEngine,
    SearchResult,
)
from index.query.aliases import Aliases
from index.query.conditions import Resolver
from index.query.most_words import FEW
from index.query.nodes import ParsedQuery, Problem
from index.whoosh.batch import Batch, FullError
from index.whoosh.evaluate import evaluator
from index.whoosh.library import FileIndex
from index.whoosh.memory_folder import MemoryFolder
from index.whoosh.most_words import Partial
from index.whoosh.posting_lists import DamageError
from index.whoosh.snapshot import Snapshot
from index.whoosh.storage import (
    LAYOUT_VERSION,
    Folder,
    IndexFolder,
    create_index,
    open_index,
)

__all__ = ["LAYOUT_VERSION", "WhooshEngine", "open_engine", "open_in_memory"]

_ATTEMPTS = 10
_FIRST_BATCH, _BATCH = 500_000, 12_000_000  # code points
_GROWTH = 4
_BATCH_ARTICLES = 10_000


class _OutdatedError(Exception):
    """Nobody waits for the answer any more."""


def open_engine(
    folder: Path, *, aliases: Sequence[Sequence[str]], language: str, writable: bool
) -> SearchEngine:
    """See `index.engines.open_engine`."""
    place = IndexFolder(folder, language)
    if writable:
        place.create()
    return WhooshEngine(place, Aliases(aliases), writable=writable, language=language)


def open_in_memory(*, aliases: Sequence[Sequence[str]], language: str) -> SearchEngine:
    """See `index.engines.open_in_memory`."""
    return WhooshEngine(MemoryFolder(), Aliases(aliases), writable=True, language=language)


class WhooshEngine:
    """Searches the newest state of its folder: see SearchEngine."""

    def __init__(
        self,
        folder: Folder,
        aliases: Aliases,
        *,
        writable: bool,
        language: str = DEFAULT_LANGUAGE,
    ) -> None:
        self._folder = folder
        self._aliases = aliases
        self._language = language
        self._writable = writable
        self._lock = RLock()  # Whoosh's readers keep file positions
        self._snapshot: Snapshot | None = None
        self._identity: str | None = None
        self._is_condemned = False

    def stamps(self) -> dict[str, str]:
        """See SearchEngine."""
        with self._lock:
            try:
                snapshot = self._newest()
                return snapshot.stamps() if snapshot else {}
            except DamageError:
                self._condemn()
                return {}

    def search(
        self,
        query: ParsedQuery,
        *,
        limit: int | None = None,
        suggest: bool = True,
        partial: int = 0,
        resolve: Resolver | None = None,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> SearchResult:
        """See SearchEngine."""
        if query.root is None:
            return SearchResult((), 0, query.problems)

        def check() -> None:
            if should_stop():
                raise _OutdatedError

        with self._lock:
            try:
                check()  # others may have had the lock for long
                snapshot = self._newest()
                if snapshot is None:
                    found = SearchResult((), 0, query.problems)
                    return _damaged(query) if self._is_condemned else found
                asked = evaluator(snapshot, query.root, self._aliases, resolve, check)
                best, total = asked.best(query.root, limit)
                hits = tuple(Hit(snapshot.paths[number], score) for number, score in best)
                most = Partial((), 0)
                if partial and total < FEW:
                    most = asked.most_words(query.root, partial, none_has_all=not total)
                suggestions = asked.suggestions(query) if suggest else ()
                snapshot.release()
            except _OutdatedError:
                return SearchResult((), 0, query.problems)
            except DamageError:
                self._condemn()
                return _damaged(query)
        problems = (*query.problems, *asked.problems)
        others = tuple(
            PartialHit(snapshot.paths[number], score, lacks) for number, score, lacks in most.best
        )
        return SearchResult(
            hits, total, problems, suggestions, partial=others, partial_total=most.total
        )

    def update(
        self,
        documents: Iterable[Document],
        removed: Collection[str],
        *,
        on_batch: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> None:
        """See SearchEngine."""
        if not self._writable:
            raise IndexProblem("This index was opened for searching only.", "")
        try:
            with self._writing() as index, _without_collecting():
                if outdated := self._numbers_of(removed):
                    Batch(index).commit(outdated)
                self._add(index, documents, on_batch, should_stop)
        except OSError as error:
            raise self._folder.unwritable(error) from error
        except DamageError as error:
            self._condemn()
            raise IndexProblem(
                "The search index is damaged.", "It is rebuilt when the folder is next read."
            ) from error
        except FullError as error:
            raise IndexProblem(
                "There are more articles than one index can hold.", "Open a part of the folder."
            ) from error

    def close(self) -> None:
        """See SearchEngine."""
        with self._lock:
            self._snapshot = self._identity = None

    @contextmanager
    def _writing(self) -> Iterator[FileIndex]:
        """Hold the writer's lock, and yield an intact index: an empty one if need be."""
        release = self._folder.lock()
        if release is None:
            raise IndexBusy(
                "Another nkreader is indexing this folder.",
                "Its results will show up here when it is done.",
            )
        try:
            identity = self._folder.identity()
            self.stamps()  # finds damage
            storage = self._folder.storage()
            if identity is None or self._folder.identity() is None:
                self.close()
                self._folder.empty()
                create_index(storage)
                self._folder.sign()
            yield open_index(storage)
        finally:
            release()

    def _add(
        self,
        index: FileIndex,
        documents: Iterable[Document],
        on_batch: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> None:
        """Write documents in growing batches: the first are soon found, and little is ever lost."""
        batch, most, done = Batch(index), _FIRST_BATCH, 0
        for document in documents:
            if document.path in batch:  # of two versions the later one counts
                batch.commit(self._numbers_of(batch.paths))
                batch = Batch(index)
            batch.add(document if document.language else replace(document, language=self._language))
            done += 1
            stop = should_stop()
            if stop or batch.characters >= most or len(batch) == _BATCH_ARTICLES:
                batch.commit(self._numbers_of(batch.paths))
                on_batch(done)
                batch, most = Batch(index), min(_GROWTH * most, _BATCH)
            if stop:
                return
        if batch:
            batch.commit(self._numbers_of(batch.paths))
            on_batch(done)

    def _numbers_of(self, paths: Iterable[str]) -> list[int]:
        """Return the numbers of the documents that are in the index."""
        with self._lock:
            snapshot = self._newest()
            known = snapshot.numbers if snapshot else {}
        return [known[path] for path in paths if path in known]

    def _newest(self) -> Snapshot | None:
        """Return the newest state, reopened only if something was written."""
        identity = self._folder.identity()
        if identity is None:
            self._snapshot = None
            return None
        for attempt in range(_ATTEMPTS):
            generation = self._folder.newest_generation()
            current = self._snapshot
            if current and identity == self._identity and current.generation == generation:
                return current
            storage = self._folder.storage()
            try:
                self._snapshot, self._identity = Snapshot(storage), identity
                self._is_condemned = False
            except DamageError:
                # A writer may have replaced the files while they were being opened.
                same = self._folder.newest_generation() == generation
                if same or attempt == _ATTEMPTS - 1:
                    raise
            finally:
                storage.close()
        return self._snapshot

    def _condemn(self) -> None:
        """Mark the index as damaged."""
        self._is_condemned = True  # until it is rebuilt
        self._folder.condemn()
        self.close()


def _damaged(query: ParsedQuery) -> SearchResult:
    problem = Problem(0, "The search index is damaged. It will be rebuilt.")
    return SearchResult((), 0, (*query.problems, problem), is_damaged=True)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Stop collecting garbage while millions of small lists are made: none form cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
