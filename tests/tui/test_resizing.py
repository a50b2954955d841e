"""Moving the ends of a passage by keys."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.load import article_from
from corpus.text.spans import Span
from tui.text.resizing import move_end
from tui.text.units import TextUnits, Unit

TEXT = (
    "Titel\n\nEr lieferte Waffen, sagte Kim, und dann reiste er mit dem Zug ab. "
    "Es folgte ein Empfang im Palast.\n\n"
    "Ein neuer Absatz 👩‍🚀 handelt von der Ankunft in der Stadt am Meer."
)
ARTICLE = article_from("made.txt", TEXT)
UNITS = TextUnits(ARTICLE)


def moved(words: str, *steps: int, unit: Unit = Unit.WORD, beginning: bool = False) -> str:
    start = ARTICLE.text.index(words)
    span = Span(start, start + len(words))
    for step in steps:
        span = move_end(UNITS, span, unit, step, beginning=beginning)
    return ARTICLE.text[span.start : span.end]


def test_the_end_goes_from_word_to_word() -> None:
    assert moved("lieferte", 1) == "lieferte Waffen"
    assert moved("lieferte Waffen", -1) == "lieferte"
    assert moved("lieferte Waf", 1) == "lieferte Waffen"
    assert moved("lieferte Waf", -1) == "lieferte"


def test_the_beginning_goes_from_word_to_word() -> None:
    assert moved("Waffen", -1, beginning=True) == "lieferte Waffen"
    assert moved("lieferte Waffen", 1, beginning=True) == "Waffen"
    assert moved("ferte Waffen", -1, beginning=True) == "lieferte Waffen"


def test_an_end_goes_on_over_the_edges_of_sentences_and_paragraphs() -> None:
    assert moved("Zug ab.", 1) == "Zug ab. Es"
    assert moved("Palast.", 1) == "Palast.\n\nEin"
    assert moved("Ein neuer", -1, beginning=True) == "Palast.\n\nEin neuer"


def test_by_characters_none_is_cut() -> None:
    assert moved("Absatz", 1, 1, unit=Unit.CHARACTER) == "Absatz 👩‍🚀"
    assert moved("Absatz 👩‍🚀", -1, unit=Unit.CHARACTER) == "Absatz "


def test_something_is_always_left() -> None:
    assert moved("Waffen", -1) == "Waffen"
    assert moved("Waffen", 1, beginning=True) == "Waffen"


@given(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(
        lambda ends: ends[0] < ends[1]
    ),
    st.lists(
        st.tuples(
            st.sampled_from([Unit.WORD, Unit.CHARACTER]), st.sampled_from([1, -1]), st.booleans()
        ),
        max_size=20,
    ),
)
def test_only_the_end_meant_moves_and_as_it_was_told(
    ends: tuple[int, int], keys: list[tuple[Unit, int, bool]]
) -> None:
    span = Span(*ends)
    for unit, step, beginning in keys:
        after = move_end(UNITS, span, unit, step, beginning=beginning)
        assert 0 <= after.start < after.end <= len(TEXT)
        if beginning:
            assert after.end == span.end
            assert (after.start - span.start) * step >= 0
        else:
            assert after.start == span.start
            assert (after.end - span.end) * step >= 0
        span = after
