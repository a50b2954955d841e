"""One folder opened: articles, their annotations and their search, for the screen and the commands.

Everything here may read or write files, so a screen calls it from a worker thread; every method may
be called from any thread.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from corpus.article import Article
from corpus.errors import ArticleError
from corpus.folder.catalogue import Catalogue, Record
from corpus.folder.scan import FolderError, Stamp
from corpus.folder.stamps import settled
from corpus.log import log_to
from workspace.articles.articles import Articles
from workspace.articles.one_article import problem_record, record_of
from workspace.articles.refresh import stamps
from workspace.articles.sources import with_one_name
from workspace.loaded import Loaded
from workspace.places import Settings
from workspace.progress import Progress

if TYPE_CHECKING:
    from annotations.files.article_file import AnnotationFile, AnnotationFileError
    from annotations.files.presence import OtherInstance
    from annotations.model import Annotation
    from annotations.topics import Topic
    from workspace.articles.reading_log import ReadingLog
    from workspace.coding.article_coding import Placed
    from workspace.coding.bulk_changes import BulkChanges
    from workspace.coding.changes import Changes
    from workspace.coding.codebook import Codebook
    from workspace.coding.conflict_copies import ConflictCopies
    from workspace.coding.opened import OpenedCoding
    from workspace.coding.recorder import Recorder
    from workspace.coding.renamed_articles import Followed
    from workspace.coding.watch import Watch


class Workspace:
    """An opened folder. Opening reads nothing: `load_catalogue` and `load_annotations` do.

    `is_command` is for a command, which ends when it has done its work: open windows can undo that.
    It loads what reads and changes annotations when it first asks for it, a screen at once.
    """

    def __init__(self, settings: Settings, *, is_command: bool = False) -> None:
        self.settings = settings
        self.config = settings.config
        self.places = settings.places
        log_to(self.places.log)
        self.catalogue = Catalogue()
        self.loaded = Loaded()
        self.articles = Articles(self.places)
        self._is_command = is_command
        self._opening = Lock()
        self._coding = None if is_command else self._new_coding()
        self._loading = Lock()

    # -- what reads and changes annotations

    @property
    def coding(self) -> "OpenedCoding":
        """The parts below."""
        with self._opening:
            if self._coding is None:
                self._coding = self._new_coding()
            return self._coding

    def _new_coding(self) -> "OpenedCoding":
        from workspace.coding.opened import OpenedCoding

        return OpenedCoding(
            self.settings,
            self.article,
            self.every_file,
            lambda: self.loaded.annotations.is_whole,
            is_command=self._is_command,
        )

    @property
    def is_coded(self) -> bool:
        """Whether there are annotations, or there were: else commands need not load the parts."""
        places = self.places
        traces = (places.annotations, places.annotations_home, places.history, places.old_history)
        return any(map(os.path.lexists, (*traces, places.rescue)))

    @property
    def recorder(self) -> "Recorder":
        """The door to the annotations: what is known of them, and the steps that change them."""
        return self.coding.recorder

    @property
    def copies(self) -> "ConflictCopies":
        """The copies of annotation files that sync programs have made."""
        return self.coding.copies

    @property
    def codebook(self) -> "Codebook":
        """The topics, and what changes them."""
        return self.coding.codebook

    @property
    def watch(self) -> "Watch":
        """Notices what other programs do to annotations and topics."""
        return self.coding.watch

    @property
    def changes(self) -> "Changes":
        """What a person does to one passage."""
        return self.coding.changes

    @property
    def bulk(self) -> "BulkChanges":
        """What a person does to many passages at once."""
        return self.coding.bulk

    # -- articles

    def load_catalogue(self) -> Catalogue:
        """Read the list of articles as the last refresh left it."""
        self.catalogue = Catalogue.load(self.places.catalogue)
        self.articles.reopen(self.catalogue)
        return self.catalogue

    def read_all(self) -> Iterator[tuple[str, Article]]:
        """Read every article, with its stamp, and then list them: where no cache can be written."""
        records: dict[str, Record] = {}
        with suppress(FolderError):
            for stamp in stamps(self.places, lambda _problem: None):
                try:
                    article = self.article(stamp.path)
                except ArticleError as error:
                    why = f"{error.reason} {error.advice}"
                    records[stamp.path] = problem_record(stamp, why)
                else:
                    records[stamp.path] = record_of(stamp, article)
                    yield stamp.key, article
        named = with_one_name(records.values(), self.places.sources)
        self.catalogue = Catalogue({record.path: record for record in named})

    def record(self, stamp: Stamp) -> Record:
        """The record of an article, which is read only if it has changed. Raises `ArticleError`."""
        known = self.catalogue.records.get(stamp.path)
        stamp = settled(self.places.articles, stamp, known)
        if known is not None and known.stamp == stamp.key and not known.problem:
            return known
        return record_of(stamp, self.article(stamp.path))

    def article(self, path: str) -> Article:
        """An article by its path in the folder. Raises `ArticleError`."""
        return self.articles.load(path)

    # -- annotations

    @property
    def topics(self) -> "Sequence[Topic]":
        """The configured topics, in their order."""
        return self.codebook.topics

    @property
    def problems(self) -> "Mapping[str, AnnotationFileError]":
        """The annotation files that could not be read, by their paths."""
        return self.recorder.problems

    def load_annotations(self) -> None:
        """Read every annotation file; those that cannot be read are listed in `problems`.

        A second caller waits for the first, and reads what has changed since.
        """
        with self._loading:
            is_again = self.loaded.annotations.is_whole
            if is_again:
                self.watch.catch_up()
            self.recorder.load(_silent if is_again else self.loaded.annotations.say)
            self.copies.set_apart()
            self.loaded.annotations.finish()

    def every_file(self, progress: Progress) -> "list[AnnotationFile]":
        """Every annotation file, with what other programs have done by now.

        Waits until all have been read, which `progress` is told of and may stop. Raises
        `SaveError`.
        """
        is_whole = self.loaded.annotations.is_whole
        if not is_whole and self._loading.acquire(blocking=False):  # else they are being read
            self._loading.release()
            self.load_annotations()
        self.loaded.annotations.wait(progress)
        self.watch.catch_up()
        return self.annotation_files()

    def annotation_files(self) -> "list[AnnotationFile]":
        """Every annotation file that was read, in the order of their articles."""
        return sorted(self.recorder.files(), key=lambda file: file.path)

    def annotations_of(self, path: str) -> "Sequence[Annotation]":
        """What is known of an article's annotations, without reading the file again."""
        file = self.recorder.file(path)
        return file.annotations if file else ()

    def annotation_count(self, path: str) -> int | None:
        """How many annotations an article has; `None` when their file cannot be read."""
        is_known = str(self.recorder.file_of(path)) not in self.problems
        return len(self.annotations_of(path)) if is_known else None

    def read_annotations(self, path: str) -> "Sequence[Annotation]":
        """An article's annotations as they are on disk now. Raises `AnnotationFileError`."""
        return self.recorder.read(path).annotations

    def placed(self, article: Article) -> "list[Placed]":
        """An article's annotations with their places in its text as it is now."""
        from workspace.coding.article_coding import place

        return place(article.text, self.annotations_of(article.path))

    @cached_property
    def reading(self) -> "ReadingLog":
        """What has been read in this folder."""
        from workspace.articles.reading_log import ReadingLog

        return ReadingLog(self.places.reading)

    # -- others

    def other_program(self) -> "OtherInstance | None":
        """Another nkreader that has these annotations open, or `None` when we are the only one.

        Ask now and then: the other one may end.
        """
        return self.coding.presence.acquire()

    def close(self) -> None:
        """Save what is left, and let other programs know that we have closed the folder."""
        if self._coding is not None:
            self._coding.recorder.close()
            self._coding.presence.release()
        self.articles.close()

    def follow_renamed(self) -> "Followed":
        """Let annotations follow articles that were renamed, or renumbered in their file.

        Call it once the list of articles has been refreshed and the annotations have been loaded.
        """
        from workspace.coding.renamed_articles import follow_renamed

        return follow_renamed(self.recorder, self.places.articles, self.catalogue.records)


def _silent(_done: int, _total: int) -> None:
    pass
