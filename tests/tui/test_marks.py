from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from corpus.text.spans import Span
from tui.text.marks import Mark, Marks
from tui.text.stretches import Stretches

SPANS = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: Span(*sorted(pair)))
MARKS = st.lists(
    st.builds(
        Mark,
        id=st.uuids().map(str),
        span=SPANS,
        topics=st.lists(st.sampled_from("abc"), max_size=2, unique=True).map(tuple),
        has_note=st.booleans(),
        is_sure=st.booleans(),
    ),
    max_size=6,
)


PLACES = st.lists(SPANS, max_size=6)


@given(MARKS, PLACES, PLACES, PLACES, SPANS, SPANS, SPANS)
def test_runs_cover_the_line_and_say_for_every_character_what_stands_on_it(
    marks: list[Mark],
    hits: list[Span],
    shared: list[Span],
    telling: list[Span],
    selected: Span,
    point: Span,
    line: Span,
) -> None:
    every = Marks(marks, hits, shared=shared, telling=telling)
    runs = every.runs(line.start, line.end, selected=selected, point=point)
    assert "".join("x" * (run.end - run.start) for run in runs) == "x" * (line.end - line.start)
    for run in runs:
        for offset in range(run.start, run.end):
            on = {mark.id for mark in marks if mark.span.start <= offset < mark.span.end}
            assert {mark.id for mark in run.marks} == on
            assert run.is_hit == any(hit.start <= offset < hit.end for hit in hits)
            assert run.is_shared == any(each.start <= offset < each.end for each in shared)
            assert run.is_telling == any(each.start <= offset < each.end for each in telling)
            assert run.is_selected == (selected.start <= offset < selected.end)
            assert run.is_point == (point.start <= offset < point.end)


@given(MARKS, st.integers(0, 2000), st.integers(0, 400), SPANS)
def test_marks_far_into_a_text_are_found_like_those_at_its_beginning(
    marks: list[Mark], shift: int, longer: int, line: Span
) -> None:
    moved = [
        replace(mark, span=Span(mark.span.start + shift, mark.span.end + shift + longer))
        for mark in marks
    ]
    in_order = Stretches([(mark.span, mark) for mark in sorted(moved, key=lambda m: m.span)])
    found = in_order.touching(line.start + shift, line.end + shift)
    touching = {
        mark.id
        for mark in moved
        if mark.span.start < line.end + shift and mark.span.end > line.start + shift
    }
    assert len(found) == len(touching)
    assert {mark.id for mark in found} == touching
