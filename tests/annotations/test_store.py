"""The annotations folder: saving, merging with what others wrote, and refusing calmly."""

import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import astuple, replace

from annotations.files import article_file as files
from annotations.files.article_file import AnnotationFile, AnnotationFileError
from annotations.files.store import AnnotationStore, Applied
from annotations.history.steps import Change
from annotations.model import Annotation, ArticleIdentity

ARTICLE = ArticleIdentity("news/003.txt", "Putin besucht Kim", "ab12")


def made(identity: str, note: str = "", start: int = 0) -> Annotation:
    quote = f"quote {identity}"
    end = start + len(quote)
    return Annotation(identity, ("summits",), quote, "", "", start, end, note, "anna", "", "")


ONE, TWO = made("1"), made("2", start=40)
EDITED = replace(ONE, note="mine")


@pytest.fixture
def store(tmp_path: Path) -> AnnotationStore:
    return AnnotationStore(tmp_path / "annotations")


def apply(store: AnnotationStore, before: Annotation | None, after: Annotation | None) -> Applied:
    return store.apply(ARTICLE, [Change(ARTICLE.path, before, after)])


def on_disk(store: AnnotationStore) -> tuple[Annotation, ...]:
    return AnnotationStore(store.folder).load(ARTICLE.path).annotations


def write_elsewhere(store: AnnotationStore, *annotations: Annotation) -> None:
    file = AnnotationFile(ARTICLE.path, ARTICLE.title, ARTICLE.sha256, annotations)
    store.file_of(ARTICLE.path).write_bytes(files.render(file))


def test_an_article_without_a_file_has_no_annotations(store: AnnotationStore) -> None:
    assert store.load("a.txt") == AnnotationFile("a.txt", "", "", ())
    assert list(store.load_all()) == []


def test_what_was_applied_is_on_disk_beside_its_article(store: AnnotationStore) -> None:
    done = apply(store, None, ONE)
    assert store.file_of(ARTICLE.path) == store.folder / "news" / "003.txt.yaml"
    assert done.file == AnnotationFile(*astuple(ARTICLE), (ONE,))  # type: ignore[call-arg]
    assert (done.notes, done.changes) == ((), (Change(ARTICLE.path, None, ONE),))
    assert AnnotationStore(store.folder).load(ARTICLE.path) == done.file
    assert list(store.load_all()) == [done.file]


def test_a_deleted_annotation_leaves_an_empty_list(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    apply(store, ONE, None)
    assert b"annotations: []" in store.file_of(ARTICLE.path).read_bytes()
    assert on_disk(store) == ()


def test_changes_are_made_in_order(store: AnnotationStore) -> None:
    changes = [Change(ARTICLE.path, None, ONE), Change(ARTICLE.path, ONE, EDITED)]
    store.apply(ARTICLE, changes)
    assert on_disk(store) == (EDITED,)


@pytest.mark.parametrize(
    ("theirs", "change", "expected", "told"),
    [
        ((ONE, TWO), (ONE, EDITED), (EDITED, TWO), ""),
        ((TWO,), (None, ONE), (ONE, TWO), ""),
        ((EDITED,), (ONE, EDITED), (EDITED,), ""),
        ((), (ONE, EDITED), (EDITED,), "Deleted elsewhere, kept because you changed it"),
        ((), (ONE, None), (), ""),
        ((made("1", "theirs"),), (ONE, None), (made("1", "theirs"),), "Not deleted"),
    ],
)
def test_what_others_wrote_meanwhile_is_merged(
    store: AnnotationStore,
    theirs: tuple[Annotation, ...],
    change: tuple[Annotation | None, Annotation | None],
    expected: tuple[Annotation, ...],
    told: str,
) -> None:
    apply(store, None, ONE)
    write_elsewhere(store, *theirs)
    done = apply(store, *change)
    assert on_disk(store) == done.file.annotations == expected
    assert len(done.notes) == bool(told)
    assert told in "".join(done.notes)


def test_when_both_changed_an_annotation_both_versions_stay(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    theirs = made("1", "theirs")
    write_elsewhere(store, theirs)
    done = apply(store, ONE, EDITED)
    (change,) = done.changes
    assert change.after is not None
    assert change.before is None
    assert change.after.id != "1"
    assert replace(change.after, id="1") == EDITED
    assert set(on_disk(store)) == {theirs, change.after}
    assert done.notes == ("Changed here and elsewhere, both versions are kept: “quote 1”.",)
    # What was made, taken back, leaves exactly theirs.
    store.apply(ARTICLE, [change.inverse()])
    assert on_disk(store) == (theirs,)


def test_what_others_added_to_the_file_itself_stays(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    file = store.file_of(ARTICLE.path)
    file.write_text("project: Waffen\n" + file.read_text())
    apply(store, ONE, EDITED)
    assert "project: Waffen\n" in file.read_text()


def test_two_stores_on_one_folder_see_each_other(store: AnnotationStore) -> None:
    other = AnnotationStore(store.folder)
    apply(store, None, ONE)
    apply(other, None, TWO)
    apply(store, ONE, EDITED)
    assert on_disk(other) == (EDITED, TWO)


def test_a_file_that_cannot_be_parsed_is_never_overwritten(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    file = store.file_of(ARTICLE.path)
    file.write_text("version: 1\nannotations: [\n")
    with pytest.raises(AnnotationFileError, match=r"003.txt.yaml:3: .*"):
        apply(store, ONE, EDITED)
    assert file.read_text() == "version: 1\nannotations: [\n"
    assert [type(found) for found in store.load_all()] == [AnnotationFileError]


def test_one_bad_file_does_not_hide_the_others(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    (store.folder / "bad.txt.yaml").write_text("- 1\n")
    (store.folder / "zoo.txt.yaml").write_text("version: 1\nannotations: []\n")
    (store.folder / ".hidden.yaml").write_text("- 1\n")
    (store.folder / "notes.txt").write_text("- 1\n")
    bad, zoo, good = store.load_all()
    assert isinstance(bad, AnnotationFileError)
    assert isinstance(good, AnnotationFile)
    assert isinstance(zoo, AnnotationFile)
    assert (good.path, zoo.path) == (ARTICLE.path, "zoo.txt")


@pytest.mark.parametrize("path", ["../a.txt", "/etc/a.txt", "a/../../b.txt", "", ".", "a\0b"])
def test_a_path_out_of_the_folder_is_refused(store: AnnotationStore, path: str) -> None:
    with pytest.raises(AnnotationFileError, match="outside"):
        store.load(path)
    with pytest.raises(AnnotationFileError, match="outside"):
        store.apply(ArticleIdentity(path, "", ""), [Change(path, None, ONE)])


def test_a_link_out_of_the_folder_is_neither_read_nor_written(
    store: AnnotationStore, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text("version: 1\nannotations: []\n")
    store.folder.mkdir()
    (store.folder / "news").mkdir()
    store.file_of(ARTICLE.path).symlink_to(outside)
    with pytest.raises(AnnotationFileError, match="leads out of the annotations folder"):
        store.load(ARTICLE.path)
    with pytest.raises(AnnotationFileError, match="leads out of the annotations folder"):
        apply(store, None, ONE)
    assert outside.read_text() == "version: 1\nannotations: []\n"
    assert [type(found) for found in store.load_all()] == [AnnotationFileError]


def test_a_folder_linked_to_elsewhere_is_not_written_into(
    store: AnnotationStore, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    store.folder.mkdir()
    (store.folder / "news").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AnnotationFileError, match="leads out"):
        apply(store, None, ONE)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_within_the_folder_stays_a_link(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    file = store.file_of(ARTICLE.path)
    real = file.rename(store.folder / "real.yaml")
    file.symlink_to(real)
    apply(store, ONE, EDITED)
    assert file.is_symlink()
    assert on_disk(store) == (EDITED,)


def test_a_folder_where_a_file_should_be_is_named(store: AnnotationStore) -> None:
    store.file_of(ARTICLE.path).mkdir(parents=True)
    with pytest.raises(AnnotationFileError, match="is a folder where"):
        store.load(ARTICLE.path)
    with pytest.raises(AnnotationFileError, match="is a folder where"):
        apply(store, None, ONE)


def test_a_file_where_a_folder_should_be_is_named(store: AnnotationStore) -> None:
    store.folder.mkdir()
    (store.folder / "news").write_text("")
    with pytest.raises(AnnotationFileError, match="cannot be written"):
        apply(store, None, ONE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permissions_is_named(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    store.file_of(ARTICLE.path).chmod(0)
    with pytest.raises(AnnotationFileError, match="Permission denied"):
        store.load(ARTICLE.path)
    with pytest.raises(AnnotationFileError, match="Permission denied"):
        apply(store, ONE, EDITED)


def test_the_mode_of_a_file_stays(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    file = store.file_of(ARTICLE.path)
    file.chmod(0o640)
    apply(store, ONE, EDITED)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_article_names_of_any_length_have_a_file(store: AnnotationStore) -> None:
    names = ["a" * 251 + ".txt", "ü" * 125 + ".txt", "ü" * 125 + "2.txt", "b" * 246 + ".txt"]
    for name in names:
        store.apply(ArticleIdentity(name, "", ""), [Change(name, None, ONE)])
    found = [file.path for file in AnnotationStore(store.folder).load_all()]
    assert sorted(found) == sorted(names)


def test_an_article_and_its_annotations_may_be_renamed_together(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    store.file_of(ARTICLE.path).rename(store.folder / "new.txt.yaml")
    assert store.load("new.txt").path == "new.txt"
    assert [file.path for file in store.load_all()] == ["new.txt"]


def test_leftovers_of_crashed_writes_are_cleared_but_not_those_still_being_written(
    store: AnnotationStore,
) -> None:
    apply(store, None, ONE)
    old, young = store.folder / ".nkreader-1.tmp", store.folder / "news" / ".nkreader-2.tmp"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert len(list(store.load_all())) == 1
    assert not old.exists()
    assert young.exists()


def test_a_lone_surrogate_in_a_note_does_not_lose_the_note(store: AnnotationStore) -> None:
    done = apply(store, None, replace(ONE, note="a\udc80b"))
    assert done.file.annotations[0].note == "a\ufffdb"
    assert on_disk(store) == done.file.annotations


def test_an_impossible_annotation_is_refused_and_the_file_stays(store: AnnotationStore) -> None:
    apply(store, None, ONE)
    before = store.file_of(ARTICLE.path).read_bytes()
    with pytest.raises(AnnotationFileError, match="expected 9"):
        apply(store, None, replace(TWO, start=9, end=3))
    with pytest.raises(AnnotationFileError, match="cannot be written"):
        apply(store, None, replace(TWO, id=""))
    assert store.file_of(ARTICLE.path).read_bytes() == before
