"""Steps beside what others do: theirs stays, ours alone is taken back; long ones can be stopped."""

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.files.store import AnnotationStore, Planned
from benchmarks.undo import BY_HAND, CONFIG, TEXTS, Folder
from corpus.text.spans import Span
from workspace.coding import stepper
from workspace.coding.bulk import Marked
from workspace.coding.conflicts import Keep
from workspace.coding.earlier_versions import restorable, restore
from workspace.coding.save_result import SaveError
from workspace.coding.topics_file import TopicsFile
from workspace.workspace import Workspace

ROOT = Path(__file__).parents[2]
B = "news/b.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def sentence(folder: Folder, path: str, words: str) -> Span:
    article = folder.workspace.article(path)
    return article.sentence_at(article.text.index(words))


def tag(folder: Folder, path: str, words: str, topic: str) -> None:
    article = folder.workspace.article(path)
    folder.workspace.changes.toggle_topic(article, sentence(folder, path, words), topic, None)


def read(folder: Folder, path: str) -> dict[str, dict[str, Any]]:
    """The annotations of an article by id, as anybody's YAML reader sees them."""
    file = folder.annotations / f"{path}.yaml"
    if not file.exists():
        return {}
    return {each["id"]: each for each in yaml.safe_load(file.read_bytes())["annotations"]}


def write(folder: Folder, path: str, annotations: dict[str, dict[str, Any]]) -> None:
    """Write them as somebody else's program does: in another style."""
    file = folder.annotations / f"{path}.yaml"
    document = yaml.safe_load(file.read_bytes())
    document["annotations"] = list(annotations.values())
    file.write_text(yaml.safe_dump(document, indent=4))


def test_a_moved_passage_that_a_save_wrote_down_is_taken_back_with_it(folder: Folder) -> None:
    file = folder.articles / B
    file.write_text("A sentence came before. " + file.read_text())
    before = folder.look()
    article = folder.workspace.article(B)
    (placed,) = folder.workspace.placed(article)
    span = Span(placed.span.start, placed.span.end)
    folder.workspace.changes.toggle_topic(article, span, "three", None, placed.annotation.id)
    tag(folder, B, "Prices will fall", "one")
    assert read(folder, B)["by-hand"]["start"] == placed.span.start
    assert len(read(folder, B)) == 2
    folder.workspace.recorder.undo()
    folder.workspace.recorder.undo()
    assert folder.look() == before
    assert (folder.annotations / f"{B}.yaml").read_text() == BY_HAND


def test_a_file_and_its_folders_that_were_not_there_are_gone_again(folder: Folder) -> None:
    before = folder.look()
    tag(folder, "news/far/c.txt", "Talks go on", "one")
    assert (folder.annotations / "news/far/c.txt.yaml").exists()
    folder.workspace.recorder.undo()
    assert not (folder.annotations / "news/far").exists()
    assert folder.look() == before


def test_somebody_elses_file_in_a_folder_of_ours_keeps_the_folder(folder: Folder) -> None:
    tag(folder, "news/far/c.txt", "Talks go on", "one")
    (folder.annotations / "news/far/readme").write_text("mine")
    folder.workspace.recorder.undo()
    assert [each.name for each in (folder.annotations / "news/far").iterdir()] == ["readme"]


def test_a_topic_renamed_with_its_passages_and_rejections_comes_back(folder: Folder) -> None:
    articles = [folder.workspace.article(path) for path in TEXTS]
    marked = [Marked(a.path, a.sha256, (a.sentence_at(0),), ("one",)) for a in articles]
    folder.workspace.bulk.reject_many(marked)
    before = folder.look()
    folder.workspace.codebook.rename("one", "first")
    rejected = [each.get("rejected", []) for path in TEXTS for each in read(folder, path).values()]
    assert rejected.count(["first"]) == 3
    assert "one" not in str(rejected)
    assert [each.name for each in folder.workspace.topics] == ["first", "two", "three"]
    folder.workspace.recorder.undo()
    assert folder.look() == before
    assert folder.config.read_text() == CONFIG


def test_a_broken_file_that_a_version_replaced_comes_back_broken(folder: Folder) -> None:
    tag(folder, B, "Prices rose", "one")
    broken = "version: 1\nannotations: [\n"
    (folder.annotations / f"{B}.yaml").write_text(broken)
    version = restorable(folder.workspace.recorder, B)[0].version
    restore(folder.workspace.recorder, B, version)
    assert len(read(folder, B)) == 2
    folder.workspace.recorder.undo()
    assert (folder.annotations / f"{B}.yaml").read_text() == broken


STRINGS = st.sampled_from(["", "n", "other"])
TOPICS = st.lists(st.sampled_from(["one", "two", "three", "x"]), unique=True)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["tag", "note", "delete", "rename", "bulk"]),
    seed=st.integers(0, 99),
    theirs=st.lists(
        st.tuples(st.sampled_from(["topics", "note", "gone", "new"]), TOPICS, STRINGS),
        min_size=1,
        max_size=3,
    ),
)
def test_what_somebody_else_did_stays_and_ours_alone_is_taken_back(
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    seed: int,
    theirs: list[tuple[str, list[str], str]],
) -> None:
    folder = Folder(tmp_path_factory.mktemp("others"))
    dice = random.Random(seed)
    for path in TEXTS:
        tag(folder, path, " ", "one")
    before = {path: read(folder, path) for path in TEXTS}
    folder.do(kind, dice)
    after = {path: read(folder, path) for path in TEXTS}
    path = dice.choice([each for each in TEXTS if read(folder, each)] or [""])
    if not path or before == after:
        return
    found = read(folder, path)
    for what, topics, words in theirs:
        identity = dice.choice(sorted(found)) if found else ""
        if what == "new":
            found["theirs"] = {"id": "theirs", "quote": "q", "start": 0, "end": 1, "topics": topics}
        elif what == "gone":
            found.pop(identity, None)
        elif identity:
            found[identity][what] = topics if what == "topics" else words
    write(folder, path, found)
    now = {each: read(folder, each) for each in TEXTS}
    folder.workspace.watch.look()
    folder.workspace.recorder.undo()
    for each in TEXTS:
        wanted = expected(before[each], after[each], now[each], is_rename=kind == "rename")
        assert said(read(folder, each)) == said(wanted)
    folder.workspace.close()


def topics_of(annotation: dict[str, Any]) -> set[str]:
    return {*annotation.get("topics", ()), *annotation.get("rejected", ())}


def expected(
    before: dict[str, Any], after: dict[str, Any], now: dict[str, Any], *, is_rename: bool
) -> dict[str, dict[str, Any]]:
    """What must be left when the step from `before` to `after` is taken back: field by field.

    A topic that somebody took away after it was renamed does not come back under its old name.
    """
    found = {}
    for identity in {**now, **before}:
        was, ours, there = (each.get(identity) for each in (before, after, now))
        if ours is None and there is None:
            if was is not None:
                found[identity] = was  # we deleted it, and nobody else did
            continue
        if was == ours or there is None:
            if there is not None:
                found[identity] = there
            continue
        left = dict(there)
        came = topics_of(ours or {}) - topics_of(was or {})
        if is_rename and came and not came & topics_of(there):
            found[identity] = there
            continue
        if ours is not None:
            for name in ("topics", "rejected"):
                was_there, put = set((was or {}).get(name, ())), set(ours.get(name, ()))
                kept = set(there.get(name, ())) - (put - was_there)
                left[name] = sorted(kept | (was_there - put))
            if there.get("note", "") == ours.get("note", ""):
                left["note"] = (was or {}).get("note", "")
        found[identity] = left  # one that says nothing is as good as none: see `said`
    return found


def said(annotations: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        identity: (sorted(each["topics"]), each.get("note", ""), sorted(each.get("rejected", [])))
        for identity, each in annotations.items()
        if each["topics"] or each.get("note") or each.get("rejected")
    }


def test_a_conflict_is_none_any_more_when_the_file_agrees_again(folder: Folder) -> None:
    tag(folder, B, "The bank", "three")
    file = folder.annotations / f"{B}.yaml"
    ours = file.read_bytes()
    file.write_text(BY_HAND)  # as git checkout does
    assert len(folder.workspace.watch.look().conflicts) == 1
    file.write_bytes(ours)
    folder.workspace.watch.look()
    assert folder.workspace.recorder.conflicts == ()
    file.write_text(BY_HAND)
    assert len(folder.workspace.watch.look().conflicts) == 1
    (conflict,) = folder.workspace.recorder.conflicts
    folder.workspace.changes.settle(conflict, Keep.OURS)
    assert "three" in read(folder, B)["by-hand"]["topics"]


def test_what_another_program_renamed_knowingly_needs_nobody(folder: Folder) -> None:
    other = folder.opened()
    tag(folder, "a.txt", "The first", "one")
    other.load_annotations()
    other.codebook.rename("one", "first")
    outside = folder.workspace.watch.look()
    assert "a.txt" in outside.articles
    assert folder.workspace.recorder.conflicts == ()
    other.recorder.undo()
    folder.workspace.watch.look()
    assert folder.workspace.recorder.conflicts == ()
    other.close()


def test_who_takes_back_what_others_had_seen_conflicts_with_nobody(folder: Folder) -> None:
    """Each change was made on top of the one before, by programs that knew it."""
    ours, other = folder.workspace, folder.opened()
    tag(folder, "a.txt", "The first", "one")
    look = ours.watch.look
    article = other.article("a.txt")
    span = sentence(folder, "a.txt", "The first")
    other.watch.look()
    other.changes.toggle_topic(article, span, "two", None)
    assert look().conflicts == ()
    other.recorder.undo()
    assert look().conflicts == ()
    other.recorder.redo()
    assert look().conflicts == ()
    # Both put something on it, and the other one takes its own back, then does something else.
    ours.changes.write_note(ours.article("a.txt"), span, None, "Ja")
    other.recorder.undo()
    other.changes.toggle_topic(article, span, "three", None)
    assert look().conflicts == ()
    # Also what is ours may be taken away, by somebody who has seen it.
    other.watch.look()
    other.changes.toggle_topic(article, span, "one", None)
    assert look().conflicts == ()
    assert ours.recorder.conflicts == ()
    # What somebody overwrites who has not seen it is asked about.
    file = folder.annotations / "a.txt.yaml"
    file.write_text(file.read_text().replace("Ja", "Nein"))
    assert len(look().conflicts) == 1
    other.close()


def test_of_others_who_write_the_files_alone_only_ours_is_missed(folder: Folder) -> None:
    """As by git: what they put on a passage of ours and take away again is theirs."""
    tag(folder, "a.txt", "The first", "one")
    ours, look = folder.workspace, folder.workspace.watch.look
    (found,) = read(folder, "a.txt").values()
    write(folder, "a.txt", {"": {**found, "topics": ["one", "two"]}})
    assert look().conflicts == ()
    span = sentence(folder, "a.txt", "The first")
    ours.changes.write_note(ours.article("a.txt"), span, None, "Ja")
    (found,) = read(folder, "a.txt").values()
    write(folder, "a.txt", {"": {**found, "topics": ["one"]}})
    assert look().conflicts == ()
    write(folder, "a.txt", {"": {**found, "note": ""}})
    assert len(look().conflicts) == 1


def test_what_is_left_of_a_passage_taken_back_is_theirs(folder: Folder) -> None:
    ours, other = folder.workspace, folder.opened()
    tag(folder, "a.txt", "The first", "one")
    other.watch.look()
    other.changes.toggle_topic(
        other.article("a.txt"), sentence(folder, "a.txt", "The first"), "two", None
    )
    undone = ours.recorder.undo()
    assert undone is not None
    assert "The passage itself stays, because it was changed elsewhere" in undone.words
    (left,) = read(folder, "a.txt").values()
    assert left["topics"] == ["two"]
    # Also somebody whose steps nobody here knows may take it away.
    write(folder, "a.txt", {})
    assert ours.watch.look().conflicts == ()
    other.close()


# -- long steps


class Stops:
    """Stops a step once so many files have been written."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.said: list[tuple[int, int]] = []

    def say(self, done: int, total: int) -> None:
        self.said.append((done, total))

    def should_stop(self) -> bool:
        return self.said[-1][0] >= self.after

    def is_last(self) -> bool:
        return False


class Leaves(Stops):
    """Stops a step because the program ends."""

    def is_last(self) -> bool:
        return True


def many(folder: Folder, count: int) -> None:
    """Annotate many articles, each with one passage on `one`."""
    for number in range(count):
        path = folder.articles / f"many/{number:03}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text("Only this. And that.\n")
    articles = [folder.workspace.article(f"many/{number:03}.txt") for number in range(count)]
    marked = [Marked(a.path, a.sha256, (a.sentence_at(0),)) for a in articles]
    folder.workspace.bulk.tag_many(marked, "one")


def test_a_stopped_step_is_undone_whole_or_gone_on_with(folder: Folder) -> None:
    many(folder, 66)
    before = folder.look()
    stops = Stops(32)
    saved = folder.workspace.codebook.rename("one", "first", stops)
    assert stops.said == [(0, 67), (32, 67)]
    assert saved.words == "stopped after 32 of 67 files; u undoes what was done"
    folder.workspace.recorder.undo()
    assert folder.look() == before

    saved = folder.workspace.codebook.rename("one", "first", Stops(32))
    assert saved.rest is not None
    assert len(saved.rest.changes) == 35
    folder.restart()
    gone_on = folder.workspace.recorder.go_on(saved.rest)
    assert gone_on is not None
    assert gone_on.rest is None
    assert not [path for path in before if b"- one\n" in (folder.look()[path] or b"")]
    # One step, however often it was stopped.
    folder.workspace.recorder.undo()
    assert folder.look() == before


def test_undoing_can_be_stopped_and_gone_on_with(folder: Folder) -> None:
    many(folder, 40)
    before = folder.look()
    folder.workspace.codebook.rename("one", "first")
    after = folder.look()
    saved = folder.workspace.recorder.undo(Stops(32))
    assert saved is not None
    assert saved.words == "stopped after 32 of 41 files"
    assert saved.rest is not None
    folder.restart()
    assert (
        folder.workspace.recorder.go_on(saved.rest) is not None or folder.workspace.recorder.undo()
    )
    assert folder.look() == before
    while folder.workspace.recorder.redo():
        pass
    assert folder.look() == after


def test_an_undo_of_which_nothing_could_be_done_can_be_tried_again(folder: Folder) -> None:
    before = folder.look()
    tag(folder, B, "Prices rose", "one")
    file = folder.annotations / f"{B}.yaml"
    good = file.read_bytes()
    file.write_text("version: 1\nannotations: [\n")
    for _ in range(2):
        with pytest.raises(SaveError, match="expected"):
            folder.workspace.recorder.undo()
    file.write_bytes(good)
    assert folder.workspace.recorder.undo() is not None
    assert folder.look() == before


@pytest.mark.parametrize("what", ["rename", "undo", "redo"])
def test_what_leaving_has_stopped_is_finished_at_the_next_start(folder: Folder, what: str) -> None:
    """Nobody asked for a half: the codebook would have a topic that most passages have not."""
    many(folder, 70)
    before = folder.look()
    if what != "rename":
        folder.workspace.codebook.rename("one", "first")
    after = folder.look()
    if what == "redo":
        folder.workspace.recorder.undo()
    if what == "rename":
        saved = folder.workspace.codebook.rename("one", "first", Leaves(32))
    else:
        saved = getattr(folder.workspace.recorder, what)(Leaves(32))
    assert "stopped after 32 of 71 files, the next start does the rest" in saved.later
    assert folder.look() not in (before, after)
    # A key that was typed for the whole of it takes back nothing else.
    assert folder.workspace.recorder.undo() is None

    # Leaving once more, while it is being finished, is no end of it either.
    folder.workspace.close()
    folder.workspace = Workspace(folder.workspace.settings)
    folder.workspace.load_annotations()
    told = folder.workspace.recorder.recover(Leaves(32))
    if what == "rename":  # of the others less than a batch is left
        assert told is not None
        # Some of the first 32 are looked at again: those that were being written when it stopped.
        assert "stopped after 32 of " in told.words
        assert "the next start does the rest" in told.words
    folder.restart()
    if what == "undo":
        assert folder.look() == before
        folder.workspace.recorder.redo()
        assert folder.look() == after
    else:
        assert not any(b"- one\n" in (data or b"") for data in folder.look().values())
    folder.workspace.recorder.undo()
    assert folder.look() == before


def test_nothing_waits_for_a_long_step(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts and opening an article, while a step has been begun and waits for the disk."""
    many(folder, 40)
    begun, may_go_on = threading.Event(), threading.Event()

    class Waits(Stops):
        def should_stop(self) -> bool:
            begun.set()
            return not may_go_on.wait(300)

    rename = threading.Thread(
        target=folder.workspace.codebook.rename, args=("one", "first", Waits(0))
    )
    rename.start()
    assert begun.wait(300)
    assert folder.workspace.codebook.counts()["first"] == 32
    assert len(folder.workspace.read_annotations(B)) == 1
    may_go_on.set()
    rename.join()
    assert folder.workspace.codebook.counts()["first"] == 41


# -- killed, and several programs at once

PROGRAM = """
import os, random, signal, sys
from pathlib import Path
from annotations.files.store import AnnotationStore
from benchmarks.undo import Folder
folder = Folder.__new__(Folder)
folder.base = base = Path(sys.argv[1])
folder.articles, folder.annotations = base / "articles", base / "annotations"
folder.config, folder.names = base / "config.yaml", 0
folder.workspace = folder.opened()
"""


def run(folder: Folder, code: str, *, wait: bool = True) -> "subprocess.Popen[bytes]":
    """Run a program of its own in the folder."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM + code, str(folder.base)], cwd=ROOT)
    if wait:
        process.wait(300)
    return process


KILLED = """
left = {at}
real = AnnotationStore.carry_out
def dying(store, planned):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(store, planned)
AnnotationStore.carry_out = dying
folder.workspace.{what}
"""


@pytest.mark.parametrize("at", [0, 2])
@pytest.mark.parametrize(
    "what", ['codebook.rename("one", "first")', "recorder.undo()", "recorder.redo()"]
)
def test_a_kill_in_the_middle_leaves_no_half_step(folder: Folder, what: str, at: int) -> None:
    for path in TEXTS:
        tag(folder, path, " ", "one")
    before = folder.look()
    if what != 'codebook.rename("one", "first")':
        folder.workspace.codebook.rename("one", "first")
    after = folder.look()
    if what == "recorder.redo()":
        folder.workspace.recorder.undo()
    folder.workspace.close()
    killed = run(folder, KILLED.format(at=at, what=what))
    assert killed.returncode == -signal.SIGKILL
    folder.workspace = folder.opened()
    if what == "recorder.undo()":
        assert folder.look() == before
        folder.workspace.recorder.redo()
        assert folder.look() == after
    else:
        topics = [each["topics"] for path in TEXTS for each in read(folder, path).values()]
        assert sum("first" in each for each in topics) == 4
        assert sum("one" in each for each in topics) == 0
        folder.workspace.recorder.undo()
    if what != "recorder.undo()":
        assert folder.look() == before


def test_what_was_interrupted_is_said_at_the_next_start(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in TEXTS:
        tag(folder, path, " ", "one")

    class Crash(BaseException):
        pass

    def dies(_store: AnnotationStore, _planned: Planned) -> Any:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(AnnotationStore, "carry_out", dies)
        with pytest.raises(Crash):
            folder.workspace.codebook.rename("one", "first")
    folder.workspace.recorder.open_history().session.end()
    again = Workspace(folder.workspace.settings)
    again.load_annotations()
    saved = again.recorder.recover()
    assert saved is not None
    assert "“one is now first” was interrupted, and has been finished" in saved.words
    assert again.recorder.recover() is None
    again.close()


@pytest.mark.parametrize("what", ["rename", "undo"])
def test_finishing_that_is_stopped_is_said_and_goes_on_with_the_next_change(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    many(folder, 70)
    before = folder.look()

    class Crash(BaseException):
        pass

    def dies(_store: AnnotationStore, _planned: Planned) -> Any:
        raise Crash

    if what == "undo":
        folder.workspace.codebook.rename("one", "first")
    steps: dict[str, Callable[[], Any]] = {
        "rename": lambda: folder.workspace.codebook.rename("one", "first"),
        "undo": folder.workspace.recorder.undo,
    }
    with monkeypatch.context() as patch:
        patch.setattr(AnnotationStore, "carry_out", dies)
        with pytest.raises(Crash):
            steps[what]()
    folder.workspace.recorder.open_history().session.end()
    workspace = folder.workspace = Workspace(folder.workspace.settings)
    workspace.load_annotations()
    saved = workspace.recorder.recover(Stops(32))
    assert saved is not None
    assert "“one is now first” was interrupted, and stopped after 32 of 71 files" in saved.words
    assert "the next change or the next start does the rest" in saved.words
    # Half of it is no ground for an undo, which would take back something else.
    undone = workspace.recorder.undo(Stops(32))
    assert undone is not None
    assert "stopped after 32 of " in undone.words
    assert len(folder.workspace.recorder.open_history().done) == 1
    new = "first" if what == "rename" else "one"
    tag(folder, "many/069.txt", "And", new)
    topics = [
        each["topics"] for n in range(70) for each in read(folder, f"many/{n:03}.txt").values()
    ]
    assert topics == [[new]] * 71
    workspace.recorder.undo()
    if what == "rename":
        workspace.recorder.undo()
    assert folder.look() == before
    workspace.close()


def test_what_a_killed_program_had_not_reached_of_its_step_is_done_too(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that were not even written down as about to be written."""
    for path in TEXTS:
        tag(folder, path, " ", "one")
    before = folder.look()

    class Crash(BaseException):
        pass

    carry_out, reached = AnnotationStore.carry_out, 0

    def dies(store: AnnotationStore, planned: Planned) -> Any:
        nonlocal reached
        reached += 1
        if reached > 1:
            raise Crash
        return carry_out(store, planned)

    with monkeypatch.context() as patch:
        patch.setattr(stepper, "_BATCH", 1)
        patch.setattr(AnnotationStore, "carry_out", dies)
        with pytest.raises(Crash):
            folder.workspace.codebook.rename("one", "first")
    folder.workspace.recorder.open_history().session.end()
    folder.workspace = folder.opened()
    topics = [each["topics"] for path in TEXTS for each in read(folder, path).values()]
    assert sum("first" in each for each in topics) == 4
    assert not any("one" in each for each in topics)
    folder.workspace.recorder.undo()
    assert folder.look() == before


def test_a_program_that_was_killed_before_the_topics_were_written_has_them_written_later(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag(folder, B, "Prices rose", "one")

    class Crash(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(TopicsFile, "make", dies)
        with pytest.raises(Crash):
            folder.workspace.codebook.rename("one", "first")
    folder.workspace.recorder.open_history().session.end()
    folder.workspace = folder.opened()
    assert [each.name for each in folder.workspace.topics] == ["first", "two", "three"]
    assert "name: one" not in folder.config.read_text()


def test_three_programs_and_a_rename_lose_nothing(folder: Folder) -> None:
    many(folder, 15)
    folder.workspace.close()
    each_article = """
for number in range(15):
    article = folder.workspace.article(f"many/{number:03}.txt")
    span = article.sentence_at(article.text.index("And"))
    DOES
folder.workspace.close()
"""
    notes = 'folder.workspace.changes.write_note(article, span, None, f"note {number}")'
    tags = 'folder.workspace.changes.toggle_topic(article, span, "two", None)'
    renames = """
for old, new in [("one", "first"), ("first", "one")] * 2 + [("one", "first")]:
    folder.workspace.load_annotations()
    folder.workspace.codebook.rename(old, new)
folder.workspace.close()
"""
    codes = [each_article.replace("DOES", notes), each_article.replace("DOES", tags), renames]
    programs = [run(folder, code, wait=False) for code in codes]
    assert [each.wait(300) for each in programs] == [0, 0, 0]
    found = [each for n in range(15) for each in read(folder, f"many/{n:03}.txt").values()]
    assert sorted(each["note"] for each in found if "note" in each) == sorted(
        f"note {number}" for number in range(15)
    )
    topics = [topic for each in found for topic in each["topics"]]
    assert (topics.count("first"), topics.count("two"), len(topics)) == (15, 15, 30)
    folder.workspace = folder.opened()
