"""PDF documents, made here: paragraphs, heads and feet, and what cannot be read."""

import io
import logging
from contextlib import suppress

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, EncodedStreamObject, NameObject

from corpus.blocks import BlockKind
from corpus.errors import ArticleError
from corpus.formats import extract
from corpus.load import load_article

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
