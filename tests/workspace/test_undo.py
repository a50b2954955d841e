"""Whatever is done, and whenever the program is killed: undone, the files are as they were.

`NKREADER_UNDO_EXAMPLES` sets how many runs there are; `benchmarks/undo.py` does many more.
"""

import os
import random

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from benchmarks.undo import KINDS, TEXTS, Crash, Folder, Snapshot, dying

EXAMPLES = int(os.environ.get("NKREADER_UNDO_EXAMPLES", "5"))
SEEDS = st.integers(0, 999)


class Undoing(RuleBasedStateMachine):
    """Steps of all kinds, undone and redone, with crashes, restarts and edited articles between."""

    folders: "pytest.TempPathFactory"

    @initialize()
    def begin(self) -> None:
        self.folder = Folder(self.folders.mktemp("undo"))
        self.first = self.folder.look()
        # How the files were before and after each step that can be undone, and redone.
        self.done: list[tuple[Snapshot, Snapshot]] = []
        self.undone: list[tuple[Snapshot, Snapshot]] = []

    @rule(kind=st.sampled_from(KINDS), seed=SEEDS)
    def step(self, kind: str, seed: int) -> None:
        before, steps = self.folder.look(), self.folder.steps()[0]
        saved = self.folder.do(kind, random.Random(seed))
        note(f"{kind} {seed}: {saved and saved.words}")
        self.know(before, steps)

    def know(self, before: Snapshot, steps: int) -> None:
        """Know what came of a step that may have been made."""
        after, now = self.folder.look(), self.folder.steps()[0]
        if now == steps + 1:
            self.done.append((before, after))
            self.undone.clear()
        else:
            assert after == before, "something was done without a step"

    @rule()
    def undo(self) -> None:
        self.folder.workspace.recorder.undo()
        self.travelled(self.done, self.undone, 0)

    @rule()
    def redo(self) -> None:
        self.folder.workspace.recorder.redo()
        self.travelled(self.undone, self.done, 1)

    def travelled(
        self,
        here: list[tuple[Snapshot, Snapshot]],
        there: list[tuple[Snapshot, Snapshot]],
        side: int,
    ) -> None:
        if here:
            there.append(here.pop())
            assert self.folder.look() == there[-1][side]

    @rule(kind=st.sampled_from(("undo", "redo", *KINDS)), seed=SEEDS, at=st.integers(0, 25))
    def crash(self, kind: str, seed: int, at: int) -> None:
        before, counts = self.folder.look(), self.folder.steps()
        try:
            with dying(at):
                if kind == "undo":
                    self.folder.workspace.recorder.undo()
                elif kind == "redo":
                    self.folder.workspace.recorder.redo()
                else:
                    self.folder.do(kind, random.Random(seed))
        except Crash:
            note(f"{kind} {seed} crashed at {at}")
        self.folder.die()
        done, undone = self.folder.steps()
        if kind == "undo" and done < counts[0]:
            self.travelled(self.done, self.undone, 0)
        elif kind == "redo" and undone < counts[1]:
            self.travelled(self.undone, self.done, 1)
        else:
            self.know(before, counts[0])
            if done > counts[0]:
                self.is_whole()

    def is_whole(self) -> None:
        """A step that was finished after a crash is one that goes both ways."""
        self.undo()
        self.redo()

    @rule()
    def restart(self) -> None:
        self.folder.restart()

    @rule(path=st.sampled_from(sorted(TEXTS)), seed=SEEDS)
    def edit(self, path: str, seed: int) -> None:
        self.folder.edit_article(path, random.Random(seed))

    @invariant()
    def can_be_told(self) -> None:
        assert self.folder.steps() == (len(self.done), len(self.undone))

    def teardown(self) -> None:
        while self.done:
            self.undo()
        assert self.folder.look() == self.first
        while self.undone:
            self.redo()
        self.folder.workspace.close()


def test_undone_to_any_depth_the_files_are_as_they_were(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    Undoing.folders = tmp_path_factory
    run_state_machine_as_test(
        Undoing,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
