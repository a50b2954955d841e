"""Earlier versions of annotations are listed and brought back, whatever became of the file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.text.spans import Span
from workspace.places import Options, resolve
from workspace.workspace import Workspace

Call = Callable[..., Any]
Places = tuple[str, ...]
FOX = "003_bbd1d1e14c627851.txt"


@pytest.fixture
def opened(project: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(project)
    return Workspace(resolve(Options(project / "articles", project / "annotations")))


@pytest.fixture
def file(opened: Workspace) -> Path:
    """Three words of an article were tagged, and then the first two no longer."""
    article = opened.article(FOX)
    for word in ("Luxuslimousine", "UN-Resolution", "Atomarsenal"):
        start = article.text.index(word)
        opened.changes.toggle_topic(article, Span(start, start + len(word)), "summits", None)
    for annotation in opened.annotations_of(FOX)[:2]:
        opened.changes.delete(FOX, annotation.id)
    return opened.places.annotations / f"{FOX}.yaml"


def quotes(workspace: Workspace) -> set[str]:
    return {each.quote for each in workspace.read_annotations(FOX)}


def test_versions_are_listed_with_what_going_back_would_do(
    call: Call, places: Places, file: Path, opened: Workspace
) -> None:
    answer = call("restore", FOX, "--list", "--json", *places)
    assert answer.status == 0
    found = [(v["annotations"], v["back"], v["changed"], v["gone"]) for v in answer.objects]
    assert found == [(1, 0, 0, 0), (2, 1, 0, 0), (3, 2, 0, 0), (2, 1, 0, 0), (1, 1, 0, 1)]
    assert [each["version"] for each in answer.objects] == [1, 2, 3, 4, 5]
    words = call("restore", "--list", FOX, *places).out.splitlines()
    assert words[2].endswith("3 annotations: 2 would come back")
    (row,) = call("restore", *places).out.splitlines()
    assert row.startswith(f"{FOX}\t5 versions\t20")
    for newer in sorted((opened.places.backups / file.name).iterdir())[1:]:
        newer.unlink()
    assert call("restore", *places).out.startswith(f"{FOX}\t1 version\t20")


def test_a_version_is_brought_back_as_one_step_that_can_be_undone(
    call: Call, places: Places, file: Path, opened: Workspace
) -> None:
    answer = call("restore", FOX, "--version", "3", *places)
    assert (answer.status, answer.out) == (0, "")
    assert f"brought back the annotations of {FOX}" in answer.err
    assert quotes(opened) == {"Luxuslimousine", "UN-Resolution", "Atomarsenal"}
    again = Workspace(opened.settings)
    again.recorder.undo()
    assert len(quotes(again)) == 1
    again.recorder.redo()
    assert len(quotes(again)) == 3


def test_without_a_number_it_is_the_newest_that_differs(
    call: Call, places: Places, file: Path, opened: Workspace
) -> None:
    call("restore", FOX, *places)
    assert len(quotes(opened)) == 2


def test_a_version_is_named_by_its_time(
    call: Call, places: Places, file: Path, opened: Workspace
) -> None:
    oldest = sorted((opened.places.backups / file.name).iterdir())[:2]
    for version, backup in zip((2, 3), oldest, strict=True):
        backup.rename(backup.with_name(f"2026010{version}T120000.000000Z.yaml"))
    assert call("restore", FOX, "--version", "2026-01-03", *places).status == 0
    assert quotes(opened) == {"Luxuslimousine", "UN-Resolution"}


def test_a_deleted_file_comes_back_as_it_was_even_without_its_article(
    call: Call, places: Places, file: Path, opened: Workspace
) -> None:
    data = file.read_bytes()
    for gone in (file, opened.places.articles / FOX):
        gone.unlink()
        file.unlink(missing_ok=True)
        assert call("restore", FOX, *places).status == 0
        assert file.read_bytes() == data
    Workspace(opened.settings).recorder.undo()
    assert quotes(opened) == set()


def test_a_broken_file_is_replaced_and_kept(
    call: Call, places: Places, file: Path, opened: Workspace
) -> None:
    file.write_text("version: 1\nannotations: [\n")
    answer = call("restore", FOX, *places)
    assert (answer.status, "kept as version 2" in answer.err) == (0, True)
    assert len(quotes(opened)) == 1
    words = call("restore", "--list", FOX, *places).out
    assert "\tcannot be read: while parsing a flow node, did not find expected" in words
    assert call("restore", FOX, "--version", "2", *places).status == 2
    assert call("restore", FOX, "--version", "1", *places).status == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nothing.txt",), "There are no earlier versions of the annotations of nothing.txt."),
        (("../up.txt",), "lies outside the annotations folder"),
        ((FOX, "--version", "99"), "No earlier version is 99."),
        ((FOX, "--version", "2026-13-45"), "No earlier version is 2026-13-45."),
    ],
)
def test_what_is_not_there_is_said(
    call: Call, places: Places, file: Path, arguments: tuple[str, ...], words: str
) -> None:
    answer = call("restore", *arguments, *places)
    assert (answer.status, answer.out) == (2, "")
    assert words in answer.err
