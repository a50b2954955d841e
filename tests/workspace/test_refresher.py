"""The refresh in a real child process: its events, its end, and what its death means."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import aclosing, suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from corpus.folder.catalogue import Catalogue
from workspace.articles.refresh import Refreshed
from workspace.articles.refresh_process import Event, _child, _encode_places, refresh_events
from workspace.places import Places

Finds = Callable[[str], list[str]]

FOX = "003_bbd1d1e14c627851.txt"
_SECONDS = 300.0
needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="needs /proc to see processes"
)


async def events_of(places: Places) -> list[Event]:
    async with asyncio.timeout(_SECONDS):
        return [event async for event in refresh_events(places)]


def children() -> set[int]:
    """The processes we have started and that still run."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # gone meanwhile
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.add(int(status.parent.name))
    return found


def make_many(places: Places, count: int) -> None:
    for number in range(count):
        file = places.articles / f"{number:04}.txt"
        text = f"Meldung Nummer {number}\n\nWort{number:04} war am Montag am Fluss zu sehen.\n"
        file.write_text(text, encoding="utf-8")


async def test_a_child_reads_and_indexes_everything(places: Places, finds: Finds) -> None:
    *progress, done = await events_of(places)
    assert done == Event("done", articles=5, changed=5)
    counted = [event for event in progress if event.kind == "progress"]
    assert [event.done for event in counted] == sorted(event.done for event in counted)
    assert {event.total for event in counted} == {5}
    # `saved` comes before `done`, so that the list can be shown as soon as it is there.
    assert any(event.kind == "saved" for event in progress)
    assert len(Catalogue.load(places.catalogue).records) == 5
    assert finds("Luxuslimousine") == [FOX]

    assert await events_of(places) == [Event("done", articles=5)]


async def test_what_could_not_be_read_is_told(places: Places) -> None:
    (places.articles / "bild.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    done = (await events_of(places))[-1]
    assert (done.kind, done.articles) == ("done", 6)
    assert [problem.partition(": ")[0] for problem in done.problems] == ["bild.txt"]


async def test_a_folder_that_is_not_there_is_told(places: Places, tmp_path: Path) -> None:
    (event,) = await events_of(replace(places, articles=tmp_path / "nowhere"))
    assert event.kind == "failed"
    assert "nowhere" in event.message


async def test_a_cache_that_cannot_be_written_is_told(places: Places) -> None:
    places.cache.parent.mkdir(parents=True)
    places.cache.write_text("a file where a folder should be", encoding="utf-8")
    event = (await events_of(places))[-1]
    assert event.kind == "failed"
    assert str(places.cache) in event.message


async def test_strange_folder_names_reach_the_child(places: Places) -> None:
    strange = places.articles.with_name("ä 'x'\n{} \udcff")
    places.articles.rename(strange)
    done = (await events_of(replace(places, articles=strange)))[-1]
    assert (done.kind, done.articles) == ("done", 5)


async def test_modules_in_the_current_folder_are_not_the_childs(
    places: Places, project: Path
) -> None:
    for name in ("json.py", "whoosh.py", "corpus.py"):
        (project / name).write_text("raise SystemExit('not mine')\n", encoding="utf-8")
    assert Path.cwd() == project
    assert (await events_of(places))[-1].kind == "done"


@needs_proc
async def test_closing_the_iterator_ends_the_child(
    places: Places, finds: Finds, refreshed: Callable[[], Refreshed]
) -> None:
    make_many(places, 1500)
    before = children()
    async with asyncio.timeout(_SECONDS), aclosing(refresh_events(places)) as events:
        async for event in events:
            if event.kind == "progress":
                assert children() - before
                break
    assert children() - before == set()
    rest = refreshed()
    assert (rest.articles, rest.problems) == (1505, ())
    assert finds("Wort1499") == ["1499.txt"]


@needs_proc
async def test_a_child_that_no_longer_answers_is_ended_however_often_we_are_told_to_stop(
    places: Places,
) -> None:
    make_many(places, 1500)
    before = children()
    is_reading = asyncio.Event()

    async def read() -> None:
        async with aclosing(refresh_events(places)) as events:
            async for _event in events:
                is_reading.set()

    async with asyncio.timeout(_SECONDS):
        reading = asyncio.create_task(read())
        await is_reading.wait()
        for pid in children() - before:
            os.kill(pid, signal.SIGSTOP)
        for _ in range(2):
            reading.cancel()
            for _ in range(5):  # let it come to where it waits for the child
                await asyncio.sleep(0)
        with suppress(asyncio.CancelledError):
            await reading
    assert children() - before == set()


async def test_a_child_is_not_ended_by_what_is_written_to_it(places: Places) -> None:
    make_many(places, 200)
    async with asyncio.timeout(_SECONDS), _child(places) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(_encode_places(places))
        said = [await child.stdout.readline()]
        child.stdin.write(b"\n")  # as if the kernel told late that there was something to read
        said += [line async for line in child.stdout]
        assert b'"done"' in said[-1]


@needs_proc
async def test_a_child_that_dies_is_told_and_what_it_did_is_kept(
    places: Places, finds: Finds, refreshed: Callable[[], Refreshed]
) -> None:
    make_many(places, 1500)
    before = children()
    kinds = []
    async with asyncio.timeout(_SECONDS):
        async for event in refresh_events(places):
            if event.kind == "progress" and 0 < event.done < event.total:
                for pid in children() - before:
                    os.kill(pid, signal.SIGKILL)
            kinds.append(event.kind)
            last = event
    assert (last.kind, kinds.count("failed")) == ("failed", 1)
    assert last.message
    assert refreshed().articles == 1505
    assert finds("Wort1499") == ["1499.txt"]
    assert finds("Luxuslimousine") == [FOX]


@needs_proc
@pytest.mark.parametrize("is_stopped", [False, True])
async def test_a_child_ends_with_its_parent_even_when_it_does_nothing_any_more(
    places: Places, is_stopped: bool
) -> None:
    make_many(places, 3000)
    script = (
        "import asyncio, os, signal, sys\n"
        "from tests.workspace.test_refresher import children\n"
        "from workspace.articles.refresh_process import _decode_places, refresh_events\n"
        "async def main():\n"
        "    async for event in refresh_events(_decode_places(sys.argv[1].encode())):\n"
        "        if event.kind == 'progress' and event.done:\n"
        "            for pid in children():\n"
        f"                {is_stopped} and os.kill(pid, signal.SIGSTOP)\n"
        "                print(pid, flush=True)\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "asyncio.run(main())\n"
    )
    async with asyncio.timeout(_SECONDS):
        parent = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", script, _encode_places(places).decode()),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        said, _ = await parent.communicate()
        pids = [int(line) for line in said.split()]
        assert pids
        while any(map(runs, pids)):  # noqa: ASYNC110 -- no event tells of another's child
            await asyncio.sleep(0.01)


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
