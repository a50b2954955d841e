from pathlib import Path

import pytest

from corpus.article import Article
from corpus.load import article_from, load_article
from corpus.text.spans import Span
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


def test_a_unit_selection_goes_on_freely_from_its_moving_end(reading: Reading) -> None:
    go_to(reading, "Wirtschaftshilfe")
    reading.select(Unit.WORD)
    reading.start_caret()
    reading.move_units(Unit.CHARACTER, -5)
    assert text_of(reading) == "Wirtschafts"
    reading.swap_ends()
    reading.move_units(Unit.CHARACTER, 4)
    assert text_of(reading) == "schafts"


def test_backwards_a_selection_begins_before_the_reading_point(reading: Reading) -> None:
    go_to(reading, "Luxuslimousine")
    reading.start_caret(backwards=True)
    reading.move_units(Unit.WORD, -1)
    assert text_of(reading) == "eine "
    go_to(reading, "Luxuslimousine")
    reading.clear()
    reading.start_caret()
    reading.go_to_word_end()
    assert text_of(reading) == "Luxuslimousine"


def test_b_goes_to_the_beginning_of_the_word_first(reading: Reading) -> None:
    go_to(reading, "limousine vom Typ")
    reading.move_units(Unit.WORD, -1)
    assert reading.article.text[reading.point :].startswith("Luxuslimousine")
    reading.move_units(Unit.WORD, -1)
    assert reading.article.text[reading.point :].startswith("eine Luxus")


def test_a_line_and_a_paragraph_have_two_ends(reading: Reading) -> None:
    go_to(reading, "Luxuslimousine")
    line = reading.layout.lines[reading.line]
    reading.move_to_line_end(last=True)
    assert reading.point == line.end - 1
    reading.move_to_line_end(last=False)
    assert reading.point == line.start
    block = reading.article.blocks[line.block]
    reading.go_to_paragraph_end()
    assert reading.point == block.end - 1
    reading.move_units(Unit.PARAGRAPH, -1)
    assert reading.point == block.start


def test_a_drag_goes_on_by_the_unit_that_was_pressed(reading: Reading) -> None:
    text = reading.article.text
    reading.press(Unit.WORD, text.index("Luxuslimousine") + 4)
    reading.extend_to(text.index("Typ Aurus") + 5)
    assert text_of(reading) == "Luxuslimousine vom Typ Aurus"
    reading.extend_to(text.index("schickte Putin Kim eine") + 10)
    assert text_of(reading) == "Putin Kim eine Luxuslimousine"


def test_new_ends_may_be_dragged_or_clicked(reading: Reading) -> None:
    text = reading.article.text
    car = Span(text.index("Luxuslimousine"), text.index("Luxuslimousine") + 14)
    reading.select_freely(car)
    reading.press(Unit.CHARACTER, car.start)
    assert reading.selection is None
    reading.extend_to(car.start + 4)
    assert (text_of(reading), reading.began_as) == ("Luxus", car)
    reading.press(Unit.CHARACTER, car.start)
    reading.press(Unit.WORD, car.start)
    assert (text_of(reading), reading.began_as) == ("Luxuslimousine", car)
    # A click puts the reading point there and no more: what is selected later is a selection.
    reading.press(Unit.CHARACTER, car.end)
    reading.press(Unit.CHARACTER, car.start)
    reading.extend_to(car.start + 4)
    assert (text_of(reading), reading.began_as) == ("Luxus", None)
    reading.select_freely(car)
    reading.press(Unit.CHARACTER, car.start)
    reading.go(car.end)
    reading.extend_to(car.start)
    assert reading.began_as is None


def test_shift_and_a_click_reach_from_the_reading_point(reading: Reading) -> None:
    text = reading.article.text
    reading.press(Unit.CHARACTER, text.index("Luxuslimousine"))
    reading.extend_to(text.index("Luxuslimousine") + 4)
    assert text_of(reading) == "Luxus"
    reading.extend_to(text.index("Luxuslimousine") - 5)
    assert text_of(reading) == "eine L"


def test_a_word_divided_at_the_end_of_a_line_is_one_word_to_every_key() -> None:
    text = "Der Rat berät über die Hafenerweite-\nrung am Fluss und das Neubau-\ngebiet am Wald."
    reading = Reading(article_from("a.txt", text), View(72))
    drawn = reading.layout.drawn(reading.layout.lines[0].start, reading.layout.lines[0].end)
    assert drawn == "Der Rat berät über die Hafenerweiterung am Fluss und das Neubaugebiet am"
    go_to(reading, "rung am")
    reading.select(Unit.WORD)
    assert text_of(reading) == "Hafenerweite-\nrung"
    reading.clear()
    go_to(reading, "eite-")
    for expected in "iterun":
        reading.move_units(Unit.CHARACTER, 1)
        assert text[reading.point] == expected
    reading.go_to_word_end()
    assert text[reading.point] == "g"
