"""What is exported and brought into an empty folder is what it was, in every format that can."""

import io
import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.anchoring.anchors import context
from annotations.exchange.formats import FORMATS, WriteOptions, recognise
from annotations.history.steps import Change
from annotations.model import Annotation
from corpus.folder.scan import Stamp
from workspace.coding.save_result import SaveError
from workspace.exchange import new_articles as adding
from workspace.exchange.exporting import Selection, make_bundle
from workspace.exchange.importing import ImportOptions, bring_in, plan_import
from workspace.places import Options, resolve
from workspace.workspace import Workspace

# Each as a file may have it: line ends, byte order mark, signs that count twice or not at all.
FILES = {
    "lf.txt": "Der Titel\n\nEin Satz. Noch ein Satz.\n",
    "crlf.txt": "Der Titel\r\n\r\nEin Satz.\r\nNoch ein Satz.\r\n",
    "bom.txt": "\ufeffDer Titel\n\nEin\u00a0Satz mit gescho\u00adbenem Trenn\u200bstrich.\n",
    "ordner/ä 😀.txt": '😀 Titel 👩\u200d👧\n\nu\u0308ber e\u0301 und Ümlaut 🇩🇪, =1+1; "q"\n',
}
TOPICS = ("summits", "arms deals", "Rüstung/Granaten", "a//b", " x ", "=1+1", "'-2", "😀")
SIGNS = "aZ9ä😀e\u0301\u00a0 \n\t=+-@'\",;|<>&\\"
NOTES = st.text(st.sampled_from(SIGNS), max_size=20).filter(lambda note: not note or note.strip())
CODERS = st.sampled_from(["", "anna", "Ben Ö", "c/d@e", "=f"])
TIMES = st.sampled_from(["", "2026-11-22T10:00:00Z", "2026-11-23T11:30:00.25+01:00"])
FORMATS_BACK = ("csv", "matrix", "jsonl", "w3c", "hypothesis", "qdpx")


@contextmanager
def project() -> Iterator[tuple[Workspace, Workspace]]:
    """A folder of articles with two folders of annotations, the second empty."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, text in FILES.items():
            (root / "articles" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "articles" / path).write_bytes(text.encode())
        one, two = (
            Workspace(resolve(Options(root / "articles", root / folder))) for folder in ("a", "b")
        )
        yield one, two


@st.composite
def annotations(draw: st.DrawFn) -> list[tuple[str, Annotation]]:
    """Annotations with the articles that they are in; the places are shares of the text."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        path = draw(st.sampled_from(sorted(FILES)))
        is_about = draw(st.booleans()) and draw(st.booleans())
        start, end = (0, 0) if is_about else (draw(st.integers(0, 20)), draw(st.integers(1, 9)))
        topics = tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=3, unique=True)))
        note = draw(NOTES)
        starred = is_about and draw(st.booleans())
        if not (topics or note or starred):
            note = "n"
        created = draw(TIMES)
        made.append(
            (
                path,
                Annotation(
                    id=str(uuid.uuid5(uuid.NAMESPACE_OID, str(number))),
                    topics=topics,
                    quote="",
                    prefix="",
                    suffix="",
                    start=start,
                    end=start + end,
                    note=note,
                    coder=draw(CODERS),
                    created=created,
                    updated=draw(TIMES) if created else "",
                    starred=starred,
                ),
            )
        )
    return made


def coded(workspace: Workspace, path: str, made: Annotation) -> Change:
    """The annotation in the text of its article, as the program would make it."""
    if made.is_about_article:
        return Change(path, None, made)
    text = workspace.article(path).text
    prefix, suffix = context(text, made.start, made.end)
    quote = text[made.start : made.end]
    return Change(path, None, replace(made, quote=quote, prefix=prefix, suffix=suffix))


def exported(workspace: Workspace, name: str) -> bytes:
    out = io.BytesIO()
    bundle = make_bundle(workspace, Selection())
    options = WriteOptions(matrix=name == "matrix")
    FORMATS["csv" if name == "matrix" else name].write(bundle, out, options)
    return out.getvalue()


def brought_in(opened: Workspace, data: bytes, options: ImportOptions | None = None) -> list[str]:
    """Bring a file in; gives the sides of its annotations."""
    reading = FORMATS[recognise(data, "file")].read(data, "file")
    records = {}
    for path in FILES:
        records[path] = opened.record(Stamp(path, ""))
    plan = plan_import(opened, reading, records, options or ImportOptions())
    assert (plan.unplaced, plan.not_here, plan.problems) == ([], {}, [])
    if plan.is_needed:
        bring_in(opened, plan, "file")
    return [str(each.side) for each in plan.incoming]


def everything(workspace: Workspace) -> dict[str, set[Annotation]]:
    workspace.load_annotations()
    files = workspace.annotation_files()
    return {file.path: set(file.annotations) for file in files if file.annotations}


@pytest.mark.parametrize("name", FORMATS_BACK)
@settings(deadline=None, max_examples=20)
@given(made=annotations())
def test_what_leaves_and_enters_is_the_same(name: str, made: list[tuple[str, Annotation]]) -> None:
    with project() as (one, two):
        one.recorder.make("made", [coded(one, path, each) for path, each in made])
        expected = everything(one)
        if name == "hypothesis":  # it has no stars
            expected = without_stars(expected)
        if name == "matrix":  # it has no order of topics
            expected = in_order(expected)
        data = exported(one, name)
        sides = brought_in(two, data)
        found = everything(two)
        assert (in_order(found) if name == "matrix" else found) == expected
        assert set(sides) == {"new"} or not expected
        # Once more, there and where it came from: nothing new.
        assert set(brought_in(two, data)) <= {"same"}
        assert set(brought_in(one, data)) <= {"same"}


def without_stars(found: dict[str, set[Annotation]]) -> dict[str, set[Annotation]]:
    plain = {
        path: {replace(each, starred=False) for each in some if each.topics or each.note}
        for path, some in found.items()
    }
    return {path: some for path, some in plain.items() if some}


def in_order(found: dict[str, set[Annotation]]) -> dict[str, set[Annotation]]:
    return {
        path: {replace(each, topics=tuple(sorted(each.topics))) for each in some}
        for path, some in found.items()
    }


def test_a_project_brings_its_texts_along() -> None:
    with project() as (one, two):
        made = [
            (path, Annotation(str(uuid.uuid4()), ("summits",), "", "", "", 0, 4, "", "", "", ""))
            for path in FILES
        ]
        one.recorder.make("made", [coded(one, path, each) for path, each in made])
        data = exported(one, "qdpx")
        reading = FORMATS["qdpx"].read(data, "file")
        plan = plan_import(two, reading, {}, ImportOptions(add_to="neu"))
        assert [each.path for each in plan.additions] == [
            "neu/bom.txt",
            "neu/crlf.txt",
            "neu/lf.txt",
            "neu/ä.txt",
        ]
        bring_in(two, plan, "file")
        for addition, path in zip(plan.additions, sorted(FILES), strict=True):
            article = two.article(addition.path)
            assert article.text == one.article(path).text
            assert article.title == one.article(path).title
            (placed,) = two.placed(article)
            assert (placed.anchor.state, placed.span) == ("ok", (0, 4))
        two.recorder.undo()
        assert everything(two) == {}
        again = plan_import(two, reading, {}, ImportOptions(add_to="neu"))
        assert again.additions[0].path == "neu-2/bom.txt"


def test_an_id_that_another_article_has_is_not_given_twice() -> None:
    with project() as (one, _):
        made = Annotation(str(uuid.uuid4()), ("summits",), "", "", "", 0, 3, "", "", "", "")
        one.recorder.make("made", [coded(one, "lf.txt", made)])
        table = f"id,path,quote,topic,text_sha256\n{made.id},crlf.txt,Satz,summits,x\n".encode()
        assert brought_in(one, table) == ["new"]
        found = everything(one)
        ids = [each.id for path in ("lf.txt", "crlf.txt") for each in found[path]]
        assert len(set(ids)) == 2
        assert brought_in(one, table) == ["same"]


def test_passages_without_ids_that_differ_in_topics_alone_are_all_brought_in() -> None:
    said = {"path": "lf.txt", "quote": "Noch ein Satz", "start": 21, "end": 34}
    data = "\n".join(json.dumps({**said, "topics": [topic]}) for topic in "abcd").encode()
    with project() as (one, _):
        records = {"lf.txt": one.record(Stamp("lf.txt", ""))}
        plan = plan_import(one, FORMATS["jsonl"].read(data, "file"), records, ImportOptions())
        assert len({each.theirs.id for each in plan.incoming}) == 4
        assert bring_in(one, plan, "file").notes == ()
        topics = {each.topics for each in everything(one)["lf.txt"]}
        assert topics == {("a",), ("b",), ("c",), ("d",)}
        assert brought_in(one, data) == ["same"] * 4


def test_no_text_is_added_when_its_annotations_cannot_be_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with project() as (one, two):
        made = Annotation(str(uuid.uuid4()), ("summits",), "", "", "", 0, 4, "", "", "", "")
        one.recorder.make("made", [coded(one, "lf.txt", made)])
        reading = FORMATS["qdpx"].read(exported(one, "qdpx"), "file")
        for module, name in ((adding, "write_durably"), (two.recorder, "make")):
            plan = plan_import(two, reading, {}, ImportOptions(add_to="neu"))
            with monkeypatch.context() as patch:
                patch.setattr(module, name, refuse)
                with pytest.raises(SaveError):
                    bring_in(two, plan, "file")
            assert not (two.places.articles / "neu").exists()
            assert everything(two) == {}


def refuse(*_: object, **options: object) -> None:
    """Fail as a full disk does; the recorder tells it in its own words."""
    raise SaveError("full") if "topics" in options else OSError(28, "No space left on device")


def test_an_annotation_changed_on_one_side_is_told_and_on_both_kept_twice() -> None:
    with project() as (one, _):
        made = Annotation(str(uuid.uuid4()), ("summits",), "", "", "", 0, 4, "alt", "anna", "", "")
        one.recorder.make("made", [coded(one, "lf.txt", made)])
        data = exported(one, "jsonl").replace(b'"alt"', b'"neu"')
        assert brought_in(one, data) == ["changed on both sides"]
        assert sorted(each.note for each in everything(one)["lf.txt"]) == ["alt", "neu"]
        assert brought_in(one, data) == ["same"]
