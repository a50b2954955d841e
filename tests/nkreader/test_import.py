"""Files of others come in after a look, as one step, and what cannot is told."""

import json
import os
import resource
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from corpus.text.spans import Span
from disk import named
from workspace.places import Options, resolve
from workspace.workspace import Workspace

Call = Callable[..., Any]
Places = tuple[str, ...]
FOX, BBC = "003_bbd1d1e14c627851.txt", "002_f35cf44dca2f7aeb.txt"
QUOTES = {FOX: "Luxuslimousine", BBC: "bis zu 1.000 Container"}


@pytest.fixture
def workspace(project: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.chdir(project)
    return Workspace(resolve(Options(project / "articles", project / "annotations")))


@pytest.fixture
def table(project: Path) -> Path:
    """What somebody has collected in a spreadsheet: words, by the names of files, and codes."""
    file = project / "zitate.csv"
    file.write_text(
        "Dokument;Zitat;Code;Kommentar\r\n"
        + "".join(f"{path.removesuffix('.txt')};{q};Gipfel;\r\n" for path, q in QUOTES.items())
        + f"{FOX};Luxuslimousine;Autos;aus Russland\r\n"
        + f"{FOX};Diese Worte stehen nirgends in dem Artikel.;Gipfel;\r\n"
        + "fremd.txt;irgendwas;Gipfel;\r\n",
        encoding="cp1252",
    )
    return file


def coded(workspace: Workspace) -> dict[str, set[tuple[str, ...]]]:
    workspace.load_annotations()
    return {
        file.path: {(each.quote, *each.topics) for each in file.annotations}
        for file in workspace.annotation_files()
        if file.annotations
    }


def test_a_table_comes_in_after_a_look_and_can_be_undone(
    call: Call, places: Places, workspace: Workspace, table: Path
) -> None:
    look = call("import", "zitate.csv", *places)
    assert look.status == 1
    summary = "3 new, 0 same, 1 without a place, 1 in texts that are not here"
    assert f"Nothing was written: {summary}" in look.err
    assert "Run it again with --yes to write them." in look.err
    assert call("import", "zitate.csv", "--dry-run", *places).out == look.out
    assert "Nothing in the file is left out" not in look.err
    assert coded(workspace) == {}

    done = call("import", "zitate.csv", "--yes", "--json", *places)
    assert [each["kind"] for each in done.objects] == ["new", "new", "new", "no place"]
    assert "fremd.txt is not among the articles here: 1 left out." in done.err
    assert "Not among the topics in config.yaml: “Gipfel”, “Autos”." in done.err
    assert coded(workspace) == {
        FOX: {("Luxuslimousine", "Gipfel"), ("Luxuslimousine", "Autos")},
        BBC: {("bis zu 1.000 Container", "Gipfel")},
    }
    for path in QUOTES:
        placed = workspace.placed(workspace.article(path))
        assert {each.anchor.state for each in placed} == {"ok"}

    again = call("import", "zitate.csv", "--yes", *places)
    assert "0 new, 3 same, 1 without a place, 1 in texts that are not here" in again.err
    Workspace(workspace.settings).recorder.undo()
    assert coded(Workspace(workspace.settings)) == {}


def test_a_file_whose_name_is_not_utf_8_comes_in_and_can_be_undone(
    call: Call, places: Places, workspace: Workspace, table: Path
) -> None:
    name = os.fsdecode("zit\xe9.csv".encode("latin-1"))
    table.rename(table.with_name(name))
    call("import", name, "--yes", *places)
    assert set(coded(workspace)) == {FOX, BBC}
    workspace.recorder.open_history()
    workspace.recorder.undo()
    assert coded(workspace) == {}


def test_what_is_known_already_is_not_brought_in_again(
    call: Call, places: Places, workspace: Workspace, project: Path
) -> None:
    article = workspace.article(FOX)
    start = article.text.index("Luxuslimousine")
    for topic in ("summits", "sanctions"):
        workspace.changes.toggle_topic(article, Span(start, start + 14), topic, None)
    (project / "eins.csv").write_text(
        f"path,quote,topic,note\n{FOX},Luxuslimousine,sanctions,\n"
        f"{FOX},Luxuslimousine,summits,Was ist das?\n"
    )
    answer = call("import", "eins.csv", "--dry-run", "--json", *places)
    assert [(each["kind"], each["topics"]) for each in answer.objects] == [
        ("same", ["sanctions"]),
        ("new", ["summits"]),
    ]


def test_what_has_lost_its_place_here_is_known_all_the_same(
    call: Call, places: Places, workspace: Workspace, project: Path
) -> None:
    article = workspace.article(FOX)
    start = article.text.index("Luxuslimousine")
    workspace.changes.toggle_topic(article, Span(start, start + 14), "summits", None)
    file = project / "articles" / FOX
    file.write_text(article.text.replace("Luxuslimousine", "Kutsche"), encoding="utf-8")
    for name in ("csv", "jsonl", "w3c", "hypothesis"):
        out = call("export", name, *places).out
        (project / "out").write_text(out, encoding="utf-8")
        answer = call("import", "out", "--yes", *places)
        assert "0 new, 1 same" in answer.err, name
        assert answer.status == 0


def test_a_passage_without_a_place_is_kept_if_somebody_wants_it(
    call: Call, places: Places, workspace: Workspace, table: Path
) -> None:
    answer = call("import", "zitate.csv", "--yes", "--keep-orphans", *places)
    assert "3 new, 0 same, 1 orphan, 1 in texts that are not here" in answer.err
    fresh = workspace_again(workspace)
    placed = fresh.placed(fresh.article(FOX))
    (kept,) = (each for each in placed if not each.is_sure)
    assert kept.annotation.quote == "Diese Worte stehen nirgends in dem Artikel."


def test_words_of_a_page_are_found_in_its_article(
    call: Call, places: Places, workspace: Workspace, project: Path
) -> None:
    """A page numbers its text otherwise, and its quotes have other white space and dashes."""
    (project / "articles" / "metadata.csv").write_text(
        f"path,url\n{FOX},https://www.example.org/kim\n", encoding="utf-8"
    )
    text = workspace.article(FOX).text
    sentence = "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein."
    start = text.index(sentence)
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]"},
        {"type": "TextPositionSelector", "start": start + 700, "end": start + 762},
        {
            "type": "TextQuoteSelector",
            "exact": sentence.replace(" ", "\u00a0", 2),
            "prefix": text[start - 32 : start],
            "suffix": text[start + 62 : start + 94],
        },
    ]
    item = {
        "id": "AbC-123",
        "created": "2026-11-22T10:00:00.123456+00:00",
        "user": "acct:anna@hypothes.is",
        "uri": "https://example.org/kim#top",
        "text": "Wichtig",
        "tags": ["summits"],
        "target": [{"source": "https://example.org/kim", "selector": selectors}],
        "document": {"title": ["Eine Seite"]},
    }
    reply = {"id": "r", "text": "ja", "references": ["AbC-123"], "uri": "https://example.org/kim"}
    page_note = {"id": "p", "text": "Zur Seite", "uri": "https://example.org/kim", "target": [{}]}
    file = project / "hypothesis.json"
    file.write_text(json.dumps({"annotations": [item, reply, page_note]}))
    answer = call("import", "hypothesis.json", "--yes", "--json", *places)
    assert answer.status == 0
    assert "left out: replies to annotations: 1 (ja)" in answer.err
    about, passage = sorted(answer.objects, key=lambda each: each["end"])
    assert (about["note"], about["quote"]) == ("Zur Seite", "")
    assert (passage["kind"], passage["coder"], passage["topics"]) == ("new", "anna", ["summits"])
    (placed,) = (p for p in workspace_again(workspace).placed(workspace.article(FOX)) if p.span.end)
    assert placed.is_sure
    assert text[placed.span.start : placed.span.end] == sentence


def workspace_again(workspace: Workspace) -> Workspace:
    fresh = Workspace(workspace.settings)
    fresh.load_annotations()
    return fresh


def test_a_web_annotation_of_another_program_is_found_by_words_or_place(
    call: Call, places: Places, workspace: Workspace, project: Path
) -> None:
    article = workspace.article(FOX)
    start = article.text.index("Luxuslimousine")
    place = {"type": "TextPositionSelector", "start": start, "end": start + 14}
    whole = {"type": "TimeState", "cached": f"urn:sha256:{article.sha256}"}
    other = {"type": "FragmentSelector", "value": "x"}
    finer = {**other, "refinedBy": place}
    items = [
        {
            "type": "Annotation",
            "bodyValue": "nur ein Wort",
            "creator": "https://example.org/anna",
            "target": {"source": "x:y", "selector": [place], "state": whole},
        },
        {
            "id": "https://example.org/2",
            "type": ["Annotation"],
            "motivation": "tagging",
            "body": [{"type": "TextualBody", "value": "summits"}, "https://example.org/x"],
            "target": [
                {"source": {"id": "x:y"}, "selector": other},
                {"source": {"id": "x:y"}, "selector": finer, "state": whole},
            ],
        },
    ]
    (project / "w3c.json").write_text(
        json.dumps({"@context": "http://www.w3.org/ns/anno.jsonld", "@graph": items})
    )
    answer = call("import", "w3c.json", "--yes", "--json", *places)
    assert [(each["start"], each["quote"]) for each in answer.objects] == [
        (start, "Luxuslimousine"),
        (start, "Luxuslimousine"),
    ]
    assert [(each["note"], each["topics"]) for each in answer.objects] == [
        ("nur ein Wort", []),
        ("", ["summits"]),
    ]
    assert "left out: bodies that are no text: 1 (https://example.org/x)" in answer.err
    assert "left out: annotations of something else than words: 1 (FragmentSelector)" in answer.err


@pytest.fixture
def packed(project: Path) -> Path:
    """A project with a text that is not here, and one that is, in other white space."""
    known = (project / "articles" / FOX).read_bytes().replace(b"\n", b"\r\n")
    passage = (
        '<PlainTextSelection guid="dddddddd-0000-0000-0000-00000000000%d" startPosition="%d" '
        'endPosition="%d"><Description>Notiz</Description></PlainTextSelection>'
    )
    start = known.decode().index("Luxuslimousine")
    body = (
        '<Project name="p" origin="NVivo"><Sources>'
        f'<TextSource guid="a" name="Fox" plainTextPath="internal://a.txt">'
        f"{passage % (1, start, start + 14)}</TextSource>"
        f'<TextSource guid="b" name="../Neu: 1/2" plainTextPath="internal://b.txt">'
        f"{passage % (2, 0, 4)}</TextSource>"
        '<TextSource guid="c" name="Dasselbe" plainTextPath="internal://b.txt"/>'
        "</Sources></Project>"
    )
    file = project / "Projekt.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("project.qde", body)
        archive.writestr("sources/a.txt", known)
        archive.writestr("sources/b.txt", "Neuer Text.\r\n")
    return file


def test_texts_of_a_project_become_articles(
    call: Call, places: Places, workspace: Workspace, project: Path, packed: Path
) -> None:
    without = call("import", "Projekt.qdpx", "--dry-run", *places)
    assert "With --add-articles" in without.err
    assert "1 new, 0 same, 1 in texts that are not here" in without.err
    answer = call("import", "Projekt.qdpx", "--add-articles", "--yes", "--json", *places)
    assert answer.status == 0
    assert [(each["path"], each["quote"]) for each in answer.objects] == [
        (FOX, "Luxuslimousine"),
        ("imported-Projekt/b.txt", "Neue"),
    ]
    assert f"{FOX}: places are counted with line ends as two characters." in answer.err
    added = project / "articles" / "imported-Projekt"
    assert (added / "b.txt").read_text(encoding="utf-8") == "Neuer Text.\n"
    assert workspace_again(workspace).article("imported-Projekt/b.txt").title == "../Neu: 1/2"
    again = call("import", "Projekt.qdpx", "--add-articles", "--yes", *places)
    assert "0 new, 2 same" in again.err
    assert sorted(each.name for each in (project / "articles").iterdir() if each.is_dir()) == [
        "imported-Projekt"
    ]


def test_a_broken_file_changes_nothing(
    call: Call, places: Places, workspace: Workspace, packed: Path, project: Path
) -> None:
    packed.write_bytes(packed.read_bytes()[:-40])
    before = sorted(str(each) for each in project.rglob("*"))
    answer = call("import", "Projekt.qdpx", "--add-articles", "--yes", *places)
    assert (answer.status, answer.out) == (2, "")
    assert "Projekt.qdpx is damaged: it is not a complete zip file" in answer.err
    assert call("import", "missing.csv", *places).status == 2
    assert sorted(str(each) for each in project.rglob("*")) == before


@pytest.fixture
def config(project: Path) -> Path:
    file = project / "config.yaml"
    file.write_text(
        "articles: articles\nannotations: annotations\ntopics:\n- name: summits # hier\n"
    )
    return file


def test_a_codebook_adds_its_topics_to_the_configuration(
    call: Call, workspace: Workspace, project: Path, config: Path
) -> None:
    call("export", "qdc", "-o", "topics.qdc")
    text = (project / "topics.qdc").read_text(encoding="utf-8")
    code = '<Code guid="%s" name="Öl: &quot;Embargo&quot;" isCodable="true" color="#d8bf5a"/>'
    more = code % "0f9c2c1e-7a51-4d0e-9c1c-3f2b6f1f4a10"
    (project / "topics.qdc").write_text(text.replace("</Codes>", f"{more}</Codes>"), "utf-8")
    look = call("import", "topics.qdc")
    assert look.out == 'new topic\tÖl: "Embargo"\tyellow\t\n'
    before = config.read_text(encoding="utf-8")
    assert "1 new topic. Run it again with --yes to write them." in look.err
    assert call("import", "topics.qdc", "--yes").status == 0
    after = config.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert [t.name for t in resolve(Options()).config.topics] == ["summits", 'Öl: "Embargo"']
    again = call("import", "topics.qdc", "--yes")
    assert (again.status, again.out) == (0, "")


def test_topics_of_annotations_come_with_them_in_one_step(
    call: Call, workspace: Workspace, config: Path, table: Path
) -> None:
    before = config.read_text(encoding="utf-8")
    call("import", "zitate.csv", "--yes", "--add-topics")
    fresh = Workspace(resolve(Options()))
    assert [topic.name for topic in fresh.topics] == ["summits", "Gipfel", "Autos"]
    assert len(coded(fresh)) == 2
    fresh.recorder.undo()
    assert config.read_text(encoding="utf-8") == before
    assert coded(Workspace(resolve(Options()))) == {}


def test_what_comes_through_a_pipe_is_read_and_nobody_is_waited_for(
    call: Call, places: tuple[str, ...], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(named, "PATIENCE", 0.05)
    os.mkfifo(project / "pipe")
    answer = call("import", "pipe", "--dry-run", *places)
    assert answer.status == 2
    assert "it is a FIFO to which nobody has written" in answer.err
    reading, writing = os.pipe()
    os.write(writing, b"[]")
    os.close(writing)
    answer = call("import", f"/dev/fd/{reading}", "--dry-run", *places)
    os.close(reading)
    assert "cannot be read" not in answer.err
    assert call("import", "/dev/zero", *places).status == 2


def test_a_pipe_is_read_however_many_files_are_open(
    call: Call, places: Places, project: Path, table: Path
) -> None:
    pipe = project / "pipe.csv"
    os.mkfifo(pipe)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 1200:
        pytest.skip("so many files may not be opened here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1200), hard))
    writer = Thread(target=lambda: pipe.write_bytes(table.read_bytes()))
    writer.start()
    with ExitStack() as opened:
        opened.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        opened.callback(writer.join)
        for _ in range(1100):
            opened.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        answer = call("import", pipe.name, "--dry-run", *places)
    assert "It would be: 3 new, 0 same" in answer.err


def test_what_is_not_on_disk_is_no_import(
    call: Call, places: Places, workspace: Workspace, table: Path, project: Path
) -> None:
    """Where nobody can be kept from writing at the same time nothing is written."""
    (project / "annotations").mkdir()
    lock = project / "annotations" / ".nkreader.lock"
    lock.symlink_to(project / "elsewhere")
    answer = call("import", "zitate.csv", "--yes", *places)
    assert answer.status == 2
    assert f"{lock}: cannot be used: it is a link" in answer.err
    assert "Then open nkreader: it saves what is kept." in answer.err
    assert "3 new" not in answer.err
    assert coded(workspace) == {}
    lock.unlink()
    Workspace(workspace.settings).recorder.recover()
    assert len(coded(Workspace(workspace.settings))) == 2
