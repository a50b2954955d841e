"""Files that are no articles: counted and named, but not what lies beside a page."""

from corpus.errors import UnreadFilesError
from corpus.folder.stamps import article_stamps
from corpus.folder.unread_files import summary, supported
from corpus.records.registry import SUFFIXES


def told(folder, **options):
    problems = []
    paths = [stamp.path for stamp in article_stamps(folder, on_problem=problems.append, **options)]
    return paths, [each for each in problems if isinstance(each, UnreadFilesError)]


def make(folder, *paths):
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("Text")


def test_files_of_other_formats_are_counted_and_named(tmp_path):
    make(tmp_path, "a.txt", "b.xyz", "tief/c.XYZ", "d.zip", "ohne", *(f"{n}.png" for n in range(9)))
    paths, others = told(tmp_path)
    assert paths == ["a.txt"]
    assert summary(others) == "13 files not read: 2 .xyz, 1 without suffix, 1 .zip, 9 .png"
    assert [(each.path, each.count) for each in others][:2] == [("b.xyz", 2), ("ohne", 1)]
    assert "exclude: ['*.xyz']" in others[0].advice
    assert "Unpack" in others[2].advice


def test_many_kinds_are_summed_up(tmp_path):
    make(tmp_path, *(f"a.k{n}" for n in range(9)))
    assert summary(told(tmp_path)[1]).endswith("1 .k0, 1 .k1, 1 .k2, 1 .k3, 5 others")


def test_what_nobody_would_read_is_not_counted(tmp_path):
    make(
        tmp_path,
        *("a.html", "a_files/bild.png", "a_files/stil.css", "b-Dateien/bild.png", ".versteckt.xyz"),
        *("metadata.csv", "config.yaml", "Thumbs.db", "~$brief.docx", "a.txt~", "stil.css"),
        *("annotations/a.yaml", "weg/x.xyz"),
    )
    skip = [tmp_path / "annotations"]
    assert told(tmp_path, skip=skip, exclude=["weg/*"]) == (["a.html"], [])
    assert summary([]) == ""


def test_what_is_read_is_named_as_the_formats_are():
    assert all(suffix in supported().split(", ") for suffix in SUFFIXES)
