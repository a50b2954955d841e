"""The undo history as a file of JSON lines, so that what was done can be undone after a restart."""

import os
from pathlib import Path

import msgspec

from annotations import durable
from annotations.history import History, Step

MAX_BYTES = 16 * 1024 * 1024


class _Line(msgspec.Struct, omit_defaults=True):
    """One line of the journal: a step done, or the word that the last one was undone or redone."""

    did: Step | None = None
    undid: bool = False
    redid: bool = False


class Journal(History):
    """A History that survives a restart, in `file`, which should lie in the user's state folder.

    A line is on disk when the call that made it returns. A file that is missing, unreadable or torn
    by a crash gives what can be read of it. When the file cannot be written the history goes on in
    memory, and `problem` says why, until writing works again.
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

    def undo(self) -> Step | None:
        """Return the step that, applied, takes the last one back; None when there is nothing."""
        step = super().undo()
        if step:
            self._append(_Line(undid=True))
        return step

    def redo(self) -> Step | None:
        """Return the step that repeats the last undone one; None when there is nothing."""
        step = super().redo()
        if step:
            self._append(_Line(redid=True))
        return step

    def _append(self, line: _Line) -> None:
        data = msgspec.json.encode(line, enc_hook=str) + b"\n"
        try:
            if self._rewrite_next or self._size + len(data) > MAX_BYTES:
                self._rewrite()
            else:
                durable.make_folder(self._file.parent)
                _append_durably(self._file, data)
                self._size += len(data)
        except OSError as error:
            self._rewrite_next = True
            self.problem = f"The undo history cannot be saved: {error.strerror}."
        else:
            self._rewrite_next = False
            self.problem = ""

    def _rewrite(self) -> None:
        """Write the history anew, without the oldest steps where it would fill half the limit."""
        undid = [msgspec.json.encode(_Line(undid=True)) + b"\n"] * len(self.undone)
        size = sum(map(len, undid))
        kept: list[bytes] = []
        for step in (*self.undone, *reversed(self.done)):
            line = msgspec.json.encode(_Line(did=step), enc_hook=str) + b"\n"
            if kept and size + len(line) > MAX_BYTES // 2 and len(kept) >= len(undid):
                break
            kept.append(line)
            size += len(line)
        durable.make_folder(self._file.parent)
        durable.write_durably(self._file, b"".join([*reversed(kept), *undid]))
        self._size = size


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
    for text in lines:
        try:
            line = decoder.decode(text)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            # What was done before cannot be undone without what is lost here.
            history, whole = History(), False
            continue
        if line.did:
            history.record(line.did)
        elif line.undid:
            history.undo()
        elif line.redid:
            history.redo()
    return history, len(data), whole


def _append_durably(file: Path, data: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        written = os.write(descriptor, data)
        if written != len(data):
            raise OSError(0, "only a part was written", str(file))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
