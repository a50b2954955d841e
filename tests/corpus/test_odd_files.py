"""A folder of articles that was received, with something else where plain files should be."""

from pathlib import Path

import pytest

from corpus.errors import ArticleError, CorpusError
from corpus.folder.stamps import article_stamps
from corpus.load import load_article
from tests.disk import odd

TEXT = "Ein Titel\n\nDer Text des Artikels steht hier, und er ist lang genug.\n"
WORDS = {
    "link": "it is a link that leads out of the folder, to ",
    "dangling": "it is a link that leads out of the folder, to ",
    "device": "it is a link that leads out of the folder, to /dev/zero.",
    "loop": "it is a link that leads in a circle.",
    "fifo": "it is a FIFO.",
    "in_socket": "it is a socket.",
    "folder": "it is a folder.",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "articles"
    root.mkdir()
    (root / "a.txt").write_text(TEXT)
    return root


def listed(root: Path) -> tuple[list[str], list[CorpusError]]:
    problems: list[CorpusError] = []
    return [stamp.path for stamp in article_stamps(root, on_problem=problems.append)], problems


@pytest.mark.parametrize("kind", WORDS)
def test_a_metadata_csv_that_is_no_file_is_told(root: Path, tmp_path: Path, kind: str) -> None:
    odd.make(kind, root / "metadata.csv", tmp_path)
    found, problems = listed(root)
    assert found == ["a.txt"]
    assert {problem.path for problem in problems} == {"metadata.csv"}
    assert problems[0].reason.startswith(f"It cannot be read: {WORDS[kind]}")
    assert load_article(root, "a.txt").title == "Ein Titel"


def test_one_that_is_a_link_inside_is_read(root: Path) -> None:
    (root / "about.csv").write_text("path,title\na.txt,Anders\n")
    (root / "metadata.csv").symlink_to("about.csv")
    assert load_article(root, "a.txt").title == "Anders"


def test_an_enormous_metadata_csv_is_not_read(root: Path) -> None:
    with (root / "metadata.csv").open("wb") as file:
        file.truncate(10 << 30)
    assert "larger than 64 MB" in listed(root)[1][0].reason


@pytest.mark.parametrize("name", ["b.txt", "b.jsonl", "b.html", "b.pdf"])
@pytest.mark.parametrize("kind", [each for each in WORDS if each != "folder"])
def test_what_is_no_file_is_no_article(root: Path, tmp_path: Path, kind: str, name: str) -> None:
    odd.make(kind, root / name, tmp_path)
    found, problems = listed(root)
    assert found == ["a.txt"]
    assert [problem.path for problem in problems] == [name]
    for path in (name, f"{name}/000001"):
        with pytest.raises(ArticleError) as caught:
            load_article(root, path)
        assert caught.value.advice


def test_records_elsewhere_are_not_read(root: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "Ein Artikel."}\n')
    (root / "b.jsonl").symlink_to(tmp_path / "b.jsonl")
    with pytest.raises(ArticleError, match="out of the folder"):
        load_article(root, "b.jsonl/000001")
    (root / "sub").symlink_to(tmp_path)
    with pytest.raises(ArticleError, match="out of the folder"):
        load_article(root, "sub/b.jsonl/000001")
