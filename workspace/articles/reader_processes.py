"""Reads articles in processes of their own, while this one indexes what they have read.

A reader answers one request after another and ends with the process that started it, at once: it
keeps nothing.

A file at which a reader dies (a library crashed, the system ran out of memory) costs itself alone:
another reader is started, and asked for the articles of that request one by one.
"""

import json
import os
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Self

import msgspec

from corpus.folder.scan import Stamp
from corpus.log import log
from corpus.metadata.columns import NO_COLUMNS, Columns, columns_of
from corpus.page.recurring import LineCounts
from corpus.records.registry import is_slow
from workspace.articles.lifeline import child_command, end_with
from workspace.articles.one_article import Read, killed, read

AT_ONCE = 25
"""Articles in a request."""

_AHEAD = 40  # requests under way: enough to do while the index is written
_WORTH_IT = 300  # articles; fewer are read before a reader has started
_MOST = 3  # readers that the indexing can keep up with
_LENGTH = struct.Struct("<I")
_SECONDS_TO_DIE = 5.0  # once its pipe is closed; a large core may be written meanwhile
_STDIN, _STDOUT, _STDERR = 0, 1, 2
# What comes of a process that has died at the other end of a pipe, perhaps in mid-word.
DIED = (OSError, EOFError, msgspec.MsgspecError, UnicodeDecodeError)


class Request(msgspec.Struct):
    """Articles to be read, and the table of lines that recur (`LineCounts.table`).

    On its way to a reader that has this table already, `lines` is `None`.
    """

    stamps: Sequence[Stamp]
    lines: bytes | None


class Readers:
    """Reads the articles of a folder, with other processes if they are many.

    With `careful`, also if they are few: this process has died of one of them before. `begin` is
    told the path of each article that this process itself is about to read with a library.
    Leaving the context ends the processes.
    """

    def __init__(
        self,
        root: Path,
        articles: int,
        columns: Columns = NO_COLUMNS,
        *,
        careful: bool = False,
        begin: Callable[[str], None] = lambda _path: None,
    ) -> None:
        self._root = root
        self._columns = columns
        self._begin = begin
        self._ended = False
        least = 1 if careful else 0
        count = max(_how_many(), least) if articles >= _WORTH_IT else least
        self._readers = _started(root, columns, count)
        self._idle: SimpleQueue[_Reader] = SimpleQueue()
        for reader in self._readers:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(max(len(self._readers), 1))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _where: TracebackType | None,
    ) -> None:
        self._ended = True
        for reader in self._readers:
            reader.kill()
        self._threads.shutdown(cancel_futures=True)
        for reader in self._readers:
            reader.close()

    def read(self, requests: Iterable[Request]) -> Iterator[Read]:
        """Read all articles, in their order."""
        if not self._readers:
            for request in requests:
                yield from self._read(request)
            return
        waiting: deque[Future[list[Read]]] = deque()
        for request in requests:
            waiting.append(self._threads.submit(self._ask, request))
            if len(waiting) == _AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _ask(self, request: Request) -> list[Read]:
        reader = self._idle.get()
        try:
            return reader.ask(request)
        except DIED:
            found: list[Read] = []
            for stamp in request.stamps:
                if self._ended:
                    return []
                alone = Request((stamp,), request.lines)
                try:
                    if reader.is_dead:
                        reader = self._another(reader)
                    found += reader.ask(alone)
                except DIED:
                    # One that ends by itself, or cannot be started, says nothing of the article.
                    died_of_it = reader.is_dead and reader.was_killed
                    found += [killed(stamp)] if died_of_it else self._read(alone)
            return found
        finally:
            self._idle.put(reader)

    def _another(self, dead: "_Reader") -> "_Reader":
        """Replace a reader that has died. Raises OSError."""
        reader = _Reader(self._root, self._columns)
        self._readers.append(reader)
        if self._ended:  # nobody else would end it
            reader.kill()
        dead.kill()
        return reader

    def _read(self, request: Request) -> Iterator[Read]:
        """Read articles in this process."""
        lines = LineCounts(request.lines or b"")
        for stamp in request.stamps:
            if is_slow(stamp.path):
                self._begin(stamp.path)
            yield read(self._root, stamp, lines, self._columns)


def _how_many() -> int:
    """Return how many readers there are cores for, beside this process."""
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(cores - 1, _MOST)


def _started(root: Path, columns: Columns, count: int) -> "list[_Reader]":
    """Start readers, fewer if the system has no room for more."""
    readers: list[_Reader] = []
    with suppress(OSError):
        readers.extend(_Reader(root, columns) for _ in range(count))
    return readers


class _Reader:
    """A process that reads; its methods raise OSError or EOFError when it has died."""

    def __init__(self, root: Path, columns: Columns) -> None:
        pipe, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- this very program
                [*child_command(__name__), os.fspath(root), str(pipe), json.dumps(columns.own)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # What a library says of a file is nothing for a terminal.
                stderr=subprocess.DEVNULL if os.isatty(_STDERR) else None,
                pass_fds=[pipe],
                # Ctrl+C is for us: we end it. In a session of our own there is none, and whoever
                # ends that with all that is in it means the readers too.
                start_new_session=os.getsid(0) != os.getpid(),
            )
        except OSError:
            os.close(self._lifeline)
            raise
        finally:
            os.close(pipe)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._lines: bytes | None = None
        self.is_dead = False

    def ask(self, request: Request) -> list[Read]:
        """Ask for articles to be read."""
        known = request.lines is self._lines
        try:
            _send(self._input, Request(request.stamps, None) if known else request)
            self._lines = request.lines
            found = msgspec.msgpack.decode(_receive(self._output), type=list[Read])
        except DIED:
            self.is_dead = True
            raise
        for each in found:
            if each.details:
                log(f"{each.record.path}: {each.record.problem}", each.details)
        return found

    @property
    def was_killed(self) -> bool:
        """Whether it has died of a signal: a library crashed, or the system has no more memory."""
        try:
            return self._process.wait(_SECONDS_TO_DIE) < 0
        except subprocess.TimeoutExpired:
            return False

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def close(self) -> None:
        """Close what is left of a reader that was killed."""
        self._process.wait()
        with suppress(OSError):
            self._input.close()
        self._output.close()
        os.close(self._lifeline)


def _send(file: IO[bytes], message: object) -> None:
    data = msgspec.msgpack.encode(message)
    file.write(_LENGTH.pack(len(data)) + data)
    file.flush()


def _receive(file: IO[bytes]) -> bytes:
    """Return the next message; raises EOFError when there is none, or a part of one."""
    head = file.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    data = file.read(length)
    if not data or len(data) != length:
        raise EOFError
    return data


def main() -> None:
    """Entry point of a reader process."""
    root, lifeline = Path(sys.argv[1]), int(sys.argv[2])
    end_with(lifeline)
    columns = columns_of(json.loads(sys.argv[3]))
    answers = os.fdopen(os.dup(_STDOUT), "wb")
    os.dup2(_STDERR, _STDOUT)  # what a library may print is no answer
    lines = LineCounts()
    with suppress(*DIED), os.fdopen(_STDIN, "rb") as requests:
        while True:
            request = msgspec.msgpack.decode(_receive(requests), type=Request)
            if request.lines is not None:
                lines = LineCounts(request.lines)
            _send(answers, [read(root, stamp, lines, columns) for stamp in request.stamps])
