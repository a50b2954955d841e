"""Commands beside another program that is indexing: they wait, or say how much they know."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workspace.articles.refresh import Watcher, refresh_folder
from workspace.articles.turns import Said, said, turn
from workspace.places import Options, resolve
from workspace.places import Places as Folders

Call = Any
Places = tuple[str, ...]
_SECONDS = 300.0


@pytest.fixture
def folders(project: Path) -> Folders:
    settings = resolve(Options(project / "articles", project / "annotations"))
    settings.places.make_cache()
    return settings.places


def started(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "nkreader", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + _SECONDS
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.01)


def test_a_search_waits_for_who_is_indexing_and_then_finds(
    project: Path, folders: Folders, places: Places
) -> None:
    with turn(folders.cache) as ours:
        assert ours is not None
        ours.tell(2, 5, 5)
        search = started("search", "Munition", *places, cwd=project)
        assert search.stderr is not None
        words = search.stderr.readline()
        assert words == (
            "nkreader: Another nkreader is indexing this folder (2 of 5 read): waiting for it.\n"
        )
        assert search.poll() is None
    out, _ = search.communicate(timeout=_SECONDS)
    assert search.returncode == 0
    assert "Munition" in out


def test_many_searches_at_once_in_a_new_folder_all_find(project: Path, places: Places) -> None:
    searches = [started("search", "Munition", "--json", *places, cwd=project) for _ in range(4)]
    answers = [search.communicate(timeout=_SECONDS) for search in searches]
    assert [search.returncode for search in searches] == [0] * 4, answers
    found = [{json.loads(line)["path"] for line in out.splitlines()} for out, _ in answers]
    assert found == [found[0]] * 4
    assert not any("nothing found" in words for _, words in answers)


def test_what_is_indexed_so_far_is_told_and_has_a_status_of_its_own(
    call: Call, project: Path, folders: Folders, places: Places
) -> None:
    for file in sorted((project / "articles").iterdir())[3:]:
        file.rename(project / file.name)
    refresh_folder(folders, Watcher())
    for file in project.glob("*.txt"):
        file.rename(project / "articles" / file.name)
    with turn(folders.cache) as ours:
        assert ours is not None
        ours.tell(0, 2, 5)
        so_far = (
            "Another nkreader is still indexing this folder: 3 of 5 articles are indexed so far."
        )
        answer = call("search", "Kim", "--wait", "0", "--json", *places)
        assert answer.status == 3
        assert so_far in answer.err
        assert answer.objects
        nothing = call("search", "Quastenflosser", "--wait", "0", *places)
        assert (nothing.status, nothing.out) == (3, "")
        assert "nothing found so far" in nothing.err
        suggested = call("suggest", "--wait", "0", *places)
        assert suggested.status == 3
        assert so_far in suggested.err
        indexed = call("index", "--wait", "0", *places)
        assert (indexed.status, so_far in indexed.err) == (3, True)
        assert "removed" not in indexed.err
    assert call("search", "Quastenflosser", *places).status == 1


def test_who_waits_does_not_do_again_what_was_done_meanwhile(
    project: Path, folders: Folders, places: Places
) -> None:
    with turn(folders.cache):
        waiting = started("index", *places, cwd=project)
        assert waiting.stderr is not None
        waiting.stderr.readline()
        # It looks now and then, and would take the turn that follows if it came before us.
        waiting.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, waiting.pid, os.WSTOPPED | os.WNOWAIT)
        (folders.cache / "indexing.lock").rename(folders.cache / "other.lock")
        refresh_folder(folders, Watcher())
        waiting.send_signal(signal.SIGCONT)
        assert said(folders.cache) == Said(2, 2, articles=5)
    out, words = waiting.communicate(timeout=_SECONDS)
    assert (waiting.returncode, out) == (0, "")
    assert "5 articles, 0 read, 0 removed" in words
    assert said(folders.cache).begun in {2, 3}


def test_a_check_while_another_program_indexes_says_how_far_that_is(
    call: Call, project: Path, folders: Folders, places: Places
) -> None:
    refresh_folder(folders, Watcher())
    for part in folders.index.iterdir():
        part.unlink()
    said_then = "Another nkreader is indexing this folder: 0 of 5 articles so far."
    with turn(folders.cache):
        (problem,) = call("check", "--json", *places).objects
        assert (problem["kind"], problem["message"]) == ("index", said_then)
    (problem,) = call("check", "--json", *places).objects
    assert problem["fix"] == "Use `nkreader index`."


def test_rebuilding_waits_too_and_throws_nothing_away_that_is_being_written(
    call: Call, folders: Folders, places: Places
) -> None:
    refresh_folder(folders, Watcher())
    with turn(folders.cache):
        assert call("index", "--rebuild", "--wait", "0", *places).status == 3
        assert folders.catalogue.exists()
    answer = call("index", "--rebuild", *places)
    assert "5 articles, 5 read, 0 removed" in answer.err


def test_an_index_that_turns_out_to_be_damaged_is_built_anew_before_the_answer(
    call: Call, folders: Folders, places: Places
) -> None:
    whole = call("search", "Munition", *places)
    (lists,) = folders.index.glob("*.lst")
    data = bytearray(lists.read_bytes())
    data[: len(data) // 2] = bytes(len(data) // 2)
    lists.write_bytes(data)
    answer = call("search", "Munition", *places)
    assert (answer.status, answer.out) == (whole.status, whole.out) == (0, whole.out)


CONFLICT = b"<<<<<<< HEAD\nversion: 1\n=======\nversion: 1\n>>>>>>> anna\n"


@pytest.mark.parametrize("content", [CONFLICT, b"\xff\xfe\x00", b"version: 1\nannotations: 7\n"])
def test_an_answer_without_an_annotation_file_does_not_look_complete(
    call: Call, project: Path, places: Places, tagged: dict[str, Any], content: bytes
) -> None:
    other = "003_bbd1d1e14c627851.txt"
    (project / "annotations" / f"{other}.yaml").write_bytes(content)
    missing = "What is in 1 annotation file that cannot be read is missing from"
    listed = call("passages", *places)
    assert listed.status == 3
    assert tagged["quote"] in listed.out
    assert f"{missing} the list." in listed.err
    assert call("passages", "--topic", "arms deals", *places).status == 3
    exported = call("export", "jsonl", *places)
    assert exported.status == 3
    assert tagged["quote"] in exported.out
    assert f"{missing} the export." in exported.err
    counted = call("articles", "--json", *places)
    assert counted.status == 3
    counts = {each["path"]: each["annotations"] for each in counted.objects}
    assert (counts[tagged["path"]], counts[other]) == (1, None)
    asked = call("search", "topic:arms", *places)
    assert asked.status == 3
    assert f"{missing} what the query asks of annotations." in asked.err
    assert call("search", "Munition", *places).status == 0
    assert call("articles", *places).status == 0
    assert call("suggest", *places).status == 3
