"""Words divided at the ends of lines: read whole, while the text stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.load import article_from
from corpus.page.wrapped_lines import lines
from corpus.stories.sketches import sketch
from corpus.text.canonical import canonical
from corpus.text.divided_words import divisions
from corpus.text.spans import Span
from corpus.text.undivided import Undivided, whole

WRAPPED = """\
Der Stadtrat von Seehausen hat am Dienstag über die neue Brücke bera-
ten. Der Bau soll im Frühling beginnen und etwa zwei Jahre dauern, wie
die Verwaltung mitteilte. Gegner der Brücke fürchten um die Uferwie-
sen, auf denen seltene Vögel brüten. Sie haben eine Unterschriften-
sammlung begonnen, die schon von vielen Bürgerinnen und Bürgern unter-
stützt wird. Befürworter verweisen auf den langen Umweg über die Nach-
bargemeinde, den Pendler jeden Tag fahren müssen.
"""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("die Verwal-\ntung", "die Verwaltung"),
        ("die Verwal-  \n   tung", "die Verwaltung"),
        ("die Verwal‐\ntung", "die Verwaltung"),
        ("die Verwal¬\ntung", "die Verwaltung"),
        ("die Bürger-\ninnen", "die Bürgerinnen"),
        ("Fleisch-\nliche Gelüste", "Fleischliche Gelüste"),
        ("ein Rüstungs-\nExport", "ein Rüstungs-Export"),
        ("von Nord-\nSüd", "von Nord-Süd"),
        ("die G-\n20", "die G-20"),
        ("die 20-\njährige Frau", "die 20-jährige Frau"),
        ("im Winter 2023-\n24", "im Winter 2023-24"),
        ("im Winter 2023–\n24", "im Winter 2023–24"),
        ("zwischen Moskau–\nPeking", "zwischen Moskau–Peking"),
        ("eine E-\nmail", "eine E-mail"),
        ("die REGIERUNGS-\nKRISE", "die REGIERUNGSKRISE"),
        ("das NATO-\nGIPFELTREFFEN", "das NATO-GIPFELTREFFEN"),
        ("US-\namerikanische Schiffe", "US-amerikanische Schiffe"),
        ("deutsch-\nfranzösisches Treffen", "deutsch-französisches Treffen"),
        ("politisch-\nmilitärisch", "politisch-militärisch"),
        ("deutsch-/\nfranzösisch", "deutsch-/französisch"),
        ("das Treffen mit Kim Jong-\nun endete", "das Treffen mit Kim Jong-un endete"),
        ("der „Meteor“-\nFrachter", "der „Meteor“-Frachter"),
        ("von Haus-zu-\nhaus", "von Haus-zu-haus"),
        ("die Verwal⁠-\ntung", "die Verwaltung"),
        ("die Verwal-\n\f\ntung", "die Verwaltung"),
        ("die Waren-Ein-\nfuhr", "die Waren-Einfuhr"),
    ],
)
def test_what_divides_a_word_is_left_out(text: str, read: str) -> None:
    assert whole(canonical(text)).text == read


@pytest.mark.parametrize(
    "text",
    [
        "Ein-\nund Ausfuhr",
        "zwei-\nbis dreimal",
        "20-\nund 30-Jährige",
        "sowohl Vor-\nals auch Nachteile",
        "import-\nand export duties",
        "er kam -\nund ging",
        "er kam –\nund ging",
        "er kam–\nund ging",
        "- Brot\n- Salz",
        "rot--\nblau",
        "Verwal\ntung",
        "Verwal-",
    ],
)
def test_what_divides_no_word_stays(text: str) -> None:
    assert whole(text).text == text


def test_the_article_tells_by_how_it_spells_the_word_elsewhere() -> None:
    assert whole("Die Online-händler. Ein Online-\nhändlers").text.endswith("Ein Online-händlers")
    assert whole("KÄSTEN im KELLER, KEL-\nLER").text.endswith("KELLER")
    assert whole("NORD-SÜD, NORD-\nSÜD").text.endswith("NORD-SÜD")
    # "einundzwanzig" says nothing about "Ein- und Ausfuhr", but "Cannabis" does about "Canna-bis".
    assert whole("einundzwanzig Ein-\nund Ausfuhren").divided is False
    assert whole("Cannabis, Canna-\nbis").text == "Cannabis, Cannabis"


def test_dutch_and_english_write_hyphens_in_their_own_way() -> None:
    dutch, english = "in-\nen uitvoer", "a long-\nrange missile, long-\nitude"
    assert divisions(dutch, [Span(0, len(dutch))], "nl") == ()
    assert whole("die Frau-\nen").text == "die Frauen"
    found = divisions(english, [Span(0, len(english))], "en")
    assert Undivided(english, found).text == "a long-range missile, longitude"


def test_a_soft_hyphen_at_the_end_of_a_line_is_a_hyphen_and_elsewhere_nothing() -> None:
    assert canonical("Ver\u00adwal\u00ad\ntung") == "Verwal-\ntung"
    assert canonical("Verwal-\u00ad\ntung") == "Verwal-\ntung"


def test_a_wrapped_article_reads_as_one_that_is_not() -> None:
    article = article_from("made.txt", WRAPPED)
    other = article_from("made.txt", article.undivided.text.replace("\n", " ").strip())
    assert article.text == WRAPPED
    assert [block.kind for block in article.blocks] == [block.kind for block in other.blocks]
    assert article.as_read(article.searchable()[0]).replace("\n", " ") == other.text
    assert (article.words, article.title) == (other.words, other.title)
    assert sketch(article) == sketch(other) != b""


@pytest.mark.parametrize("width", [24, 34])
def test_narrow_columns_are_joined_where_their_lines_go_on(width: int) -> None:
    """Lines of a column are too short to tell by their length alone that they were wrapped."""
    text = "\n\n".join(
        _column(paragraph, width)
        for paragraph in (
            "Der Hafenmeister berichtete über Verspätungen bei der Getreideverladung am Kai.",
            "Die Genossenschaft verlangte Entschädigungen von der Eisenbahnverwaltung dafür.",
            "Kommende Woche verhandeln beide Unternehmensleitungen weiter miteinander darüber.",
        )
    )
    article = article_from("made.txt", text)
    read = [article.as_read(span).replace("\n", " ") for span in article.searchable()]
    assert len(read) == 3
    assert all("-" not in paragraph for paragraph in read)


def _column(text: str, width: int) -> str:
    """Set a paragraph in a narrow column, its words cut where the line is full."""
    lines, line = [], ""
    for word in text.split():
        gap = " " if line else ""
        if len(line + gap + word) <= width:
            line += gap + word
            continue
        room = width - len(line + gap) - 1
        if room >= 3 and len(word) - room >= 3:
            lines.append(line + gap + word[:room] + "-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


PIECES = st.sampled_from(["Wort", "wort", "-\n", "¬\n ", "-/\n", " ", "\n", "-", "20", "und ", "„"])


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_place_of_what_is_read_is_a_place_of_the_text(text: str) -> None:
    found = divisions(text, [Span(0, len(text))])
    read = Undivided(text, found)
    left_out = {place for start, end in found for place in range(start, end)}
    kept = [place for place in range(len(text)) if place not in left_out]
    assert read.text == "".join(text[place] for place in kept)
    for at, place in enumerate(kept):
        assert read.there(at) == place
        assert read.here(place) == at
    for start in range(len(kept)):
        for end in range(start + 1, len(kept) + 1):
            span = read.span_there(Span(start, end))
            assert span == (kept[start], kept[end - 1] + 1)
            assert read.span_here(span) == (start, end)


def test_a_word_goes_on_beyond_the_end_of_a_page() -> None:
    text = WRAPPED.replace("Uferwie-\nsen", "Uferwie-\n\x0csen")
    [block] = article_from("made.txt", canonical(text)).searchable()
    assert article_from("made.txt", canonical(text)).as_read(block).count("Uferwiesen,") == 1


@given(st.lists(st.sampled_from(["Wort", "-\n", "-\n\n", "teil", " ", "\n", "Ende."]), max_size=60))
def test_lines_of_any_text_are_in_order_and_lose_nothing(pieces: list[str]) -> None:
    text = "".join(pieces)
    end, held = 0, ""
    for start, stop in lines(text):
        assert text[end:start].strip() == ""
        held += text[start:stop]
        end = stop
    assert "".join(held.split()) == "".join(text.split())


def test_paragraphs_that_each_end_in_a_divided_word_are_joined_and_no_more() -> None:
    text = "Er sah die Verwal-\n\ntung und das Wör-\n\nterbuch und das Ge-\n\nsetz."
    assert lines(text) == [(0, len(text))]


def test_an_article_that_was_just_read_is_not_searched_for_divisions_again(monkeypatch):
    lines = ["Die Regierung in Moskau hat am Montag die Verwal-", "tung der Region neu geordnet."]
    article = article_from("a.txt", "\n".join(lines * 9))

    def searches(*_):
        raise AssertionError

    monkeypatch.setattr("corpus.text.divided_words._left_out", searches)
    assert article.undivided.text.count("Verwaltung") == 9
