"""Reads the topics of an opened folder, and changes them in the text of the configuration."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock

import msgspec
from msgspec import Struct

from annotations.rewrite import rewrite
from annotations.topics import Topic, TopicChange, TopicEdit
from disk import durable
from disk.lock import locked
from disk.plain import NotPlainError
from workspace.coding.save_result import SaveError
from workspace.coding.topic_merge import merge_topics
from workspace.coding.topic_text import ShapeError, hunk, with_change
from workspace.config import (
    Config,
    ConfigError,
    ConfigFile,
    parse_config,
    personal_config,
    read_config,
)
from workspace.places import Settings, lock_of

_BOM = b"\xef\xbb\xbf"
_PATIENCE = 1.0
_TRIES = 3
_Stamp = tuple[int, int, int]


class Edited(Struct, frozen=True):
    """What became of an edit: as it was made, `None` where nothing was; words about it."""

    edit: TopicEdit | None
    notes: tuple[str, ...] = ()
    problem: SaveError | None = None


class _Plan(Struct, frozen=True):
    """The bytes that were found, and those to put in their place; `None` for no file."""

    found: bytes | None
    new: bytes | None
    edit: TopicEdit
    wanted: tuple[Topic, ...]
    notes: tuple[str, ...]


class TopicsFile:
    """The topics as the configuration has them now, and the one way to change them.

    Every method may be called from any thread.
    """

    def __init__(self, settings: Settings) -> None:
        self.file = settings.own
        self._is_carried = settings.is_carried_along
        self._is_received = settings.is_received
        self.topics: tuple[Topic, ...] = settings.config.topics
        self._lock = RLock()
        self._stamp = _stamp(self.file)

    def prepared(self, edit: TopicEdit) -> TopicEdit:
        """The edit as it would be made now, with the lines that it would change.

        Raises `SaveError` where it cannot be made.
        """
        with self._lock:
            return self._plan(edit).edit

    def make(self, edit: TopicEdit) -> Edited:
        """Bring an edit into the file; it is on disk when this returns.

        What somebody else has changed there meanwhile is kept. Raises `SaveError`; the file is then
        as it was.
        """
        with self._lock:
            try:
                lock = lock_of(self.file)
                durable.make_folder(lock.parent)
                with locked(lock, seconds=_PATIENCE):
                    return self._make(edit)
            except NotPlainError as error:
                words = f"{error.filename} cannot be used: {error.strerror}. {error.way_out}"
                raise SaveError(f"{words} Nothing was changed.") from error
            except OSError as error:
                raise SaveError(
                    f"{self.file} cannot be written: {error.strerror or error}. "
                    "Topics stand there: make the file writable, or start with a copy: --config."
                ) from error

    def _make(self, edit: TopicEdit) -> Edited:
        for _ in range(_TRIES):
            plan = self._plan(edit)
            if not plan.edit.changes:
                self._know(plan.wanted)
                return Edited(None, plan.notes)
            if self._read() != plan.found:
                continue  # somebody was quicker: what they wrote is read first
            self._write(plan.new)
            self._know(plan.wanted)
            notes = plan.notes
            if plan.found is None:
                notes = (f"Topics now stand in {self.file}, a configuration of your own", *notes)
            return Edited(plan.edit, notes)
        raise SaveError(f"{self.file} is being changed by another program. Try again.")

    def _plan(self, edit: TopicEdit) -> _Plan:
        found = self._read()
        if exact := self._exactly(edit, found):
            return exact
        start = personal_config().encode() if found is None and self._is_carried else found
        if start is None:
            raise SaveError(f"{self.file} no longer exists. Put it back, then try again.")
        try:
            now = parse_config(self.file, start)
        except ConfigError as error:
            raise SaveError(f"{error} Nothing was changed.") from error
        merged = merge_topics(now.config.topics, edit.changes)
        text = start.removeprefix(_BOM).decode()
        new = self._rewritten(text, edit, merged.changes, now, merged.topics)
        encoded = (_BOM if start.startswith(_BOM) else b"") + new.encode()
        bytes_ = rewrite(found, encoded)
        made = TopicEdit(merged.changes, *hunk(text, new), bytes_, edit.into)
        return _Plan(found, encoded, made, merged.topics, merged.notes)

    def _exactly(self, edit: TopicEdit, found: bytes | None) -> _Plan | None:
        """Plan to give the file the very bytes that the edit knows, if nobody has changed it."""
        if edit.rewrite is None or not edit.rewrite.fits(found):
            return None
        with suppress(ValueError, ConfigError):
            new = edit.rewrite.on(found)
            text = personal_config().encode() if new is None else new
            return _Plan(found, new, edit, parse_config(self.file, text).config.topics, ())
        return None

    def _rewritten(
        self,
        text: str,
        edit: TopicEdit,
        changes: Sequence[TopicChange],
        now: ConfigFile,
        wanted: tuple[Topic, ...],
    ) -> str:
        """The text with the changes, after a proof that it says what is wanted and nothing else."""
        expected = msgspec.structs.replace(now.config, topics=wanted)
        line = now.line(("topics",))
        if edit.lines_before and text.count(edit.lines_before) == 1:
            known = text.replace(edit.lines_before, edit.lines_after)
            if self._says(known, expected):
                return known
        try:
            edited = text
            for change in changes:
                edited = with_change(edited, change)
        except ShapeError as error:
            line, edited = error.line, text
        if self._says(edited, expected):
            return edited
        raise SaveError(
            f"{self.file}:{line}: the topics are written in a way that cannot be changed from "
            "here. Nothing was changed: change them in the file."
        )

    def _says(self, text: str, expected: Config) -> bool:
        try:
            return parse_config(self.file, text.encode()).config == expected
        except ConfigError:
            return False

    # -- what others do

    def present(self) -> tuple[Topic, ...]:
        """The topics as they stand in the file now, which `look` need not have told of yet."""
        with self._lock:
            if _stamp(self.file) == self._stamp:
                return self.topics
            with suppress(ConfigError, OSError):
                if (data := self._read()) is not None:
                    return parse_config(self.file, data).config.topics
            return self.topics

    def look(self) -> str | None:
        """Reload what others have written; `None` when the topics are the same, else a message.

        The words say what is wrong with the file, once; the topics stay as they were then.
        """
        with self._lock:
            stamp = _stamp(self.file)
            if stamp == self._stamp:
                return None
            self._stamp = stamp
            before = self.topics
            try:
                data = self._read()
                if data is None:
                    return None  # an editor that writes it anew, or it is gone: they stay
                self._know(parse_config(self.file, data).config.topics)
            except (ConfigError, OSError) as error:
                return f"{error} The topics stay as they were."
            return None if self.topics == before else f"The topics were changed in {self.file}"

    def _know(self, topics: tuple[Topic, ...]) -> None:
        self.topics = topics
        self._stamp = _stamp(self.file)

    def _read(self) -> bytes | None:
        try:
            return read_config(self.file, received=self._is_received)
        except FileNotFoundError:
            return None

    def _write(self, data: bytes | None) -> None:
        # A link of the user's own stays one; none is followed that somebody else may have made.
        within = self.file.parent if self._is_received else None
        file = self.file if self._is_received else self.file.resolve()
        if data is None:
            durable.remove(file, within=within)
            return
        durable.make_folder(self.file.parent)
        durable.write_durably(file, data, within=within)


def _stamp(file: Path) -> _Stamp:
    try:
        status = file.stat()
    except OSError:
        return 0, 0, 0
    return status.st_mtime_ns, status.st_size, status.st_ino
