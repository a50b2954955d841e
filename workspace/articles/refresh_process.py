"""Refreshes in a process of its own, so that no screen ever waits for it.

The parent starts it (`lifeline.child_command`), writes one line of JSON that says where everything
is, and reads one line of JSON for each event. SIGTERM stops the child at the next article; a pipe
of its own, to which nobody writes, ends it with the parent.
"""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path
from typing import IO, Literal

import msgspec

from corpus.metadata.columns import columns_of
from disk.cache_file import make_own_folder
from disk.durable import open_to_append
from disk.named import open_nowhere
from workspace.articles.lifeline import child_command, end_with
from workspace.places import Places

# Long enough to finish an article; killing is safe too, as the index is written in whole batches.
_SECONDS_TO_STOP = 0.3
_SECONDS_BETWEEN_WORDS = 0.1
_MOST_TRIES = 3
_STDIN = 0


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the child says.

    `progress` (done of total, of the articles in the folder) and `saved` while it works; at last
    one of `done`, `busy` (somebody else is indexing the folder, done of total) and `failed`
    (message).
    """

    kind: Literal["progress", "saved", "done", "busy", "failed", "died"]
    done: int = 0
    total: int = 0
    articles: int = 0
    changed: int = 0
    removed: int = 0
    problems: tuple[str, ...] = ()
    message: str = ""
    others: str = ""

    @property
    def indexed(self) -> int:
        """How many articles of the folder are indexed so far."""
        return max(self.articles - self.total + self.done, 0)


async def refresh_events(places: Places) -> AsyncGenerator[Event, None]:
    """Refresh in a child process and yield its events; closing the iterator stops it.

    A child that dies at an article is followed by another, which has it read by a process apart.
    """
    tries = 0
    while True:
        tries += 1
        async with aclosing(_refresh_once(places)) as happening:
            async for event in happening:
                if event.kind == "died":
                    break
                yield event
            else:
                return
        if tries == _MOST_TRIES or not await asyncio.to_thread(places.being_read.exists):
            yield Event("failed", message=f"Indexing stopped unexpectedly; see {places.log}.")
            return


async def _refresh_once(places: Places) -> AsyncGenerator[Event, None]:
    """Refresh in a child process; a child that does not come to an end has `died` at last."""
    async with _child(places) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(_encode_places(places))
            await child.stdin.drain()
            finished = False
            async for line in child.stdout:
                try:
                    event = msgspec.json.decode(line, type=Event)
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    break  # it died while it spoke
                finished = event.kind not in {"progress", "saved"}
                yield event
            if not finished:
                yield Event("died")
        except (BrokenPipeError, ConnectionResetError):
            yield Event("failed", message=f"Indexing could not be started; see {places.log}.")


@asynccontextmanager
async def _child(places: Places) -> AsyncGenerator[asyncio.subprocess.Process, None]:
    """Start a child process, and end it at last."""
    # Not its standard input: the kernel tells of a line that is written there after it may have
    # been read, and a child that had just asked to be ended by a signal was ended by that one.
    pipe, lifeline = os.pipe()
    try:
        try:
            with _log(places) as log:
                child = await asyncio.create_subprocess_exec(
                    *child_command(__name__),
                    str(pipe),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=log,
                    pass_fds=[pipe],
                    limit=2**24,
                    start_new_session=True,  # ended together with its readers, even one that hangs
                )
        finally:
            os.close(pipe)
        try:
            yield child
        finally:
            await _end(child)
    finally:
        os.close(lifeline)


async def _end(child: asyncio.subprocess.Process) -> None:
    """Let a child stop by itself, or end it."""
    try:
        with suppress(ProcessLookupError):
            child.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), _SECONDS_TO_STOP)
    finally:  # also when cancelled once more while waiting
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
        if child.stdin is not None:
            child.stdin.close()


def _log(places: Places) -> IO[bytes]:
    """Where the output of the child goes: never to the terminal, where a screen is."""
    try:
        make_own_folder(places.state)
        return os.fdopen(open_to_append(places.log, own=True), "ab")
    except OSError:
        return os.fdopen(open_nowhere(), "ab")


def _encode_places(places: Places) -> bytes:
    folders = [places.articles, places.annotations, places.cache, places.state]
    names = [os.fsdecode(folder) for folder in folders]
    chosen = [places.include, places.exclude, places.sources, places.columns.own]
    fields = [names, *chosen, places.language]
    return json.dumps(fields).encode("ascii") + b"\n"


def _decode_places(line: bytes) -> Places:
    folders, include, exclude, sources, columns, language = json.loads(line)
    articles, annotations, cache, state = map(Path, folders)
    return Places(
        articles,
        annotations,
        cache,
        state,
        samples=False,
        include=tuple(include),
        exclude=tuple(exclude),
        sources=tuple(map(tuple, sources)),
        columns=columns_of(columns),
        language=language,
    )


def _say(event: Event) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(event) + b"\n")
    sys.stdout.buffer.flush()


class _Progress:
    """Tells how far the refresh is, but not more often than anybody can read."""

    def __init__(self) -> None:
        self._said_at = 0.0
        self._articles = 0

    def found(self, articles: int) -> None:
        self._articles = articles

    def say(self, done: int, total: int) -> None:
        now = time.monotonic()
        is_due = now - self._said_at >= _SECONDS_BETWEEN_WORDS
        if total and (is_due or done == total):
            _say(Event("progress", done=done, total=total, articles=self._articles))
            self._said_at = now


class _Stop:
    """Whether we have been asked to stop."""

    def __init__(self) -> None:
        self._is_asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent: it asks us

    def _ask(self, *_: object) -> None:
        self._is_asked = True

    def is_asked(self) -> bool:
        return self._is_asked


def main() -> None:
    """Entry point of the child process."""
    stop = _Stop()
    # Only the child needs these; the parent wants to show its first screen.
    from corpus.folder.scan import FolderError
    from corpus.log import details, log
    from index.engine import IndexBusy, IndexProblem
    from workspace.articles.refresh import Watcher, refresh_folder
    from workspace.articles.turns import said

    with os.fdopen(_STDIN, "rb", buffering=0, closefd=False) as stdin:
        line = stdin.readline()
    if not line.endswith(b"\n"):
        return  # the parent has died already, perhaps while it spoke
    end_with(int(sys.argv[1]))
    places = _decode_places(line)
    progress = _Progress()
    watcher = Watcher(
        found=progress.found,
        progress=progress.say,
        saved=lambda: _say(Event("saved")),
        should_stop=stop.is_asked,
    )
    try:
        found = refresh_folder(places, watcher)
        _say(
            Event(
                "done",
                articles=found.articles,
                changed=found.changed,
                removed=found.removed,
                problems=found.problems[:100],
                others=found.others,
            )
        )
    except BrokenPipeError:
        sys.exit(1)  # nobody is left to tell
    except IndexBusy:
        other = said(places.cache)
        _say(Event("busy", done=other.done, total=other.total, articles=other.articles))
    except (FolderError, IndexProblem) as error:
        _say(Event("failed", message=str(error)))
    except OSError as error:
        _say(Event("failed", message=f"{places.cache} cannot be written: {error.strerror}."))
    except Exception as error:
        log("Indexing failed", details(error))
        _say(Event("failed", message=f"Indexing failed ({error}); see {places.log}."))
