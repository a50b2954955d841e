"""Undo survives a restart, a crash in the middle of a line, and a disk that is full."""

import dataclasses
import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations import files
from annotations import journal as module
from annotations.history import Change, History, Step
from annotations.journal import Journal
from annotations.model import Annotation

# A busy machine is slow, which is no failure.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ONE = Annotation("1", ("summits",), "„Ja“\n", "", " \u2028", 0, 5, "", "", "", "", {"k": [1, None]})


def step(label: str, note: str = "") -> Step:
    return Step(label, (Change("a.txt", ONE, dataclasses.replace(ONE, note=note)),))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "undo.jsonl"


def test_a_restart_changes_nothing(file: Path) -> None:
    journal = Journal(file)
    for label in "abc":
        journal.record(step(label))
    journal.undo()
    journal.undo()
    journal.redo()
    again = Journal(file)
    assert (again.done, again.undone) == ((step("a"), step("b")), (step("c"),))
    assert again.undo() == step("b").inverse()


@CALM
@given(actions=st.lists(st.sampled_from(["record", "undo", "redo", "restart", "rewrite"])))
def test_a_journal_is_a_history_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str]
) -> None:
    file = tmp_path_factory.mktemp("state") / "undo.jsonl"
    journal, history = Journal(file), History()
    for number, action in enumerate(actions):
        if action == "restart":
            journal = Journal(file)
        elif action == "rewrite":
            journal._rewrite()
        elif action == "record":
            journal.record(step(str(number)))
            history.record(step(str(number)))
        else:
            assert getattr(journal, action)() == getattr(history, action)()
    again = Journal(file)
    assert (again.done, again.undone) == (history.done, history.undone)


def test_steps_are_undone_by_name_as_two_programs_may_write_one_journal(file: Path) -> None:
    anna, ben = Journal(file), Journal(file)
    anna.record(step("anna's"))
    ben.record(step("ben's"))
    anna.undo()
    again = Journal(file)
    assert (again.done, again.undone) == ((step("ben's"),), (step("anna's"),))


def test_the_order_of_what_was_undone_survives_rewriting(file: Path) -> None:
    journal = Journal(file)
    for label in "abc":
        journal.record(step(label))
    journal.undo()
    journal.undo()
    journal._rewrite()
    assert Journal(file).undone == journal.undone == (step("c"), step("b"))


def test_a_journal_of_an_older_version_can_be_read(file: Path) -> None:
    change = '{"article":"a.txt","before":null,"after":null}'
    did = [f'{{"did":{{"label":"{label}","changes":[{change}]}}}}' for label in "abc"]
    file.parent.mkdir()
    file.write_text("\n".join([*did, '{"undid":true}', '{"undid":true}', '{"redid":true}', ""]))
    journal = Journal(file)
    assert [found.label for found in journal.done] == ["a", "b"]
    assert journal.redo_label == "c"


def test_steps_follow_articles_that_trade_places(file: Path) -> None:
    journal = Journal(file)
    changes = tuple(Change(article, None, ONE) for article in ("a.txt", "b.txt", "c.txt"))
    journal.record(Step("bulk", changes))
    journal.record(Step("undone", changes[:1]))
    journal.undo()
    journal.follow({"a.txt": "b.txt", "b.txt": "a.txt"})
    for found in (journal, Journal(file)):
        assert [change.article for change in found.done[0].changes] == ["b.txt", "a.txt", "c.txt"]
        assert [change.article for change in found.undone[0].changes] == ["b.txt"]


def test_a_step_is_corrected_to_what_was_really_done(file: Path) -> None:
    journal = Journal(file)
    bulk = Step("bulk", tuple(Change(article, None, ONE) for article in ("a.txt", "b.txt")))
    journal.record(step("before"))
    journal.record(bulk)
    assert Journal(file).done[-1] == bulk
    journal.correct(dataclasses.replace(bulk, changes=bulk.changes[:1]))
    assert (
        Journal(file).done
        == journal.done
        == (
            step("before"),
            Step("bulk", bulk.changes[:1]),
        )
    )
    journal.correct(dataclasses.replace(bulk, changes=()))
    assert Journal(file).done == journal.done == (step("before"),)


def test_half_a_line_is_taken_back(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(file)
    journal.record(step("a"))
    size, write = file.stat().st_size, os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda to, data: write(to, data[:10]))
        journal.record(step("b"))
    assert journal.problem
    assert file.stat().st_size == size


def test_a_torn_last_line_costs_only_itself(file: Path) -> None:
    journal = Journal(file)
    for label in "abc":
        journal.record(step(label))
    file.write_bytes(file.read_bytes()[:-20])
    torn = Journal(file)
    assert torn.done == (step("a"), step("b"))
    torn.record(step("d"))
    assert Journal(file).done == (step("a"), step("b"), step("d"))


def test_a_broken_line_ends_what_can_be_undone(file: Path) -> None:
    journal = Journal(file)
    for label in "abc":
        journal.record(step(label))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(lines[0] + b"\xff\x00{\n" + lines[2])
    assert Journal(file).done == (step("c"),)


def test_a_full_disk_is_said_and_caught_up_with(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(file)
    journal.record(step("a"))

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        journal.record(step("b"))
    assert "No space left" in journal.problem
    assert journal.undo_label == "b"
    journal.record(step("c"))
    assert journal.problem == ""
    assert Journal(file).done == (step("a"), step("b"), step("c"))


def test_the_file_does_not_grow_without_end(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 20_000)
    journal = Journal(file)
    for number in range(200):
        journal.record(step(str(number), note="x" * 500))
        assert file.stat().st_size <= 20_000
    kept = Journal(file).done
    assert kept[-1].label == "199"
    assert len(kept) > 5


def test_a_step_larger_than_the_limit_can_still_be_undone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 2_000)
    journal = Journal(file)
    journal.record(step("small"))
    journal.record(step("bulk", note="x" * 5_000))
    assert [found.label for found in Journal(file).done] == ["bulk"]
    journal.undo()
    again = Journal(file)
    assert again.redo_label == "bulk"


def test_the_journal_is_private(file: Path) -> None:
    Journal(file).record(step("a"))
    assert file.stat().st_mode & 0o077 == 0


def test_an_annotation_with_an_unusual_number_of_somebody_else_can_be_undone(
    tmp_path: Path,
) -> None:
    text = "version: 1\narticle:\n  path: a.txt\nannotations:\n- id: one\n  topics: []\n"
    text += "  quote: q\n  start: 0\n  end: 1\n  note: n\n  confidence: 0.50\n"
    (annotation,) = files.parse(text.encode(), tmp_path / "a.txt.yaml").annotations
    Journal(tmp_path / "journal").record(Step("deleted", (Change("a.txt", annotation, None),)))
    step = Journal(tmp_path / "journal").undo()
    assert step is not None
    assert step.changes[0].after == annotation


def test_a_journal_from_before_steps_changed_topics_still_loads(file: Path) -> None:
    Journal(file).record(step("a"))
    old = file.read_bytes().replace(b'"topics":null,', b"")
    assert old != file.read_bytes()
    file.write_bytes(old)
    assert Journal(file).done == (step("a"),)
