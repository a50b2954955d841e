"""The tables of the journal: what they hold, and each question and change as one function.

`steps` has one row for each step, `parts` one for each file that a step changes, `moves` one for
each time that articles got new paths.
"""

import contextlib
import secrets
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from annotations.history.journal_file import DamagedError, packed, unpacked
from annotations.history.old_journal import read_lines
from annotations.history.steps import Change, Part, Step
from annotations.topics import TopicEdit
from disk.reading import read


class State(StrEnum):
    """What has become of a step, or what a program is doing with it."""

    DOING = "doing"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    REDOING = "redoing"

    @property
    def end(self) -> "State":
        """What it is when what was begun is finished."""
        return State.UNDONE if self in {State.UNDOING, State.UNDONE} else State.DONE

    @property
    def start(self) -> "State":
        """What it was before it was begun to undo or redo."""
        return State.UNDONE if self is State.REDOING else State.DONE


class Entry(Struct, frozen=True):
    """A step in the journal, without all that it does."""

    id: str
    label: str
    state: State
    at: int
    session: str


class Row(Struct, frozen=True):
    """What a step does in one file, and how far that is: a row of `parts`."""

    id: int
    state: State
    batch: int
    part: Part


def version(db: sqlite3.Connection) -> int:
    """A number that changes whenever another program has written something."""
    found: int = db.execute("pragma data_version").fetchone()[0]
    return found


def last(db: sqlite3.Connection) -> int:
    """The number of the newest step."""
    found: int = db.execute("select coalesce(max(at), 0) from steps").fetchone()[0]
    return found


def entries(db: sqlite3.Connection, where: str = "") -> list[Entry]:
    """The steps, oldest first; only those that an SQL condition means, if there is one."""
    rows = db.execute(
        f"select id, label, state, at, session from steps {where} order by at"  # noqa: S608
    ).fetchall()
    return [
        Entry(identity, label, State(state), at, session)
        for identity, label, state, at, session in rows
    ]


def begun_entries(db: sqlite3.Connection) -> list[Entry]:
    """The steps that have been begun and not finished."""
    return entries(db, "where state not in ('done', 'undone') or intent is not null")


def surplus(db: sqlite3.Connection, most_steps: int, most_bytes: int, kept: int) -> list[str]:
    """The oldest finished steps over the limits; some more at once, but never the newest `kept`."""
    rows = db.execute("select id, size, state from steps order by at desc").fetchall()
    if len(rows) <= most_steps and sum(size for _, size, _ in rows) <= most_bytes:
        return []
    most, room = most_steps * 9 // 10, most_bytes * 9 // 10
    dropped = []
    used = 0
    for number, (identity, size, state) in enumerate(rows):
        used += size
        is_over = number >= most or used > room
        if number >= kept and is_over and state in {State.DONE, State.UNDONE}:
            dropped.append(identity)
    return dropped


def rows_of(db: sqlite3.Connection, step: str) -> list[Row]:
    """The files of a step, under the paths that their articles have now. Raises DamagedError."""
    moves = [
        (number, unpacked(homes, dict[str, str]))
        for number, homes in db.execute("select number, homes from moves order by number")
    ]
    found = []
    for identity, state, batch, moved, body in db.execute(
        "select id, state, batch, moves, body from parts where step = ? order by batch, id",
        (step,),
    ):
        part = unpacked(body, Part)
        for since, homes in moves:
            part = part.at(homes) if since > moved else part
        found.append(Row(identity, State(state), batch, part))
    return found


def step_of(db: sqlite3.Connection, identity: str, rows: Iterable[Row]) -> Step | None:
    """A step of these rows; None when there is no such step. Raises DamagedError."""
    row = db.execute("select label, topics from steps where id = ?", (identity,)).fetchone()
    if row is None:
        return None
    label, topics = row
    parts = joined(row.part for row in rows)
    return Step(label, parts, unpacked(topics, TopicEdit) if topics else None, identity)


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return one part for each article: two that moved to one place are one."""
    found: dict[str, Part] = {}
    for part in parts:
        other = found.get(part.article)
        changes = (*other.changes, *part.changes) if other else part.changes
        found[part.article] = Part(part.article, changes) if other else part
    return tuple(found.values())


def changes_of_others(
    db: sqlite3.Connection, article: str, session: str, since: int
) -> list[Change]:
    """What sessions other than this one have done to an article since then, in order.

    What they have undone is the inverse, and what they are in the middle of comes last.
    """
    is_over = "state in ('done', 'undone')"
    rows = db.execute(
        f"select id from steps where session != ? and (at > ? or not {is_over})"  # noqa: S608
        f" order by {is_over}, at desc limit 100",
        (session, since),
    )
    found: list[Change] = []
    for (identity,) in reversed(rows.fetchall()):
        for row in _rows_in(db, identity, article):
            found += (row.part.inverse() if row.state is State.UNDONE else row.part).changes
    return found


def changes_in(db: sqlite3.Connection, article: str) -> list[Change]:
    """What all steps do to an article, whether done or undone, in order."""
    steps = db.execute("select id from steps order by at").fetchall()
    rows = (row for (step,) in steps for row in _rows_in(db, step, article))
    return [change for row in rows for change in row.part.changes]


def _rows_in(db: sqlite3.Connection, step: str, article: str) -> list[Row]:
    """What a step does in an article; nothing where its record is damaged."""
    with contextlib.suppress(DamagedError):
        return [row for row in rows_of(db, step) if row.part.article == article]
    return []


def topic_edits(db: sqlite3.Connection, but: Collection[str]) -> list[TopicEdit]:
    """What steps in force have done to topics, in order, without the steps with the ids `but`."""
    rows = db.execute(
        "select id, topics from steps where topics is not null and state in (?, ?, ?) order by at",
        (State.DOING, State.DONE, State.REDOING),
    )
    found: list[TopicEdit] = []
    for identity, topics in rows.fetchall():
        if identity in but:
            continue
        with contextlib.suppress(DamagedError):
            found.append(unpacked(topics, TopicEdit))
    return found


def put_step(db: sqlite3.Connection, step: Step, state: State, session: str) -> None:
    """Insert a step as the newest; of one that is there set the state and the session."""
    db.execute(
        "insert into steps (id, label, state, at, session, topics) values (?, ?, ?, ?, ?, ?)"
        " on conflict (id) do update set state = excluded.state, session = excluded.session",
        (step.id, step.label, state, last(db) + 1, session, packed_topics(step)),
    )


def claim(db: sqlite3.Connection, entry: Entry, state: State, session: str) -> bool:
    """Set the state and the session of a step; false where another program was quicker."""
    done = db.execute(
        "update steps set state = ?, session = ? where id = ? and state = ? and session = ?",
        (state, session, entry.id, entry.state, entry.session),
    )
    return done.rowcount == 1


def place_of_whole(db: sqlite3.Connection, step: str) -> int | None:
    """The number of a step of which all was written down at once, until it is finished."""
    row = db.execute("select at from steps where id = ? and intent = x''", (step,)).fetchone()
    return row[0] if row else None


def give(db: sqlite3.Connection, step: str, session: str, state: State | None) -> None:
    """Set the session of a step, and its state unless that stays."""
    db.execute(
        "update steps set session = ?, state = coalesce(?, state) where id = ?",
        (session, state, step),
    )


def insert_parts(
    db: sqlite3.Connection, step: str, state: State, batch: int, rows: Iterable[tuple[int, Part]]
) -> None:
    """Insert the files of a step, each with an id of its own."""
    moves = last_move(db)
    db.executemany(
        "insert into parts values (?, ?, ?, ?, ?, ?)",
        [(number, step, state, batch, moves, packed(part)) for number, part in rows],
    )


def replace_parts(db: sqlite3.Connection, made: Sequence[tuple[str, Part]]) -> None:
    """Replace what steps, by their ids, do in articles."""
    for identity, part in made:
        for row in rows_of(db, identity):
            if row.part.article == part.article:
                db.execute(
                    "update parts set body = ?, moves = ? where id = ?",
                    (packed(part), last_move(db), row.id),
                )


def last_move(db: sqlite3.Connection) -> int:
    """How often articles have got new paths."""
    found: int = db.execute("select coalesce(max(number), 0) from moves").fetchone()[0]
    return found


def forget(db: sqlite3.Connection, steps: Iterable[str]) -> None:
    """Delete steps, by their ids."""
    for step in steps:
        db.execute("delete from parts where step = ?", (step,))
        db.execute("delete from steps where id = ?", (step,))


def packed_topics(step: Step) -> bytes | None:
    """What a step does to topics, as it is stored."""
    return packed(step.topics) if step.topics else None


def take_over(db: sqlite3.Connection, old: Path | None) -> None:
    """Copy the steps of an older version's journal into a new one."""
    try:
        done, undone = read_lines(read(old, own=True)) if old else ([], [])
    except OSError:
        return
    for state, steps in ((State.DONE, done), (State.UNDONE, undone)):
        for step in steps:
            db.execute(
                "insert into steps (id, label, state, at, session, topics)"
                " values (?, ?, ?, ?, '', ?)",
                (step.id, step.label, state, last(db) + 1, packed_topics(step)),
            )
            rows = [(secrets.randbits(62), part) for part in step.parts]
            insert_parts(db, step.id, state, 1, rows)
