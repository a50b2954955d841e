"""A step of many files that was killed in the middle: no command lists half of it in silence."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from annotations.files.store import AnnotationStore, Planned
from corpus.text.spans import Span
from tests.nkreader.conftest import Call
from workspace.places import Options, resolve
from workspace.workspace import Workspace


def opened() -> Workspace:
    workspace = Workspace(resolve(Options()))
    workspace.load_annotations()
    workspace.recorder.open_history()
    return workspace


def rename(workspace: Workspace) -> None:
    workspace.codebook.rename("old", "new")


def another(act: Callable[[Workspace], object], then: Callable[[], object], files: int = 2) -> int:
    """Let a program of its own do something, and `then` another thing after so many files."""
    if pid := os.fork():
        return pid
    left, carry_out = files, AnnotationStore.carry_out

    def carrying(store: AnnotationStore, planned: Planned) -> tuple[str, ...]:
        nonlocal left
        if left == 0:
            then()
        left -= 1
        return carry_out(store, planned)

    try:
        with patch.object(AnnotationStore, "carry_out", carrying):
            workspace = opened()
            act(workspace)
            workspace.close()
    finally:
        os._exit(0)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed(act: Callable[[Workspace], object]) -> None:
    _, status = os.waitpid(another(act, kill), 0)
    assert os.WIFSIGNALED(status)


@pytest.fixture(autouse=True)
def project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each of the five articles has a passage with the topic `old`."""
    (project / "config.yaml").write_text("articles: articles\ntopics:\n  - name: old\n")
    monkeypatch.chdir(project)
    workspace = opened()
    for file in sorted((project / "articles").glob("*.txt")):
        workspace.changes.toggle_topic(workspace.article(file.name), Span(0, 20), "old", None)
    workspace.close()
    return project


def topics(call: Call) -> list[str]:
    return sorted(topic for each in call("passages", "--json").objects for topic in each["topics"])


LISTING = [
    ("passages", "--json"),
    ("passages", "--topic", "old"),
    ("search", "topic:old"),
    ("articles", "--json"),
    ("export", "csv"),
    ("suggest",),
]


def test_what_lists_half_of_a_killed_step_says_so(call: Call) -> None:
    killed(rename)
    for command in LISTING:
        answer = call(*command)
        assert answer.status == 3, command
        words = "“old is now new” was interrupted: 3 files are still as before it"
        assert answer.err.count(words) == 1, command
        assert "nkreader check --fix" in answer.err, command


def test_half_of_an_undoing_is_no_answer_either(call: Call) -> None:
    workspace = opened()
    rename(workspace)
    workspace.close()
    assert call("passages").status == 0
    killed(lambda workspace: workspace.recorder.undo())
    answer = call("passages")
    assert (answer.status, answer.err.count("undoing “old is now new” was interrupted")) == (3, 1)


def test_check_names_it_and_mends_it(call: Call) -> None:
    killed(rename)
    found = call("check", "--json")
    (step,) = (each for each in found.objects if each["kind"] == "step")
    assert "“old is now new” was interrupted: 3 files" in step["message"]
    assert "--fix" in step["fix"]
    # What the step has not reached yet is counted there, and not told again one by one.
    assert [each["kind"] for each in found.objects if each["kind"] != "index"] == ["step"]
    assert topics(call) == ["new", "new", "old", "old", "old"]
    answer = call("check", "--fix")
    assert "“old is now new” was interrupted, and has been finished" in answer.err
    assert topics(call) == ["new"] * 5
    assert call("passages").status == 0
    assert not any(each["kind"] == "step" for each in call("check", "--json").objects)


def test_a_killed_program_that_had_done_all_is_nothing_to_speak_of(call: Call) -> None:
    """Of a single passage it is not even written down that it was finished."""

    def tags(workspace: Workspace) -> None:
        article = workspace.article(workspace.annotation_files()[0].path)
        workspace.changes.toggle_topic(article, Span(30, 40), "old", None)
        kill()

    killed(tags)
    assert len(topics(call)) == 6
    answer = call("passages")
    assert (answer.status, answer.err) == (0, "")


def test_what_brings_annotations_in_finishes_it_first(call: Call, project: Path) -> None:
    killed(rename)
    (project / "other").mkdir()
    answer = call("merge", "other", "--dry-run")
    assert (answer.status, topics(call).count("old")) == (3, 3)
    answer = call("merge", "other")
    assert "“old is now new” was interrupted, and has been finished" in answer.err
    assert answer.status == 0
    assert topics(call) == ["new"] * 5


def test_what_came_under_an_old_name_is_told_once(call: Call, project: Path) -> None:
    annotations = project / "annotations"
    shutil.copytree(annotations, project / "pulled")
    workspace = opened()
    rename(workspace)
    workspace.close()
    for name in sorted(each.name for each in annotations.glob("*.yaml"))[:3]:
        shutil.copy(project / "pulled" / name, annotations / name)
    (problem,) = (each for each in call("check", "--json").objects if each["kind"] == "topic")
    assert problem["message"] == "3 passages have the topic “old”, which is called “new” now."
    assert "Merge “old” into “new” in the list of topics" in problem["fix"]


def test_half_a_renaming_is_no_change_to_what_comes_in(call: Call, project: Path) -> None:
    shutil.copytree(project / "annotations", project / "other")
    killed(rename)
    answer = call("merge", "other", "--dry-run")
    assert "0 new, 5 same, 0 changed there, 0 changed here, 0 changed on both" in answer.err


@pytest.fixture
def goes_on() -> Iterator[Callable[[], None]]:
    """Another program, in the middle of a step until this is called."""
    half, is_half = os.pipe()
    ends, end = os.pipe()

    def wait() -> None:
        os.write(is_half, b".")
        os.read(ends, 1)

    pid = another(rename, wait)
    os.read(half, 1)
    waiting = [pid]

    def go_on() -> None:
        os.write(end, b".")
        os.waitpid(waiting.pop(), 0)

    yield go_on
    if waiting:
        go_on()


def test_a_step_that_another_program_is_in_the_middle_of_is_told(
    call: Call, goes_on: Callable[[], None]
) -> None:
    answer = call("passages")
    assert answer.status == 3
    assert "Another nkreader is in the middle of “old is now new”: 3 files" in answer.err
    goes_on()
    assert (call("passages").status, topics(call)) == (0, ["new"] * 5)
