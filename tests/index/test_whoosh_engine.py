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

from index import whoosh_storage
from index.engine import IndexProblem
from index.query import parse
from index.whoosh_engine import open_engine

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
    damaged = open_engine(folder).search(parse("Gipfel"))
    assert damaged.hits == ()
    assert "damaged" in damaged.problems[0].message
    assert heal(folder, article, fill) == ["a"]


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
    def __reduce__(self):
        return (pytest.fail, ("a foreign pickle was loaded",))


@pytest.mark.parametrize("how", ["copied", "writable by others"])
def test_a_foreign_index_is_never_unpickled(folder, tmp_path, article, fill, how):
    toc = next(folder.glob("*.toc"))
    toc.write_bytes(toc.read_bytes()[:40] + pickle.dumps(Trap()) * 3)
    if how == "copied":
        shutil.copytree(folder, tmp_path / "copy")
        folder = tmp_path / "copy"
    else:
        folder.chmod(0o777)
    engine = open_engine(folder)
    assert engine.search(parse("Gipfel")).hits == ()
    assert engine.stamps() == {}
    assert heal(folder, article, fill) == ["a"]


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
         "import index.whoosh_engine"],
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
from index.whoosh_engine import open_engine
from corpus.load import load_article
from corpus.scan import scan
seeds = Path(sys.argv[2])
engine = open_engine(Path(sys.argv[1]), writable=True)
def articles():
    for stamp in scan(seeds):
        yield stamp.key, load_article(seeds, stamp.path)
from index.whoosh_storage import PrivateStorage
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
