"""Many articles are read by other processes: with the same result, whatever happens to them."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from corpus.folder.scan import Stamp, scan
from corpus.page.recurring import LineCounts
from workspace.articles import reader_processes as readers_module
from workspace.articles.one_article import Read, read
from workspace.articles.reader_processes import Readers, Request
from workspace.articles.refresh import Refreshed
from workspace.places import Places

MANY = 400
Finds = Callable[[str], list[str]]
NOBODY = "Lesen Sie auch unsere anderen Meldungen"


@pytest.fixture(autouse=True)
def two_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers_module, "_how_many", lambda: 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many articles, one of which cannot be read."""
    folder = tmp_path / "viele"
    folder.mkdir()
    for number in range(MANY):
        seen = f"Am Fluss war am Montag Wort{number:04} zu sehen."
        text = f"Meldung Nummer {number}\n\n{seen}\n\n{NOBODY}\n"
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    (folder / "bild.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    return folder


@pytest.fixture
def lines(folder: Path) -> LineCounts:
    lines = LineCounts()
    for number in range(12):
        lines.add(f"{number}\n{NOBODY}")
    return lines


def stamps(folder: Path) -> list[Stamp]:
    return [Stamp(stamp.path, stamp.key) for stamp in scan(folder)]


def requests(folder: Path, lines: LineCounts) -> Iterator[Request]:
    table, found = lines.table(), stamps(folder)
    for at in range(0, len(found), 25):
        yield Request(found[at : at + 25], table)


def expected(folder: Path, lines: LineCounts) -> list[Read]:
    return [read(folder, stamp, lines) for stamp in stamps(folder)]


def test_readers_read_what_would_be_read_here(folder: Path, lines: LineCounts) -> None:
    with Readers(folder, MANY) as readers:
        assert len(readers._readers) == 2
        found = list(readers.read(requests(folder, lines)))
    assert found == expected(folder, lines)
    assert found[-1].document is None
    assert all(NOBODY not in text for text in found[0].document.texts)


def test_readers_that_die_leave_nothing_unread(folder: Path, lines: LineCounts) -> None:
    with Readers(folder, MANY) as readers:
        reading = readers.read(requests(folder, lines))
        found = [next(reading)]
        for reader in tuple(readers._readers):  # not those that take their place meanwhile
            reader._process.send_signal(signal.SIGKILL)
        found += reading
    assert found == expected(folder, lines)


def test_no_reader_is_left_when_one_stops_early(folder: Path, lines: LineCounts) -> None:
    with Readers(folder, MANY) as readers:
        next(readers.read(requests(folder, lines)))
    assert all(reader._process.poll() is not None for reader in readers._readers)


@pytest.mark.parametrize("is_hung", [False, True])
def test_a_reader_ends_when_who_started_it_has_died(folder: Path, is_hung: bool) -> None:
    """Also one that looks at nothing any more, as in a regular expression without an end."""
    script = (
        "import os, sys; from pathlib import Path; from corpus.folder.scan import Stamp;"
        "from workspace.articles import reader_processes as readers;"
        "from workspace.articles.reader_processes import Request;"
        "readers._how_many = lambda: 1; reader = readers.Readers(Path(sys.argv[1]), 1000);"
        "next(reader.read([Request([Stamp('0000.txt', '')], b'')]));"
        "pid = reader._readers[0]._process.pid;"
        f"{is_hung} and os.kill(pid, 19);"
        "print(pid, flush=True); os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", script, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        assert starter.wait() == -signal.SIGKILL
    while Path(f"/proc/{pid}").exists() and runs(pid):
        time.sleep(0.01)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_large_folder_is_read_and_found(
    places: Places, refreshed: Callable[[], Refreshed], finds: Finds, folder: Path
) -> None:
    folder.rename(places.articles / "viele")
    found = refreshed()
    assert (found.articles, found.changed) == (MANY + 6, MANY + 6)
    assert [problem.partition(":")[0] for problem in found.problems] == ["viele/bild.txt"]
    assert finds("Wort0399") == ["viele/0399.txt"]
    assert finds("Luxuslimousine") == ["003_bbd1d1e14c627851.txt"]
    assert refreshed().changed == 1


def test_readers_start_although_very_many_files_are_open(folder: Path, lines: LineCounts) -> None:
    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 1200:
        pytest.skip("so many files may not be opened here")
    with ExitStack() as opened:
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (limit, most))
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(limit, 1200), most))
        for _ in range(1100):
            opened.enter_context(Path(os.devnull).open("rb"))
        with Readers(folder, MANY) as readers:
            started = list(readers._readers)
            assert list(readers.read(requests(folder, lines))) == expected(folder, lines)
            assert readers._readers == started
