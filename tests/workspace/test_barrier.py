"""Whatever goes wrong with one file is that file's problem, and stops nothing else."""

import asyncio
import struct
from collections.abc import Callable, Container
from pathlib import Path

import pytest

from annotations.anchoring import anchors as anchoring
from annotations.files import summary
from annotations.yaml import strict as strict_yaml
from corpus.article import Article
from corpus.errors import ArticleError
from corpus.folder.catalogue import Catalogue
from corpus.formats.extracted import Extracted
from corpus.formats.plain_text import read_plain_text
from corpus.load import load_article
from corpus.metadata.columns import NO_COLUMNS
from corpus.text.spans import Span
from workspace.articles import reader_processes as readers
from workspace.articles.reader_processes import Readers, Request
from workspace.articles.refresh import Refreshed, stamps
from workspace.articles.refresh_process import Event, refresh_events
from workspace.places import Places
from workspace.search import findings
from workspace.search.review import Review
from workspace.workspace import Workspace

Finds = Callable[[str], list[str]]
OTHER = "003_bbd1d1e14c627851.txt"
ERRORS = (
    IndexError("list index out of range"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    struct.error("unpack requires a buffer"),
    AssertionError(),
    ValueError("All strings must be \x1b]52;c;AAAA\x07 compatible"),
    StopIteration(),
)


@pytest.fixture
def raising(places: Places, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Let the reader of plain text raise an error at the article `poison.txt`."""
    (places.articles / "poison.txt").write_text("Nichts.\n")

    def use(error: Exception) -> None:
        def read(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
            if path == "poison.txt":
                raise error
            return read_plain_text(path, data, recurring)

        monkeypatch.setattr("corpus.formats.plain_text.read_plain_text", read)

    return use


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_of_a_reader_is_that_files_named_problem(
    places: Places,
    refreshed: Callable[[], Refreshed],
    finds: Finds,
    raising: Callable[[Exception], None],
    error: Exception,
) -> None:
    raising(error)
    found = refreshed()
    (problem,) = found.problems
    name = type(error).__name__
    assert problem.startswith(
        f"poison.txt: It could not be read: an unexpected error in the reader of .txt files ({name}"
    )
    assert "It is left out. Please report it" in problem
    assert finds("Luxuslimousine") == [OTHER]
    assert Catalogue.load(places.catalogue).records["poison.txt"].problem
    with pytest.raises(ArticleError, match="unexpected error in the reader"):
        load_article(places.articles, "poison.txt")


def test_the_details_are_in_the_log_with_no_command_for_a_terminal(
    workspace: Workspace,
    refreshed: Callable[[], Refreshed],
    raising: Callable[[Exception], None],
) -> None:
    raising(ERRORS[6])
    refreshed()
    log = workspace.places.log.read_text()
    assert "Traceback (most recent call last)" in log
    assert "test_barrier.py" in log
    assert not {"\x1b", "\x07"} & set(log)


def test_a_record_file_a_table_and_a_folder_that_cannot_be_listed_are_told(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    (places.articles / "news.jsonl").write_text('{"text": "eins"}\n')
    (places.articles / "metadata.csv").write_text("path,title\n")

    def broken(*_: object) -> object:
        raise IndexError("nowhere")

    monkeypatch.setattr("corpus.folder.stamps.record_keys", broken)
    monkeypatch.setattr("corpus.metadata.sidecar._read", broken)
    told: list[str] = []
    found = [stamp.path for stamp in stamps(places, lambda problem: told.append(str(problem)))]
    assert len(found) == 5
    reasons = sorted(words.partition(": ")[0] for words in told if "(IndexError: nowhere)" in words)
    assert reasons == ["metadata.csv", "news.jsonl"]


def test_an_annotation_file_that_nobody_has_foreseen_keeps_no_other_from_being_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (OTHER, "002_f35cf44dca2f7aeb.txt"):
        workspace.changes.toggle_topic(workspace.article(path), Span(5, 20), "summits", None)
    load = strict_yaml.load

    def broken(data: bytes, **options: object) -> object:
        if OTHER.encode() in data:
            raise RecursionError
        return load(data, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(strict_yaml, "load", broken)
    again = Workspace(workspace.settings)
    again.load_annotations()
    assert [file.path for file in again.annotation_files()] == ["002_f35cf44dca2f7aeb.txt"]
    (problem,) = again.problems.values()
    assert "cannot be read: an unexpected error (RecursionError)" in str(problem)


def test_an_annotation_that_cannot_be_placed_is_for_a_person_to_decide(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = workspace.article(OTHER)
    for span in (Span(5, 20), Span(40, 60)):
        workspace.changes.toggle_topic(article, span, "summits", None)
    anchor = anchoring.anchor

    def broken(text: str, annotation: object) -> object:
        if annotation.start == 5:  # type: ignore[attr-defined]
            raise IndexError
        return anchor(text, annotation)  # type: ignore[arg-type]

    monkeypatch.setattr(anchoring, "anchor", broken)
    placed = workspace.placed(article)
    assert [(each.is_shown, each.span.start) for each in placed] == [(False, 5), (True, 40)]


@pytest.mark.parametrize("number", [10**18, 10**30])
def test_a_number_of_any_length_in_an_annotation_file_stops_no_start(
    workspace: Workspace, project: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(summary, "_SETTLED_SECONDS", -10)  # the summary takes the file at once
    article = workspace.article(OTHER)
    workspace.changes.toggle_topic(article, Span(5, 20), "summits", None)
    file = project / "annotations" / f"{OTHER}.yaml"
    text = file.read_text().replace("start: 5\n", f"start: {number}\n")
    file.write_text(text.replace("end: 20\n", f"end: {number + 1}\nmine: {number}\n"))
    for _ in range(2):
        again = Workspace(workspace.settings)
        again.load_annotations()
        again.placed(article)
        Review(again).find()
        again.recorder.open_history()


def test_a_search_in_an_article_that_goes_wrong_costs_that_article(workspace: Workspace) -> None:
    def look(article: Article, _placed: object) -> list[findings.Finding]:
        if article.path == OTHER:
            raise IndexError
        return []

    paths = sorted(file.name for file in workspace.places.articles.iterdir())
    looked = list(findings.FindingsCache(workspace, look).at(paths))
    assert [each.path for each in looked if each.problem] == [OTHER]


# -- articles at which a process dies

KILLER = """
import os, signal
import corpus.content as load
read = load._bytes
def _bytes(*arguments):
    if any("poison" in str(each) for each in arguments):
        os.kill(os.getpid(), signal.SIGSEGV)
    return read(*arguments)
load._bytes = _bytes
"""


@pytest.fixture
def deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In every process that is started, reading an article with `poison` in its name crashes."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(KILLER)
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", f"{folder}:{root}")


@pytest.mark.usefixtures("deadly")
def test_a_reader_that_is_killed_costs_the_one_file_it_was_killed_at(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_how_many", lambda: 2)
    for number in range(60):
        (places.articles / f"{number:03}.txt").write_text(f"Meldung {number}\n")
    for number in (7, 8, 31):
        (places.articles / f"{number:03} poison.txt").write_text("Tod\n")
    wanted = list(stamps(places, lambda _: None))
    with Readers(places.articles, 1000) as reading:
        requests = [Request(wanted[at : at + 25], b"") for at in range(0, len(wanted), 25)]
        found = list(reading.read(requests))
    assert [each.record.path for each in found] == [stamp.path for stamp in wanted]
    lost = [each.record for each in found if each.document is None]
    assert [each.path for each in lost] == [f"{n:03} poison.txt" for n in (7, 8, 31)]
    assert all("was killed while it read this file. It is left out." in r.problem for r in lost)


@pytest.mark.usefixtures("deadly")
async def test_a_page_at_which_indexing_crashes_is_named_by_the_next_child_and_the_rest_indexed(
    places: Places, finds: Finds
) -> None:
    (places.articles / "poison.html").write_text("<p>Tod</p>")
    (places.articles / "poison too.html").write_text("<p>Tod</p>")
    (places.articles / "seite.html").write_text("<p>Ein Eisvogel flog vorbei.</p>")
    for _ in range(2):
        async with asyncio.timeout(300):
            events: list[Event] = [event async for event in refresh_events(places)]
        assert events[-1].kind == "done"
        assert sorted(words.partition(": ")[0] for words in events[-1].problems) == [
            "poison too.html",
            "poison.html",
        ]
        assert not places.being_read.exists()
    assert finds("Eisvogel") == ["seite.html"]
    assert finds("Luxuslimousine") == [OTHER]


def test_a_torn_message_to_a_reader_ends_it_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    torn = (b"\x10\x00\x00\x00abc", b"\x10", b"\x03\x00\x00\x00\xff\xff\xff", b"\xff\xff\xff\x7f")
    for message in torn:
        reader = readers._Reader(tmp_path, NO_COLUMNS)
        reader._input.write(message)
        reader._input.close()
        assert reader._process.wait(300) == 0
        reader.close()
    assert capfd.readouterr() == ("", "")
