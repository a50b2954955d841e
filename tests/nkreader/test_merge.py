"""A colleague's annotations come in by id; nothing of either side is lost, whoever changed what."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.text.spans import Span
from workspace.places import Options, resolve
from workspace.workspace import Workspace

Call = Callable[..., Any]
Places = tuple[str, ...]
FOX, BBC = "003_bbd1d1e14c627851.txt", "002_f35cf44dca2f7aeb.txt"
WORDS = ("Luxuslimousine", "UN-Resolution", "Atomarsenal", "Beobachter")


@pytest.fixture
def mine(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """My annotations: four words of an article, made some time ago."""
    monkeypatch.chdir(project)
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    article = workspace.article(FOX)
    for word in WORDS:
        start = article.text.index(word)
        workspace.changes.toggle_topic(article, Span(start, start + len(word)), "summits", None)
    file = project / "annotations" / f"{FOX}.yaml"
    file.write_text(re.sub(r"(created|updated): .*", r"\1: 2026-01-01T10:00:00Z", file.read_text()))
    return file


@pytest.fixture
def theirs(mine: Path, project: Path) -> Path:
    """A colleague's copy of it."""
    shutil.copytree(mine.parent, project / "ben")
    return project / "ben" / mine.name


def note(file: Path, word: str, text: str, time: str = "2026-02-02T10:00:00Z") -> None:
    """Change an annotation as nkreader would, at some time."""
    document = yaml.safe_load(file.read_text())
    for each in document["annotations"]:
        if each["quote"] == word:
            each.update(note=text, updated=time)
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))


def notes(file: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in yaml.safe_load(file.read_text())["annotations"]:
        found.setdefault(each["quote"], []).append(each.get("note", ""))
    return {quote: sorted(texts) for quote, texts in found.items()}


def test_each_side_keeps_what_it_changed(
    call: Call, places: Places, project: Path, mine: Path, theirs: Path
) -> None:
    note(mine, WORDS[0], "mine")
    note(theirs, WORDS[1], "theirs")
    note(mine, WORDS[2], "mine too")
    note(theirs, WORDS[2], "theirs too", "2026-02-03T10:00:00Z")
    before = mine.read_bytes()

    dry = call("merge", "ben", "--dry-run", "--json", *places)
    assert mine.read_bytes() == before
    assert {each["quote"]: each["kind"] for each in dry.objects} == {
        WORDS[0]: "changed here",
        WORDS[1]: "changed there",
        WORDS[2]: "changed on both sides",
    }
    answer = call("merge", "ben", "--json", *places)
    assert (answer.status, answer.objects) == (0, dry.objects)
    assert "0 new, 1 same, 1 changed there, 1 changed here, 1 changed on both sides" in answer.err
    assert notes(mine) == {
        WORDS[0]: ["mine"],
        WORDS[1]: ["theirs"],
        WORDS[2]: ["mine too", "theirs too"],
        WORDS[3]: [""],
    }
    (both,) = (each for each in answer.objects if each["beside"])
    ids = {each["id"] for each in yaml.safe_load(mine.read_text())["annotations"]}
    assert {both["id"], both["beside"]} <= ids

    after = mine.read_bytes()
    again = call("merge", "ben", *places)
    assert "0 changed there, 1 changed here, 0 changed on both sides" in again.err
    assert mine.read_bytes() == after

    Workspace(resolve(Options(project / "articles", project / "annotations"))).recorder.undo()
    assert notes(mine)[WORDS[1]] == [""]
    assert notes(mine)[WORDS[2]] == ["mine too"]


def test_what_is_about_a_whole_article_is_told_by_its_note_or_star(
    call: Call, places: Places, project: Path, mine: Path, theirs: Path
) -> None:
    ben = Workspace(resolve(Options(project / "articles", project / "ben")))
    ben.changes.write_article_note(FOX, "Ask for the source.")
    ben.changes.toggle_star(BBC)
    rows = [
        line.split("\t") for line in call("merge", "ben", "--dry-run", *places).out.splitlines()
    ]
    assert {(row[1], row[-1]) for row in rows} == {(FOX, "Ask for the source."), (BBC, "★")}


def test_an_older_version_of_mine_does_not_come_back(
    call: Call, places: Places, project: Path, mine: Path, theirs: Path
) -> None:
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    article = workspace.article(FOX)
    for text in ("erst so", "dann anders"):
        annotation = workspace.read_annotations(FOX)[0]
        span = Span(annotation.start, annotation.end)
        workspace.changes.write_note(article, span, annotation.id, text)
        if text == "erst so":
            shutil.copy(mine, theirs)
    assert "1 changed here" in call("merge", "ben", *places).err
    assert ["dann anders"] in notes(mine).values()


def test_what_comes_with_the_old_name_of_a_topic_is_there_once_and_under_the_present_one(
    call: Call, places: Places, project: Path, mine: Path, theirs: Path
) -> None:
    mine.write_text(mine.read_text().split("- id:")[0].replace("annotations:", "annotations: []"))
    start = Options(project / "articles", project / "annotations", project / "config.yaml")
    config = "topics:\n- name: summits\n- name: other\n"
    (project / "config.yaml").write_text(config)

    def rename(old: str, new: str) -> None:
        workspace = Workspace(resolve(start))
        workspace.load_annotations()
        workspace.codebook.rename(old, new)
        workspace.close()

    rename("summits", "Gipfel")
    for old, new in (("Gipfel", "Treffen"), ("Treffen", "Gespräche")):
        call("merge", "ben", *places)
        rename(old, new)
        # In the second in which it was made, as a program may do it.
        mine.write_text(re.sub("updated: .*", "updated: 2026-01-01T10:00:00Z", mine.read_text()))
    assert "0 new, 4 same" in call("merge", "ben", *places).err
    topics = [each["topics"] for each in yaml.safe_load(mine.read_text())["annotations"]]
    assert topics == [["Gespräche"]] * 4


def test_annotations_of_articles_that_are_elsewhere_or_not_here_are_kept(
    call: Call, places: Places, project: Path, mine: Path, theirs: Path
) -> None:
    mine.unlink()
    (project / "articles" / FOX).rename(project / "articles" / "fox.txt")
    other_text = re.sub("text_sha256: .*", "text_sha256: abc", theirs.read_text())
    theirs.with_name("unknown.txt.yaml").write_text(other_text)
    answer = call("merge", "ben", *places)
    assert answer.status == 0
    assert f"{FOX} is here as fox.txt." in answer.err
    assert "unknown.txt is not among the articles here; its annotations are kept." in answer.err
    for name in ("fox.txt.yaml", "unknown.txt.yaml"):
        assert set(notes(mine.with_name(name))) == set(WORDS)
    Workspace(resolve(Options(project / "articles", project / "annotations"))).recorder.undo()
    assert not mine.with_name("fox.txt.yaml").exists()


def test_what_cannot_be_read_is_said_and_the_rest_comes_in(
    call: Call, places: Places, mine: Path, theirs: Path
) -> None:
    theirs.with_name(f"{BBC}.yaml").write_text("<<<<<<< HEAD\n=======\n>>>>>>> ben\n")
    theirs.write_text(theirs.read_text().replace("[summits]", "[Gipfel]"))
    mine.unlink()
    answer = call("merge", "ben", *places)
    assert answer.status == 1
    assert "git left conflict markers" in answer.err
    assert "The topic “Gipfel” (4 passages) is not in topics in config.yaml." in answer.err
    assert set(notes(mine)) == set(WORDS)


def test_the_file_of_a_project_is_found_and_ones_own_is_refused(
    call: Call, places: Places, project: Path, mine: Path, theirs: Path
) -> None:
    (project / "colleague").mkdir()
    (project / "colleague" / "config.yaml").write_text("")
    theirs.parent.rename(project / "colleague" / "annotations")
    assert "4 same" in call("merge", "colleague", *places).err
    for folder in ("annotations", ".", "nowhere"):
        answer = call("merge", folder, *places)
        assert (answer.status, answer.out) == (2, "")
        assert "Name" in answer.err
