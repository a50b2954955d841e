"""Conflict copies: told by their names and headers, and compared with what was here before."""

import pytest
from msgspec.structs import replace

from annotations.history.conflict_copies import article_copied, original_of, take_in
from annotations.history.merge import copy_of
from annotations.history.steps import Change
from annotations.model import Annotation

ARTICLES = {"a.txt", "sub/b (2024).txt", "Konflikt.txt"}


@pytest.mark.parametrize(
    "name",
    [
        "a.txt.sync-conflict-20261122-101112-ABCDEFG",
        "a.txt (conflicted copy 2026-11-22)",
        "a.txt (Anna's conflicted copy 2026-11-22 (1))",
        "a.txt (In Konflikt stehende Kopie von Anna 2026-11-22)",
        "a.txt (Copie en conflit de Anna 2026-11-22)",
        "a.txt (Copia en conflicto de Anna)",
        "a.txt (Cópia em conflito de Anna)",
        "a.txt (конфликтующая копия Anna)",
        "a.txt (競合コピー 2026-11-22)",
        "a.txt_conflict-20261122-101112",
        "a.txt (SFConflict anna@example.org 2026-11-22-10-11-12)",
        "a.txt.Conflict",
        "a.txt_BACKUP_1234",
        "a.txt.REMOTE.1234",
        "sub/b (2024).txt (conflicted copy 2026-11-22)",
    ],
)
def test_names_that_say_conflict_name_their_original(name: str) -> None:
    original = "sub/b (2024).txt" if name.startswith("sub") else "a.txt"
    assert original_of(name, name, (), ARTICLES.__contains__) == original
    assert original_of(name, original, {original}, ARTICLES.__contains__) == original


@pytest.mark.parametrize(
    "name", ["a.txt (1)", "a.txt 2", "a.txt-LAPTOP", "a.txt - Kopie", "Kopie von a.txt", "x.txt"]
)
def test_other_names_are_copies_when_they_say_inside_what_they_are_about(name: str) -> None:
    assert original_of(name, "a.txt", {"a.txt"}, ARTICLES.__contains__) == "a.txt"
    # Renamed with its article, which is gone; or the original has no annotations any more.
    assert original_of(name, name, {"a.txt"}, ARTICLES.__contains__) == ""
    assert original_of(name, "a.txt", (), ARTICLES.__contains__) == ""


def test_conflict_copies_among_the_articles() -> None:
    copies = {
        "a.sync-conflict-20261122-101112-ABCDEFG.txt": "a.txt",
        "a (conflicted copy 2026-11-22).txt": "a.txt",
        "Konflikt (In Konflikt stehende Kopie).txt": "Konflikt.txt",
        "Konflikt.txt": "",
        "Der Konflikt in Korea.txt": "",
        "a.txt": "",
    }
    for name, original in copies.items():
        assert article_copied(name, {*ARTICLES, *copies}) == original


def made(name: str, note: str = "", *topics: str) -> Annotation:
    return Annotation(name, topics or ("x",), f"Zitat {name}", "", "", 0, 9, note, "anna", "", "")


ONE, TWO = made("1"), made("2")
NOTED = replace(ONE, note="Woher?", updated="2026-11-22T10:00:00Z")


def test_what_was_so_here_before_comes_back_neither_as_a_deletion_nor_as_a_change() -> None:
    # Deleted the second, noted the first; the copy is from before both.
    taken = take_in("a", [NOTED], [ONE, TWO], [[NOTED], [ONE], [ONE, TWO]])
    assert (taken.changes, taken.older, taken.unclear) == ((), 2, ())
    # The same where the versions are gone, and only the journal knows.
    taken = take_in("a", [NOTED], [ONE, TWO], [], [ONE, TWO])
    assert (taken.changes, taken.older, taken.unclear) == ((), 2, ())


def test_what_was_made_or_changed_there_is_taken_in_field_by_field() -> None:
    third = made("3")
    theirs = replace(ONE, topics=("x", "y"), updated="2026-11-23T10:00:00Z")
    taken = take_in("a", [NOTED], [theirs, TWO, third], [[NOTED], [ONE, TWO]])
    merged, new = taken.changes
    assert merged.before == NOTED
    assert merged.after is not None
    assert (merged.after.note, set(merged.after.topics)) == ("Woher?", {"x", "y"})
    assert new == Change("a", None, third)
    assert taken.older == 1
    assert taken.words == "1 not here, 1 changed there, 1 as here, now or before"


def test_what_both_have_changed_stands_side_by_side_once() -> None:
    theirs = replace(ONE, note="Von wem?", updated="2026-11-23T10:00:00Z")
    versions = [[NOTED], [ONE]]
    (change,) = take_in("a", [NOTED], [theirs], versions).changes
    assert change == Change("a", None, copy_of(theirs))
    again = take_in("a", [NOTED, copy_of(theirs)], [theirs], versions)
    assert (again.changes, again.older) == ((), 1)


def test_a_deleted_one_that_was_changed_there_since_is_not_lost() -> None:
    theirs = replace(TWO, note="Mühsam gefunden.")
    (change,) = take_in("a", [ONE], [ONE, theirs], [[ONE], [ONE, TWO]]).changes
    assert change == Change("a", None, theirs)


def test_without_any_history_only_what_says_nothing_new_is_certain() -> None:
    taken = take_in("a", [NOTED], [ONE, TWO], [])
    assert (taken.changes, taken.older, taken.unclear) == ((), 1, (TWO,))
