"""Undo takes back, redo repeats, and a new step ends what could be redone."""

import dataclasses

from annotations.history import MAX_STEPS, Change, History, Step
from annotations.model import Annotation

ONE = Annotation("1", ("summits",), "q", "", "", 0, 1, "", "", "", "")
TWO = dataclasses.replace(ONE, note="n")


def step(label: str) -> Step:
    return Step(label, (Change("a.txt", None, ONE), Change("a.txt", ONE, TWO)))


def test_undo_swaps_the_ends_in_reverse_order() -> None:
    history = History()
    history.record(step("tag"))
    assert history.undo_label == "tag"
    undone = history.undo()
    assert undone == Step("tag", (Change("a.txt", TWO, ONE), Change("a.txt", ONE, None)))
    assert (history.undo_label, history.redo_label) == ("", "tag")
    assert history.redo() == step("tag")
    assert history.undo_label == "tag"


def test_nothing_to_undo_or_redo() -> None:
    history = History()
    assert history.undo() is None
    assert history.redo() is None


def test_a_new_step_clears_what_could_be_redone() -> None:
    history = History()
    history.record(step("one"))
    history.undo()
    history.record(step("two"))
    assert history.redo() is None
    assert history.undo_label == "two"


def test_the_oldest_steps_are_forgotten() -> None:
    history = History()
    for number in range(MAX_STEPS + 5):
        history.record(step(str(number)))
    assert len(history.done) == MAX_STEPS
    assert history.done[0].label == "5"
