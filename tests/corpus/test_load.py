"""Files as they really are: empty, huge, gone, forbidden, binary, strangely encoded."""

import os

import pytest

import corpus.content
from corpus.errors import ArticleError
from corpus.load import load_article

TEXT = "Ein Titel über Gespräche\n\nDer Präsident sagte am Montag, dass er mit allen reden werde.\n"


def test_an_empty_file_is_an_article_with_its_name_as_title(tmp_path):
    (tmp_path / "kim_in_moskau.txt").write_bytes(b"")
    article = load_article(tmp_path, "kim_in_moskau.txt")
    assert article.title == "kim in moskau"
    assert article.blocks == ()
    assert article.words == 0
    assert article.searchable() == ()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("007_0123456789abcdef.txt", "007"),
        ("0123456789abcdef.txt", "0123456789abcdef"),
        ("sub/putin-besucht-kim.md", "putin-besucht-kim"),
    ],
)
def test_a_file_name_made_readable(tmp_path, name, title):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"")
    assert load_article(tmp_path, name).title == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_make_no_difference_to_the_text(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes(TEXT.encode(encoding))
    article = load_article(tmp_path, "a.txt")
    assert article.text == TEXT
    assert article.title == "Ein Titel über Gespräche"


def test_a_binary_file_is_refused_with_advice(tmp_path):
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(ArticleError, match="cannot be read as text") as caught:
        load_article(tmp_path, "a.txt")
    assert caught.value.path == "a.txt"
    assert "UTF-8" in caught.value.advice


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ArticleError, match="no such file"):
        load_article(tmp_path, "gone.txt")
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ArticleError, match="not a file"):
        load_article(tmp_path, "folder.txt")


def test_a_pipe_does_not_hang_the_program(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ArticleError, match="not a file"):
        load_article(tmp_path, "pipe.txt")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied"), "no permission to read"),
        (FileNotFoundError(2, "gone"), "no such file"),
        (OSError(5, "Input/output error"), "Input/output error"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_calmly(tmp_path, monkeypatch, error, says):
    (tmp_path / "a.txt").write_text(TEXT)

    def fail(*_args, **_kwargs):
        raise error

    # Root may read everything, so the fault is injected.
    monkeypatch.setattr(corpus.content, "read", fail)
    with pytest.raises(ArticleError, match=says):
        load_article(tmp_path, "a.txt")


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(200 << 20)
    with pytest.raises(ArticleError, match="larger than 64 MB") as caught:
        load_article(tmp_path, "huge.txt")
    assert "Split" in caught.value.advice


def test_a_file_that_grows_beyond_the_limit_while_it_is_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(corpus.content, "LARGEST", len(TEXT.encode()) - 1)
    with pytest.raises(ArticleError, match="larger"):
        load_article(tmp_path, "a.txt")


@pytest.mark.parametrize(
    "path", ["../a.txt", "/etc/hostname", "sub/../../a.txt", "link.txt", "a\0"]
)
def test_a_path_out_of_the_folder_is_refused(tmp_path, path):
    (tmp_path / "a.txt").write_text(TEXT)
    root = tmp_path / "root"
    root.mkdir()
    (root / "link.txt").symlink_to(tmp_path / "a.txt")
    with pytest.raises(ArticleError, match="out of the folder"):
        load_article(root, path)


def test_a_path_that_is_spelt_differently_gives_the_same_article(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(TEXT)
    article = load_article(tmp_path, "sub/a.txt")
    assert load_article(tmp_path, "./sub//a.txt") == article


def test_a_file_of_records_is_no_article_even_with_a_slash_behind_it(tmp_path):
    (tmp_path / "d.jsonl").write_text('{"text": "x"}')
    with pytest.raises(ArticleError, match="one article per record"):
        load_article(tmp_path, "d.jsonl/")


def test_a_line_of_a_million_characters(tmp_path):
    (tmp_path / "long.txt").write_text("Wort und Satz. " * 70_000)
    article = load_article(tmp_path, "long.txt")
    assert len(article.blocks) == 1
    assert len(article.sentences_in(0)) == 70_000


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.mht", "a.pdf", "d.jsonl/000001"])
def test_a_file_that_vanishes_after_it_was_listed_is_told(tmp_path, name):
    (tmp_path / "d.jsonl").write_text('{"text": "x"}')
    load_article(tmp_path, "d.jsonl/000001")
    (tmp_path / "d.jsonl").unlink()
    with pytest.raises(ArticleError, match="no such file"):
        load_article(tmp_path, name)


def test_escape_sequences_never_reach_the_text(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x1b[31mKim\x1b]0;title\x07 reist nach Moskau.\x00\n")
    assert load_article(tmp_path, "a.txt").text == "[31mKim]0;title reist nach Moskau.\n"


@pytest.mark.parametrize("text", ["", "\ufeff", " \n\n", "---\ntitle: Nur Vorspann\n---\n"])
def test_an_article_without_a_word_is_told(tmp_path, text):
    (tmp_path / "a.txt").write_text(text)
    assert len(load_article(tmp_path, "a.txt").remarks) == 1
