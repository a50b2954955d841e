"""Annotations leave whole, in order, and as the person has chosen them."""

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.text.spans import Span
from tests.disk import odd
from workspace.places import Options, resolve
from workspace.workspace import Workspace

Call = Callable[..., Any]
Places = tuple[str, ...]
FOX, BBC = "003_bbd1d1e14c627851.txt", "002_f35cf44dca2f7aeb.txt"
CONTAINER = "bis zu 1.000 Container"


@pytest.fixture
def coded(project: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Three passages in two articles, one with two topics, one with a note alone."""
    monkeypatch.chdir(project)
    workspace = Workspace(resolve(Options(project / "articles", project / "annotations")))
    for path, quote, topics, note in (
        (FOX, "Luxuslimousine", ("summits", "arms/cars"), '=cmd|"/C calc"!A0'),
        (FOX, "UN-Resolution", (), "nur eine Notiz;\nzwei Zeilen"),
        (BBC, CONTAINER, ("arms deals",), ""),
    ):
        article = workspace.article(path)
        start = article.text.index(quote)
        span = Span(start, start + len(quote))
        for topic in topics:
            workspace.changes.toggle_topic(article, span, topic, None)
        if note:
            workspace.changes.write_note(article, span, None, note)
    return workspace


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_table_has_a_row_for_each_passage_and_topic(
    call: Call, places: Places, coded: Workspace
) -> None:
    one = call("export", "csv", "--topic", "summits", *places)
    assert "1 annotation in 1 article written" in one.err
    answer = call("export", "csv", *places)
    assert answer.status == 0
    found = rows(answer.out)
    assert [(each["quote"], each["topic"]) for each in found] == [
        (CONTAINER, "arms deals"),
        ("Luxuslimousine", "summits"),
        ("Luxuslimousine", "arms/cars"),
        ("UN-Resolution", ""),
    ]
    text = coded.article(FOX).text
    assert text[int(found[1]["start"]) : int(found[1]["end"])] == "Luxuslimousine"
    assert found[3]["note"] == "nur eine Notiz;\nzwei Zeilen"
    assert found[1]["note"] == """'=cmd|"/C calc"!A0"""
    assert "3 annotations in 2 articles" in answer.err


def test_a_passage_without_topic_and_note_is_not_left_out(
    call: Call, places: Places, coded: Workspace, project: Path
) -> None:
    file = project / "annotations" / f"{BBC}.yaml"
    file.write_text(file.read_text("utf-8").replace("topics: [arms deals]", "topics: []"), "utf-8")
    for command in (("export", "csv"), ("passages",)):
        assert CONTAINER in call(*command, *places).out


def test_a_matrix_has_a_row_for_each_passage_and_a_column_for_each_topic(
    call: Call, places: Places, coded: Workspace
) -> None:
    answer = call("export", "csv", "--matrix", "--excel", *places)
    assert answer.out.startswith("\ufeff")
    found = rows(answer.out[1:])
    assert [each["topic:summits"] + each["topic:arms/cars"] for each in found] == ["00", "11", "00"]


def test_lines_of_json_have_everything(call: Call, places: Places, coded: Workspace) -> None:
    found = call("export", "jsonl", *places).objects
    assert [each["topics"] for each in found] == [["arms deals"], ["summits", "arms/cars"], []]
    for each in found:
        article = coded.article(each["path"])
        assert article.text[each["start"] : each["end"]] == each["quote"]
        assert (each["text_sha256"], each["state"]) == (article.sha256, "ok")


@pytest.mark.parametrize(
    ("choice", "quotes"),
    [
        (("--topic", "summits"), {"Luxuslimousine"}),
        (("--topic", "ARMS"), {"Luxuslimousine"}),
        (
            ("--topic", "arms", "--topic", "arms deals"),
            {"Luxuslimousine", CONTAINER},
        ),
        (("--article", "002*"), {CONTAINER}),
        (("--article", FOX, "--topic", "arms deals"), set()),
        (("--query", "topic:summits"), {"Luxuslimousine", "UN-Resolution"}),
    ],
)
def test_only_what_is_chosen_is_exported(
    call: Call, places: Places, coded: Workspace, choice: tuple[str, ...], quotes: set[str]
) -> None:
    answer = call("export", "jsonl", *choice, *places)
    assert {each["quote"] for each in answer.objects} == quotes
    assert answer.status == (0 if quotes else 1)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (("--topic", "summit"), "There is no topic “summit”. Did you mean “summits”?"),
        (("--topic", "Cars"), "Did you mean “arms/cars”?"),
        (("--topic", "summti"), "Did you mean “summits”?"),
        (("--topic", "SUMMIT"), "Did you mean “summits”?"),
        (("--coder", "quastenflosser"), "There is no coder “quastenflosser”."),
        (("--article", "nowhere.txt"), "There is no article with annotations “nowhere.txt”."),
    ],
)
def test_a_name_that_nothing_has_is_told(
    call: Call, places: Places, coded: Workspace, choice: tuple[str, ...], words: str
) -> None:
    answer = call("export", "csv", *choice, *places)
    assert (answer.status, answer.out) == (2, "")
    assert words in answer.err


def test_a_file_is_written_whole_and_an_article_never(
    call: Call, places: Places, coded: Workspace, project: Path
) -> None:
    assert call("export", "jsonl", "-o", "out.jsonl", *places).out == ""
    lines = (project / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 3
    before = (project / "articles" / FOX).read_bytes()
    answer = call("export", "jsonl", "-o", f"articles/{FOX}", *places)
    assert answer.status == 2
    assert "is an article" in answer.err
    assert (project / "articles" / FOX).read_bytes() == before
    answer = call("export", "jsonl", "-o", "missing/out.jsonl", *places)
    assert answer.status == 2
    assert "cannot be written" in answer.err


def test_configuration_annotations_and_state_are_never_written_over(
    call: Call, coded: Workspace, project: Path
) -> None:
    config = project / "config.yaml"
    config.write_text("articles: articles\nannotations: annotations\n", encoding="utf-8")
    (project / "link.csv").symlink_to(config)
    annotations = project / "annotations" / f"{FOX}.yaml"
    history = resolve(Options()).places.history
    before = [each.read_bytes() for each in (config, annotations, history)]
    for output, what in (
        (config, "the configuration"),
        (project / "link.csv", "the configuration"),
        (annotations, "an annotation file"),
        (project / "annotations" / "new.txt.yaml", "an annotation file"),
        (history, "a file of nkreader's own"),
    ):
        answer = call("export", "csv", "-o", str(output))
        assert answer.status == 2
        assert f"is {what}, which is never replaced. Name a file in another folder." in answer.err
    assert [each.read_bytes() for each in (config, annotations, history)] == before
    assert not (project / "annotations" / "new.txt.yaml").exists()


def test_what_is_no_file_is_written_to_and_never_replaced(
    call: Call, places: Places, coded: Workspace, project: Path
) -> None:
    assert call("export", "csv", "-o", os.devnull, *places).status == 0
    assert not Path(os.devnull).is_file()
    assert call("export", "csv", "-o", "-", *places).out.startswith("id,path,")
    assert call("export", "csv", "-o", "articles", *places).status == 2


def test_a_codebook_needs_no_annotations(call: Call, places: Places) -> None:
    answer = call("export", "qdc", "-o", "topics.qdc", *places)
    assert answer.status == 0
    assert "3 topics written to topics.qdc" in answer.err
    assert call("export", "csv", *places).status == 1


def test_an_annotation_without_a_place_is_exported_with_its_state(
    call: Call, places: Places, coded: Workspace, project: Path
) -> None:
    (project / "articles" / BBC).unlink()
    (gone,) = call("export", "jsonl", "--topic", "arms deals", *places).objects
    assert (gone["state"], gone["quote"]) == ("orphan", CONTAINER)


def test_nothing_is_written_through_a_link(
    call: Call, places: Places, coded: Workspace, project: Path, tmp_path: Path
) -> None:
    mine = odd.mine(tmp_path)
    (project / "out.csv").symlink_to(mine)
    answer = call("export", "csv", "-o", "out.csv", *places)
    assert answer.status == 2
    assert f"out.csv is not written: it is a link, to {mine}. Name that file itself" in answer.err
    (project / "new.csv").symlink_to(tmp_path / "made-by-somebody.csv")
    assert call("export", "csv", "-o", "new.csv", *places).status == 2
    assert not (tmp_path / "made-by-somebody.csv").exists()
    (project / "second.csv").hardlink_to(mine)
    assert call("export", "csv", "-o", "second.csv", *places).status == 0
    assert mine.read_bytes() == odd.MINE


def test_pipes_and_streams_that_are_named_are_written_to(
    call: Call, places: Places, coded: Workspace, project: Path
) -> None:
    os.mkfifo(project / "pipe")
    answer = call("export", "csv", "-o", "pipe", *places)
    assert answer.status == 2
    assert "it is a FIFO that nobody reads. Start the program that reads it first." in answer.err
    reading = os.open(project / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(reading, "rb") as pipe:
        assert call("export", "csv", "-o", "pipe", *places).status == 0
        assert pipe.read().startswith(b"id,path,")
    with (project / "log.txt").open("w+b") as file:
        file.write(b"begun\n")
        file.flush()
        assert call("export", "csv", "-o", f"/dev/fd/{file.fileno()}", *places).status == 0
        file.seek(0)
        assert file.read().startswith(b"begun\nid,path,")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_disk_is_not_written_to(
    call: Call, places: Places, coded: Workspace, project: Path
) -> None:
    os.mknod(project / "disk", stat.S_IFBLK | 0o600, os.makedev(7, 200))  # a loop device, unused
    answer = call("export", "csv", "-o", "disk", *places)
    assert answer.status == 2
    assert "it is a device" in answer.err
