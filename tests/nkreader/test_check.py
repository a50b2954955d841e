"""`nkreader check` finds what is wrong with annotations and index, and mends what is safe."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.text.spans import Span
from disk import durable
from workspace.places import Options, resolve
from workspace.search.review import Review
from workspace.workspace import Workspace

Call = Callable[..., Any]
Places = tuple[str, ...]


def problems(answer: Any) -> dict[str, str]:
    return {each["kind"]: each["message"] for each in answer.objects}


def opened(project: Path) -> Workspace:
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    workspace.load_annotations()
    return workspace


def test_moved_passages_get_their_new_positions(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    article = project / "articles" / tagged["path"]
    article.write_bytes(b"Ein Satz, ganz vorn.\n\n" + article.read_bytes())
    file = project / "annotations" / f"{tagged['path']}.yaml"
    before = file.read_bytes()
    assert call("check", *places).status == 0
    assert file.read_bytes() == before
    answer = call("check", "--fix", *places)
    assert answer.status == 0
    assert "recorded the new positions of moved passages: 1" in answer.err
    (annotation,) = yaml.safe_load(file.read_bytes())["annotations"]
    text = opened(project).article(tagged["path"]).text
    assert text[annotation["start"] : annotation["end"]] == tagged["quote"]
    assert annotation["start"] != tagged["start"]
    assert "moved" not in call("check", "--fix", *places).err
    opened(project).recorder.undo()
    (annotation,) = yaml.safe_load(file.read_bytes())["annotations"]
    assert annotation["start"] == tagged["start"]


def test_annotations_of_a_renamed_article_follow(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    article = project / "articles" / tagged["path"]
    article.rename(article.with_name("neu.txt"))
    found = call("check", "--json", *places)
    assert (found.status, list(problems(found))) == (1, ["gone"])
    assert "1 annotation is kept. Its text is in neu.txt." in problems(found)["gone"]
    answer = call("check", "--fix", *places)
    assert answer.status == 0
    assert f"annotations of {tagged['path']} followed to neu.txt" in answer.err
    assert (project / "annotations" / "neu.txt.yaml").exists()


def test_an_article_that_is_gone_is_said_once(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    (project / "articles" / tagged["path"]).unlink()
    answer = call("check", "--fix", "--json", *places)
    assert (answer.status, list(problems(answer))) == (1, ["gone"])


@pytest.mark.parametrize("decision", ["confirm", "keep"])
def test_what_somebody_has_decided_about_is_not_a_problem_any_more(
    call: Call, places: Places, project: Path, tagged: dict[str, Any], decision: str
) -> None:
    article = project / "articles" / tagged["path"]
    text = article.read_text(encoding="utf-8")
    word = tagged["quote"].split()[-2]
    article.write_text(text.replace(tagged["quote"], tagged["quote"].replace(word, "XX")), "utf-8")
    found = call("check", "--json", *places)
    assert (found.status, list(problems(found))) == (1, ["anchor"])
    workspace = opened(project)
    (doubt,) = Review(workspace).find()
    if decision == "confirm":
        assert doubt.placed is not None
        workspace.changes.confirm(workspace.article(doubt.path), doubt.placed)
    else:
        workspace.changes.keep(doubt.path, doubt.annotation.id, doubt.text_sha256)
    assert call("check", *places).status == 0


def test_the_passages_of_a_missing_article_can_be_kept(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    (project / "articles" / tagged["path"]).unlink()
    workspace = opened(project)
    (doubt,) = Review(workspace).find()
    workspace.changes.keep(doubt.path, doubt.annotation.id, doubt.text_sha256)
    assert call("check", *places).status == 0


def test_what_an_earlier_session_could_not_save_is_saved(
    call: Call,
    places: Places,
    project: Path,
    tagged: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = opened(project)
    article = workspace.article(tagged["path"])
    write = durable.write_durably

    def fails(path: Path, data: bytes, **more: Any) -> None:
        if path.is_relative_to(project / "annotations"):
            raise OSError(28, "No space left on device", str(path))
        write(path, data, **more)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write_durably", fails)
        workspace.changes.toggle_topic(article, Span(0, 10), "summits", None)
        workspace.close()
    answer = call("check", "--json", *places)
    assert problems(answer) == {
        "unsaved": "Changes of an earlier session are not in the annotations yet: 1."
    }
    answer = call("check", "--fix", *places)
    assert answer.status == 0
    assert "saved now: 1 change that could not be saved before" in answer.err
    assert len(opened(project).annotations_of(tagged["path"])) == 2


def test_an_id_that_stands_in_two_files_is_found_and_not_touched(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    file = project / "annotations" / f"{tagged['path']}.yaml"
    other = "003_bbd1d1e14c627851.txt"
    shutil.copy(file, project / "annotations" / f"{other}.yaml")
    answer = call("check", "--fix", "--json", *places)
    assert answer.status == 1
    assert f"has an id that is in {tagged['path']} too" in problems(answer)["duplicate"]
    assert len(list((project / "annotations").glob("*.yaml"))) == 2


def test_articles_that_are_not_in_the_index_are_found(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    assert call("index", *places).status == 0
    assert call("check", *places).status == 0
    shutil.rmtree(opened(project).places.index)
    answer = call("check", "--json", *places)
    assert problems(answer) == {"index": "5 of 5 articles are not in the search index."}
    assert call("index", *places).status == 0
    assert call("check", *places).status == 0


def test_conflict_copies_are_explained_left_out_and_taken_in(
    call: Call, places: Places, project: Path, tagged: dict[str, Any]
) -> None:
    file = project / "annotations" / f"{tagged['path']}.yaml"
    copy = file.with_name(f"{tagged['path']} (conflicted copy 2026-11-22).yaml")
    new = file.read_text(encoding="utf-8").replace("- id: ", "- id: laptop-")
    copy.write_text(new, encoding="utf-8")
    article = project / "articles" / "000_3f97b978eb2c138a.txt"
    article.with_stem(f"{article.stem}.sync-conflict-20261122-101112-ABCDEFG").write_bytes(
        article.read_bytes()
    )
    listed = call("passages", "--json", *places)
    assert len(listed.objects) == 1
    assert "is a conflict copy of the annotations of" in listed.err
    assert "cannot be read" not in listed.err
    assert "What is only in 1 conflict copy is missing from the list" in listed.err
    assert listed.status == 3
    found = call("check", "--json", *places).objects
    assert [each["kind"] for each in found] == ["copy", "copy"]
    assert found[0]["message"].endswith(f"annotations of {tagged['path']}: 1 not here.")
    assert "conflict copy of 000_3f97b978eb2c138a.txt" in found[1]["message"]
    answer = call("check", "--fix", "--json", *places)
    assert "merged the conflict copy" in answer.err
    assert [each["kind"] for each in answer.objects] == ["copy"]  # the article's
    assert not copy.exists()
    assert len(yaml.safe_load(file.read_bytes())["annotations"]) == 2
    opened(project).recorder.undo()
    assert len(yaml.safe_load(file.read_bytes())["annotations"]) == 1


def test_what_is_doubtful_or_not_read_is_told_with_a_way_out(
    call: Call, places: Places, project: Path
) -> None:
    folder = project / "articles"
    (folder / "alt.txt").write_bytes("Überfall".encode("cp850"))
    (folder / "neu.md").write_text("---\ndate: neulich\n---\nTitel\n\nEin Satz über den Fluss.\n")
    (folder / "brief.pages").write_bytes(b"x")
    (folder / "seite.txt").write_text("\n<!DOCTYPE html><title>Titel</title><p>Ein Satz.</p>\n")
    (folder / "brief.txt").write_text("{\\rtf1\\ansi Ein Satz.}")
    (folder / "leer.txt").write_bytes(b"")
    answer = call("check", "--json", *places)
    assert answer.status == 1
    told = {each["path"]: (each["kind"], each["message"], each["fix"]) for each in answer.objects}
    assert "guessed, cp850" in told["alt.txt"][1]
    assert "metadata.csv" in told["alt.txt"][2]
    assert "web page" in told["seite.txt"][1]
    assert ".html" in told["seite.txt"][2]
    assert ".rtf" in told["brief.txt"][2]
    assert "empty" in told["leer.txt"][1]
    assert "“neulich”, is not a readable date" in told["neu.md"][1]
    assert told["brief.pages"][:2] == ("format", ".pages files are not read.")
    assert "exclude: ['*.pages']" in told["brief.pages"][2]
    assert "1 file not read: 1 .pages" in call("articles", *places).err


def test_rows_of_metadata_that_name_no_article_are_told_by_check_and_in_the_log(
    call: Call, places: Places, project: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    article = next((project / "articles").iterdir()).name
    rows = ["path,date", f"{article},2024-06-18", "Besuch.txt,2024-06-19", "x/y.txt,2024-06-20"]
    (project / "articles" / "metadata.csv").write_text("\n".join(rows), encoding="utf-8")
    said = "2 rows name no article of this folder, such as “Besuch.txt”."
    (problem,) = call("check", "--json", *places).objects
    assert (problem["path"], problem["message"]) == ("metadata.csv", said)
    answer = call("index", *places)
    assert said not in answer.err
    assert "more problem" not in answer.err
    (log,) = (tmp_path / "state").rglob("*.log")
    assert said in log.read_text(encoding="utf-8")
    assert call("articles", *places).err == ""


def test_a_table_whose_encoding_was_guessed_is_told_once(
    call: Call, places: Places, project: Path
) -> None:
    rows = ["title,text", *(f"Übung {n},Über Öl sprach der Präsident." for n in range(3))]
    (project / "articles" / "alt.csv").write_bytes("\n".join(rows).encode("cp1252"))
    (problem,) = call("check", "--json", *places).objects
    said = "3 records are not UTF-8, and read as cp1252, which is a guess: line 2 first."
    assert (problem["path"], problem["message"]) == ("alt.csv", said)
    assert said not in call("articles", *places).err


def test_all_that_is_wrong_with_a_configuration_is_told_also_its_keys(
    call: Call, project: Path
) -> None:
    config = project / "config.yaml"
    config.write_text(
        "articles: articles\nkeys:\n  reader.noet: f2\n  reader.find: [f3, hyper]\n"
        "  reader.note: n\n"
    )
    found = call("check", "--json")
    assert found.status == 1
    assert [(each["path"], each["message"]) for each in found.objects] == [
        (f"config.yaml:{line}", f"keys.{message}.")
        for line, message in (
            (3, "reader.noet: there is no such command"),
            (4, "reader.find: `hyper` is not the name of a key"),
            (5, "reader.note: `n` clashes with `n` of reader.next_hit"),
        )
    ]
    assert found.objects[0]["fix"] == "Did you mean `reader.note`?"
    # Beside what keeps commands from running, too.
    config.write_text("thema: dark\n" + config.read_text() + "coder: [anna]\n")
    found = call("check", "--json")
    assert [each["path"] for each in found.objects] == [
        f"config.yaml:{at}" for at in (1, 7, 4, 5, 6)
    ]
    (first, *_) = call("check").out.splitlines()
    assert first == "config: config.yaml:1: unknown key `thema`. Did you mean `theme`?"
