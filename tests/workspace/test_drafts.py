"""What is typed into a note outlives a crash."""

import stat
from pathlib import Path

import pytest

from workspace.coding.drafts import ABOUT, Drafts
from workspace.places import Places

NOTE = ("0f9c2c1e", "10-20")


@pytest.fixture
def drafts(places: Places) -> Drafts:
    return Drafts(places.drafts)


def test_what_was_typed_is_found_by_another_program_start(drafts: Drafts) -> None:
    drafts.keep("a.txt", NOTE, "Woher?\nund „wann“ 🙂")
    assert Drafts(drafts.folder).find("a.txt", NOTE) == "Woher?\nund „wann“ 🙂"


def test_a_note_begun_on_a_slice_is_found_when_the_slice_has_been_tagged_since(
    drafts: Drafts,
) -> None:
    drafts.keep("a.txt", ("10-20",), "begun")
    assert drafts.find("a.txt", NOTE) == "begun"
    drafts.drop("a.txt", NOTE)
    assert drafts.find("a.txt", ("10-20",)) is None


def test_drafts_of_other_notes_are_others(drafts: Drafts) -> None:
    drafts.keep("a.txt", (ABOUT,), "about all of it")
    assert drafts.find("a.txt", NOTE) is None
    assert drafts.find("b.txt", (ABOUT,)) is None


def test_one_is_told_which_notes_of_an_article_have_been_begun(drafts: Drafts) -> None:
    assert drafts.begun("a.txt") == []
    drafts.keep("a.txt", NOTE, "begun")
    drafts.keep("a.txt", (ABOUT,), "begun too")
    drafts.keep("b.txt", (ABOUT,), "elsewhere")
    assert sorted(drafts.begun("a.txt")) == [NOTE[0], ABOUT]


def test_only_their_owner_can_read_them(drafts: Drafts) -> None:
    drafts.keep("a.txt", NOTE, "secret")
    (file,) = drafts.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"article": "a.txt"}', b"\xff"])
def test_a_damaged_one_is_none(drafts: Drafts, damage: bytes) -> None:
    drafts.keep("a.txt", NOTE, "whole")
    (file,) = drafts.folder.iterdir()
    file.write_bytes(damage)
    assert drafts.find("a.txt", NOTE) is None


def test_where_nothing_can_be_written_nothing_stops(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    drafts = Drafts(tmp_path / "file" / "drafts")
    drafts.keep("a.txt", NOTE, "lost")
    drafts.drop("a.txt", NOTE)
    assert drafts.find("a.txt", NOTE) is None
