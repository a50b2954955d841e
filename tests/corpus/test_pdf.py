"""PDF documents, made here: paragraphs, heads and feet, and what cannot be read."""

import io
import logging
from contextlib import suppress

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, EncodedStreamObject, NameObject

from corpus.errors import ArticleError
from corpus.formats.registry import extract
from corpus.load import load_article
from corpus.page.blocks import BlockKind

TITLE = "Präsident setzt die Gespräche über Waffen fort"
LINES = [
    "Der Präsident sagte am Montag in der Hauptstadt, dass die Gespräche über den Han-",
    "del mit Waffen in den nächsten Tagen fortgesetzt werden und dass Nord- und",
    "Südkorea davon nichts zu befürchten haben, wie er vor der Presse mit seinem Kim-",
    "Besuch im Rücken bekannt gab; danach reiste er ab.",
]
PARAGRAPH = (
    "Der Präsident sagte am Montag in der Hauptstadt, dass die Gespräche über den Handel mit Waffen"
    " in den nächsten Tagen fortgesetzt werden und dass Nord- und Südkorea davon nichts zu"
    " befürchten haben, wie er vor der Presse mit seinem Kim-Besuch im Rücken bekannt gab; danach"
    " reiste er ab."
)


def pdf(*pages, metadata=None, password=None):
    """Make a PDF with these pages, each a list of lines."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        content = b"BT /F1 10 Tf 14 TL 50 800 Td\n"
        for line in lines:
            shown = line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)")
            content += b"(" + shown + b") Tj T*\n"
        stream = DecodedStreamObject()
        stream.set_data(content + b"ET")
        page[NameObject("/Contents")] = writer._add_object(stream)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    if metadata:
        writer.add_metadata(metadata)
    if password is not None:
        writer.encrypt(password, owner_password="x", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.fixture
def load(tmp_path):
    def load(data):
        (tmp_path / "a.pdf").write_bytes(data)
        return load_article(tmp_path, "a.pdf")

    return load


def shown(article, *kinds):
    return [article.text[b.start : b.end] for b in article.blocks if not kinds or b.kind in kinds]


def test_lines_become_paragraphs_and_divided_words_whole(load):
    found = load(pdf([TITLE, *LINES, *LINES, "- Erstens", "- Zweitens"]))
    assert shown(found) == [TITLE, PARAGRAPH, PARAGRAPH, "- Erstens", "- Zweitens"]
    assert found.title == TITLE
    assert found.encoding == "pdf"


def test_running_heads_and_page_numbers_are_folded_and_stay_in_the_text(load):
    head = "Zeitung für Beispiele, 17. Juni 2024"
    openings = ["Am Anfang", "In der Mitte", "Zum Ende hin"]
    texts = [
        [f"{opening} {LINES[0]}", *LINES[1:3], f"{LINES[3]} {opening}."] for opening in openings
    ]
    feet = [f"Seite {n} von 3" for n in (1, 2, 3)]
    found = load(
        pdf(
            [head, TITLE, *texts[0], feet[0]],
            [head, *texts[1], feet[1]],
            [head, *texts[2], feet[2]],
        )
    )
    folded = [head, feet[0], head, feet[1], head, feet[2]]
    assert shown(found, BlockKind.FURNITURE) == folded
    assert [found.text[start:end] for start, end in found.searchable()] == [
        TITLE,
        *(f"{opening} {PARAGRAPH} {opening}." for opening in openings),
    ]


def test_the_blocks_keep_the_contract(load):
    found = load(pdf(*[["Kopf", TITLE, *LINES, str(n)] for n in range(4)]))
    end = 0
    for block in found.blocks:
        assert found.text[end : block.start].strip() == ""
        assert found.text[block.start : block.end].strip() == found.text[block.start : block.end]
        end = block.end
    assert found.text[end:].strip() == ""


def test_what_the_document_says_of_itself(load):
    told = {
        "/Title": "Über Waffen",
        "/Author": "Anna Beispiel",
        "/CreationDate": "D:20240617100000",
    }
    found = load(pdf([*LINES, *LINES], metadata=told))
    assert (found.title, found.author, found.date) == ("Über Waffen", "Anna Beispiel", "2024-06-17")


def test_the_name_of_a_program_is_no_title_and_a_date_in_the_text_goes_first(load):
    told = {"/Title": "Microsoft Word - kim.docx", "/CreationDate": "D:20240617100000"}
    found = load(pdf([TITLE, "1. Mai 2020", *LINES, *LINES], metadata=told))
    assert (found.title, found.date) == (TITLE, "2020-05-01")


@pytest.mark.parametrize(
    ("data", "says", "advice"),
    [
        (pdf([TITLE], password="geheim"), "encrypted", "without a password"),
        (pdf([]), "no text", "OCR"),
        (b"%PDF-1.7\nkaputt", "damaged", "print it"),
        (pdf([TITLE])[:300], "damaged", "print it"),
        (b"", "damaged", "print it"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_way_out(load, data, says, advice):
    with pytest.raises(ArticleError, match=says) as caught:
        load(data)
    assert advice in caught.value.advice


def test_an_empty_password_opens_the_document(load):
    assert load(pdf([TITLE, *LINES], password="")).title == TITLE


def test_warnings_of_the_library_reach_no_terminal(load, capfd, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # as outside of a test
    assert load(b"rubbish\n" + pdf([TITLE, *LINES])).title == TITLE
    assert capfd.readouterr() == ("", "")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_damage_anywhere_is_an_article_or_told(data):
    whole = bytearray(pdf([TITLE, *LINES]))
    for _ in range(data.draw(st.integers(1, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with suppress(ArticleError):
        extract("a.pdf", bytes(whole))


def damaged_page(data, number, content):
    """Replace what draws a page."""
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data)))
    writer.pages[number][NameObject("/Contents")] = writer._add_object(content)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def garbage():
    """Give a stream that says it is compressed and is not."""
    stream = EncodedStreamObject()
    stream._data = b"no stream of zlib"
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    return stream


@pytest.mark.parametrize("content", [garbage, lambda: NameObject("/Nonsense")])
def test_a_page_that_cannot_be_read_costs_itself_and_is_named(load, content):
    last = "Zum Schluss reiste er ab und kam nicht wieder."
    data = pdf([TITLE, *LINES], [TITLE, *LINES], [last])
    found = load(damaged_page(data, 1, content()))
    assert shown(found) == [TITLE, PARAGRAPH, last]
    assert [remark.message for remark in found.remarks] == [
        "Page 2 of 3: cannot be read, left out."
    ]
    with pytest.raises(ArticleError, match="damaged"):
        load(damaged_page(pdf([TITLE, *LINES]), 0, content()))


def test_a_page_that_is_a_picture_is_named(load):
    picture = DecodedStreamObject()
    picture[NameObject("/Subtype")] = NameObject("/Image")
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf([TITLE, *LINES]))))
    page = writer.add_blank_page(595, 842)
    drawn = DictionaryObject({NameObject("/Im0"): writer._add_object(picture)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawn})
    writer.add_blank_page(595, 842)
    written = io.BytesIO()
    writer.write(written)
    found = load(written.getvalue())
    assert [remark.message for remark in found.remarks] == ["Page 2 of 3: a picture without text."]


def test_a_document_of_control_characters_has_no_text(load):
    with pytest.raises(ArticleError, match="no text"):
        load(pdf(["\x01\x02", "\x03"]))


def test_a_sentence_and_a_word_go_on_on_the_next_page(load):
    head, first = "Zeitung für Beispiele, 17. Juni 2024", [*LINES[:2]]
    second = ["Südkorea davon nichts zu befürchten haben, wie er vor der versammelten Pres-"]
    third = ["se mit seinem Kim-Besuch im Rücken bekannt gab; danach reiste er ab."]
    pages = [[head, *part, str(n)] for n, part in enumerate([first, second, third], 1)]
    found = load(pdf(*pages))
    assert found.text[slice(*found.searchable()[0])] == PARAGRAPH.replace(
        "vor der Presse", "vor der versammelten Presse"
    )
    assert shown(found, BlockKind.FURNITURE) == [head, "1", head, "2", head, "3"]


def test_nothing_goes_on_beyond_a_full_stop_or_a_page_that_is_lost(load):
    ends = "bekannt gab; danach reiste er ab, ohne noch einem Menschen etwas davon zu sagen."
    data = pdf(*([f"{day}: {LINES[0]}", f"Tag {day} {ends}"] for day in ("Montag", "Dienstag")))
    assert len(load(data).searchable()) == 2
    begun = pdf([*LINES[:1]], LINES, ["del mit Waffen blühte."])
    assert "Han-" in load(damaged_page(begun, 1, garbage())).text


def placed(*rows):
    """Make a page of lines that each say where they stand: (x, y, size, text)."""
    content = "BT\n"
    for x, y, size, text in rows:
        content += f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj\n"
    stream = DecodedStreamObject()
    stream.set_data((content + "ET").encode("cp1252"))
    return damaged_page(pdf([TITLE]), 0, stream)


LEFT = [
    "Der Hafen der Stadt wird aus-",
    "gebaut, wie der Rat am Montag",
    "beschlossen hat. Im Frühjahr",
    "beginnen die Arbeiten an den",
    "neuen Kränen und Schuppen am",
    "Ufer, die einige Jahre dau-",
]
RIGHT = [
    "ern sollen. Die Gegner haben",
    "eine Klage angekündigt, weil",
    "seltene Vögel dort brüten, die",
    "nirgends sonst zu sehen sind.",
    "Der Rat will nun erst einmal",
    "ein Gutachten abwarten.",
]


@pytest.mark.parametrize("in_rows", [True, False])
def test_columns_are_read_one_after_the_other_however_they_are_drawn(load, in_rows):
    columns = [(50, LEFT), (320, RIGHT)]
    rows = [(x, 700 - 12 * at, 10, line) for x, lines in columns for at, line in enumerate(lines)]
    if in_rows:
        rows.sort(key=lambda row: -row[1])
    found = load(placed((50, 760, 24, TITLE), *rows))
    read = [found.text[start:end] for start, end in found.searchable()]
    assert read[0] == found.title == TITLE
    assert " ".join(read[1:]) == (
        "Der Hafen der Stadt wird ausgebaut, wie der Rat am Montag beschlossen hat. Im Frühjahr"
        " beginnen die Arbeiten an den neuen Kränen und Schuppen am Ufer, die einige Jahre dauern"
        " sollen. Die Gegner haben eine Klage angekündigt, weil seltene Vögel dort brüten, die"
        " nirgends sonst zu sehen sind. Der Rat will nun erst einmal ein Gutachten abwarten."
    )


def test_a_table_is_read_row_by_row(load):
    rows = [(x, 700 - 12 * at, 10, f"{at} {x}") for at in range(12) for x in (50, 200, 350)]
    text = load(placed(*rows)).text
    assert text.index("0 350") < text.index("1 50") < text.index("1 350")


def test_a_title_in_larger_letters_and_a_wider_gap_end_a_paragraph_in_a_narrow_column(load):
    title = ["Präsident setzt die Ge-", "spräche mit dem Norden fort"]
    rows = [(50, 780 - 20 * at, 16, line) for at, line in enumerate(title)]
    first, second = LEFT[:5], RIGHT[1:]
    rows += [(50, 730 - 12 * at, 10, line) for at, line in enumerate(first)]
    rows += [(50, 650 - 12 * at, 10, line) for at, line in enumerate(second)]
    found = load(placed(*rows))
    assert found.title == "Präsident setzt die Gespräche mit dem Norden fort"
    assert [found.text[start:end].split()[0] for start, end in found.searchable()] == [
        "Präsident",
        "Der",
        "eine",
    ]


def test_what_needs_no_password_is_read_however_it_is_encrypted(load):
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf([TITLE, *LINES]))))
    writer.encrypt("", owner_password="x", algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    assert load(written.getvalue()).title == TITLE
