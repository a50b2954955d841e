"""Writes the annotations folder: each action saved at once, and merged with what others wrote."""

import contextlib
import errno
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.backups import Backup, Backups
from annotations.files.disk_errors import unreadable, unwritable
from annotations.files.folder import AnnotationFolder, empty
from annotations.files.listing import LOCK_NAME
from annotations.files.storable import storable
from annotations.history.merge import PLAIN, Terms, merge
from annotations.history.steps import Change, Head, Part, difference
from annotations.model import Annotation, ArticleIdentity
from annotations.rewrite import rewrite
from disk import durable
from disk.lock import locked
from disk.reading import read


class Applied(Struct, frozen=True):
    """What a save did: the file as it is now, the changes as made (for undo), and merge notes.

    A note is a sentence for the user about a change that met somebody else's change; the changes
    differ from those asked for exactly then.
    """

    file: AnnotationFile
    changes: tuple[Change, ...]
    notes: tuple[str, ...]


class Planned(Struct, frozen=True):
    """What is going to be written: the file as it is and as it will be, None where there is none.

    `part` is what really will be done; `is_done` says that nothing is left to do of what was asked.
    """

    place: Path
    before: bytes | None
    after: bytes | None
    file: AnnotationFile
    part: Part
    notes: tuple[str, ...] = ()
    is_done: bool = False


class AnnotationStore(AnnotationFolder):
    """Writes the annotation files below `folder`, too.

    Earlier versions are kept in the folder `backups`, if given, which must not lie in `folder`.
    May be used from several threads, and several processes may use the same folder; one that is
    saving is waited for up to `patience` seconds.
    """

    def __init__(self, folder: Path, backups: Path | None = None, patience: float = 10.0) -> None:
        super().__init__(folder)
        self.patience = patience
        self.backups = Backups(backups) if backups else None

    def apply(
        self, article: ArticleIdentity, changes: Sequence[Change], terms: Terms = PLAIN
    ) -> Applied:
        """Bring changes into the article's file; they are on disk when this returns.

        What somebody else wrote since we loaded it is kept and merged, by annotation id. Raises
        AnnotationFileError when the file cannot be read or written; it is then as it was, and the
        caller still has the changes. It is an UnavailableError when trying later may help.
        """
        part = Part(article.path, tuple(storable(change) for change in changes))
        with self.writing(article.path):
            planned = self.plan(part, article, terms=terms)
            notes = self.carry_out(planned)
            return Applied(planned.file, planned.part.changes, (*planned.notes, *notes))

    @contextlib.contextmanager
    def writing(self, article: str) -> Iterator[None]:
        """Hold the folder's lock, so that what is planned meanwhile is still so when it is done.

        Raises AnnotationFileError, about the file of this article.
        """
        try:
            durable.make_folder(self.folder)
            with locked(self.folder / LOCK_NAME, seconds=self.patience):
                yield
        except OSError as error:
            raise unwritable(self.file_of(article), error) from error

    def plan(
        self,
        part: Part,
        article: ArticleIdentity | None = None,
        *,
        known: AnnotationFile | None = None,
        terms: Terms = PLAIN,
    ) -> Planned:
        """Find out what a part of a step does to its file as it is now; nothing is written.

        `known` is what the file said when it was last read. Raises AnnotationFileError.
        """
        place = self.file_of(part.article)
        self._missing_folders(place)  # a file in the place of a folder is named as that
        data = self._read(place)
        return self.plan_on(data, part, article, known=known, terms=terms)

    def plan_on(
        self,
        data: bytes | None,
        part: Part,
        article: ArticleIdentity | None = None,
        *,
        known: AnnotationFile | None = None,
        terms: Terms = PLAIN,
    ) -> Planned:
        """Find out what a part does to a file that has, or will have, these bytes; None for none.

        Where nobody else has changed the file it gets exactly the bytes that the part knows. Else
        the changes are merged on these terms, and what the file says of its text becomes what is
        said of it in `article`, or, without one, what the part says. Raises AnnotationFileError.
        """
        place = self.file_of(part.article)
        folders = self._missing_folders(place)
        is_exact = terms.names.keys().isdisjoint(_topics_after(part))
        if is_exact and (exact := self._exactly(part, place, data)):
            return exact
        theirs = self._parse(part.article, data, place, known) if data is not None else None
        there = theirs or empty(part.article)
        merged = merge(there.annotations, part.changes, terms)
        head = _head_after(there, part, article) if merged.changes else _head(there)
        ours = replace(
            there,
            title=head.title,
            text_sha256=head.text_sha256,
            annotations=tuple(sorted(merged.annotations, key=files.order)),
        )
        was_new = part.head is not None and part.head[1] is None
        is_empty = not (ours.annotations or ours.extra or ours.article_extra)
        if was_new and terms.taking_back and is_empty:
            after, ours = None, empty(part.article)
        elif merged.changes or head != _head(there):
            after = self._rendered(ours, merged.changes, place)
        else:
            # Written even when nothing is new: an earlier save may have failed after the rename.
            after = data
        made = Part(
            part.article,
            merged.changes,
            (None if theirs is None else _head(theirs), None if after is None else head),
            rewrite(data, after, folders),
        )
        return Planned(place, data, after, ours, made, merged.notes, is_done=not merged.changes)

    def _exactly(self, part: Part, place: Path, data: bytes | None) -> Planned | None:
        """Plan to give the file the very bytes that the part knows, if they fit."""
        if part.rewrite is None or part.rewrite.before == part.rewrite.after:
            return None
        if part.rewrite.is_made(data):
            file = self._as_it_says(part.article, place, data)
            return Planned(place, data, data, file, part, is_done=True)
        if not part.rewrite.fits(data):
            return None
        with contextlib.suppress(ValueError):
            after = part.rewrite.on(data)
            return Planned(place, data, after, self._as_it_says(part.article, place, after), part)
        return None

    def _as_it_says(self, article: str, place: Path, data: bytes | None) -> AnnotationFile:
        """Return what bytes say; nothing where they are those of a broken file that comes back."""
        try:
            return empty(article) if data is None else self._parse(article, data, place)
        except AnnotationFileError:
            return empty(article)

    def _missing_folders(self, place: Path) -> int:
        """How many folders have to be made for a file. Raises AnnotationFileError."""
        for missing, folder in enumerate(place.parents):
            try:
                if stat.S_ISDIR(folder.stat().st_mode):
                    return missing
                raise unwritable(folder, NotADirectoryError(errno.ENOTDIR, "Not a directory"))
            except FileNotFoundError:
                continue
            except OSError as error:
                raise unwritable(place, error) from error
        return 0

    def carry_out(self, planned: Planned) -> tuple[str, ...]:
        """Write what was planned, durably, and tell what went wrong beside it.

        Raises AnnotationFileError; the file is then as it was.
        """
        place, article = planned.place, planned.part.article
        try:
            problems = self._back_up(place, planned.before)
            if planned.after is None:
                # Also where it is gone already: the program may have ended right then.
                self._remove(planned)
                return problems
            durable.make_folder(place.parent, within=self.folder)
            durable.write_durably(place, planned.after, within=self.folder)
        except OSError as error:
            if planned.before is None:
                self._remove_folders(planned)
            raise unwritable(place, error) from error
        self._known[article] = planned.after, planned.file
        # Also the new one: a file that is deleted by mistake can be brought back as it was.
        return problems or self._back_up(place, planned.after)

    def _remove(self, planned: Planned) -> None:
        """Delete a file, and the folders that were made for it."""
        with contextlib.suppress(FileNotFoundError):
            durable.remove(planned.place, within=self.folder)
        self._known.pop(planned.part.article, None)
        self._remove_folders(planned)

    def _remove_folders(self, planned: Planned) -> None:
        """Delete the folders that were made for a file, where nothing else is in them."""
        above = planned.place.parent
        for _ in range(planned.part.rewrite.folders if planned.part.rewrite else 0):
            if above == self.folder:
                break
            with contextlib.suppress(OSError):
                # Nobody else writes while we hold the lock: a killed program has left them.
                for left in above.iterdir():
                    if durable.is_temporary(left.name):
                        durable.remove(left, within=self.folder, flushed=False)
                durable.remove_folder(above, within=self.folder)
            above = above.parent

    def plan_version(self, article: str, backup: Backup) -> Planned:
        """Plan to bring back an earlier version of an article's file, byte for byte.

        The present file may be broken. Raises AnnotationFileError.
        """
        place = self.file_of(article)
        before = self._read(place)
        try:
            after = read(backup.file)
        except OSError as error:
            raise unreadable(backup.file, error) from error
        file = self._parse(article, after, backup.file)
        here = self._as_it_says(article, place, before)
        changes = difference(article, here.annotations, file.annotations)
        heads = (None if before is None else _head(here), _head(file))
        part = Part(article, changes, heads, rewrite(before, after, self._missing_folders(place)))
        return Planned(place, before, after, file, part)

    def move(
        self, old: ArticleIdentity, new: ArticleIdentity, left: Mapping[str, Annotation]
    ) -> tuple[AnnotationFile, AnnotationFile]:
        """Bring the annotations of `old` to `new`; `remove` then takes them from `old`.

        What `new` has is kept, merged by id, but for the annotations in `left`, by id, which have
        been moved away from there. Returns the file that was moved, and the one of `new` as it
        is now. Raises AnnotationFileError, also when the file of `old` is not about its text any
        more; nothing is lost then.
        """
        with self._writing(new.path) as file:
            moved = self.load(old.path)
            if moved.text_sha256 != old.sha256:
                message = "is about another text now"
                raise AnnotationFileError(self.file_of(old.path), None, message, _KEPT)
            there = self._now(new.path, file)
            staying = [
                annotation
                for annotation in there.annotations
                if left.get(annotation.id) != annotation
            ]
            arriving = [Change(new.path, None, annotation) for annotation in moved.annotations]
            merged = merge(staying, arriving)
            ours = replace(
                there,
                annotations=merged.annotations,
                extra={**moved.extra, **there.extra},
                article_extra={**moved.article_extra, **there.article_extra},
            )
            return moved, self._write(new, ours, merged.changes, file)[0]

    def remove(self, article: str, moved: Mapping[str, Annotation], home: str) -> AnnotationFile:
        """Delete an article's file when all it holds has been moved to the article `home`.

        What else somebody has put there meanwhile stays, and is returned. Earlier versions of the
        file are then those of `home`. Raises AnnotationFileError.
        """
        with self._writing(article) as file:
            now = self._now(article, file)
            left = tuple(
                annotation
                for annotation in now.annotations
                if moved.get(annotation.id) != annotation
            )
            if left:
                identity = ArticleIdentity(article, now.title, now.text_sha256)
                rest = replace(now, annotations=left)
                return self._write(identity, rest, (), file)[0]
            durable.remove(file, within=self.folder, missing_ok=True)
            self._known.pop(article, None)
            if self.backups:
                self.backups.rename(self.name_of(file), self.name_of(self.file_of(home)))
            return empty(article)

    def set_aside(self, article: str) -> bool:
        """Delete an article's file, and keep it as a version if there are backups; whether so.

        Raises AnnotationFileError; the file then stays.
        """
        with self._writing(article) as file:
            if problems := self._back_up(file, self._read(file)):
                raise AnnotationFileError(file, None, problems[0].rstrip("."), _KEPT)
            durable.remove(file, within=self.folder, missing_ok=True)
            self._known.pop(article, None)
        return self.backups is not None

    @contextlib.contextmanager
    def _writing(self, article: str) -> Iterator[Path]:
        """Hold the folder's lock while an article's file is changed; its folder is there then."""
        file = self.file_of(article)
        try:
            durable.make_folder(file.parent, within=self.folder)
            with locked(self.folder / LOCK_NAME, seconds=self.patience):
                yield file
        except OSError as error:
            raise unwritable(file, error) from error

    def _write(
        self,
        article: ArticleIdentity,
        file: AnnotationFile,
        changes: Sequence[Change],
        place: Path,
    ) -> tuple[AnnotationFile, tuple[str, ...]]:
        """Write a file durably in the name of an article, and tell what went wrong on the way."""
        ours = replace(
            file,
            path=article.path,
            title=article.title,
            text_sha256=article.sha256,
            annotations=tuple(sorted(file.annotations, key=files.order)),
        )
        new = self._rendered(ours, changes, place)
        problems = self._back_up(place, self._read(place))
        # Written even when nothing is new: an earlier save may have failed after the rename.
        durable.write_durably(place, new, within=self.folder)
        self._known[article.path] = new, ours
        # Also the new one: a file that is deleted by mistake can be brought back as it was.
        return ours, problems or self._back_up(place, new)

    def _back_up(self, file: Path, data: bytes | None) -> tuple[str, ...]:
        """Keep a version of a file; return what to tell when that fails."""
        if self.backups and data is not None:
            try:
                self.backups.keep(self.name_of(file), data)
            except OSError as error:
                return (f"No backup could be kept of {file.name}: {error.strerror}.",)
        return ()

    def _rendered(self, ours: AnnotationFile, changes: Sequence[Change], file: Path) -> bytes:
        """Return the bytes to write, after a proof that what changed can be read back."""
        changed = {change.after.id: change.after for change in changes if change.after}
        part = replace(ours, annotations=tuple(sorted(changed.values(), key=files.order)))
        try:
            new = files.render(ours)
            proven = files.parse(files.render(part), file) == part
        except (ValueError, AnnotationFileError) as error:
            reason = error.message if isinstance(error, AnnotationFileError) else str(error)
            raise AnnotationFileError(file, None, f"cannot be written: {reason}", _KEPT) from error
        if not proven:
            message = "cannot be written: its YAML would say something else"
            raise AnnotationFileError(file, None, message, _KEPT)
        return new


def _topics_after(part: Part) -> set[str]:
    """Return the topics that annotations have when a part has been done."""
    after = [change.after for change in part.changes if change.after]
    return {topic for each in after for topic in (*each.topics, *each.rejected)}


def _head(file: AnnotationFile) -> Head:
    return Head(file.title, file.text_sha256)


def _head_after(there: AnnotationFile, part: Part, article: ArticleIdentity | None) -> Head:
    """Return what the file says of its text afterwards: what others have written there stays."""
    now = _head(there)
    if article is not None:
        return Head(article.title, article.sha256)
    if part.head is None:
        return now
    before, after = (each or Head("", "") for each in part.head)
    return Head(
        after.title if now.title == before.title else now.title,
        after.text_sha256 if now.text_sha256 == before.text_sha256 else now.text_sha256,
    )


_KEPT = "Nothing was written, and the file on disk is as it was."
