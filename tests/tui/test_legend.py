"""What the bar below an article says before a key is pressed."""

from typing import Any

import pytest
from msgspec.structs import replace

from annotations.anchoring.anchors import Anchor, State
from annotations.model import Annotation
from corpus.text.spans import Span
from tui.reader.topic_legend import (
    about_lines,
    ends_words,
    in_force,
    passage_words,
    selection_words,
)
from workspace.coding.article_coding import Coding, Placed

TEXT = "Putin besucht Kim. Er bringt Waffen mit. Kim bedankt sich."
TOPICS = ["arms", "summits", "sanctions"]


def passage(words: str, *topics: str, note: str = "", state: State = State.OK) -> Placed:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    change = Coding("anna").create("made.txt", TEXT, span, topics=topics, note=note)
    assert change.after is not None
    annotation = replace(change.after, created="2026-11-22T10:00:00Z")
    return Placed(annotation, Anchor(state, *span, 1.0))


WHOLE = passage("Putin besucht Kim. Er bringt Waffen mit.", "summits")
INNER = passage("Er bringt Waffen mit.", "arms", note="woher?")
PLACED = [WHOLE, INNER]


def said(here: Placed, under: list[Placed], *, is_target: bool = True) -> str:
    return passage_words(here, under, is_target=is_target, look="R", note="a")


def test_a_topic_of_any_passage_here_is_one_that_its_key_takes_away() -> None:
    point = TEXT.index("Waffen")
    assert in_force(TOPICS, PLACED, INNER.span, point, "") == ("arms", "summits")


def test_of_the_one_chosen_only_its_own_topics_are_taken_away() -> None:
    point = INNER.span.start
    assert in_force(TOPICS, PLACED, INNER.span, point, WHOLE.annotation.id) == ("summits",)


def test_on_a_selection_only_the_topics_of_exactly_this_slice_are_taken_away() -> None:
    assert in_force(TOPICS, PLACED, INNER.span, None, "") == ("arms",)
    assert in_force(TOPICS, PLACED, Span(0, 5), None, "") == ()


def test_what_is_not_certain_loses_no_topic_by_a_key_unless_it_is_chosen() -> None:
    doubtful = passage("Er bringt Waffen mit.", "arms", state=State.UNCERTAIN)
    point = doubtful.span.start
    assert in_force(TOPICS, [doubtful], doubtful.span, point, "") == ()
    assert in_force(TOPICS, [doubtful], doubtful.span, point, doubtful.annotation.id) == ("arms",)


def test_it_says_which_of_several_passages_is_meant_in_the_order_of_the_text() -> None:
    assert said(INNER, [INNER, WHOLE]) == "Passage 2 of 2 here · anna · 2026-11-22"
    assert said(WHOLE, [INNER, WHOLE]).startswith("Passage 1 of 2 here")


def test_it_says_when_a_key_would_act_on_a_sentence_in_the_passage() -> None:
    assert said(WHOLE, [WHOLE], is_target=False).startswith("In passage · anna")


def test_a_passage_without_a_note_names_the_key_that_writes_one() -> None:
    assert said(WHOLE, [WHOLE]).endswith("no note yet: a")
    assert "no note" not in said(INNER, [INNER])


def test_one_without_a_certain_place_names_its_topics_and_the_key_that_settles_it() -> None:
    doubtful = passage("Er bringt Waffen mit.", "arms", state=State.UNCERTAIN)
    assert said(doubtful, [doubtful]) == (
        "Passage · the text has changed: is this still the passage? R settles that"
        " · arms · anna · 2026-11-22"
    )


@pytest.mark.parametrize("width", [80, 200])
def test_of_a_selection_one_sees_how_much_it_is_and_both_its_ends(width: int) -> None:
    text = "Anfang " + "Wort " * 80 + "Ende"
    words = selection_words(text, Span(0, len(text)), width)
    assert words.startswith(f"{len(text)} characters selected: Anfang")
    assert words.endswith("Ende")
    assert len(words) <= width


def test_while_a_passage_gets_new_ends_the_key_that_takes_them_is_named() -> None:
    words = ends_words(TEXT, Span(0, 18), "enter", 80)
    assert words == "New ends for the passage: enter uses 18 characters: Putin besucht Kim."


def test_of_an_article_one_sees_ones_own_note_and_what_others_say_of_it() -> None:
    def about(coder: str, **fields: Any) -> Annotation:
        change = Coding(coder).about("made.txt", [], **fields)
        assert change.after is not None
        return change.after

    annotations = [
        about("anna", starred=True),
        about("anna", note="Gute Quelle"),
        about("ben", starred=True),
        about("cem", starred=True, note="nur dpa"),
        INNER.annotation,
    ]
    assert about_lines(annotations, "anna") == [
        ("*", "Gute Quelle"),
        ("★", "ben"),
        ("★*", "cem: nur dpa"),
    ]
