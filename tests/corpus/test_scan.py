"""Finding the article files of a folder."""

import os

import pytest

from corpus.folder.scan import FolderError, scan
from tests.disk import odd


@pytest.fixture
def folder(tmp_path):
    for name in ["b.txt", "a.txt", "c.MD", "sub/d.txt", ".hidden.txt", ".git/e.txt", "f.doc"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def paths(*args, **kwargs):
    return [stamp.path for stamp in scan(*args, **kwargs)]


def test_text_files_in_order_without_hidden_ones(folder):
    assert paths(folder) == ["a.txt", "b.txt", "c.MD", "sub/d.txt"]


def test_skipped_folders_and_files(folder):
    assert paths(folder, skip=[folder / "sub", folder / "b.txt"]) == ["a.txt", "c.MD"]


def test_patterns_choose_files(folder):
    assert paths(folder, include=["*.txt"]) == ["a.txt", "b.txt", "sub/d.txt"]
    assert paths(folder, exclude=["sub/*", "[ab].*"]) == ["c.MD"]
    assert paths(folder, include=["sub/*", "a*"], exclude=["*d.txt"]) == ["a.txt"]


def test_links_inside_are_followed_once_and_links_out_never(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("x")
    (folder / "loop").symlink_to(folder)
    (folder / "out").symlink_to(outside)
    (folder / "secret.txt").symlink_to(outside / "secret.txt")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "sub" / "again.txt").symlink_to(folder / "a.txt")
    (folder / "z").symlink_to(folder / "sub")
    assert paths(folder) == ["a.txt", "b.txt", "c.MD", "sub/again.txt", "sub/d.txt"]


def test_a_link_that_is_not_followed_is_told(folder, tmp_path_factory):
    (folder / "sub" / "out").symlink_to(tmp_path_factory.mktemp("outside"))
    (folder / "out.txt").symlink_to("/dev/null")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "gone.doc").symlink_to(folder / "nowhere.doc")
    told = {}
    list(scan(folder, on_problem=lambda problem: told.update({problem.path: problem.reason})))
    assert told == {
        "gone.txt": "This link leads nowhere.",
        "out.txt": "This link leads out of the folder of articles, and is not followed.",
        "round.txt": "This link leads in a circle.",
        "sub/out": "This link leads out of the folder of articles, and is not followed.",
    }


def test_a_root_that_is_a_link_is_fine(folder, tmp_path_factory):
    link = tmp_path_factory.mktemp("links") / "articles"
    link.symlink_to(folder)
    assert paths(link) == paths(folder)


def test_the_stamp_changes_with_size_and_time(folder):
    before = next(scan(folder)).key
    assert next(scan(folder)).key == before
    os.utime(folder / "a.txt", ns=(1, 1))
    touched = next(scan(folder)).key
    (folder / "a.txt").write_text("xy")
    os.utime(folder / "a.txt", ns=(1, 1))
    assert len({before, touched, next(scan(folder)).key}) == 3


@pytest.mark.parametrize(("kind", "says"), [("fifo", "a FIFO"), ("in_socket", "a socket")])
def test_what_is_no_file_is_told_and_no_article(folder, kind, says):
    odd.make(kind, folder / "pipe.txt", folder)
    odd.make(kind, folder / "pipe.doc", folder)
    told = {}
    found = scan(folder, on_problem=lambda problem: told.update({problem.path: problem.reason}))
    assert "pipe.txt" not in [stamp.path for stamp in found]
    assert told == {"pipe.txt": f"This is not a file: it is {says}."}


@pytest.mark.parametrize(
    ("name", "says"), [("nowhere", "no such folder"), ("a.txt", "not a folder")]
)
def test_what_is_no_folder_is_said_at_once(folder, name, says):
    with pytest.raises(FolderError, match=says) as caught:
        scan(folder / name)
    assert caught.value.advice


def test_an_unreadable_folder_inside_does_not_stop_the_others(folder, monkeypatch):
    real = os.scandir

    def scandir(path):
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    problems = []
    assert paths(folder, on_problem=problems.append) == ["a.txt", "b.txt", "c.MD"]
    assert [problem.path for problem in problems] == ["sub"]
    monkeypatch.setattr(os, "scandir", lambda _path: scandir("sub"))
    with pytest.raises(FolderError, match="cannot be read"):
        scan(folder)


def test_a_name_that_is_not_utf8_is_told(folder):
    (folder / os.fsdecode(b"f\xfcr.txt")).write_text("x")
    problems = []
    assert paths(folder, on_problem=problems.append) == ["a.txt", "b.txt", "c.MD", "sub/d.txt"]
    assert "Rename" in problems[0].advice
    assert problems[0].path.isprintable()
