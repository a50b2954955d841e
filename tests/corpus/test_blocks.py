"""Blocks of any text: order, coverage, hard-wrapped lines, and the rules for kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page.classify import classify
from corpus.page.recurring import LineCounts
from corpus.page.wrapped_lines import lines
from corpus.text.canonical import canonical

PROSE = (
    "Der Präsident sagte am Montag, dass die Gespräche über den Handel mit Waffen in den nächsten"
    " Tagen fortgesetzt werden, und er rechnet mit einem Ergebnis bis zum Ende der Woche."
)
LINE = st.one_of(
    st.text(max_size=90),
    st.sampled_from([PROSE, "Siehe auch  Mehr", "Close", "Foto: dpa", "• Punkt", "", "  ", "Home"]),
)


@given(st.lists(LINE, max_size=20).map("\n".join))
def test_blocks_are_ordered_and_cover_every_visible_character(raw):
    text = canonical(raw)
    position = 0
    for block in classify(text):
        assert position <= block.start < block.end
        assert not text[position : block.start].strip()
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        assert block.rule
        position = block.end
    assert not text[position:].strip()


def kinds(text, recurring=()):
    return [
        (block.kind.value, text[block.start : block.end]) for block in classify(text, recurring)
    ]


def test_hard_wrapped_paragraphs_are_one_block_each():
    wrapped = (
        "Der Präsident sagte am Montag, dass die Gespräche über\n"
        "den Handel mit Waffen in den nächsten Tagen\n"
        "fortgesetzt werden, und er rechnet mit einem Ergebnis.\n"
        "\n"
        "Die Gegenseite wollte sich dazu am Dienstag nicht\n"
        "äußern, sie verwies auf die Erklärungen der letzten\n"
        "Woche.\n"
    )
    assert len(lines(wrapped)) == 2
    assert len(lines("Politik\nWirtschaft\nKultur\nSport und Freizeit am Wochenende\nReise\n")) == 5


def test_a_line_that_recurs_in_the_folder_is_furniture_whatever_it_says():
    slogan = (
        "Wir berichten jeden Tag für Sie über alles, was in der Region und in der Welt wichtig ist."
    )
    text = f"Ein Titel über die Gespräche\n\n{PROSE}\n\n{slogan}\n\n{PROSE}"
    assert ("paragraph", slogan) in kinds(text)
    assert ("furniture", slogan) in kinds(text, {slogan})


@pytest.mark.parametrize("last", ["Cameron bekommt seine Show.", "(APA, 11.9.2015)"])
@pytest.mark.parametrize("foot", ["", "\n\nLeave a Reply"])
def test_the_last_short_sentence_of_a_text_is_not_folded(last, foot):
    text = "Ein Titel über die Gespräche\n\n" + f"{PROSE}\n\n" * 6 + last + foot
    assert ("paragraph", last) in kinds(text)


def test_lines_are_counted_once_per_article_across_the_folder():
    counts = LineCounts()
    for number in range(10):
        counts.add(f"Slogan\n\nSlogan\n\nText Nummer {number}\n\nVon Anna Beispiel\n")
        assert ("Slogan" in counts) == (number == 9)
    assert "Text Nummer 3" not in counts
    restored = LineCounts(counts.to_bytes())
    assert "Slogan" in restored
    assert "Slogan" not in LineCounts(b"cut short")
    text = f"Ein Titel über die Gespräche\n\nVon Anna Beispiel\n\n{PROSE}\n\nSlogan"
    assert ("byline", "Von Anna Beispiel") in kinds(text, restored)
    assert ("furniture", "Slogan") in kinds(text, restored)


def paragraphs(number, of):
    return [
        f"{of} {n}: Der Präsident sagte am Montag, dass die Gespräche über den Handel mit Waffen in"
        f" den nächsten {n} Tagen fortgesetzt werden, und er rechnet mit einem Ergebnis."
        for n in range(number)
    ]


def test_a_story_that_many_articles_print_is_not_furniture():
    story = ["Ein Titel über die Gespräche", *paragraphs(3, "Agentur"), "Warten", "Das war alles."]
    story += paragraphs(2, "Schluss")
    navigation = [f"Weitere Wege zu uns {n}" for n in range(6)]
    counts = LineCounts()
    for number in range(12):
        own = f"Nur in Ausgabe {number} steht dieser kurze Satz."
        counts.add("\n\n".join([*navigation, *story, own]))
    found = kinds("\n\n".join([*navigation, *story]), counts)
    assert [text for kind, text in found if kind == "furniture"] == navigation
    assert found[6] == ("title", story[0])
    # The same boilerplate in an article that is otherwise its own is furniture.
    others = ["Anderes", *paragraphs(6, "Eigenes"), *paragraphs(1, "Agentur")]
    assert ("furniture", story[1]) in kinds("\n\n".join(others), counts)


def test_an_article_renamed_copied_or_read_again_does_not_make_its_own_lines_recur():
    counts = LineCounts()
    for _ in range(20):
        counts.add("Eine Zeile\n\nNoch eine")
        counts = LineCounts(counts.to_bytes())
    assert "Eine Zeile" not in counts


def test_where_every_line_recurs_nothing_is_lost():
    text = "Navigation\n\nMehr davon"
    assert [kind for kind, _ in kinds(text, {"Navigation", "Mehr davon"})] == ["furniture"] * 2


def test_a_short_line_above_a_paragraph_is_a_heading():
    text = f"Ein Titel über die Gespräche\n\n{PROSE}\n\nWarten auf Ergebnisse\n\n{PROSE}"
    assert [kind for kind, _ in kinds(text)] == ["title", "paragraph", "heading", "paragraph"]


def test_a_text_of_one_line_is_a_paragraph_and_not_furniture():
    assert kinds(PROSE) == [("paragraph", PROSE)]
    assert kinds("") == []
    assert kinds(" \n\t\n") == []


def test_byline_and_date_line_above_the_text():
    text = (
        f"Ein Titel über die Gespräche\n\nVon Anna Beispiel\n\n17. Juni 2024, 10:15 Uhr\n\n{PROSE}"
    )
    assert [kind for kind, _ in kinds(text)] == ["title", "byline", "dateline", "paragraph"]


def test_a_text_of_nothing_but_a_name_is_not_folded():
    assert kinds("Angela Merkel") == [("paragraph", "Angela Merkel")]
