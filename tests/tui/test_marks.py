from hypothesis import given
from hypothesis import strategies as st

from corpus.spans import Span
from tui.text.marks import Mark, Marks, gutter

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


@given(MARKS, st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6), SPANS, SPANS, SPANS)
def test_runs_cover_the_line_and_say_for_every_character_what_stands_on_it(
    marks: list[Mark],
    hits: list[Span],
    shared: list[Span],
    selected: Span,
    point: Span,
    line: Span,
) -> None:
    every = Marks(marks, hits, shared=shared)
    runs = every.runs(line.start, line.end, selected=selected, point=point)
    assert "".join("x" * (run.end - run.start) for run in runs) == "x" * (line.end - line.start)
    for run in runs:
        for offset in range(run.start, run.end):
            on = {mark.id for mark in marks if mark.span.start <= offset < mark.span.end}
            assert {mark.id for mark in run.marks} == on
            assert run.is_hit == any(hit.start <= offset < hit.end for hit in hits)
            assert run.is_shared == any(each.start <= offset < each.end for each in shared)
            assert run.is_selected == (selected.start <= offset < selected.end)
            assert run.is_point == (point.start <= offset < point.end)


def mark(*topics: str, note: bool = False, sure: bool = True) -> Mark:
    return Mark("id", Span(0, 5), topics, note, sure)


def test_the_gutter_names_every_topic_once_then_the_note() -> None:
    symbols = {"arms": "1", "summits": "2", "other": "•"}
    marks = [mark("summits", note=True), mark("arms", "summits")]
    assert gutter(marks, symbols, 4) == [("1", "arms"), ("2", "summits"), ("*", "")]


def test_the_gutter_says_when_there_is_more_and_when_a_place_is_unsure() -> None:
    symbols = dict(zip("abcdef", "123456", strict=True))
    signs = gutter([mark(*"abcdef", sure=False)], symbols, 4)
    assert [sign for sign, _ in signs] == ["?", "1", "2", "+"]
