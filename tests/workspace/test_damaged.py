"""One damaged file of the program's own stops no start, whatever is wrong with it."""

import os
import random
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from annotations.files.presence import NAME as PRESENCE
from annotations.history.rescue import Conflict, Rescue, Rescued
from corpus.own_files import take_notices
from corpus.text.spans import Span
from index.engine import IndexProblem
from workspace.articles.reading_log import Bookmark
from workspace.articles.refresh import Watcher, refresh_folder
from workspace.coding.drafts import ABOUT, Drafts
from workspace.places import Options, resolve
from workspace.search.conditions import articles_where
from workspace.search.folder_search import Search
from workspace.search.review import Review
from workspace.workspace import Workspace

ARTICLES = ("002_f35cf44dca2f7aeb.txt", "003_bbd1d1e14c627851.txt")
PAGE = "<html><head><title>Besuch</title></head><body><p>Ein Zug kam an.</p></body></html>"


@pytest.fixture
def folder(tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with something in every file that the program keeps."""
    (tmp_path / "articles").mkdir()
    for name in ARTICLES:
        shutil.copy(seeds / name, tmp_path / "articles")
    (tmp_path / "articles" / "page.html").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    workspace = opened(tmp_path)
    refresh_folder(workspace.places, Watcher())
    workspace.load_catalogue()
    workspace.load_annotations()
    article = workspace.article(ARTICLES[0])
    workspace.changes.toggle_topic(article, Span(20, 60), "sanctions", None)
    os.utime(tmp_path / "annotations" / f"{ARTICLES[0]}.yaml", (1_700_000_000, 1_700_000_000))
    workspace.changes.toggle_star(ARTICLES[1])
    workspace.recorder.undo()
    workspace.reading.remember(article.sha256, 40, 0.4)
    workspace.reading.set_bookmark("a", Bookmark(ARTICLES[0], article.sha256, 7))
    workspace.reading.set_look("measure", 70)
    opened(tmp_path).load_annotations()  # a next start, which keeps what it has read
    Review(workspace).find()
    (annotation,) = workspace.annotations_of(ARTICLES[0])
    drafts = Drafts(workspace.places.drafts)
    drafts.keep(ARTICLES[0], (ABOUT,), "Woher „die“ Zahl?")
    conflict = Conflict(ARTICLES[0], annotation, None)
    rescue = Rescue(workspace.places.rescue)
    rescue.keep(Rescued((), (conflict,)))
    rescue.close()
    workspace.close()
    take_notices()
    return tmp_path


def opened(folder: Path) -> Workspace:
    return Workspace(resolve(Options(folder / "articles", folder / "annotations")))


def start(folder: Path) -> Workspace:
    """Do what a start of the screen and of the commands does with what is kept."""
    workspace = opened(folder)
    workspace.load_catalogue()
    workspace.load_annotations()
    workspace.recorder.open_history()
    refresh_folder(workspace.places, Watcher())
    workspace.load_catalogue()
    assert set(workspace.catalogue.records) == {*ARTICLES, "page.html"}
    workspace.recorder.recover()
    search = Search(workspace.places.index, (), partial(articles_where, workspace))
    assert {hit.path for hit in search.find("Zug").hits} >= {"page.html"}
    search.close()
    for path in workspace.catalogue.records:
        article = workspace.article(path)
        workspace.placed(article)
        workspace.reading.progress(article.sha256)
    Review(workspace).find()
    workspace.recorder.undo()
    workspace.recorder.redo()
    Drafts(workspace.places.drafts).begun(ARTICLES[0])
    Drafts(workspace.places.drafts).find(ARTICLES[0], (ABOUT,))
    workspace.close()
    return workspace


def kept_files(folder: Path) -> list[Path]:
    """Every file of cache and state, by its name without what differs from run to run."""
    places = opened(folder).places
    found = [*places.cache.rglob("*"), *places.state.rglob("*")]
    return sorted(file for file in found if file.is_file() and file.stat().st_size)


def flipped(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << dice.randrange(8)]) + data[at + 1 :]


def garbled(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.choice((b"\xff", b"\xed\xa0\x80", b"\x00")) + data[at + 1 :]


def inserted(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.randbytes(dice.randrange(1, 9)) + data[at:]


def deleted(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.randrange(1, 9) :]


def cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def hostile(data: bytes, dice: random.Random) -> bytes:
    """Lengths without end, nesting without end, numbers beyond any type."""
    return dice.choice(
        (
            b"\xdd\xff\xff\xff\xff",
            b"\xc6\xff\xff\xff\xff",
            b"\x91" * 100_000,
            b"[" * 100_000,
            b'{"a":' * 100_000,
            data[:21] + b"\xff\xff\xff\xff" * 4,
            b'{"pid": 1' + b"0" * 5000 + b"}\n",
            b"\xff" * 4096,
            b"\n" * 10,
        )
    )


DAMAGES = (flipped, flipped, garbled, garbled, inserted, deleted, cut, hostile, hostile, hostile)


def snapshot(folder: Path, to: Path) -> None:
    for name in ("articles", "annotations", "xdg"):
        shutil.copytree(folder / name, to / name, symlinks=True)


def put_back(folder: Path, kept: Path) -> None:
    """As it was; the files in their places, so that the index knows its folder again."""
    for name in ("articles", "annotations", "xdg"):
        for found in (folder / name).rglob("*"):
            if not found.is_dir() and not (kept / name / found.relative_to(folder / name)).exists():
                found.unlink()
        for found in (kept / name).rglob("*"):
            if found.is_file():
                place = folder / name / found.relative_to(kept / name)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(found, place)


def fuzz(folder: Path, kept: Path, rounds: int, seed: int = 11) -> None:
    dice = random.Random(seed)
    snapshot(folder, kept)
    for file in kept_files(folder):
        for _ in range(rounds):
            put_back(folder, kept)
            damage = dice.choice(DAMAGES)
            file.write_bytes(damage(file.read_bytes(), dice))
            try:
                start(folder)
            except Exception as error:
                error.add_note(f"{file.name}, {damage.__name__}")
                raise


def test_a_damaged_byte_in_any_file_stops_no_start(folder: Path, tmp_path: Path) -> None:
    fuzz(folder, tmp_path / "kept", rounds=int(os.environ.get("NKREADER_FUZZ", "2")))


def test_a_folder_in_the_place_of_any_file_stops_no_start(folder: Path, tmp_path: Path) -> None:
    snapshot(folder, tmp_path / "kept")
    for file in kept_files(folder):
        if file.is_relative_to(opened(folder).places.index):
            continue  # a folder of the program alone, which is emptied and built anew
        put_back(folder, tmp_path / "kept")
        file.unlink()
        (file / "inner").mkdir(parents=True)
        start_without_cache(folder)
        for place in (file, file.with_name(f"{file.name}.damaged-1")):
            shutil.rmtree(place, ignore_errors=True)


def test_a_file_that_may_not_be_read_stops_no_start(folder: Path, tmp_path: Path) -> None:
    snapshot(folder, tmp_path / "kept")
    for file in kept_files(folder):
        put_back(folder, tmp_path / "kept")
        file.chmod(0)
        if os.access(file, os.R_OK):
            pytest.skip("who runs this may read everything")
        start_without_cache(folder)
        if file.exists():
            file.chmod(0o600)


def start_without_cache(folder: Path) -> None:
    """Start where the cache may be beyond use: then that is the one thing that is said."""
    try:
        start(folder)
    except (OSError, IndexProblem):
        workspace = opened(folder)
        workspace.load_catalogue()
        assert len(list(workspace.read_all())) == len(ARTICLES) + 1


@pytest.mark.parametrize("damage", [b"\xff" * 100, b"", b'{"article": "a.txt"}', b"[" * 9999])
def test_what_a_person_has_made_is_set_aside_and_told_with_its_place(
    folder: Path, damage: bytes
) -> None:
    places = opened(folder).places
    (rescue,) = places.rescue.glob("*.json")
    (draft,) = places.drafts.glob("*.json")
    for file in (rescue, draft):
        file.write_bytes(damage)
    places.reading.write_bytes(damage or b"\x00")
    start(folder)
    told = take_notices()
    for file in (rescue, draft, places.reading):
        aside = file.with_name(f"{file.name}.damaged-1")
        assert any(f" kept as {aside};" in words for words in told), (file, told)
        assert aside.read_bytes() == (damage or (b"\x00" if file == places.reading else b""))
    start(folder)
    assert take_notices() == []


def test_a_letter_of_a_name_in_a_rescue_file_loses_nothing(folder: Path) -> None:
    (rescue,) = opened(folder).places.rescue.glob("*.json")
    whole = rescue.read_bytes()
    for name in (b'"conflicts"', b'"ours"', b'"quote"', b'"note"'):
        rescue.write_bytes(whole.replace(name, name.replace(b"o", b"0")))
        workspace = opened(folder)
        workspace.recorder.recover()
        workspace.close()
        aside = rescue.with_name(f"{rescue.name}.damaged-1")
        assert aside.exists(), name
        aside.unlink()


def test_a_damaged_cache_is_made_anew_and_stands_in_the_log_alone(folder: Path) -> None:
    places = opened(folder).places
    for file in (places.catalogue, places.summary, places.looked_at, places.lines, places.derived):
        # The summary leaves out what was written just now, and may not be there yet.
        data = bytearray(file.read_bytes() if file.exists() else bytes(64))
        data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
        file.write_bytes(data)
    start(folder)
    assert take_notices() == []
    log = places.log.read_text()
    for file in (places.catalogue, places.summary, places.looked_at, places.lines, places.derived):
        assert f"rebuilt: {file}" in log, file.name
    places.log.unlink()
    start(folder)
    assert not places.log.exists()


def test_what_could_be_read_of_a_damaged_reading_log_goes_on(folder: Path) -> None:
    workspace = opened(folder)
    file = workspace.places.reading
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    sha256 = workspace.article(ARTICLES[0]).sha256
    data = file.read_bytes()
    assert data.count(ARTICLES[0].encode()) == 1  # of the bookmark
    page = data.index(ARTICLES[0].encode()) // 4096 * 4096
    file.write_bytes(data[:page] + b"\xff" * 8 + data[page + 8 :])
    reading = opened(folder).reading
    assert reading.progress(sha256) == (40, 0.4)
    assert reading.bookmarks == {}
    assert len(take_notices()) == 1
    reading.set_bookmark("b", Bookmark(ARTICLES[0], sha256, 9))
    again = opened(folder).reading
    assert again.progress(sha256) == (40, 0.4)
    assert list(again.bookmarks) == ["b"]


@pytest.mark.parametrize(
    "data", [b'{"host": "\xff"}', b"\xff" * 4096, b"[" * 4096, b'{"pid": "9"}']
)
def test_whatever_a_running_program_says_of_itself_it_is_told_that_it_runs(
    folder: Path, data: bytes
) -> None:
    first, second = opened(folder), opened(folder)
    assert first.other_program() is None
    (folder / "annotations" / PRESENCE).write_bytes(data)
    other = second.other_program()
    assert other is not None
    assert other.words == "Another nkreader has these annotations open"
    first.close()
