"""The undo history as a file of JSON lines, so that what was done can be undone after a restart."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from annotations.history import History, Step
from disk import durable
from disk.lock import locked

MAX_BYTES = 16 * 1024 * 1024
_PATIENCE = 1.0  # seconds; another program appends a line in milliseconds


class _Line(msgspec.Struct, omit_defaults=True):
    """One line of the journal: a step done, or that one was undone or redone, or articles moved.

    A step whose id is there already corrects that one. Steps that are undone or redone are named
    by their ids, as two programs may write one journal; `true` is the last one, in old journals.
    """

    did: Step | None = None
    undid: str | bool = False
    redid: str | bool = False
    moved: dict[str, str] = {}


class Journal(History):
    """A History that survives a restart, in `file`, which should lie in the user's state folder.

    A line is on disk when the call that made it returns. A file that is missing, unreadable or torn
    by a crash gives what can be read of it. When the file cannot be written the history goes on in
    memory, and `problem` says why, until writing works again. What other programs append meanwhile
    is known after a restart, unless the file had to be written anew.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.problem = ""
        history, self._size, whole = _replay(file)
        super().__init__(history.done, history.undone)
        # A torn line must not swallow the one that is appended to it.
        self._rewrite_next = not whole

    def record(self, step: Step) -> None:
        """Remember a step that has been done; what was undone before can no longer be redone."""
        super().record(step)
        self._append(_Line(did=step))

    def correct(self, step: Step) -> None:
        """Put what was really done in the place of the step with the same id."""
        super().correct(step)
        self._append(_Line(did=step))

    def follow(self, homes: Mapping[str, str]) -> None:
        """Let every step be about the articles' new paths: from old path to new, all at once."""
        super().follow(homes)
        self._append(_Line(moved=dict(homes)))

    def undo(self, identity: str = "") -> Step | None:
        """Return the step that, applied, takes the last one (or this) back; None without one."""
        step = super().undo(identity)
        if step:
            self._append(_Line(undid=step.id))
        return step

    def redo(self, identity: str = "") -> Step | None:
        """Return the step that repeats the last undone one (or this); None without one."""
        step = super().redo(identity)
        if step:
            self._append(_Line(redid=step.id))
        return step

    def _append(self, line: _Line) -> None:
        data = _encoded(line)
        try:
            durable.make_folder(self._file.parent)
            with locked(self._file.with_suffix(".lock"), seconds=_PATIENCE):
                if self._rewrite_next or self._size + len(data) > MAX_BYTES:
                    self._rewrite()
                else:
                    self._size = _append_durably(self._file, data)
        except OSError as error:
            self._rewrite_next = True
            self.problem = f"The undo history cannot be saved: {error.strerror}."
        else:
            self._rewrite_next = False
            self.problem = ""

    def _rewrite(self) -> None:
        """Write the history anew, without the oldest steps where it would fill half the limit."""
        undid = [_encoded(_Line(undid=step.id)) for step in self.undone]
        size = sum(map(len, undid))
        kept: list[bytes] = []
        for step in (*self.undone, *reversed(self.done)):
            line = _encoded(_Line(did=step))
            if kept and size + len(line) > MAX_BYTES // 2 and len(kept) >= len(undid):
                break
            kept.append(line)
            size += len(line)
        durable.write_durably(self._file, b"".join([*reversed(kept), *undid]))
        self._size = size


def _encoded(line: _Line) -> bytes:
    return msgspec.json.encode(line, enc_hook=str) + b"\n"


def _replay(file: Path) -> tuple[History, int, bool]:
    """Return the history in a journal, its size in bytes, and whether all of it was read."""
    history = History()
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return history, 0, True
    except OSError:
        return history, 0, False
    *lines, rest = data.split(b"\n")
    decoder = msgspec.json.Decoder(_Line)
    whole = not rest
    known: set[str] = set()
    for text in lines:
        try:
            line = decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            # What was done before cannot be undone without what is lost here.
            history, whole = History(), False
            continue
        if line.did and line.did.id in known:
            history.correct(line.did)
        elif line.did:
            history.record(line.did)
            known.add(line.did.id)
        elif line.undid:
            history.undo(_named(line.undid))
        elif line.redid:
            history.redo(_named(line.redid))
        elif line.moved:
            history.follow(line.moved)
    return history, len(data), whole


def _named(step: str | bool) -> str:
    return step if isinstance(step, str) else ""


def _append_durably(file: Path, data: bytes) -> int:
    """Append a line and return the file's size; a part of a line is taken back."""
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        written = os.write(descriptor, data)
        if written != len(data):
            os.ftruncate(descriptor, size)
            raise OSError(0, "only a part was written", str(file))
        os.fsync(descriptor)
        return size + written
    finally:
        os.close(descriptor)
