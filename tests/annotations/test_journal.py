"""Undo survives a restart, a kill at any moment, damage, and a disk that takes nothing."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.files import article_file as files
from annotations.history import journal as module
from annotations.history import journal_file
from annotations.history.journal import Journal
from annotations.history.journal_tables import State
from annotations.history.steps import Change, Part, Step, parts_of
from annotations.model import Annotation

# A busy machine is slow, which is no failure.
CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ONE = Annotation("1", ("summits",), "„Ja“\n", "", " \u2028", 0, 5, "", "", "", "", {"k": [1, None]})


def step(label: str, note: str = "x", articles: str = "a") -> Step:
    after = replace(ONE, note=note)
    return Step(label, parts_of(Change(f"{each}.txt", ONE, after) for each in articles))


def labels(journal: Journal) -> tuple[list[str], list[str]]:
    return [each.label for each in journal.done], [each.label for each in journal.undone]


def undo(journal: Journal) -> str:
    return travel(journal, State.UNDOING)


def redo(journal: Journal) -> str:
    return travel(journal, State.REDOING)


def travel(journal: Journal, state: State) -> str:
    taken = journal.take(state)
    if taken is None:
        return ""
    journal.write_ahead(taken, state, taken.parts)
    journal.finish(taken, state)
    return taken.label


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "history.sqlite"


@contextmanager
def reopened(file: Path, **options: Any) -> Iterator[Journal]:
    journal = Journal(file, **options)
    yield journal
    journal.close()


def test_a_restart_changes_nothing(file: Path) -> None:
    with reopened(file) as journal:
        for label in "abc":
            journal.record(step(label))
        assert [undo(journal), undo(journal), redo(journal)] == ["c", "b", "b"]
    with reopened(file) as again:
        assert labels(again) == (["a", "b"], ["c"])
        assert (again.undo_label, again.redo_label) == ("b", "c")
        last = again.done[-1].id
        assert again.step(last) == replace(step("b"), id=last)
        again.record(step("d"))
        assert labels(again) == (["a", "b", "d"], [])


@CALM
@given(actions=st.lists(st.sampled_from(["record", "undo", "redo", "restart"])))
def test_it_is_two_piles_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, actions: list[str]
) -> None:
    file = tmp_path_factory.mktemp("state") / "history.sqlite"
    journal = Journal(file)
    done: list[str] = []
    undone: list[str] = []
    for number, action in enumerate(actions):
        if action == "restart":
            journal.close()
            journal = Journal(file)
        elif action == "record":
            journal.record(step(str(number)))
            done.append(str(number))
            undone.clear()
        elif action == "undo":
            assert undo(journal) == (done[-1] if done else "")
            undone += [done.pop()] if done else []
        else:
            assert redo(journal) == (undone[-1] if undone else "")
            done += [undone.pop()] if undone else []
        assert labels(journal) == (done, undone)
    journal.close()


def test_two_programs_have_their_own_last_step_and_a_third_both(file: Path) -> None:
    with reopened(file) as anna, reopened(file) as ben:
        anna.record(step("anna's"))
        ben.record(step("ben's"))
        assert undo(anna) == "anna's"
        assert undo(anna) == ""
        assert labels(ben) == (["ben's"], [])
    with reopened(file) as again:
        assert labels(again) == (["ben's"], ["anna's"])


def test_what_a_command_did_meanwhile_can_be_undone_once_it_has_ended(file: Path) -> None:
    with reopened(file) as reader:
        reader.record(step("first"))
        with reopened(file, is_command=True) as command:
            command.record(step("restored"))
            assert reader.take(State.UNDOING, command.done[-1].id) is None
        assert undo(reader) == "restored"


def test_a_window_never_undoes_what_another_one_did_meanwhile(file: Path) -> None:
    """Also when that has been closed; who starts then may."""
    with reopened(file) as before:
        before.record(step("found"))
    with reopened(file) as window:
        window.record(step("own"))
        with reopened(file) as other:
            other.record(step("other's"))
            other.record(step("undone there"))
            assert undo(other) == "undone there"
        assert labels(window) == (["found", "own"], [])
        assert [undo(window), undo(window), undo(window)] == ["own", "found", ""]
        assert redo(window) == "found"
    with reopened(file) as next_start:
        assert labels(next_start) == (["other's", "found"], ["undone there", "own"])


def test_what_a_program_that_ran_at_the_start_has_done_is_undone_once_it_has_ended(
    file: Path,
) -> None:
    with reopened(file) as other:
        other.record(step("other's"))
        with reopened(file) as window:
            window.record(step("own"))
            other.record(step("later"))
            assert [undo(window), undo(window)] == ["own", ""]
            other.close()
            assert redo(window) == "own"
            assert [undo(window), undo(window), undo(window)] == ["own", "other's", ""]


@pytest.mark.parametrize("is_found", [False, True])
def test_a_step_finished_for_a_killed_window_stays_that_windows(file: Path, is_found: bool) -> None:
    """It is undone by those who start after it, not by a key that means the last step here."""
    window = Journal(file)
    window.record(step("own"))
    undone = step("undone here")
    window.record(undone)
    undo(window)
    killed = Journal(file)
    bulk = step("bulk", articles="ab")
    killed.begin(bulk, bulk.changes)
    killed.write_ahead(bulk, State.DOING, bulk.parts[:1])
    killed.session.end()
    finishing = Journal(file) if is_found else window
    (begun,) = finishing.left_begun()
    finishing.write_ahead(begun.step, State.DOING, begun.left)
    finishing.finish(begun.step, State.DOING)
    finishing.take(State.UNDOING, "none")  # looks again
    if is_found:
        assert undo(finishing) == "bulk"
    else:
        assert labels(finishing) == (["own"], ["undone here"])
        assert undo(finishing) == "own"
    window.close()
    finishing.close()
    with reopened(file) as next_start:
        assert {each.label for each in (*next_start.done, *next_start.undone)} >= {"bulk", "own"}


def test_one_step_is_undone_by_one_program_alone(file: Path) -> None:
    with reopened(file) as first:
        first.record(step("a"))
    with reopened(file) as anna, reopened(file) as ben:
        taken = anna.take(State.UNDOING)
        assert taken is not None
        assert ben.take(State.UNDOING) is None
        anna.release(taken, State.UNDOING)
        assert undo(ben) == "a"
        assert undo(anna) == ""


def test_of_two_programs_that_begin_to_undo_a_step_at_one_moment_one_does(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(file) as first:
        first.record(step("a"))
    with reopened(file) as anna, reopened(file) as ben:
        held = ben._held

        def late(*of: Any) -> Step | None:
            assert anna.take(State.UNDOING) is not None
            return held(*of)

        monkeypatch.setattr(ben, "_held", late)
        assert ben.take(State.UNDOING) is None


def test_what_is_still_under_way_is_never_too_old(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_STEPS", 20)
    monkeypatch.setattr(module, "KEPT", 5)
    monkeypatch.setattr(module, "_SELDOM", 1)
    long = step("long", articles="ab")
    with reopened(file) as killed, reopened(file) as journal:
        killed.begin(long, long.changes)
        for number in range(50):
            journal.record(step(str(number)))
        killed.session.end()
        assert [begun.step.label for begun in journal.left_begun()] == ["long"]


@pytest.mark.parametrize("state", [State.DOING, State.UNDOING, State.REDOING])
def test_what_a_killed_program_had_begun_is_found_whole(file: Path, state: State) -> None:
    """Three files: one written, one written down but perhaps not written, one not begun."""
    parts = step("bulk", articles="abc").parts
    killed = Journal(file)
    work = Step("bulk")
    if state is State.DOING:
        killed.begin(work, [change for part in parts for change in part.changes])
    else:
        killed.record(Step("bulk", parts, id=work.id))
        if state is State.REDOING:
            undo(killed)
        taken = killed.take(state)
        assert taken is not None
        work = taken
    killed.write_ahead(work, state, parts[:1])
    killed.write_ahead(work, state, parts[1:2])
    with reopened(file) as other:
        assert other.left_begun() == []  # that program still runs
        assert labels(other) == ([], [])
    killed.session.end()
    with reopened(file) as again:
        (begun,) = again.left_begun()
        assert (begun.step.label, begun.state, begun.is_under_way) == ("bulk", state, True)
        assert {part.article for part in begun.left} == {"b.txt", "c.txt"}
        with reopened(file) as third:
            assert third.left_begun() == []  # it is the other one's to finish
        again.write_ahead(begun.step, state, parts[1:])
        again.finish(begun.step, state)
        done = ["bulk"]
        assert labels(again) == (([], done) if state is State.UNDOING else (done, []))
        assert {part.article for part in again.step(begun.step.id).parts} == {
            part.article for part in parts
        }


def test_a_real_kill_leaves_what_was_begun(file: Path) -> None:
    code = (
        "import sys, os, signal\n"
        "from pathlib import Path\n"
        "from annotations.history.steps import Change, Step\n"
        "from annotations.history.journal import Journal\n"
        "from annotations.model import Annotation\n"
        "one = Annotation('1', ('t',), 'q', '', '', 0, 1, '', '', '', '')\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "journal.begin(Step('bulk'), [Change(each, None, one) for each in 'ab'])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code, file], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    with reopened(file) as journal:
        (begun,) = journal.left_begun()
        assert [part.article for part in begun.left] == ["a", "b"]
        assert not begun.is_under_way


def test_what_could_not_be_undone_stays_a_step_of_its_own(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("bulk", articles="abc"))
        taken = journal.take(State.UNDOING)
        assert taken is not None
        journal.write_ahead(taken, State.UNDOING, taken.parts[:2])
        journal.split(taken, State.UNDOING, ["c.txt"])
        journal.finish(taken, State.UNDOING)
        assert labels(journal) == (["bulk"], ["bulk"])
        assert [part.article for part in journal.step(journal.done[0].id).parts] == ["c.txt"]
        assert len(journal.step(journal.undone[0].id).parts) == 2
    with reopened(file) as again:
        assert [undo(again), undo(again)] == ["bulk", ""]
        assert [redo(again), redo(again)] == ["bulk", "bulk"]


def test_a_stopped_step_is_gone_on_with_unless_another_was_made(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("bulk", articles="ab"))
        identity = journal.done[-1].id
        more = step("", articles="c")
        reopened_step = journal.reopen(identity, more.changes)
        assert reopened_step is not None
        journal.write_ahead(reopened_step, State.DOING, more.parts)
        journal.finish(reopened_step, State.DOING)
        assert len(journal.step(identity).parts) == 3
        journal.record(step("another"))
        assert journal.reopen(identity, more.changes) is None


def test_steps_follow_articles_that_trade_places(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("bulk", articles="abc"))
        journal.follow({"a.txt": "b.txt", "b.txt": "a.txt"})
        journal.record(step("later"))
    with reopened(file) as again:
        found = [again.step(each.id) for each in again.done]
        assert sorted(part.article for part in found[0].parts) == ["a.txt", "b.txt", "c.txt"]
        assert found[0].changes[0].article != found[0].changes[1].article
        assert [part.article for part in found[1].parts] == ["a.txt"]


def test_two_articles_that_became_one_are_undone_there(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("bulk", articles="ab"))
        journal.follow({"a.txt": "c.txt"})
        journal.follow({"b.txt": "c.txt"})
        (part,) = journal.step(journal.done[0].id).parts
        assert part.article == "c.txt"
        assert len(part.changes) == 2
        assert [undo(journal), redo(journal)] == ["bulk", "bulk"]
        assert len(journal.step(journal.done[0].id).parts) == 1


def test_an_import_and_one_more_tag_can_both_be_undone(file: Path) -> None:
    """What an undo history of a few megabytes used to drop."""
    many = tuple(
        Part(f"{n}.txt", (Change(f"{n}.txt", None, replace(ONE, note="x" * 2000)),))
        for n in range(3000)
    )
    with reopened(file) as journal:
        journal.record(Step("brought in 3000 annotations", many))
        journal.record(step("tagged"))
        assert journal.news() == []
    with reopened(file) as again:
        assert [undo(again), undo(again)] == ["tagged", "brought in 3000 annotations"]


def test_what_is_dropped_is_told_and_the_newest_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_STEPS", 20)
    monkeypatch.setattr(module, "KEPT", 5)
    monkeypatch.setattr(module, "_SELDOM", 1)
    told: list[str] = []
    with reopened(file) as journal:
        for number in range(50):
            journal.record(step(str(number)))
            told += journal.news()
        assert len(journal.done) <= 20
        assert journal.undo_label == "49"
        assert told[0].startswith("The 3 oldest steps can no longer be undone (20 steps")
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with reopened(file) as journal:
        journal.record(step("large", note="".join(map(chr, range(32, 5000)))))
        assert "can no longer be undone" in " ".join(journal.news())
        assert labels(journal)[0][-1] == "large"
        assert len(journal.done) == 5
        # However large they are, the newest stay.
        journal.record(step("last"))
        assert labels(journal)[0][-2:] == ["large", "last"]
        assert len(journal.done) == 5


def test_a_damaged_file_is_set_aside_and_told(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("a"))
    file.write_bytes(b"no database at all" * 100)
    with reopened(file) as again:
        assert labels(again) == ([], [])
        (news,) = again.news()
        assert news.startswith("What was done before can no longer be undone")
        assert file.with_suffix(".damaged-1").exists()
        again.record(step("b"))
    with reopened(file) as again:
        assert labels(again) == (["b"], [])
        assert again.news() == []


def test_a_file_damaged_anywhere_stops_nothing(file: Path) -> None:
    with reopened(file) as journal:
        for number in range(8):
            journal.record(step(str(number), note=str(number) * 500))
    whole = file.read_bytes()
    for place in range(0, len(whole), 1531):
        file.write_bytes(whole[:place] + b"\xff\0damaged" + whole[place + 9 :])
        with reopened(file) as journal:
            undo(journal)
            journal.record(step("after"))
            assert journal.undo_label == "after"
            assert journal.problem == ""


def test_a_file_whose_header_is_damaged_is_set_aside_and_told(file: Path) -> None:
    """SQLite then says "unsupported file format", or nothing at all where it reads on."""
    with reopened(file) as journal:
        journal.record(step("a"))
    whole = file.read_bytes()
    file.write_bytes(whole[:40] + b"\xff" * 20 + whole[60:])
    with reopened(file) as again:
        (news,) = again.news()
        assert news.startswith("What was done before can no longer be undone")
        again.record(step("b"))
    with reopened(file) as again:
        assert labels(again) == (["b"], [])


def test_it_is_told_once_that_nothing_will_be_undone_after_a_restart(file: Path) -> None:
    file.mkdir(parents=True)
    with reopened(file) as journal:
        (news,) = journal.news()
        assert news.startswith("The undo history cannot be saved: ")
        assert news.endswith("What you do now can be undone only until you leave")
        journal.record(step("a"))
        assert undo(journal) == "a"
        assert journal.news() == []


def test_one_damaged_step_is_told_and_the_others_stay(file: Path) -> None:
    with reopened(file) as journal:
        for label in "ab":
            journal.record(step(label))
    with sqlite3.connect(file) as database:
        database.execute(
            "update parts set body = 'x' where step in (select id from steps where label = 'b')"
        )
    database.close()
    with reopened(file) as again:
        assert undo(again) == "a"
        assert "“b” can no longer be undone" in again.news()[0]


@contextmanager
def failing(is_failing: Callable[[], bool]) -> Iterator[None]:
    """Let what is written to the disk, not what goes on in memory, fail as on a full disk."""
    real = journal_file.all_or_nothing

    def on_disk(database: sqlite3.Connection, write: Any) -> Any:
        is_disk = bool(database.execute("pragma database_list").fetchone()[2])
        if is_disk and is_failing():
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        return real(database, write)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal_file, "all_or_nothing", on_disk)
        yield


def test_a_full_disk_is_said_and_caught_up_with(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("a"))
        with failing(lambda: True):
            journal.record(step("b"))
            assert "disk is full" in journal.problem
            assert labels(journal) == (["a", "b"], [])
            assert [undo(journal), undo(journal), redo(journal)] == ["b", "a", "a"]
        journal.record(step("c"))
        assert journal.problem == ""
        assert labels(journal) == (["a", "c"], [])
    with reopened(file) as again:
        assert labels(again) == (["a", "c"], [])


@pytest.mark.parametrize("at", [0, 1, 3, 5, 6, 8, 10, 14, 15, 17])
def test_whenever_the_disk_takes_nothing_for_a_moment_nothing_is_lost(file: Path, at: int) -> None:
    left = at

    def now() -> bool:
        nonlocal left
        left -= 1
        return left == -1

    with reopened(file) as journal, failing(now):
        journal.record(step("one"))
        journal.begin(bulk := Step("bulk"), step("", articles="ab").changes)
        journal.write_ahead(bulk, State.DOING, step("", articles="a").parts)
        journal.write_ahead(bulk, State.DOING, step("", articles="b").parts)
        journal.finish(bulk, State.DOING)
        assert [undo(journal), undo(journal), redo(journal)] == ["bulk", "one", "one"]
        journal.follow({"a.txt": "b.txt"})
        journal.record(step("last"))
        journal.record(step("very last"))
        assert journal.problem == ""
    with reopened(file) as again:
        assert labels(again) == (["one", "last", "very last"], [])
        assert again.step(again.done[0].id).changes[0].article == "b.txt"


def test_without_a_place_for_it_undo_works_until_the_end(
    file: Path,
) -> None:
    file.parent.write_text("a file where the folder should be")
    with reopened(file) as journal:
        journal.record(step("a"))
        assert "cannot be saved" in journal.problem
        assert [undo(journal), redo(journal)] == ["a", "a"]


def test_the_journal_is_private(file: Path) -> None:
    with reopened(file) as journal:
        journal.record(step("a"))
    assert all(each.stat().st_mode & 0o077 == 0 for each in file.parent.iterdir())


@pytest.mark.parametrize("number", ["0.50", "123456789012345678901234567890"])
def test_an_unusual_number_of_somebody_else_comes_back_as_it_was_typed(
    file: Path, number: str
) -> None:
    text = "version: 1\narticle:\n  path: a.txt\n  title: ''\n  text_sha256: ''\nannotations:\n"
    text += f"- id: one\n  topics: []\n  quote: q\n  start: 0\n  end: 1\n  confidence: {number}\n"
    parsed = files.parse(text.encode(), file)
    (annotation,) = parsed.annotations
    change = Change("a.txt", annotation, None)
    with reopened(file) as journal:
        journal.record(Step("deleted", parts_of([change])))
    with reopened(file) as again:
        (found,) = again.step(again.done[0].id).changes
    back = replace(parsed, annotations=(found.before,))
    assert files.render(back) == text.encode()


def test_the_journal_of_an_older_version_is_taken_over_once(file: Path) -> None:
    old = file.with_suffix(".jsonl")
    change = {"article": "a.txt", "before": None, "after": None}
    lines: list[dict[str, Any]] = [
        {"did": {"label": label, "changes": [change], "id": label}} for label in "abcd"
    ]
    lines += [{"did": {"label": "half", "changes": [change], "id": "a"}}, {"undid": "d"}]
    lines += [{"undid": True}, {"redid": True}, {"moved": {"a.txt": "z.txt"}}]
    file.parent.mkdir()
    old.write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"did": {"lab')
    with reopened(file, old=old) as journal:
        assert labels(journal) == (["half", "b", "c"], ["d"])
        assert journal.step("b").changes[0].article == "z.txt"
        undo(journal)
    assert not old.exists()
    with reopened(file, old=old) as again:
        assert labels(again) == (["half", "b"], ["d", "c"])


def test_what_was_done_before_a_damaged_line_of_an_old_journal_is_not_trusted(file: Path) -> None:
    old = file.with_suffix(".jsonl")
    file.parent.mkdir()
    did = [b'{"did":{"label":"%c","changes":[]}}\n' % each for each in b"ab"]
    old.write_bytes(did[0] + b"\xff\x00{\n" + did[1])
    with reopened(file, old=old) as journal:
        assert labels(journal) == (["b"], [])


def test_an_unreadable_old_journal_stops_nothing(file: Path) -> None:
    old = file.with_suffix(".jsonl")
    old.mkdir(parents=True)
    with reopened(file, old=old) as journal:
        assert labels(journal) == ([], [])


def test_a_program_that_cannot_see_the_others_finishes_none_of_their_steps(tmp_path: Path) -> None:
    file = tmp_path / "history.sqlite"
    one, other = Journal(file), Journal(file)
    one.begin(Step("theirs"), ())
    assert other.left_begun() == []
    other._file._fall_back(OSError("busy"))
    one.session.end()
    assert other.left_begun() == []
    assert [each.step.label for each in Journal(file).left_begun()] == ["theirs"]
