"""What is particular to the Whoosh index: its folder, damage, and who may be trusted."""

import errno
import json
import os
import pickle
import shutil
import stat
import subprocess
import sys

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
