"""What two people do to one annotation: each field by itself, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from annotations.history.merge import PLAIN, Terms, copy_of, merge
from annotations.history.steps import Change
from annotations.model import Annotation

BACK = Terms(taking_back=True)
BASE = Annotation("1", ("a", "b"), "quote", "p", "s", 10, 15, "n", "anna", "t0", "t0", {"k": 1})


def merged(
    theirs: Annotation | None, ours: Annotation | None, terms: Terms = PLAIN
) -> list[Annotation]:
    found = [theirs] if theirs else []
    return list(merge(found, [Change("x", BASE, ours)], terms).annotations)


@pytest.mark.parametrize(
    ("theirs", "ours", "both"),
    [
        ({"topics": ("a", "b", "c")}, {"topics": ("b",)}, {"topics": ("b", "c")}),
        ({"note": "theirs"}, {"topics": ("a",)}, {"note": "theirs", "topics": ("a",)}),
        ({"starred": True}, {"note": "ours"}, {"starred": True, "note": "ours"}),
        ({"rejected": ("r",)}, {"rejected": ("q",)}, {"rejected": ("r", "q")}),
        ({"extra": {"k": 1, "l": 2}}, {"extra": {"k": 3}}, {"extra": {"k": 3, "l": 2}}),
        ({"start": 20, "end": 25}, {"note": "ours"}, {"start": 20, "end": 25, "note": "ours"}),
        # Where the same words stand by now is written down by each program, and asked by none.
        ({"start": 20, "end": 25}, {"start": 30, "end": 35}, {"start": 30, "end": 35}),
        (
            {"quote": "moved", "start": 1},
            {"start": 30, "note": "ours"},
            {"quote": "moved", "start": 1, "note": "ours"},
        ),
        ({"start": 30, "end": 35}, {"quote": "moved", "start": 1}, {"quote": "moved", "start": 1}),
        ({"updated": "t1"}, {"note": "ours", "updated": "t2"}, {"note": "ours", "updated": "t2"}),
        ({"kept_for": "x"}, {"kept_for": "y"}, {"kept_for": "y"}),
    ],
)
def test_what_one_side_alone_changed_is_no_conflict(
    theirs: dict[str, object], ours: dict[str, object], both: dict[str, object]
) -> None:
    theirs_too = {"updated": "t1", **theirs}
    done = merge(
        [replace(BASE, **theirs_too)],  # type: ignore[arg-type]
        [Change("x", BASE, replace(BASE, **{"updated": "t2", **ours}))],  # type: ignore[arg-type]
    )
    assert done.notes == ()
    assert done.annotations == (replace(BASE, **{"updated": "t2", **both}),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"note": "theirs"}, {"note": "ours"}),
        ({"quote": "one"}, {"quote": "other"}),
        ({"extra": {"k": 2}}, {"extra": {"k": 3}}),
    ],
)
def test_what_both_changed_stands_twice_and_is_told(
    theirs: dict[str, object], ours: dict[str, object]
) -> None:
    there, here = replace(BASE, **theirs), replace(BASE, **ours)  # type: ignore[arg-type]
    done = merge([there], [Change("x", BASE, here)])
    assert done.annotations == (there, copy_of(here))
    assert done.notes == (f"Changed here and elsewhere, both versions are kept: “{here.quote}”.",)
    # Taking back leaves what they did, and makes no second version.
    back = merge([there], [Change("x", here, BASE)], BACK)
    assert back.annotations == (there,)
    assert back.notes[0].startswith("Left as it was changed elsewhere")


def test_deleting_what_only_moved_is_no_conflict_but_an_edit_wins() -> None:
    assert merged(replace(BASE, start=20, end=25, updated="t1"), None) == []
    edited = replace(BASE, note="theirs")
    assert merged(edited, None) == [edited]
    ours = replace(BASE, note="ours")
    assert merged(None, ours) == [ours]


def test_two_who_take_a_topic_away_each_leave_nothing() -> None:
    bare = replace(BASE, note="", topics=("a", "b"))
    done = merge([replace(bare, topics=("a",))], [Change("x", bare, replace(bare, topics=("b",)))])
    assert done.annotations == ()


def test_taking_back_what_we_made_leaves_what_others_put_there() -> None:
    theirs = replace(BASE, topics=("a", "b", "theirs"), updated="t1")
    done = merge([theirs], [Change("x", BASE, None)], BACK)
    assert [(each.topics, each.note) for each in done.annotations] == [(("theirs",), "")]
    assert done.notes == ("The passage itself stays, because it was changed elsewhere: “quote”.",)
    moved = replace(BASE, start=20, end=25, updated="t1")
    assert merge([moved], [Change("x", BASE, None)], BACK).annotations == ()


def test_taking_back_brings_nothing_back_that_others_deleted() -> None:
    ours = replace(BASE, topics=("a",))
    done = merge([], [Change("x", ours, BASE)], BACK)
    assert (done.annotations, done.changes) == ((), ())
    assert "deleted elsewhere" in done.notes[0]


def test_what_is_made_again_and_was_changed_meanwhile_is_there_once() -> None:
    theirs = replace(BASE, topics=("c",), note="theirs", updated="t1")
    bare = replace(BASE, note="")
    (both,) = merge([theirs], [Change("x", None, bare)]).annotations
    assert (both.id, set(both.topics), both.note) == ("1", {"a", "b", "c"}, "theirs")
    # Words that differ are kept, but for those of a step that had been made before.
    assert len(merge([theirs], [Change("x", None, BASE)]).annotations) == 2
    again = merge([theirs], [Change("x", None, BASE)], Terms(is_again=True))
    assert [each.note for each in again.annotations] == ["theirs"]
    assert again.notes == ("Left as it was changed elsewhere (note): “quote”.",)


def test_what_others_deleted_comes_back_for_no_topic_and_no_place() -> None:
    renamed = Change("x", BASE, replace(BASE, topics=("a", "c"), updated="t1"))
    assert merge([], [renamed], Terms(of_topics=True)).annotations == ()
    assert len(merge([], [renamed]).annotations) == 1
    moved = Change("x", BASE, replace(BASE, start=20, end=25, updated="t1"))
    assert merge([], [moved]).annotations == ()


def test_a_topic_is_put_in_the_place_of_another_only_where_that_is() -> None:
    renamed = replace(BASE, topics=("c", "b"))
    theirs = replace(BASE, topics=("d", "b"))
    everywhere = Terms(of_topics=True)
    assert merge([theirs], [Change("x", BASE, renamed)], everywhere).annotations == (theirs,)
    back = replace(everywhere, taking_back=True)
    assert merge([theirs], [Change("x", renamed, BASE)], back).annotations == (theirs,)
    # A topic that was taken away comes back beside whatever is there.
    (both,) = merge([theirs], [Change("x", replace(BASE, topics=("b",)), BASE)], back).annotations
    assert set(both.topics) == {"a", "b", "d"}


def test_a_change_that_comes_late_is_about_topics_as_they_are_called_now() -> None:
    late = Terms(names={"a": "new"})
    (made,) = merge([], [Change("x", None, BASE)], late).annotations
    assert made.topics == ("new", "b")
    back = replace(late, taking_back=True)
    assert merge([made], [Change("x", BASE, None)], back).annotations == ()
    # Where the old name still stands it is the one that is meant.
    assert merge([BASE], [Change("x", BASE, None)], back).annotations == ()


TOPICS = st.lists(st.sampled_from("abcde"), unique=True).map(tuple)


@given(before=TOPICS, ours=TOPICS, theirs=TOPICS)
def test_topics_of_both_are_there_and_taking_back_leaves_theirs_alone(
    before: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> None:
    was, here, there = (replace(BASE, topics=each) for each in (before, ours, theirs))
    (both,) = merge([there], [Change("x", was, here)]).annotations
    put, taken = set(ours) - set(before), set(before) - set(ours)
    assert set(both.topics) == (set(theirs) | put) - taken
    (back,) = merge([both], [Change("x", here, was)], BACK).annotations
    assert set(back.topics) == (set(both.topics) - put) | taken
