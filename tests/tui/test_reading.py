from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.canonical import canonical
from corpus.load import article_from, load_article
from corpus.spans import Span
from tui.text.reading import Reading, View
from tui.text.units import Unit

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SUMMIT = "003_bbd1d1e14c627851.txt"


@pytest.fixture
def article() -> Article:
    return load_article(SEEDS, SUMMIT)


@pytest.fixture
def reading(article: Article) -> Reading:
    return Reading(article, View(72))


def text_of(reading: Reading) -> str:
    assert reading.selection is not None
    span = reading.selection.span
    return reading.article.text[span.start : span.end]


def go_to(reading: Reading, words: str) -> None:
    reading.go(reading.article.text.index(words))


def test_reading_starts_at_the_title(reading: Reading) -> None:
    span = reading.sentence
    assert reading.article.text[span.start : span.end] == reading.article.title


def test_a_key_acts_on_the_sentence_at_the_reading_point(reading: Reading) -> None:
    go_to(reading, "seit 24 Jahren")
    span = reading.target
    quote = reading.article.text[span.start : span.end]
    assert quote == "Es wird Putins erste Reise nach Nordkorea seit 24 Jahren sein."


def test_s_takes_in_one_sentence_after_the_other_and_gives_them_back(reading: Reading) -> None:
    go_to(reading, "Russland bestätigte den Besuch")
    reading.select(Unit.SENTENCE)
    first = text_of(reading)
    assert first == "Russland bestätigte den Besuch in einer gleichzeitigen Mitteilung."
    reading.select(Unit.SENTENCE)
    assert text_of(reading).startswith(first)
    assert text_of(reading).endswith("WAS WIR WISSEN MÜSSEN") is False
    longer = text_of(reading)
    reading.select(Unit.SENTENCE)
    reading.shrink(Unit.SENTENCE)
    assert text_of(reading) == longer
    reading.shrink(Unit.SENTENCE)
    assert text_of(reading) == first
    reading.shrink(Unit.SENTENCE)
    assert reading.selection is None


def test_growing_goes_from_word_to_sentence_to_paragraph_and_back(reading: Reading) -> None:
    go_to(reading, "Wirtschaftshilfe")
    reading.select(Unit.WORD)
    assert text_of(reading) == "Wirtschaftshilfe"
    reading.resize_unit(larger=True)
    assert text_of(reading).startswith("Im Gegenzug erhält es Wirtschaftshilfe")
    reading.resize_unit(larger=True)
    assert text_of(reading).startswith("Es gibt wachsende Bedenken")
    reading.resize_unit(larger=False)
    assert text_of(reading).startswith("Im Gegenzug erhält es Wirtschaftshilfe")
    reading.resize_unit(larger=False)
    assert text_of(reading) == "Wirtschaftshilfe"


def test_s_after_w_selects_the_whole_sentence(reading: Reading) -> None:
    go_to(reading, "Wirtschaftshilfe")
    reading.select(Unit.WORD)
    reading.select(Unit.SENTENCE)
    assert text_of(reading).startswith("Im Gegenzug erhält es Wirtschaftshilfe")
    assert text_of(reading).endswith("Raketenprogramm noch verstärken würden.")


def test_the_moving_end_is_what_must_be_seen(reading: Reading) -> None:
    go_to(reading, "Es gibt wachsende Bedenken")
    reading.select(Unit.PARAGRAPH)
    reading.select(Unit.PARAGRAPH)
    assert reading.selection is not None
    assert reading.moving.end == reading.selection.span.end
    assert reading.moving.start > reading.selection.span.start


def test_a_free_selection_follows_the_motions_in_both_directions(reading: Reading) -> None:
    go_to(reading, "Luxuslimousine")
    reading.start_caret()
    reading.move_units(Unit.CHARACTER, 4)
    assert text_of(reading) == "Luxus"
    reading.move_units(Unit.CHARACTER, -5)
    assert text_of(reading) == " L"
    reading.swap_ends()
    reading.move_units(Unit.CHARACTER, 1)
    assert text_of(reading) == " Lu"


def test_line_by_line_every_sentence_can_be_reached(article: Article) -> None:
    reading = Reading(article, View(72))
    reached = {reading.sentence}
    for _ in range(len(reading.layout.lines)):
        reading.move_lines(1)
        reached.add(reading.sentence)
    starts: dict[int, int] = {}
    for index, block in enumerate(article.blocks):
        for sentence in () if block.folded else article.sentences_in(index):
            starts.setdefault(reading.layout.line_of(sentence.start), sentence.start)
    assert {span.start for span in reached} >= set(starts.values())


def test_the_same_place_is_read_at_every_width(article: Article) -> None:
    reading = Reading(article, View(72))
    go_to(reading, "Luxuslimousine")
    before = reading.point
    for width in (40, 120, 61, 200, 72):
        reading.show(View(width))
        assert reading.point == before
        line = reading.layout.lines[reading.line]
        assert line.start <= before < line.stop


def test_furniture_is_never_the_reading_point_while_it_is_folded(reading: Reading) -> None:
    folded = [Span(b.start, b.end) for b in reading.article.blocks if b.folded]
    assert folded
    for _ in range(200):
        reading.move_units(Unit.SENTENCE, 1)
        assert not any(span.start <= reading.point < span.end for span in folded)


def test_stepping_among_spans_goes_round_at_both_ends(reading: Reading) -> None:
    spans = [Span(700, 710), Span(900, 910), Span(1500, 1510)]
    reading.go(700)
    assert reading.step_among(spans, forwards=True) == 1
    assert reading.step_among(spans, forwards=False) == 2
    reading.go(1500)
    assert reading.step_among(spans, forwards=True) == 0
    assert reading.step_among([], forwards=True) is None


def test_an_empty_article_takes_every_key() -> None:
    reading = Reading(article_from("empty.txt", ""), View(72))
    for unit in Unit:
        reading.select(unit)
        reading.shrink(unit)
        reading.move_units(unit, 1)
        reading.move_units(unit, -1)
    reading.start_caret()
    reading.move_lines(3)
    reading.move_to_end(last=True)
    reading.resize_unit(larger=True)
    reading.clear()
    assert reading.target == Span(0, 0)


PIECES = st.sampled_from(
    [
        "Rüstung",
        "Putin",
        ". ",
        " ",
        "\n",
        "\n\n",
        "漢字",
        "e\u0301",
        "👩‍🚀",
        "🇩🇪",
        "„",
        "“",
        "7. ",
        "z",
    ]
)
ARTICLES = (
    st.lists(PIECES, min_size=1, max_size=80)
    .map("".join)
    .map(canonical)
    .map(lambda text: article_from("made.txt", text))
)
KEYS = st.lists(
    st.sampled_from(
        ["s", "w", "p", "S", "W", "P", "x", "X", "v", "j", "k", "l", "h", "o", ")", "("]
    ),
    max_size=25,
)


def press(reading: Reading, key: str) -> None:
    units = {"s": Unit.SENTENCE, "w": Unit.WORD, "p": Unit.PARAGRAPH}
    motions = {"l": (Unit.CHARACTER, 1), "h": (Unit.CHARACTER, -1)}
    motions |= {")": (Unit.SENTENCE, 1), "(": (Unit.SENTENCE, -1)}
    if key in units:
        reading.select(units[key])
    elif key.lower() in units:
        reading.shrink(units[key.lower()])
    elif key in "xX":
        reading.resize_unit(larger=key == "x")
    elif key in "jk":
        reading.move_lines(1 if key == "j" else -1)
    elif key == "v":
        reading.start_caret()
    elif key == "o":
        reading.swap_ends()
    else:
        reading.move_units(*motions[key])


@given(ARTICLES, KEYS, st.integers(min_value=40, max_value=200))
def test_whatever_is_pressed_the_selection_is_a_slice_of_whole_characters(
    article: Article, keys: list[str], width: int
) -> None:
    reading = Reading(article, View(width))
    for key in keys:
        press(reading, key)
        if reading.selection is None:
            continue
        start, end = reading.selection.span
        assert 0 <= start <= end <= len(article.text)
        assert end == len(article.text) or article.text[end] not in "\u0301\u200d\ufe0f"


@given(ARTICLES, st.integers(40, 200), st.data())
def test_a_drag_selects_what_lies_between_the_two_places(
    article: Article, width: int, data: st.DataObject
) -> None:
    reading = Reading(article, View(width))
    rows = st.integers(-2, len(reading.layout.lines) + 2)
    places = [
        reading.layout.offset_at(data.draw(rows), data.draw(st.integers(-5, width + 5)))
        for _ in range(2)
    ]
    reading.drag(Unit.CHARACTER, *places)
    assert reading.selection is not None
    span = reading.selection.span
    assert span.start <= min(places)
    last = max(places)
    assert span.end > last or last >= reading.units.last or article.text[last].isspace()
