"""The format on disk, and what a person is told about a file that is not right."""

import re
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.model import Annotation
from annotations.yaml import strict as strict_yaml

FILE = Path("annotations/003.txt.yaml")

DESIGNED = """\
version: 1
article:
  path: 003.txt
  title: Putin besucht Kim Jong Un – erste Reise seit 24 Jahren
  text_sha256: 5c0f
annotations:
- id: 0f9c2c1e-1111
  topics: [summits, arms deals]
  quote: Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein.
  prefix: "Montag mit.\\n\\n"
  suffix: ' Die beiden'
  start: 1834
  end: 1896
  note: |
    First visit since July 2000.
  coder: anna
  created: 2026-11-22T10:00:00Z
  updated: 2026-11-22T10:05:00Z
"""
ANNOTATION = Annotation(
    id="0f9c2c1e-1111",
    topics=("summits", "arms deals"),
    quote="Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein.",
    prefix="Montag mit.\n\n",
    suffix=" Die beiden",
    start=1834,
    end=1896,
    note="First visit since July 2000.\n",
    coder="anna",
    created="2026-11-22T10:00:00Z",
    updated="2026-11-22T10:05:00Z",
)
DESIGNED_FILE = AnnotationFile(
    "003.txt", "Putin besucht Kim Jong Un – erste Reise seit 24 Jahren", "5c0f", (ANNOTATION,)
)


def test_the_file_looks_as_designed() -> None:
    assert files.render(DESIGNED_FILE).decode() == DESIGNED
    assert files.parse(DESIGNED.encode(), FILE) == DESIGNED_FILE


def test_what_was_rejected_and_starred_stands_behind_what_everybody_has() -> None:
    rejection = replace(ANNOTATION, topics=(), note="", rejected=("sanctions", "2024"))
    star = Annotation("star", (), "", "", "", 0, 0, "", "anna", "", "", starred=True)
    file = replace(DESIGNED_FILE, annotations=(star, rejection))
    data = files.render(file)
    assert "  rejected: [sanctions, '2024']\n" in data.decode()
    assert "  starred: true\n" in data.decode()
    assert files.parse(data, FILE) == file
    assert star.is_about_article
    assert rejection.is_rejection
    assert not star.is_rejection


def test_annotations_stand_in_the_order_of_the_text() -> None:
    def at(start: int) -> Annotation:
        return Annotation(str(start), (), "q", "", "", start, start + 1, "", "", "", "")

    data = files.render(AnnotationFile("a", "", "", (at(30), at(4), at(100))))
    assert re.findall(rb"start: (\d+)", data) == [b"4", b"30", b"100"]


def test_keys_of_a_newer_program_or_of_the_user_come_back_where_they_were() -> None:
    text = DESIGNED.replace("annotations:\n", "project: Waffen\nannotations:\n")
    text = text.replace(
        "  text_sha256: 5c0f\n", "  text_sha256: 5c0f\n  url: https://example.org/a?b=1\n"
    )
    text += "  checked:\n    by: [ben]\n    when: 2026-11-23\n    sure: true\n"
    file = files.parse(text.encode(), FILE)
    assert file.annotations[0].extra == {
        "checked": {"by": ["ben"], "when": "2026-11-23", "sure": True}
    }
    expected = text.replace("    by: [ben]\n", "    by:\n    - ben\n")
    assert files.render(file).decode() == expected


def test_a_hand_edited_file_needs_no_quotes_and_few_keys() -> None:
    text = """\
version: 1
annotations:
  - {id: 1, quote: yes, start: 0, end: 3, topics: [2024, no], note: 42, coder: null}
"""
    (annotation,) = files.parse(text.encode("utf-8-sig"), FILE).annotations
    assert (annotation.id, annotation.quote, annotation.note) == ("1", "yes", "42")
    assert (annotation.topics, annotation.coder) == (("2024", "no"), "")


def test_windows_line_ends_change_nothing() -> None:
    assert files.parse(DESIGNED.replace("\n", "\r\n").encode(), FILE) == DESIGNED_FILE


def test_a_list_that_was_emptied_by_hand_is_empty() -> None:
    assert files.parse(b"version: 1\nannotations:\n", FILE).annotations == ()


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
BROKEN = {
    "empty": ("", None, "is empty"),
    "only white space": ("\n\n", None, "is empty"),
    "a list": ("- 1\n", 1, "expected the keys version, article and annotations"),
    "no version": ("annotations: []\n", 1, "`version`: expected 1, found nothing"),
    "version true": ("version: true\nannotations: []\n", 1, "`version`: expected 1, found True"),
    "newer": ("version: 2\nannotations: {}\n", 1, "`version`: 2 is newer than 1"),
    "no annotations": ("version: 1\n", 1, "missing key `annotations`"),
    "a tab": ("version: 1\nannotations:\n\t- id: 1\n", 3, "tabs"),
    "a bracket": ("version: 1\nannotations: [\n", 3, "flow"),
    "a tag": (
        "version: !!python/object:os.system 1\n",
        1,
        "the tag tag:yaml.org,2002:python/object:os",
    ),
    "a bomb": (BOMB, 1, "anchors (&) and aliases (*)"),
    "an alias": ("version: *a\n", 1, "anchors (&) and aliases (*)"),
    "a double key": (DESIGNED + "  coder: ben\n", 19, "the key `coder` stands here a second time"),
    "two documents": ("version: 1\nannotations: []\n---\na: 1\n", 3, "a second document"),
    "a control character": ("version: 1\nx: a\x07\n", 2, "U+0007"),
    "deep": ("version: 1\nx: " + "[" * 100_000, 2, "levels deep"),
    "deep in one line": ("- " * 100_000, 1, "levels deep"),
    "a key too long": ("k" * 200 + ": 1\n", 1, "more than 100 characters"),
    "a list as key": ("version: 1\n[a]: 1\n", 2, "a key must be"),
    "no id": (DESIGNED.replace("- id: 0f9c2c1e-1111\n ", "-"), 7, "missing key `id`"),
    "an empty id": (
        DESIGNED.replace("0f9c2c1e-1111", "''"),
        7,
        "`annotations[0].id`: expected text",
    ),
    "a word as start": (
        DESIGNED.replace("1834", "early"),
        12,
        "`annotations[0].start`: expected a whole number, got text",
    ),
    "a negative start": (DESIGNED.replace("1834", "-2"), 12, "expected a whole number >= 0"),
    "end before start": (
        DESIGNED.replace("1896", "3"),
        13,
        "expected 1834 (`start`) or more, found 3",
    ),
    "topics as text": (
        DESIGNED.replace("[summits, arms deals]", "x"),
        8,
        "expected a list, got text",
    ),
    "a list as note": (
        DESIGNED.replace("coder: anna", "coder: [a]"),
        16,
        "expected text, got a list",
    ),
    "a double id": (
        DESIGNED + DESIGNED.partition("annotations:\n")[2],
        19,
        "`annotations[1].id`: another annotation already has the id 0f9c2c1e-1111",
    ),
    "git conflict": (
        DESIGNED.replace("  coder: anna\n", "<<<<<<< HEAD\n  coder: a\n=======\n>>>>>>> b\n"),
        16,
        "git left conflict markers",
    ),
}


@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader])
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_explained(
    name: str, parser: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict_yaml, "_PARSER", parser)
    text, line, message = BROKEN[name]
    with pytest.raises(AnnotationFileError) as caught:
        files.parse(text.encode(), FILE)
    error = caught.value
    assert error.line == line
    assert message in error.message
    assert error.advice
    assert str(FILE) in str(error)


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (DESIGNED.encode("utf-16"), 1, "is not UTF-8"),
        (DESIGNED.encode("cp1252"), 4, "is not UTF-8"),
        (b"x" * (50 * 1024 * 1024), None, "is larger than 16 MB"),
    ],
)
def test_a_file_that_is_not_ours_is_refused(data: bytes, line: int | None, message: str) -> None:
    with pytest.raises(AnnotationFileError, match=message) as caught:
        files.parse(data, FILE)
    assert caught.value.line == line


def test_what_could_not_be_read_back_is_not_rendered() -> None:
    twice = AnnotationFile("a", "", "", (ANNOTATION, ANNOTATION))
    with pytest.raises(ValueError, match="already has the id"):
        files.render(twice)


@pytest.mark.parametrize("number", ["1.10", "0.50", "1.5e400", "1.0e999", "3.141592653589793238"])
def test_a_number_of_somebody_else_is_written_back_as_it_was_typed(
    number: str, tmp_path: Path
) -> None:
    text = f"version: 1\nproject: {number}\narticle:\n  path: a.txt\nannotations: []\n"
    parsed = files.parse(text.encode(), tmp_path / "a.txt.yaml")
    assert f"\nproject: {number}\n" in "\n" + files.render(parsed).decode()
    assert files.parse(files.render(parsed), tmp_path / "a.txt.yaml") == parsed
