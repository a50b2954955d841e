"""What is particular to the Whoosh index: its folder, damage, and who may be trusted."""

import errno
import json
import os
import pickle
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from index.engine import IndexBusy, IndexProblem
from index.engines import open_engine, open_in_memory
from index.query.parser import parse
from index.whoosh import storage as whoosh_storage

unless_root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere"
)


@pytest.fixture
def folder(tmp_path, article, fill):
    engine = open_engine(tmp_path / "index", writable=True)
    fill(engine, [("1", article("a", "Gipfel in Wladiwostok"))])
    engine.close()
    return tmp_path / "index"


def heal(folder, article, fill):
    """Update as the program does: what the stamps do not name is indexed."""
    engine = open_engine(folder, writable=True)
    if "a" not in engine.stamps():
        fill(engine, [("1", article("a", "Gipfel in Wladiwostok"))])
    hits = engine.search(parse("Gipfel")).hits
    engine.close()
    return [hit.path for hit in hits]


def test_the_index_is_private(folder):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = [path for path in folder.iterdir() if not path.name.endswith("LOCK")]
    assert files
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_the_text_is_not_kept(folder):
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Gipfel in" not in content


@pytest.mark.parametrize("size", [0, 10, 100])
def test_a_truncated_index_heals(folder, article, fill, size):
    for path in folder.iterdir():
        if path.suffix in {".seg", ".toc", ".pst", ".trm"}:
            with path.open("r+b") as file:
                file.truncate(min(size, path.stat().st_size))
    engine = open_engine(folder)
    for _ in range(2):  # each search says so, until the index is rebuilt
        damaged = engine.search(parse("Gipfel"))
        assert damaged.hits == ()
        assert damaged.is_damaged
        assert "damaged" in damaged.problems[0].message
    assert heal(folder, article, fill) == ["a"]
    assert not engine.search(parse("Gipfel")).problems


@pytest.mark.parametrize("lost", ["*.json", "*.toc", "MAIN_*", "*"])
def test_a_missing_part_heals(folder, article, fill, lost):
    for path in folder.glob(lost):
        path.unlink()
    assert open_engine(folder).search(parse("Gipfel")).hits == ()
    assert heal(folder, article, fill) == ["a"]


def test_files_that_are_no_part_of_an_index_are_left_alone(tmp_path, article, fill):
    (tmp_path / "novel.txt").write_text("mine")
    assert heal(tmp_path, article, fill) == ["a"]
    assert (tmp_path / "novel.txt").read_text() == "mine"


@pytest.mark.parametrize("key", ["engine", "analysis", "whoosh", "inode"])
def test_an_index_of_another_version_is_built_anew(folder, article, fill, key):
    manifest = folder / whoosh_storage.MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), key: "other"}))
    engine = open_engine(folder)
    assert engine.stamps() == {}
    assert engine.search(parse("Gipfel")).hits == ()
    assert heal(folder, article, fill) == ["a"]


class Trap:
    """What makes a folder when it is unpickled."""

    def __init__(self, sprung):
        self.sprung = sprung

    def __reduce__(self):
        return os.mkdir, (str(self.sprung),)


def without_privacy(monkeypatch):
    monkeypatch.setattr(whoosh_storage.IndexFolder, "_is_private", lambda _self: True)


def without_list_of_classes(monkeypatch):
    unpickler = whoosh_storage._Unpickler
    monkeypatch.setattr(unpickler, "find_class", pickle.Unpickler.find_class)


def springs(folder, trap, offsets):
    """Where in the list of segments a trap springs, in an index that others may write to."""
    toc = next(folder.glob("*.toc"))
    whole, bait = toc.read_bytes(), pickle.dumps(trap)
    found = []
    for offset in offsets or range(len(whole)):
        toc.write_bytes(whole[:offset] + bait + whole[offset:])
        folder.chmod(0o777)
        engine = open_engine(folder)
        engine.search(parse("Gipfel"))
        engine.stamps()
        engine.close()
        for mark in folder.glob("*.damaged"):
            mark.unlink()  # it was found, which is a third guard
        if trap.sprung.exists():
            trap.sprung.rmdir()
            found.append(offset)
    toc.write_bytes(whole)
    return found


def test_a_foreign_index_is_never_unpickled_wherever_the_trap_lies(
    folder, tmp_path, article, fill, monkeypatch
):
    trap = Trap(tmp_path / "sprung")
    assert springs(folder, trap, ()) == []
    with monkeypatch.context() as patch:  # else the traps would prove nothing
        without_privacy(patch)
        without_list_of_classes(patch)
        read_first = springs(folder, trap, ())
        assert read_first
    for without_one in (without_privacy, without_list_of_classes):
        with monkeypatch.context() as patch:
            without_one(patch)
            assert springs(folder, trap, read_first) == []
    folder.chmod(0o777)
    assert heal(folder, article, fill) == ["a"]


def test_a_copied_index_is_none(folder, tmp_path, article, fill):
    shutil.copytree(folder, tmp_path / "copy")
    engine = open_engine(tmp_path / "copy")
    assert engine.search(parse("Gipfel")).hits == ()
    assert engine.stamps() == {}
    assert heal(tmp_path / "copy", article, fill) == ["a"]


def test_a_full_disk_is_told_and_the_index_stays_usable(folder, article, fill, monkeypatch):
    engine = open_engine(folder, writable=True)
    create = whoosh_storage.PrivateStorage.create_file

    def full(storage, name, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whoosh_storage.PrivateStorage, "create_file", full)
    with pytest.raises(IndexProblem, match="No space left"):
        fill(engine, [("1", article("b", "Gipfel"))])
    monkeypatch.setattr(whoosh_storage.PrivateStorage, "create_file", create)
    assert [hit.path for hit in engine.search(parse("Gipfel")).hits] == ["a"]
    fill(engine, [("1", article("b", "Gipfel"))])
    assert engine.search(parse("Gipfel")).total == 2


@unless_root
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(IndexProblem, match="cannot be written"):
        open_engine(tmp_path / "index", writable=True)


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(IndexProblem):
        open_engine(tmp_path / "index", writable=True)
    assert open_engine(tmp_path / "index").search(parse("Gipfel")).hits == ()


def test_importing_the_engine_is_silent():
    """Even when Python compiles Whoosh for the first time, nothing is written on a screen."""
    run = subprocess.run(
        [sys.executable, "-B", "-X", "pycache_prefix=/nonexistent", "-W", "default", "-c",
         "import index.whoosh.engine"],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert run.stdout == run.stderr == ""


def test_many_small_updates_do_not_leave_many_segments(tmp_path, article, fill):
    engine = open_engine(tmp_path / "index", writable=True)
    for n in range(30):
        removed = [str(n - 2)] if n % 2 else []
        fill(engine, [(str(n), article(str(n), f"Gipfel in Wladiwostok, Tag{n}"))], removed)
    left = {str(n) for n in range(30) if n % 2 == 0 or n == 29}
    assert set(engine.stamps()) == left
    assert {hit.path for hit in engine.search(parse('"in Wladiwostok"')).hits} == left
    assert [hit.path for hit in engine.search(parse("Tag4")).hits] == ["4"]
    assert engine.search(parse("Tag3")).hits == ()
    assert len(list((tmp_path / "index").glob("*.lst"))) <= 12


def test_a_word_in_every_language_keeps_its_place(tmp_path, article, fill):
    """Terms beyond ASCII are stored as UTF-8 and still found in order."""
    words = ["Zürich", "Äthiopien", "Київ", "北京", "ﬁn", "𝒳", "😀x"]
    engine = open_engine(tmp_path / "index", writable=True)
    fill(engine, [("1", article(str(n), f"vor {word} nach")) for n, word in enumerate(words)])
    for n, word in enumerate(words):
        assert [hit.path for hit in engine.search(parse(word)).hits] == [str(n)], word
        assert [hit.path for hit in engine.search(parse(f"{word[:2]}*")).hits] == [str(n)], word
    assert [hit.path for hit in engine.search(parse('"vor Київ nach"')).hits] == ["2"]


@pytest.mark.parametrize("files", range(1, 8))
def test_a_process_killed_while_writing_leaves_a_usable_index(folder, article, fill, files):
    """It dies before a file is created: documents, lists, contents, and those of merging."""
    script = """
import os, sys
from pathlib import Path
from index.engines import open_engine, open_in_memory
from corpus.load import load_article
from corpus.folder.scan import scan
from index.documents import document
seeds = Path(sys.argv[2])
engine = open_engine(Path(sys.argv[1]), writable=True)
def articles():
    for stamp in scan(seeds):
        yield document(stamp.key, load_article(seeds, stamp.path))
from index.whoosh.storage import PrivateStorage
create, left = PrivateStorage.create_file, [int(sys.argv[3])]
def killed(self, name, **options):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), 9)
    return create(self, name, **options)
PrivateStorage.create_file = killed
for _ in range(3):
    engine.update(articles(), ["a"], on_batch=print, should_stop=lambda: False)
"""
    seeds = str(Path(__file__).resolve().parents[2] / "seeds")
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder), seeds, str(files)],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == -9
    engine = open_engine(folder, writable=True)
    assert engine.search(parse("Wladiwostok")).problems == ()
    assert len(engine.stamps()) in {0, 1, 5}  # a commit is there as a whole, or not at all
    fill(engine, [("1", article("b", "Gipfel"))])
    found = engine.search(parse("Gipfel"))
    assert "b" in {hit.path for hit in found.hits} <= engine.stamps().keys()
    assert found.problems == ()


WORDS = [f"Wort{n}" for n in range(300)]


@pytest.mark.parametrize("suffix", [".lst", ".doc", ".toc"])
def test_damage_anywhere_is_noticed_and_heals(tmp_path, article, fill, suffix):
    """A flipped bit never changes what is found: it is told, and the next update mends it."""
    intact = tmp_path / "intact"
    engine = open_engine(intact, writable=True)
    texts = [" ".join(WORDS[n::7]) for n in range(20)]
    articles = [("1", article(f"{n:02}", text)) for n, text in enumerate(texts)]
    fill(engine, articles)
    queries = [parse("Wort5"), parse('"Wort5 Wort12"'), parse("Wort2*"), parse("*rt29*")]
    truth = [engine.search(query) for query in queries]
    engine.close()
    file = next(intact.glob(f"*{suffix}"))
    content = file.read_bytes()
    told = 0
    for at in range(0, len(content), max(1, len(content) // 60)):
        file.write_bytes(content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :])
        damaged = open_engine(intact)
        for query, result in zip(queries, truth, strict=True):
            found = damaged.search(query)
            if found.problems:
                told += 1
                assert found.hits == ()
                assert "damaged" in found.problems[0].message
                break
            assert found == result
        damaged.close()
        (intact / "nkreader-index.damaged").unlink(missing_ok=True)
    assert told
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 16]))
    engine = open_engine(intact, writable=True)
    engine.search(queries[0])
    fill(engine, [pair for pair in articles if pair[1].path not in engine.stamps()])
    assert [engine.search(query) for query in queries] == truth


def test_damage_found_while_writing_is_told_and_heals(folder, article, fill):
    """Merging reads every list: what is damaged is not taken over."""
    lists = next(folder.glob("*.lst"))
    content = lists.read_bytes()
    lists.write_bytes(content[:9] + bytes([content[9] ^ 1]) + content[10:])
    engine = open_engine(folder, writable=True)
    fill(engine, [("1", article("b", "Gipfel"))])
    with pytest.raises(IndexProblem, match="rebuilt"):
        fill(engine, [("1", article("c", "Gipfel"))])
    engine.close()
    assert heal(folder, article, fill) == ["a"]


@pytest.mark.parametrize("size", [0, 100, 3_000, 20_000])
def test_a_disk_that_fills_up_while_writing_leaves_what_was_there(folder, size):
    """No file of the process may grow beyond a size: writing fails as on a full disk."""
    script = """
import resource, sys
from pathlib import Path
from corpus.load import load_article
from corpus.folder.scan import scan
from index.documents import document
from index.engine import IndexBusy, IndexProblem
from index.engines import open_engine, open_in_memory
seeds = Path(sys.argv[2])
articles = [document(stamp.key, load_article(seeds, stamp.path)) for stamp in scan(seeds)]
engine = open_engine(Path(sys.argv[1]), writable=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    engine.update(articles, [], on_batch=print, should_stop=lambda: False)
except IndexProblem as problem:
    sys.exit(problem.reason)
"""
    seeds = str(Path(__file__).resolve().parents[2] / "seeds")
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder), seeds, str(size)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert run.returncode == 1
    assert "cannot be written" in run.stderr
    assert "Traceback" not in run.stderr
    engine = open_engine(folder)
    assert list(engine.stamps()) == ["a"]
    found = engine.search(parse("Gipfel"))
    assert ([hit.path for hit in found.hits], found.problems) == (["a"], ())


def test_two_programs_building_at_once(folder, article, fill):
    """The second is told, and what the first writes is not disturbed."""
    script = """
import sys
from pathlib import Path
from corpus.load import load_article
from corpus.folder.scan import scan
from index.documents import document
from index.engines import open_engine, open_in_memory
seeds = Path(sys.argv[2])
def articles():
    for stamp in scan(seeds):
        print("reading", flush=True)
        sys.stdin.readline()
        yield document(stamp.key, load_article(seeds, stamp.path))
engine = open_engine(Path(sys.argv[1]), writable=True)
engine.update(articles(), [], on_batch=lambda _: None, should_stop=lambda: False)
"""
    seeds = str(Path(__file__).resolve().parents[2] / "seeds")
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder), seeds],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as other:
        assert other.stdout.readline() == "reading\n"
        engine = open_engine(folder, writable=True)
        with pytest.raises(IndexBusy):
            fill(engine, [("1", article("b", "Gipfel"))])
        assert [hit.path for hit in engine.search(parse("Wladiwostok")).hits] == ["a"]
        other.communicate("\n" * 10)
    assert other.returncode == 0
    fill(engine, [("1", article("b", "Gipfel"))])
    assert {"a", "b"} < engine.stamps().keys()
    assert len(engine.stamps()) == 7


def test_removed_articles_are_purged_in_time(tmp_path, article, fill):
    """The index of a folder that changes again and again does not grow without end."""
    engine = open_engine(tmp_path / "index", writable=True)
    text = "Gipfel in Wladiwostok, dann Verhandlungen über die Rüstung " * 5
    largest = []
    for turn in range(6):
        articles = [(str(turn), article(f"{n:03}", f"{text} Tag{turn}")) for n in range(300)]
        fill(engine, articles)
        files = (tmp_path / "index").iterdir()
        largest.append(sum(path.stat().st_size for path in files))
        assert engine.search(parse("Gipfel")).total == 300
        assert engine.search(parse('"Gipfel in Wladiwostok"')).total == 300
        assert engine.search(parse(f"Tag{turn}")).total == 300
        assert engine.search(parse(f"Tag{turn - 1}")).total == 0
    assert max(largest) < 4 * largest[0]


def test_an_index_in_memory_is_searched_when_no_folder_can_be_written(tmp_path, article, fill):
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(IndexProblem):
        open_engine(tmp_path / "index", writable=True)
    engine = open_in_memory(aliases=[["Gipfel", "summit"]])
    fill(engine, [("1", article("a", "Gipfel in Wladiwostok"))])
    assert [hit.path for hit in engine.search(parse("summit")).hits] == ["a"]
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_a_document_has_a_word_more_often_than_can_be_counted(tmp_path, article, fill):
    engine = open_engine(tmp_path / "index", writable=True)
    many = ("Gipfel " * 40_000 + "Gipfeln " * 40_000).strip()
    fill(engine, [("1", article("long", f"{many}\nEnde")), ("1", article("next", "Der Gipfel"))])
    assert [hit.path for hit in engine.search(parse("Gipfel")).hits] == ["long", "next"]
    assert [hit.path for hit in engine.search(parse('"der Gipfel"')).hits] == ["next"]
    assert [hit.path for hit in engine.search(parse("Ende")).hits] == ["long"]


def test_a_search_ends_where_its_answer_is_outdated(folder):
    engine = open_engine(folder)
    asked = iter([False, False, True])
    found = engine.search(parse("Gipfel OR Wladiwostok OR in"), should_stop=lambda: next(asked))
    assert not found.hits
    assert not list(asked)
    assert engine.search(parse("Gipfel")).total == 1
    engine.close()
