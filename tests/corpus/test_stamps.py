"""Every article of a folder, and when one must be read again."""

import pytest

from corpus.folder.scan import FolderError
from corpus.folder.stamps import article_stamps
from corpus.load import load_article

TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden.\n"


@pytest.fixture
def folder(tmp_path):
    for name in ["a.txt", "sub/b.txt", "sub/deep/c.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "d.csv").write_text("id;text\nx;Erster\ny;Zweiter\n")
    return tmp_path


def listed(folder, **options):
    return {stamp.path: stamp.key for stamp in article_stamps(folder, **options)}


def changed(before, after):
    return sorted(path for path in after if before.get(path) != after[path])


def test_files_and_records_by_one_list(folder):
    paths = ["a.txt", "d.csv/x", "d.csv/y", "sub/b.txt", "sub/deep/c.txt"]
    assert list(listed(folder)) == paths
    assert list(listed(folder, exclude=["*.csv"], skip=[folder / "sub"])) == ["a.txt"]


def test_what_is_no_folder_is_said_at_once(tmp_path):
    with pytest.raises(FolderError):
        article_stamps(tmp_path / "nowhere")


def test_a_changed_row_of_metadata_csv_changes_that_article_alone(folder):
    before = listed(folder)
    (folder / "metadata.csv").write_text("path,title\nsub/b.txt,B\nd.csv/x,X\n")
    given = listed(folder)
    assert changed(before, given) == ["d.csv/x", "sub/b.txt"]
    (folder / "metadata.csv").write_text("path,title\nd.csv/x,X\nsub/b.txt,Anders\n")
    assert changed(given, listed(folder)) == ["sub/b.txt"]
    assert load_article(folder, "d.csv/x").title == "X"


def test_the_nearest_metadata_csv_goes_first_field_by_field(folder):
    (folder / "metadata.csv").write_text(
        "Path,Title,Source,URL\nsub/deep/c.txt,Oben,Blatt,https://example.org/c\n"
    )
    (folder / "sub" / "metadata.csv").write_text("path;author\n./deep/c.txt;Anna Beispiel\n")
    (folder / "sub" / "deep" / "metadata.csv").write_text("path\tTITLE\nc.txt\tUnten\n")
    found = load_article(folder, "sub/deep/c.txt")
    assert (found.title, found.source, found.author) == ("Unten", "Blatt", "Anna Beispiel")
    assert found.url == "https://example.org/c"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"path,title\na.txt,A\n,ohne Pfad\nsub/b.txt,zu,viel\n",
            "Broken rows: 2, the first at line 3",
        ),
        (b"file,title\na.txt,A\n", '"path"'),
        (b"%PDF-1.7 ...", "cannot be read as text"),
    ],
)
def test_what_is_wrong_with_metadata_csv_is_told_once(folder, content, says):
    (folder / "metadata.csv").write_bytes(content)
    problems = []
    assert len(listed(folder, on_problem=problems.append)) == 5
    assert [problem.path for problem in problems] == ["metadata.csv"]
    assert says in problems[0].reason
