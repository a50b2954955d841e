"""Annotations follow a text to its new path, and never one that only looks like it."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.moved_texts import ASIDE, Follow, Unclear, in_safe_order, plan


def always(_path: str) -> bool:
    return True


def test_a_renamed_article_is_followed() -> None:
    found = plan({"a.txt": "A", "c.txt": "C"}, {"b/a.txt": "A", "c.txt": "C", "d.txt": "D"})
    assert found.follows == (Follow("a.txt", "b/a.txt"),)
    assert found.unclear == ()


def test_an_article_that_still_exists_is_not_followed_to_a_copy() -> None:
    assert plan({"a.txt": "A"}, {"a.txt": "edited", "copy.txt": "A"}).follows == ()
    assert plan({"a.txt": "A"}, {"a.txt": "A", "copy.txt": "A"}).follows == ()
    assert plan({"a.txt": "A"}, {"a.txt": "", "copy.txt": "A"}).follows == ()


def test_among_several_the_one_with_the_same_name_is_taken_else_none() -> None:
    found = plan({"a.txt": "A"}, {"x/a.txt": "A", "x/b.txt": "A"})
    assert found.follows == (Follow("a.txt", "x/a.txt"),)
    found = plan({"a.txt": "A"}, {"x.txt": "A", "y.txt": "A"})
    assert (found.follows, found.unclear) == ((), (Unclear("a.txt", ("x.txt", "y.txt")),))
    found = plan({"a.txt": "A"}, {"x/a.txt": "A", "y/a.txt": "A"})
    assert found.unclear == (Unclear("a.txt", ("x/a.txt", "y/a.txt")),)


def test_a_copy_that_has_annotations_of_its_own_is_taken_only_when_there_is_no_other() -> None:
    annotated = {"a.txt": "A", "copy.txt": "A"}
    found = plan(annotated, {"copy.txt": "A", "new.txt": "A"})
    assert found.follows == (Follow("a.txt", "new.txt"),)
    assert plan(annotated, {"copy.txt": "A"}).follows == (Follow("a.txt", "copy.txt"),)


def test_a_text_that_is_not_known_is_not_followed() -> None:
    assert plan({"a.txt": "", "b.txt": "B"}, {"c.txt": "", "d.txt": "D"}).follows == ()


def test_records_shift_when_one_is_put_in_even_equal_ones() -> None:
    annotated = {"n/1": "A", "n/2": "B", "n/3": "B", "n/4": "gone"}
    articles = {"n/1": "new", "n/2": "A", "n/3": "B", "n/4": "B", "n/5": "C"}
    found = plan(annotated, articles, always)
    # The second B stays where the first one was: the texts are the same to the letter.
    assert found.follows == (Follow("n/1", "n/2"), Follow("n/2", "n/4"))
    assert plan(annotated, articles).follows == ()


def test_what_is_in_the_way_of_a_record_and_belongs_nowhere_waits_aside() -> None:
    annotated = {"n/1": "gone", "n/2": "A", f"n/1{ASIDE}": "other"}
    found = plan(annotated, {"n/1": "A"}, always)
    assert found.follows == (Follow("n/2", "n/1"),)
    assert found.aside == (Follow("n/1", f"n/1{ASIDE}{ASIDE}"),)
    # An article by itself may be the same one with another text.
    assert plan({"1.txt": "old", "2.txt": "A"}, {"1.txt": "A"}).aside == ()


TEXTS = st.sampled_from("ABCDE")
PATHS = st.sampled_from([f"{folder}{name}" for folder in ("", "x/") for name in "123"])
FOLDERS = st.dictionaries(PATHS, TEXTS)


@given(annotated=FOLDERS, articles=FOLDERS, records=st.booleans())
def test_whatever_happened_to_a_folder_texts_only_go_where_they_are(
    annotated: dict[str, str], articles: dict[str, str], records: bool
) -> None:
    found = plan(annotated, articles, lambda _path: records)
    for follow in found.follows:
        assert articles[follow.new] == annotated[follow.old] != articles.get(follow.old)
        assert records or follow.old not in articles
    named = [follow.old for follow in found.follows] + [unclear.old for unclear in found.unclear]
    assert len(named) == len(set(named))
    # What is nowhere to be found, or still in its place, is all that is left out.
    for path in set(annotated) - set(named):
        text = annotated[path]
        in_place = path in articles and (not records or articles[path] == text)
        assert in_place or text not in articles.values()


# Where a program was killed something may still wait aside.
PLACES = st.one_of(PATHS, st.sampled_from([f"1{ASIDE}", f"2{ASIDE}", f"1{ASIDE}{ASIDE}"]))


@given(moves=st.dictionaries(PLACES, PLACES), others=st.sets(PLACES))
def test_one_by_one_is_the_same_as_all_at_once(moves: dict[str, str], others: set[str]) -> None:
    follows = [Follow(old, new) for old, new in moves.items() if old != new]
    files = {path: {path} for path in {*moves, *moves.values(), *others}}
    gone = {follow.old for follow in follows}
    expected = {path: files[path] - gone for path in files}
    for follow in follows:
        expected[follow.new] = expected[follow.new] | {follow.old}

    left: set[str] = set()
    for move in in_safe_order(follows, files):
        leaving = files.get(move.old, set())
        assert leaving, "what should have moved is there"
        assert move.new not in gone or move.new in left, "nothing else is in its way"
        assert move.new.endswith(ASIDE) or move.new in expected
        files[move.new] = files.get(move.new, set()) | leaving
        files[move.old] = set()
        left.add(move.old)
    assert {path: names for path, names in files.items() if path in expected} == expected
    assert all(not names for path, names in files.items() if path not in expected)


def test_a_long_chain_is_ordered_from_its_end() -> None:
    follows = [Follow(f"{number:05}", f"{number + 1:05}") for number in range(20_000)]
    assert in_safe_order(follows) == follows[::-1]
    there_and_back = [Follow(str(number), str(9_999 - number)) for number in range(10_000)]
    assert len(in_safe_order(there_and_back)) == 15_000
