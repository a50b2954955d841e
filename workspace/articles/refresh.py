"""Brings the catalogue and the index up to date with the folder of articles.

Reading and indexing keep a processor busy for as long as they take, so a screen does this in a
process of its own (see `workspace.articles.refresh_process`); a command does it where it is.
"""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from corpus.errors import ArticleError, CorpusError, DoubtError, UnreadFilesError
from corpus.folder.catalogue import Catalogue, Record
from corpus.folder.derived import Derived
from corpus.folder.line_counts import load_line_counts, save_line_counts
from corpus.folder.scan import FolderError, Stamp
from corpus.folder.stamps import article_stamps, settled
from corpus.folder.unread_files import summary
from corpus.load import load_plain_text
from corpus.log import log, log_to
from corpus.stories.versions import stories
from disk.cache_file import discard_all, replacing
from disk.durable import remove
from disk.home import Home
from workspace.articles.one_article import KILLED, Read
from workspace.articles.sources import with_one_name
from workspace.articles.turns import FILES as TURN_FILES
from workspace.articles.turns import Turn, turn
from workspace.places import Places

if TYPE_CHECKING:
    from index.documents import Document
    from index.engine import SearchEngine
    from workspace.articles.reader_processes import Request

_SECONDS_BETWEEN_SAVES = 2.0
_REST = 20  # times as long as saving has taken
# Articles whose lines are counted before the first of them is read: enough to see what recurs on
# the pages of a site, few enough not to keep anybody waiting.
_COUNTED_AHEAD = 2000


class Refreshed(Struct, frozen=True):
    """What a refresh found: how many articles, how many read anew or gone, and what went wrong.

    `others` says which files are not read, "" if there are none.
    """

    articles: int
    changed: int
    removed: int
    problems: tuple[str, ...]
    is_whole: bool = True
    """Whether it came to its end: everything that changed was read and indexed."""
    others: str = ""


class Watcher(Struct):
    """What a refresh tells its caller while it runs, and how the caller stops it.

    `found` is told once how many articles there are in the folder; `progress` gets the articles
    done and to do; `saved` is called when the list of articles on disk has grown and what was
    indexed so far can be searched.
    """

    progress: Callable[[int, int], None] = lambda _done, _total: None
    saved: Callable[[], None] = lambda: None
    should_stop: Callable[[], bool] = lambda: False
    found: Callable[[int], None] = lambda _articles: None


def refresh(places: Places, engine: "SearchEngine", watcher: Watcher | None = None) -> Refreshed:
    """Read what is new or changed in the folder, drop what is gone, and index both.

    Stopping at any moment leaves a catalogue and an index that can be used and that the next
    refresh completes. Raises `FolderError` when the folder cannot be read, `OSError` when the
    cache cannot be written.
    """
    return _Refresh(places, engine, watcher or Watcher()).run()


def refresh_folder(places: Places, watcher: Watcher, *, anew: bool = False) -> Refreshed:
    """Refresh with the index on disk; one that turns out to be damaged is rebuilt at once.

    With `anew` everything known is discarded first.

    Raises `FolderError`, `IndexProblem` (`IndexBusy` when another program is at it) and, when the
    cache cannot be written, `OSError`.
    """
    from index.engine import IndexBusy, IndexProblem

    places.make_cache()
    log_to(places.log)
    with turn(places.cache) as ours:
        if ours is None:
            advice = "Its results will show up here when it is done."
            raise IndexBusy("Another nkreader is indexing this folder.", advice)
        if anew:
            _empty(places.cache)
        watcher = _saying(watcher, ours)
        try:
            found = _with_index(places, watcher)
        except IndexBusy:
            raise
        except IndexProblem:
            found = _with_index(places, watcher)
        if found.is_whole:
            ours.finish(found.articles)
        return found


def _saying(watcher: Watcher, ours: Turn) -> Watcher:
    """Tell other programs how far it is, too."""
    articles = 0

    def found(count: int) -> None:
        nonlocal articles
        articles = count
        watcher.found(count)

    def progress(done: int, total: int) -> None:
        ours.tell(done, total, articles)
        watcher.progress(done, total)

    return replace(watcher, found=found, progress=progress)


def _empty(cache: Path) -> None:
    """Remove what is in the cache, but not what says whose turn it is. Raises OSError."""
    discard_all(cache, lambda name: name not in TURN_FILES)


def _with_index(places: Places, watcher: Watcher) -> Refreshed:
    from index.engines import open_engine

    engine = open_engine(places.index, language=places.language, writable=True)
    try:
        return refresh(places, engine, watcher)
    finally:
        engine.close()


def stamps(
    places: Places,
    tell: Callable[[CorpusError], None],
    known: Mapping[str, Record] | None = None,
) -> Iterator[Stamp]:
    """Return every article of the folder; problems are reported to `tell`.

    `known` are the articles as they were last read, if they are at hand.

    Raises `FolderError`, also at the end where the folder is empty as its drive is not there:
    what it held has not been deleted.
    """
    kept = [known] if known is not None else []

    def last_read(path: str) -> Record | None:
        if not kept:
            kept.append(Catalogue.load(places.catalogue).records)
        return kept[0].get(path)

    def has_annotations(path: str) -> bool:
        from annotations.files.names import file_of

        return file_of(places.annotations, path).is_file()

    is_empty = True
    for stamp in article_stamps(
        places.articles,
        skip=[places.annotations],
        include=places.include,
        exclude=places.exclude,
        columns=places.columns,
        on_problem=tell,
        known=last_read,
        stays_one=has_annotations,
    ):
        is_empty = False
        yield stamp
    if is_empty and is_away(places):
        raise FolderError(
            str(places.articles),
            "It is empty, and on another drive than the articles that were in it.",
            "Is their drive connected? What is known of them is kept.",
        )


def is_away(places: Places) -> bool:
    """Whether the folder of articles is not there, or empty where its drive should be."""
    if not places.articles.is_dir():
        return True
    home = Home(places.articles, places.articles_home)
    if not home.is_known or home.is_on_its_device:
        return False
    try:
        return not any(places.articles.iterdir())
    except OSError:
        return False


class _Refresh:
    def __init__(self, places: Places, engine: "SearchEngine", watcher: Watcher) -> None:
        self._places = places
        self._engine = engine
        self._watcher = watcher
        self._problems: list[str] = []
        self._others: list[UnreadFilesError] = []
        self._missing: Counter[str] = Counter()
        self._unreadable: list[str] = []
        self._save_at = time.monotonic() + _SECONDS_BETWEEN_SAVES
        self._lines = load_line_counts(places.lines)
        self._derived = Derived(places.derived, writable=True)

    def run(self) -> Refreshed:
        try:
            return self._run()
        finally:
            self._derived.close()

    def _run(self) -> Refreshed:
        known = Catalogue.load(self._places.catalogue).records
        folder = self._places.articles
        found = {
            stamp.path: settled(folder, stamp, known.get(stamp.path))
            for stamp in stamps(self._places, self._tell, known)
        }
        if found:
            Home(self._places.articles, self._places.articles_home).remember()
        indexed, sketched = self._engine.stamps(), self._derived.paths()
        changed = [
            stamp
            for path, stamp in found.items()
            if path not in sketched or not _is_current(stamp, known.get(path), indexed.get(path))
        ]
        gone = [path for path in {*known, *indexed} if path not in found]
        self._records = {
            path: _with_seen(record, found[path]) for path, record in known.items() if path in found
        }
        self._done, self._total = 0, len(changed)
        self._watcher.found(len(found))
        self._watcher.progress(0, self._total)
        if changed or gone:
            self._places.make_cache()
            with closing(self._read(changed)) as documents:
                self._engine.update(
                    documents,
                    [path for path in gone if path in indexed],
                    on_batch=lambda _count: self._save(),
                    should_stop=self._watcher.should_stop,
                )
            if lost := [path for path in self._unreadable if path in indexed]:
                self._engine.update((), lost, on_batch=_ignore, should_stop=_never)
            self._derived.remove([*gone, *self._unreadable])
            if self._done == self._total:  # else the next refresh comes to it
                self._tell_stories()
        self._name_sources()
        if changed or gone or self._records != known:
            self._save(force=True)
        missing = [f"{count:,} of the articles: {why}" for why, count in self._missing.items()]
        problems = (*missing, *self._problems)
        is_whole = self._done == self._total
        others = summary(self._others)
        return Refreshed(len(found), len(changed), len(gone), problems, is_whole, others)

    def _name_sources(self) -> None:
        """Rename the sources: one article may show how to write the source of another."""
        named = with_one_name(self._records.values(), self._places.sources)
        self._records = {record.path: record for record in named}

    def _tell_stories(self) -> None:
        """Regroup the versions of stories: one article may join two others."""
        versions = stories(dict(self._derived.sketches()))
        for path, record in self._records.items():
            if record.story != (story := versions.get(path, "")):
                self._records[path] = msgspec.structs.replace(record, story=story)

    def _tell(self, problem: CorpusError) -> None:
        if isinstance(problem, UnreadFilesError):
            self._others.append(problem)
        elif isinstance(problem, DoubtError):
            log(str(problem))  # `check` lists it, too; no article is the worse for it
        else:
            self._problems.append(str(problem))

    def _read(self, changed: list[Stamp]) -> Generator["Document", None, None]:
        """Read each changed article, and note what is known of it, also when it cannot be read."""
        # Imported where articles are read, and not by each command that lists them.
        from workspace.articles.reader_processes import Readers

        being_read = self._places.being_read
        careful = being_read.exists() or any(map(self._was_killed, changed))

        def begin(path: str) -> None:
            with replacing(being_read) as new:
                new.write(path.encode())

        places = self._places
        readers = Readers(
            places.articles, self._total, places.columns, careful=careful, begin=begin
        )
        with readers, _removed(being_read):
            for found in readers.read(self._requests(changed)):
                self._done += 1
                self._note(found)
                if found.document is not None:
                    yield found.document
                self._watcher.progress(self._done, self._total)
                self._save()
                if self._done % _COUNTED_AHEAD == 0 or self._done == self._total:
                    # After the catalogue: an article that is in it is not counted again.
                    self._save(force=True)
                    save_line_counts(self._lines, self._places.lines)

    def _was_killed(self, stamp: Stamp) -> bool:
        known = self._records.get(stamp.path)
        return known is not None and known.problem.startswith(KILLED)

    def _requests(self, changed: list[Stamp]) -> Iterator["Request"]:
        """Cut into pieces, of which each is to be read when its lines have been counted."""
        from workspace.articles.reader_processes import AT_ONCE, Request

        for chunk in _cut(changed, _COUNTED_AHEAD):
            self._count_lines(chunk)
            table = self._lines.table()
            for stamps in _cut(chunk, AT_ONCE):
                yield Request(stamps, table)

    def _count_lines(self, chunk: Sequence[Stamp]) -> None:
        """Count which lines recur before lines are classified."""
        for stamp in chunk:
            if self._watcher.should_stop():
                return
            if stamp.path not in self._records:
                with suppress(ArticleError):
                    self._lines.add(self._plain_text(stamp.path))

    def _plain_text(self, path: str) -> str:
        return load_plain_text(self._places.articles, path, columns=self._places.columns)

    def _note(self, found: Read) -> None:
        record = found.record
        self._records[record.path] = record
        if found.document is not None:
            self._derived.put(record.path, record.stamp, found.sketch, found.kept)
            return
        self._unreadable.append(record.path)
        if found.needs_extra:
            self._missing[record.problem] += 1
        else:
            self._problems.append(f"{record.path}: {record.problem}")

    def _save(self, *, force: bool = False) -> None:
        """Write the catalogue now and then, as it is always written whole."""
        began = time.monotonic()
        if force or began >= self._save_at:
            self._derived.commit()
            Catalogue(dict(sorted(self._records.items()))).save(self._places.catalogue)
            self._watcher.saved()
            ended = time.monotonic()
            # With very many articles it takes long, also for whoever reads it.
            self._save_at = ended + max(_SECONDS_BETWEEN_SAVES, _REST * (ended - began))


@contextmanager
def _removed(file: Path) -> Iterator[None]:
    """Remove the file at the end, however that comes; only a crash leaves it behind."""
    try:
        yield
    finally:
        with suppress(OSError):
            remove(file, own=True, missing_ok=True, flushed=False)


def _cut(stamps: Sequence[Stamp], length: int) -> Iterator[Sequence[Stamp]]:
    return (stamps[at : at + length] for at in range(0, len(stamps), length))


def _with_seen(record: Record, stamp: Stamp) -> Record:
    """A record of a file that was touched, and not changed."""
    if record.stamp != stamp.key or record.seen == stamp.seen:
        return record
    return msgspec.structs.replace(record, seen=stamp.seen)


def _is_current(stamp: Stamp, record: Record | None, indexed: str | None) -> bool:
    """Whether nothing is to be done; a file that could not be read is always tried again."""
    return record is not None and not record.problem and record.stamp == stamp.key == indexed


def _ignore(_count: int) -> None:
    pass


def _never() -> bool:
    return False
