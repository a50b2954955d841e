"""The undo history as a log of intents: what is going to be done is on disk before it is begun.

A step, an undo and a redo are each written down as begun, with all that they will do, before the
first file is touched; before each file is written, so is what its bytes will become; and at the end
that it is finished. Whoever opens the journal of a program that was killed can therefore finish
what that had begun. It is an SQLite database in the user's state folder, which several programs may
write at once; with a rollback journal, as a home folder may lie on a network drive.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import RLock
from typing import TypeVar

from msgspec import Struct

from annotations.history import journal_tables as tables
from annotations.history.journal_file import DamagedError, JournalFile, packed, unpacked
from annotations.history.journal_tables import Entry, Row, State
from annotations.history.session import Session, is_of_command
from annotations.history.steps import Change, Part, Step, parts_of
from annotations.topics import TopicEdit
from disk.durable import move

MAX_STEPS = 5000
MAX_BYTES = 512 * 1024 * 1024
KEPT = 100
"""How many of the newest steps stay, whatever their size."""
_LARGE = 1024 * 1024
_SELDOM = 50  # steps, after which limits are looked at
_T = TypeVar("_T")


class Begun(Struct, frozen=True):
    """A step that a program which was killed had begun: all of it, and what may be left to do.

    `left` are the files that have not been written, or that may not have been; as the step itself
    does it, also where it was being undone. `is_under_way` says that some file may have been.
    """

    step: Step
    state: State
    left: tuple[Part, ...]
    is_under_way: bool


class Unfinished(Struct, frozen=True):
    """A step that a program has begun and not finished yet; `runs` says whether that still runs.

    `begun` is None where its record is damaged.
    """

    label: str
    begun: Begun | None
    runs: bool


class _Claim(Struct, frozen=True):
    """Whose a step was that this program has claimed, to undo or redo it or to finish it.

    `is_ours` says whether it can be undone and redone here.
    """

    owner: str
    is_to_finish: bool
    is_ours: bool


class Journal:
    """What can be undone and redone, in `file`; `old` is the journal of an older version.

    What is recorded is on disk when the call returns. When the file cannot be written the history
    goes on in memory, and `problem` says why, until writing works again. Every method may be called
    from any thread.

    Whose a step is decides where it can be undone and redone. It belongs to the program that made,
    undid or redid it last; finishing it for one that was killed does not change that. A program
    travels along its own steps, then along those that it found at its start, once their owners have
    ended. What another window does meanwhile is not its to undo, even when that is closed: the next
    start may. What a command has done (`is_command`), which has no key for it, any program may undo
    when that has ended.
    """

    def __init__(self, file: Path, old: Path | None = None, *, is_command: bool = False) -> None:
        self.session = Session(file.with_suffix(".sessions"), is_command=is_command)
        self._lock = RLock()
        self._entries: dict[str, Entry] = {}
        self._count = 0
        # Of the steps that something is being done with: where each article stands in the file.
        self._places: dict[str, dict[str, list[int]]] = {}
        self._batch = 0
        # What is written together with the next thing, as it need not be on disk before.
        self._pending: list[tuple[str, Callable[[sqlite3.Connection], object]]] = []
        # The steps that were written down as a whole, at once.
        self._whole: set[str] = set()
        self._quiet = -1
        self._file = JournalFile(file, lambda db: tables.take_over(db, old))
        if old is not None:
            with contextlib.suppress(OSError):
                move(old, old.with_name(f"{old.name}.old"), within=old.parent)
        self._opened = self._ask(tables.last, 0)
        found: list[Entry] = self._ask(tables.entries, [])
        self._found = {entry.id: entry for entry in found}
        self._claims: dict[str, _Claim] = {}
        self._seen = -1
        self._look()

    @property
    def problem(self) -> str:
        """Why what is done is not on disk, and so cannot be undone after a restart; "" if it is."""
        return self._file.problem

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._pending:
                self._write(lambda _: None)
            self._file.close()
            self.session.end()

    def news(self) -> list[str]:
        """What can no longer be undone, in words; told once."""
        with self._lock:
            news, self._file.news = self._file.news, []
            return news

    # -- what is known

    @property
    def done(self) -> tuple[Entry, ...]:
        """The steps that can be undone here, oldest first."""
        return self._in(State.DONE)

    @property
    def undone(self) -> tuple[Entry, ...]:
        """The steps that can be redone here, in the order in which they were undone."""
        return self._in(State.UNDONE)

    @property
    def undo_label(self) -> str:
        """What the next undo takes back; `""` when there is nothing."""
        done = self.done
        return done[-1].label if done else ""

    @property
    def redo_label(self) -> str:
        """What the next redo does again; `""` when there is nothing."""
        undone = self.undone
        return undone[-1].label if undone else ""

    def _in(self, state: State) -> tuple[Entry, ...]:
        with self._lock:
            return tuple(entry for entry in self._entries.values() if entry.state is state)

    def step(self, identity: str) -> Step:
        """All of a step, by its id. Raises `DamagedError`."""
        with self._lock:
            found = self._ask(
                lambda db: tables.step_of(db, identity, tables.rows_of(db, identity)), None
            )
            if found is None:
                raise DamagedError("it cannot be read")
            return found

    def part(self, identity: str, article: str) -> Part | None:
        """What a step, by its id, does in an article; None where that is not known, or nothing."""
        with self._lock, contextlib.suppress(DamagedError):
            rows: list[Row] = self._ask(lambda db: tables.rows_of(db, identity), [])
            found = [row.part for row in rows if row.part.article == article]
            return found[0] if len(found) == 1 else None
        return None

    def know(self, made: Sequence[tuple[str, Part]]) -> None:
        """Record exactly what steps, by their ids, do to files that could be written only now."""
        steps = [identity for identity, _ in made]
        self._write(lambda db: tables.replace_parts(db, made), *steps)

    def _held(self, identity: str, db: sqlite3.Connection) -> Step | None:
        """Return a step with which something is going to be done; know where its parts stand."""
        rows = tables.rows_of(db, identity)
        places: dict[str, list[int]] = {}
        for row in rows:
            places.setdefault(row.part.article, []).append(row.id)
        self._places[identity] = places
        self._batch = max([self._batch, *(row.batch for row in rows)])
        return tables.step_of(db, identity, rows)

    def done_by_others(self, article: str) -> list[Change]:
        """What other programs have done to an article since this one was started, in order."""
        with self._lock:
            session, since = self.session.id, self._opened
            return self._ask(lambda db: tables.changes_of_others(db, article, session, since), [])

    def changes_in(self, article: str) -> list[Change]:
        """What steps of any program have done to an article, whether undone or not, in order."""
        with self._lock:
            return self._ask(lambda db: tables.changes_in(db, article), [])

    def topic_edits(self, *, but: Collection[str] = ()) -> list[TopicEdit]:
        """What steps in force have done to topics, in the order in which they were made.

        Without what the steps with the ids `but` have done.
        """
        with self._lock:
            return self._ask(lambda db: tables.topic_edits(db, but), [])

    # -- what is begun, done and finished

    def begin(self, step: Step, intent: Iterable[Change]) -> None:
        """Write down that a step of many files is going to be made, and what it will do."""
        data = packed(tuple(intent))

        def write(db: sqlite3.Connection) -> None:
            self._put(db, step, State.DOING)
            db.execute("update steps set intent = ? where id = ?", (data, step.id))

        with self._lock:
            self._places.setdefault(step.id, {})
            self._write(write, step.id)

    def take(self, state: State, identity: str = "") -> Step | None:
        """Begin to undo (`UNDOING`) or to redo (`REDOING`) the last step, or the one with this id.

        Returns all of it; None when there is none. One whose record is damaged is dropped, and that
        is told.
        """
        with self._lock:
            self._look()
            for entry in reversed(self._in(state.start)):
                if identity and entry.id != identity:
                    continue
                try:
                    step = self._ask(partial(self._held, entry.id), None)
                except DamagedError as error:
                    word = "undone" if state is State.UNDOING else "redone"
                    self._file.news.append(f"“{entry.label}” can no longer be {word}: {error}")
                    self._drop([entry.id])
                    continue
                if step and self._claim(entry, state):
                    return step
            return None

    def write_ahead(self, step: Step, state: State, parts: Sequence[Part]) -> None:
        """Write down what files will become, as the step itself does it, before they are touched.

        It counts instead of what was known of these files; one of which nothing is said is not part
        of the step. A step that is not there yet is begun by it.
        """
        rows = [(secrets.randbits(62), part) for part in parts if not part.is_nothing]
        is_all = step.id not in self._places and state is State.DOING
        if is_all and not rows:
            return  # nothing to begin
        if is_all:
            self._whole.add(step.id)
        places = self._places.setdefault(step.id, {})
        before = [place for part in parts for place in places.pop(part.article, ())]
        places |= {part.article: [number] for number, part in rows}
        self._batch += 1

        def write(db: sqlite3.Connection) -> None:
            self._put(db, step, State.DONE if is_all else state)
            if is_all:
                db.execute("update steps set intent = x'' where id = ?", (step.id,))
            db.executemany("delete from parts where id = ?", [(each,) for each in before])
            tables.insert_parts(db, step.id, state.end, self._batch, rows)

        self._write(write, step.id)

    def finish(self, step: Step, state: State) -> None:
        """Write down that what was begun is finished, with the topics as they were really edited.

        A step that did nothing is forgotten. When one was made, nothing can be redone any more.
        """
        with self._lock:
            places = self._places.pop(step.id, None)
            if places is None:
                return
            is_whole = step.id in self._whole
            self._whole.discard(step.id)
            claim = self._claim_of(step)
            is_new = state is State.DOING and claim.is_ours
            undone = [each.id for each in self.undone] if is_new else []
            self._claims.pop(step.id, None)
            self._entries.pop(step.id, None)
            write = partial(self._finished, step, state, claim.owner, undone)
            if is_whole and places:
                # What was written ahead says it all: that it is finished need not be on disk before
                # something else is, so nobody waits for that.
                self._pending.append((step.id, write))
                last = max((each.at for each in self._entries.values()), default=0)
                entry: Entry | None = Entry(step.id, step.label, State.DONE, last, claim.owner)
                self._count += 1
            else:
                entry = self._write(write, step.id, *undone)
            if entry is None:
                return
            if claim.is_ours:
                self._entries[entry.id] = self._found[entry.id] = entry
            for each in undone:
                self._entries.pop(each, None)
            if self._count >= _SELDOM:
                self._count = 0
                self._keep_within_limits()

    def _finished(
        self,
        step: Step,
        state: State,
        owner: str,
        undone: Sequence[str],
        db: sqlite3.Connection,
    ) -> Entry | None:
        size, count = db.execute(
            "select coalesce(sum(length(body)), 0), count(*) from parts where step = ?", (step.id,)
        ).fetchone()
        if not count and step.topics is None:
            tables.forget(db, [step.id])
            return None
        # One that was written down as a whole keeps its place: nobody waits to say it is finished.
        at = tables.place_of_whole(db, step.id) or tables.last(db) + 1
        entry = Entry(step.id, step.label, state.end, at, owner)
        db.execute(
            "update steps set state = ?, intent = null, topics = ?, size = ?, at = ?, session = ?"
            " where id = ?",
            (entry.state, tables.packed_topics(step), size, entry.at, entry.session, step.id),
        )
        tables.forget(db, undone)
        self._count += _SELDOM if size > _LARGE else 1
        return entry

    def split(self, step: Step, state: State, left: Iterable[str]) -> None:
        """Split off what a step does in the articles `left` as a step of its own, as it was before.

        For those that could not be undone, or redone. To be called before `finish`.
        """
        rest, claim = Step(step.label), self._claim_of(step)
        places = self._places.get(step.id, {})
        moved = [(rest.id, state.start, place) for each in left for place in places.pop(each, ())]

        def write(db: sqlite3.Connection) -> Entry:
            tables.put_step(db, rest, state.start, claim.owner)
            db.executemany("update parts set step = ?, state = ? where id = ?", moved)
            return Entry(rest.id, rest.label, state.start, tables.last(db), claim.owner)

        with self._lock:
            entry = self._write(write, step.id, rest.id)
            if claim.is_ours:
                self._entries[rest.id] = self._found[rest.id] = entry

    def release(self, step: Step, state: State) -> None:
        """Leave a step as it was before it was taken: nothing of it could be done."""
        with self._lock:
            self._give_back(step, state.start)
            self._seen = -1
            self._look()

    def leave(self, step: Step) -> None:
        """Leave a step that stays begun to whoever finishes next what was begun."""
        with self._lock:
            self._give_back(step)
            self._quiet = -1

    def forget(self, step: Step) -> None:
        """Forget a step of which nothing has been done."""
        self._drop([step.id])

    def drop(self, step: Step, state: State, why: str) -> None:
        """Forget a step that was taken, as it can no longer be undone or redone; tell why."""
        word = "undone" if state is State.UNDOING else "redone"
        self._file.news.append(f"“{step.label}” can no longer be {word}: {why}")
        self._places.pop(step.id, None)
        self._drop([step.id])

    def record(self, step: Step) -> None:
        """Remember a step that has been done without the journal."""
        self.write_ahead(step, State.DOING, step.parts)
        self.finish(step, State.DOING)

    def reopen(self, identity: str, intent: Iterable[Change]) -> Step | None:
        """Go on with a step that was stopped; None when others have been made since."""
        with self._lock:
            done = self.done
            if not done or done[-1].id != identity:
                return None
            try:
                step = self._ask(partial(self._held, identity), None)
            except DamagedError:
                return None
            if step:
                self.begin(step, intent)
            return step

    def left_begun(self) -> list[Begun]:
        """What programs have begun that do not run any more; it is this one's to finish now."""
        with self._lock:
            version = self._ask(tables.version, 0)
            # In memory nobody sees what the others have finished meanwhile.
            if version == self._quiet or self._file.is_in_memory:
                return []
            found = []
            begun: list[Entry] = self._ask(tables.begun_entries, [])
            others = [each for each in begun if each.session != self.session.id]
            self._quiet = -1 if others else version
            for entry in others:
                if self.session.runs(entry.session):
                    continue
                left = self._ask_or_damaged(entry)
                if left and self._claim(entry, left.state, is_to_finish=True):
                    found.append(left)
            return found

    def unfinished(self) -> list[Unfinished]:
        """What other programs have begun, also those that still run; nothing is claimed.

        A program says late that it has finished what it wrote at once: with nothing really left to
        do a step is among these, too.
        """
        with self._lock:
            begun: list[Entry] = self._ask(tables.begun_entries, [])
            others = [each for each in begun if each.session != self.session.id]
            return [self._unfinished(other) for other in others]

    def _unfinished(self, entry: Entry) -> Unfinished:
        try:
            left = self._ask(lambda db: self._left(db, entry), None)
        except DamagedError:
            left = None
        self._places.pop(entry.id, None)
        return Unfinished(entry.label, left, self.session.runs(entry.session))

    def _ask_or_damaged(self, entry: Entry) -> Begun | None:
        try:
            return self._ask(lambda db: self._left(db, entry), None)
        except DamagedError as error:
            self._file.news.append(f"“{entry.label}” was begun and cannot be finished: {error}")
            self._drop([entry.id])
            return None

    def _left(self, db: sqlite3.Connection, entry: Entry) -> Begun | None:
        step = self._held(entry.id, db)
        if step is None:
            return None
        (intent,) = db.execute("select intent from steps where id = ?", (entry.id,)).fetchone()
        rows = tables.rows_of(db, entry.id)
        state = State.DOING if entry.state is State.DONE else entry.state
        ended = [row for row in rows if row.state is state.end]
        last = max((row.batch for row in ended), default=0)
        # Files of the last batch may have been written or not; those before it have been.
        left = [row.part for row in rows if row not in ended or row.batch == last]
        if intent:
            there = {row.part.article for row in rows}
            intended = parts_of(unpacked(intent, tuple[Change, ...]))
            left += [part for part in intended if part.article not in there]
        return Begun(step, state, tables.joined(left), bool(ended))

    def follow(self, homes: Mapping[str, str]) -> None:
        """Rewrite the paths of articles in every step: from old path to new, all at once."""

        def write(db: sqlite3.Connection) -> None:
            db.execute("insert into moves (homes) values (?)", (packed(dict(homes)),))

        self._write(write)

    # -- inside

    def _ask(self, ask: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        with self._lock:
            return self._file.ask(ask, otherwise)

    def _write(self, write: Callable[[sqlite3.Connection], _T], *steps: str) -> _T:
        with self._lock:
            with contextlib.suppress(OSError):  # then nobody can write there either
                self.session.begin()
            pending = self._pending

            def write_all(db: sqlite3.Connection) -> _T:
                for _, each in pending:
                    each(db)
                return write(db)

            result = self._file.write(write_all, (*(step for step, _ in pending), *steps))
            self._pending = []
            return result

    def _look(self) -> None:
        """Take in what other programs have done."""
        version = self._ask(tables.version, 0)
        if version == self._seen and self._entries:
            return
        self._seen = version
        entries = self._ask(tables.entries, list(self._entries.values()))
        ours = [entry for entry in entries if self._is_ours(entry)]
        running = self.session.others_that_run(entry.session for entry in ours)
        if running:
            self._seen = -1  # they may end before the next look
        self._entries = {entry.id: entry for entry in ours if entry.session not in running}

    def _is_ours(self, entry: Entry) -> bool:
        """Whether a step can be undone or redone here, when its owner does not run."""
        is_own = entry.session == self.session.id or is_of_command(entry.session)
        return is_own or self._found.get(entry.id) == entry

    def _claim(self, entry: Entry, state: State, *, is_to_finish: bool = False) -> bool:
        """Claim a step for this program; false where another one was quicker."""
        session = self.session.id
        is_claimed = self._write(lambda db: tables.claim(db, entry, state, session), entry.id)
        if is_claimed:
            self._claims[entry.id] = _Claim(entry.session, is_to_finish, self._is_ours(entry))
        self._entries.pop(entry.id, None)
        return is_claimed

    def _claim_of(self, step: Step) -> _Claim:
        """Whose a step is once it is over what is being done with it."""
        claim = self._claims.get(step.id)
        if claim and claim.is_to_finish:
            return claim
        return _Claim(self.session.id, is_to_finish=False, is_ours=True)

    def _give_back(self, step: Step, state: State | None = None) -> None:
        """Leave a step that was claimed to whom it belonged, in the state it has or in this one."""
        claim = self._claims.pop(step.id, None)
        owner = claim.owner if claim else self.session.id
        self._write(lambda db: tables.give(db, step.id, owner, state), step.id)
        self._places.pop(step.id, None)

    def _put(self, db: sqlite3.Connection, step: Step, state: State) -> None:
        tables.put_step(db, step, state, self.session.id)

    def _drop(self, steps: Sequence[str]) -> None:
        with self._lock:
            self._write(lambda db: tables.forget(db, steps), *steps)
            for step in steps:
                self._entries.pop(step, None)

    def _keep_within_limits(self) -> None:
        """Drop the oldest steps where there are too many, some at once; that is told."""
        dropped: list[str] = self._ask(
            lambda db: tables.surplus(db, MAX_STEPS, MAX_BYTES, KEPT), []
        )
        if dropped:
            self._drop(dropped)
            steps = "The oldest step" if len(dropped) == 1 else f"The {len(dropped):,} oldest steps"
            megabytes = MAX_BYTES // (1024 * 1024)
            limits = f"{MAX_STEPS:,} steps and {megabytes} MB are kept"
            self._file.news.append(f"{steps} can no longer be undone ({limits})")
