"""The search engine on Whoosh 2.7.4: opening, healing, writing in batches, searching."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from heapq import nlargest
from operator import itemgetter
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from index.aliases import Aliases
from index.documents import document
from index.engine import (
    Completion,
    Facets,
    Hit,
    IndexBusy,
    IndexProblem,
    Resolver,
    SearchEngine,
    SearchResult,
)
from index.evaluate import Evaluator, Scores
from index.facets import completions, facets
from index.nodes import ParsedQuery, Problem
from index.snapshot import DamageError, Snapshot
from index.whoosh_codec import DocumentWriter
from index.whoosh_storage import (
    FileIndex,
    IndexFolder,
    create_index,
    newest_generation,
    open_index,
    unwritable,
)

if TYPE_CHECKING:
    from corpus.article import Article

_ATTEMPTS = 10
_BATCH_CHARACTERS = 4_000_000
_BATCH_ARTICLES = 2_000


def open_engine(
    folder: Path, *, aliases: Sequence[Sequence[str]] = (), writable: bool = False
) -> SearchEngine:
    """Open the index in `folder`, or one that is still empty.

    What is missing, damaged, foreign or out of date counts as empty, and the next update of a
    writable engine makes it anew. Nothing is written outside `folder`, and without `writable`
    nothing at all (but for the mark that an index was found to be damaged).

    Raises IndexProblem when `writable` and the folder cannot be made or belongs to somebody else.
    """
    place = IndexFolder(folder)
    if writable:
        place.create()
    return WhooshEngine(place, Aliases(aliases), writable=writable)


class WhooshEngine:
    """Searches the newest state of its folder; see SearchEngine."""

    def __init__(self, folder: IndexFolder, aliases: Aliases, *, writable: bool) -> None:
        self._folder = folder
        self._aliases = aliases
        self._writable = writable
        self._lock = RLock()  # Whoosh's readers keep file positions
        self._snapshot: Snapshot | None = None
        self._identity: str | None = None

    def stamps(self) -> dict[str, str]:
        """See SearchEngine."""
        with self._lock:
            try:
                snapshot = self._newest()
                return snapshot.stamps() if snapshot else {}
            except DamageError:
                self._give_up()
                return {}

    def search(
        self, query: ParsedQuery, *, limit: int | None = None, resolve: Resolver | None = None
    ) -> SearchResult:
        """See SearchEngine."""
        if query.root is None:
            return SearchResult((), 0, query.problems)
        with self._lock:
            try:
                snapshot = self._newest()
                if snapshot is None:
                    return SearchResult((), 0, query.problems)
                evaluator = Evaluator(snapshot, self._aliases, resolve)
                scores = evaluator.run(query.root)
                hits = _best(scores, snapshot, limit)
                suggestions = evaluator.suggestions(query.root)
            except DamageError:
                self._give_up()
                damaged = Problem(0, "The search index is damaged.", "It will be built anew.")
                return SearchResult((), 0, (*query.problems, damaged))
        problems = (*query.problems, *evaluator.problems)
        return SearchResult(hits, len(scores), problems, suggestions)

    def complete(self, prefix: str, limit: int) -> tuple[Completion, ...]:
        """See SearchEngine."""
        with self._lock:
            try:
                snapshot = self._newest()
                return completions(snapshot, prefix, limit) if snapshot else ()
            except DamageError:
                self._give_up()
                return ()

    def facets(self, query: ParsedQuery, *, resolve: Resolver | None = None) -> Facets:
        """See SearchEngine."""
        with self._lock:
            try:
                snapshot = self._newest()
                if snapshot is None:
                    return Facets({}, {})
                if query.root is None:
                    return facets(snapshot, snapshot.numbers.values())
                found = Evaluator(snapshot, self._aliases, resolve).run(query.root)
                return facets(snapshot, found)
            except DamageError:
                self._give_up()
                return Facets({}, {})

    def update(
        self,
        articles: Iterable[tuple[str, "Article"]],
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
                self._write(index, [], removed)
                done = 0
                for batch in _batches(articles, should_stop):
                    self._write(index, batch, ())
                    done += len(batch)
                    on_batch(done)
        except OSError as error:
            raise unwritable(self._folder.path, error) from error

    def close(self) -> None:
        """See SearchEngine."""
        with self._lock:
            self._snapshot = self._identity = None

    @contextmanager
    def _writing(self) -> Iterator[FileIndex]:
        """Hold the lock of the only writer; give an index that is whole, if need be empty."""
        storage = self._folder.storage()
        lock = storage.lock("UPDATELOCK")
        if not lock.acquire():
            raise IndexBusy(
                "Another nkreader is indexing this folder.",
                "Its results appear here by themselves.",
            )
        try:
            identity = self._folder.identity()
            self.stamps()  # finds damage
            if identity is None or self._folder.identity() is None:
                self.close()
                self._folder.empty()
                create_index(storage)
                self._folder.sign()
            yield open_index(storage)
        finally:
            lock.release()

    def _write(
        self, index: FileIndex, batch: list[tuple[str, "Article"]], removed: Collection[str]
    ) -> None:
        """Replace and remove documents in one commit."""
        with self._lock:
            snapshot = self._newest()
            known = snapshot.numbers if snapshot else {}
        outdated = [known[path] for path in {*removed, *(a.path for _, a in batch)} & known.keys()]
        if not outdated and not batch:
            return
        writer = DocumentWriter(index)
        try:
            for number in outdated:
                writer.delete_document(number)
            for stamp, article in batch:
                writer.add(document(stamp, article))
            writer.commit()
        except BaseException:
            index.storage.close()
            raise

    def _newest(self) -> Snapshot | None:
        """Give the newest state, opened again only when something was written."""
        identity = self._folder.identity()
        if identity is None:
            self._snapshot = None
            return None
        for attempt in range(_ATTEMPTS):
            generation = newest_generation(self._folder.path)
            current = self._snapshot
            if current and identity == self._identity and current.generation == generation:
                return current
            storage = self._folder.storage()
            try:
                self._snapshot, self._identity = Snapshot(storage), identity
            except DamageError:
                # A writer may have replaced the files while they were being opened.
                same = newest_generation(self._folder.path) == generation
                if same or attempt == _ATTEMPTS - 1:
                    raise
            finally:
                storage.close()
        return self._snapshot

    def _give_up(self) -> None:
        """Trust this index no more."""
        self._folder.condemn()
        self.close()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Spare the garbage collector the millions of small lists of an inversion: none form cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _best(scores: Scores, snapshot: Snapshot, limit: int | None) -> tuple[Hit, ...]:
    count = len(scores) if limit is None else limit
    best = nlargest(count, scores.items(), key=itemgetter(1))
    hits = [Hit(snapshot.path(number), score) for number, score in best]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.path)))


def _batches(
    articles: Iterable[tuple[str, "Article"]], should_stop: Callable[[], bool]
) -> Iterator[list[tuple[str, "Article"]]]:
    """Cut into batches of bounded size; of two versions of an article the later one counts."""
    batch: dict[str, tuple[str, Article]] = {}
    characters = 0
    for stamp, article in articles:
        batch[article.path] = (stamp, article)
        characters += len(article.text)
        stop = should_stop()
        if stop or characters >= _BATCH_CHARACTERS or len(batch) >= _BATCH_ARTICLES:
            yield list(batch.values())
            batch, characters = {}, 0
        if stop:
            return
    if batch:
        yield list(batch.values())
