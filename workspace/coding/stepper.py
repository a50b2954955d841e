"""Makes, undoes and redoes steps; stops them in the middle, finishes them after a crash.

Each is written down as begun before the first file is touched, file by file with what its bytes
will become, and as finished at the end (`annotations.history.journal`). What cannot be done of
undoing or redoing stays a step of its own, which can be tried again.
"""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from annotations.history.journal import Begun, Journal
from annotations.history.journal_tables import State
from annotations.history.merge import Terms
from annotations.history.steps import Change, Part, Step, parts_of
from annotations.topics import TopicEdit, present_names
from annotations.yaml.text import without_surrogates
from workspace.coding.file_writer import FileWriter
from workspace.coding.save_result import OverriddenError, Rest, Saved, SaveError
from workspace.coding.topics_file import Edited, TopicsFile
from workspace.coding.writing import Writing, Written
from workspace.progress import Progress, Silent

# Files written under one lock and one entry in the journal: what a stop waits for at most.
_BATCH = 32
_LATER = "the next start does the rest"
_SOON = "the next change or the next start does the rest"
_DOING = {State.UNDOING: "undoing ", State.REDOING: "redoing "}


class HalfDone(Struct, frozen=True):
    """A step of another program that stands in some files and not yet in others.

    `files` is how many are as they were before it, None where that cannot be known; `runs` says
    whether the program is still at it. `topics` are the names that it takes from topics.
    """

    label: str
    files: int | None
    runs: bool
    topics: frozenset[str] = frozenset()

    @property
    def message(self) -> str:
        """What has become of it."""
        left = "its record is damaged"
        if self.files is not None:
            are = "1 file is" if self.files == 1 else f"{self.files:,} files are"
            left = f"{are} still as before it"
        if self.runs:
            return f"Another nkreader is in the middle of {self.label}: {left}."
        return f"{self.label} was interrupted: {left}."

    @property
    def advice(self) -> str:
        """How to finish it."""
        if self.runs:
            return "Ask again when it is done."
        return "Open nkreader, or use `nkreader check --fix`: that finishes it."


class Stepper:
    """Makes steps by a writer and in the topics, and remembers them in a journal."""

    def __init__(
        self, writer: FileWriter, topics: TopicsFile, journal: Callable[[], Journal]
    ) -> None:
        self._writer = writer
        self._topics = topics
        self._opened = journal
        # Whether something is half done: as the program ends, or as finishing it was stopped.
        self._is_ending = False
        self._is_left_begun = False

    @property
    def _journal(self) -> Journal:
        return self._opened()

    def make(
        self,
        label: str,
        changes: Sequence[Change],
        topics: TopicEdit | None,
        progress: Progress | None,
        going_on: str = "",
        *,
        again: Callable[[], Sequence[Change]] | None = None,
    ) -> Saved:
        """Make a step; or go on with the one by its id that was stopped. Raises `SaveError`.

        `again` tells the changes once more when the topics have been changed.
        """
        notes = self.finish_left(progress)
        step = self._journal.reopen(going_on, changes) if going_on else None
        if step is None:
            label = without_surrogates(label)  # of a file whose name is not UTF-8
            step = Step(label, topics=topics and self._topics.prepared(topics))
            if step.topics or len({change.article for change in changes}) > 1:
                self._journal.begin(step, changes)
            edited = self._edit(step.topics)
            if edited.problem:
                self._journal.forget(step)
                raise edited.problem
            step = replace(step, topics=edited.edit)
            if again and step.topics and (found := again()) != changes:
                changes = found
                self._journal.begin(step, changes)
        else:
            edited = Edited(None)
        written = self._carry_out(step, State.DOING, parts_of(changes), progress or Silent())
        if not written.later:
            self._journal.finish(step, State.DOING)
        is_nothing = not (written.changes or step.topics)
        words = "nothing was changed" if is_nothing else step.label
        return self._told(words, step, written, edited, notes, forwards=None)

    def travel(
        self, *, forwards: bool, progress: Progress | None, identity: str = ""
    ) -> Saved | None:
        """Undo or redo the last step, or the one with this id; `None` when there is none.

        Raises `SaveError` when nothing of it could be done; it can then be tried again.
        """
        notes = self.finish_left(progress)
        if self._is_ending:
            return None  # what it was asked for is not done yet, and what was before is not meant
        if self._is_left_begun:
            return Saved("", tuple(notes))
        state = State.REDOING if forwards else State.UNDOING
        step = self._journal.take(state, identity)
        if step is None:
            notes += self._journal.news()
            return Saved("", tuple(notes)) if notes else None
        edited = self._edit(_oriented(step.topics, state))
        if edited.problem:
            if not isinstance(edited.problem, OverriddenError):
                self._journal.release(step, state)
                raise edited.problem
            if self._is_renamed(step, state):
                self._journal.drop(step, state, _cause(edited.problem))
                return self._told("", step, Written(), Edited(None), notes, forwards=forwards)
        parts = _parts(step.parts, state)
        written = self._carry_out(step, state, parts, progress or Silent(), is_again=True)
        is_nothing = not (written.changes or written.files or edited.edit)
        if written.later:
            pass  # it stays begun
        elif is_nothing and (edited.problem or written.refused):
            self._journal.release(step, state)
        else:
            self._finish(step, state, written, edited)
        done = "redone" if forwards else "undone"
        label = f"{done}: {step.label}"
        return self._told(label, step, written, edited, notes, forwards=forwards)

    def _finish(self, step: Step, state: State, written: Written, edited: Edited) -> None:
        if written.failed:
            self._journal.split(step, state, written.failed)
        made = _oriented(edited.edit, state) or step.topics
        self._journal.finish(replace(step, topics=made), state)

    def finish_left(self, progress: Progress | None = None) -> list[str]:
        """Finish what programs had begun that were killed, or were left, and say so."""
        journal, progress = self._journal, progress or Silent()
        self._is_left_begun = False
        words = [
            words for begun in journal.left_begun() for words in self._finish_one(begun, progress)
        ]
        return words + journal.news()

    def half_done(self) -> list[HalfDone]:
        """What other programs have done in part only; it stays so."""
        found = []
        for each in self._journal.unfinished():
            if begun := each.begun:
                terms = _terms(begun.step, begun.state, is_again=True)
                parts = _parts(begun.left, begun.state)
                left = sum(self._writer.is_left(part, terms) for part in parts)
                if left:
                    topics = _names_taken(_oriented(begun.step.topics, begun.state))
                    label = _doing(each.label, begun.state)
                    found.append(HalfDone(label, left, each.runs, topics))
            elif not each.runs:
                found.append(HalfDone(_doing(each.label, State.DOING), None, runs=False))
        return found

    def _finish_one(self, begun: Begun, progress: Progress) -> Iterable[str]:
        step, state = begun.step, begun.state
        edited = Edited(None)
        if not begun.is_under_way:
            # Topics come first: where a file has been written they have been, too.
            edited = self._edit(_oriented(step.topics, state))
            if edited.problem and state is State.DOING:
                self._journal.forget(step)
                yield f"{step.label}: was interrupted before anything was done"
                return
            if edited.problem and not isinstance(edited.problem, OverriddenError):
                self._journal.release(step, state)
                yield str(edited.problem)
                return
            if edited.problem and self._is_renamed(step, state):
                self._journal.drop(step, state, _cause(edited.problem))
                return
        parts = _parts(begun.left, state)
        written = self._carry_out(step, state, parts, progress, is_again=True)
        if written.left:
            self._journal.leave(step)
            self._is_left_begun = True
            rest = _LATER if written.later else _SOON
            yield f"{_doing(step.label, state)} was interrupted, and {written.stopped}: {rest}"
            return
        if state is State.DOING:
            self._journal.finish(step, state)
        else:
            self._finish(step, state, written, edited)
        if state is State.DOING and not (written.files or written.changes):
            return  # it had been finished, but for the word that it was
        yield f"{_doing(step.label, state)} was interrupted, and has been finished"
        yield from (*edited.notes, *written.notes)
        if edited.problem:
            yield str(edited.problem)
        yield from (f"Not changed: {error}" for _, error in written.refused[:1])

    def _edit(self, edit: TopicEdit | None) -> Edited:
        if edit is None:
            return Edited(None)
        try:
            return self._topics.make(edit)
        except OverriddenError as error:
            # It may have been done, by a program that was then killed, and its new name changed:
            # then annotations get that.
            new = {name for _, name in edit.renamings}
            is_done = bool(new) and self._are_renamed(new)
            return Edited(None, problem=None if is_done else error)
        except SaveError as error:
            return Edited(None, problem=error)

    def _is_renamed(self, step: Step, state: State) -> bool:
        """Whether the topics of a step have been given other names since: then those stay.

        So do their annotations, and the step must not be in the way of those before it.
        """
        edit = _oriented(step.topics, state)
        old = {name for name, _ in edit.renamings} if edit else set()
        return bool(old) and self._are_renamed(old)

    def _are_renamed(self, names: set[str]) -> bool:
        configured = {topic.name for topic in self._topics.present()}
        return present_names(names, self._journal.topic_edits(), configured).keys() == names

    def _carry_out(
        self,
        step: Step,
        state: State,
        parts: Sequence[Part],
        progress: Progress,
        *,
        is_again: bool = False,
    ) -> Written:
        """Do parts of a step, as they are to be done now, until it is stopped."""
        total = len(parts)
        is_back = state is State.UNDOING

        def announce(made: Sequence[Part]) -> None:
            ahead = [part.inverse() if is_back else part for part in made]
            self._journal.write_ahead(step, state, ahead)

        terms = _terms(step, state, is_again=is_again)
        writing = Writing(step.id, announce, terms, is_bulk=total > 1)
        written = writing.written
        for start in range(0, total, _BATCH):
            progress.say(start, total)
            if start and progress.should_stop():
                written.left = list(parts[start:])
                written.stopped = f"stopped after {start:,} of {total:,} files"
                if progress.is_last():
                    # Begun it stays, as after a kill: half of it is nothing that anybody asked for.
                    self._is_ending = True
                    written.later = f"{step.label}: {written.stopped}, {_LATER}"
                break
            self._writer.write(parts[start : start + _BATCH], writing)
        else:
            progress.say(total, total)
        return written

    def _told(
        self,
        label: str,
        step: Step,
        written: Written,
        edited: Edited,
        notes: Iterable[str],
        *,
        forwards: bool | None,
    ) -> Saved:
        """Report how a step went; `forwards` is None for one that was made. Raises `SaveError`."""
        errors = [*filter(None, [edited.problem]), *(error for _, error in written.refused)]
        told = [*edited.notes, *written.notes]
        if errors:
            first = errors[0]
            if not (written.changes or written.files or edited.edit):
                raise first if isinstance(first, SaveError) else SaveError(str(first)) from first
            more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            told.append(f"Not changed: {first}{more}")
        rest = None
        if written.later:
            told.insert(0, f"{written.stopped}, {_LATER}")
        elif written.left:
            left = tuple(change for part in written.left for change in part.changes)
            rest = Rest(step.label, left, step.id, forwards)
            # The label counts all that was to be done.
            undoing = "; u undoes what was done" if forwards is None else ""
            label = f"{written.stopped}{undoing}"
        article = written.changes[0].article if written.changes else ""
        told = [*told, *notes, *self._journal.news()]
        changes = tuple(written.changes)
        return Saved(label, tuple(told), article, written.kept, changes, rest, written.later)


def _terms(step: Step, state: State, *, is_again: bool) -> Terms:
    is_back = state is State.UNDOING
    return Terms(taking_back=is_back, of_topics=_is_of_topics(step), is_again=is_again)


def _doing(label: str, state: State) -> str:
    return f"{_DOING.get(state, '')}“{label}”"


def _cause(problem: SaveError) -> str:
    return str(problem).partition(". ")[0]


def _is_of_topics(step: Step) -> bool:
    """Whether a step changes topics that are there, everywhere."""
    return step.topics is not None and any(change.before for change in step.topics.changes)


def _names_taken(edit: TopicEdit | None) -> frozenset[str]:
    """Return the names of topics that an edit renames, merges or deletes."""
    pairs = ((change.before, change.after) for change in (edit.changes if edit else ()))
    return frozenset(
        before.name
        for before, after in pairs
        if before and not (after and after.name == before.name)
    )


def _oriented(edit: TopicEdit | None, state: State) -> TopicEdit | None:
    """Return an edit as it is done now: inverted where a step is being undone."""
    return edit.inverse() if edit and state is State.UNDOING else edit


def _parts(parts: Sequence[Part], state: State) -> Sequence[Part]:
    """Return the parts of a step as they are done now."""
    if state is not State.UNDOING:
        return parts
    return [part.inverse() for part in reversed(parts)]
