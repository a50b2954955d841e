"""Documents of word processors and e-books: what is shown, folded and left out; bad files."""

import io
import sys
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.registry import read_as
from corpus.load import load_article

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
STYLES = """
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Mein"><w:name w:val="Mein"/><w:basedOn w:val="berschrift1"/>
</w:style>
<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="K"/><w:basedOn w:val="Kreis"/>
</w:style>
<w:style w:type="paragraph" w:styleId="Bild"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
"""


def packed(files: dict[str, str | bytes]) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str, *, namespace: str = W, **parts: str) -> bytes:
    """A Word document with a body, and parts such as `header1` and `footnotes`."""
    kinds = {"header1": "header", "footer1": "footer", "core": "core-properties"}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kinds.get(name, name)}" Target="{name}.xml"/>'
        for name in ("styles", *parts)
    )
    head = f'<w:document xmlns:w="{namespace}" xmlns:mc="urn:mc" xmlns:v="urn:v">'
    files: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships><Relationship Type="{R}/officeDocument" '
        'Target="word/document.xml"/><Relationship Type="x/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
        "word/document.xml": f"{head}<w:body>{body}</w:body></w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{namespace}">{STYLES}</w:styles>',
    }
    for name, content in parts.items():
        place = "docProps/core.xml" if name == "core" else f"word/{name}.xml"
        files[place] = f'<w:x xmlns:w="{namespace}" xmlns:dc="urn:dc">{content}</w:x>'
    return packed(files)


def p(text: str, style: str = "", extra: str = "") -> str:
    """A paragraph of a Word document."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body: str, styles: str = "", *, meta: str = "", automatic: str = "") -> bytes:
    """An OpenDocument text with a body, and master pages."""
    spaces = " ".join(
        f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table", "style", "draw")
    )
    content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body>"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}>{content}"
            f"<office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {spaces}>{styles}</office:document-styles>",
            "meta.xml": f'<m xmlns:dc="urn:dc"><dc:title>{meta}</dc:title></m>',
        }
    )


def epub(*chapters: str, opf: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A book whose chapters are bodies of pages."""
    names = [f"k {number}.xhtml" for number in range(len(chapters))]
    items = "".join(
        f'<item id="k{n}" href="k%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="k{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="urn:opf" xmlns:dc="urn:dc"><metadata>'
        f"{opf}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return packed(
        {
            "META-INF/container.xml": '<container><rootfile full-path="OEBPS/a.opf"/></container>',
            "OEBPS/a.opf": package,
            **{
                f"OEBPS/{name}": f'<?xml version="1.0"?><!DOCTYPE html><html><body>{chapter}</body>'
                for name, chapter in zip(names, chapters, strict=True)
            },
            **(extra or {}),
        }
    )


def shown(data: bytes, suffix: str) -> list[tuple[str, str]]:
    """The kind and the text of each block."""
    found = read_as(suffix, "a", data)
    return [(str(b.kind), found.text[b.start : b.end]) for b in found.blocks or ()]


TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden."
DELETED = (
    "<w:p><w:r><w:t>Es bleibt </w:t></w:r><w:del><w:r><w:delText>nicht </w:delText></w:r></w:del>"
)
DELETED += "<w:ins><w:r><w:t>wohl </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>weg </w:t></w:r>"
DELETED += (
    "</w:moveFrom><w:moveTo><w:r><w:t>dabei</w:t></w:r></w:moveTo><w:r><w:t>.</w:t></w:r></w:p>"
)


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_word_says_what_headings_lists_and_captions_are(namespace):
    body = p("Kim in Moskau", "Mein") + p(TEXT) + p("Zweiter Teil", "berschrift1")
    body += p("Ein Punkt", extra='<w:numPr><w:numId w:val="3"/></w:numPr>')
    body += p("Foto von heute", "Bild") + p("Kein Punkt mehr.", "Kreis")
    body += p("Unten", extra='<w:outlineLvl w:val="1"/>')
    assert shown(docx(body, namespace=namespace), ".docx") == [
        ("title", "Kim in Moskau"),
        ("paragraph", TEXT),
        ("heading", "Zweiter Teil"),
        ("list", "Ein Punkt"),
        ("caption", "Foto von heute"),
        ("paragraph", "Kein Punkt mehr."),
        ("heading", "Unten"),
    ]


def test_what_word_does_not_print_is_not_shown():
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>versteckt</w:t></w:r><w:r><w:rPr>"
    hidden += '<w:vanish w:val="0"/></w:rPr><w:t>offen</w:t></w:r></w:p>'
    field = "<w:p><w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink><w:r><w:t>Link"
    field += "</w:t></w:r></w:hyperlink><w:r><w:commentReference/></w:r></w:p>"
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("fort") + "</w:tc></w:tr>"
    texts = [text for _, text in shown(docx(DELETED + hidden + field + row), ".docx")]
    assert texts == ["Es bleibt wohl dabei.", "offen", "Link"]


def test_signs_breaks_and_boxes_of_word():
    body = "<w:p><w:r><w:t>Nord</w:t><w:noBreakHyphen/><w:t>Süd</w:t><w:tab/><w:t>eins</w:t><w:br/>"
    body += '<w:t>zwei</w:t><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:char="2014"/></w:r>'
    choice = f"<mc:Choice><w:txbxContent>{p('Im Kasten')}</w:txbxContent></mc:Choice>"
    again = f"<mc:Fallback><w:txbxContent>{p('Im Kasten')}</w:txbxContent></mc:Fallback>"
    body += f"<w:r><mc:AlternateContent>{choice}{again}</mc:AlternateContent></w:r></w:p>"
    body += f"<w:sdt><w:sdtContent>{p('Im Feld')}</w:sdtContent></w:sdt>"
    texts = [text for _, text in shown(docx(body), ".docx")]
    assert texts == ["Nord\u2011Süd\teins", "zwei—", "Im Kasten", "Im Feld"]


def table(*rows: list[str]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def test_a_row_of_a_table_is_a_line_unless_it_holds_paragraphs():
    body = table([p("Land"), p(""), p("Panzer")], [p("Kuba"), p("x"), p("7")])
    body += table([p(TEXT) + p("Zweiter Absatz."), p("Rand")])
    found = read_as(".docx", "a", docx(body)).text
    assert found == f"Land\tPanzer\nKuba\tx\t7\n\n{TEXT}\n\nZweiter Absatz.\n\nRand"


def test_heads_feet_and_notes_are_folded():
    note = "<w:p><w:r><w:t>Der Text</w:t><w:footnoteReference/><w:t>.</w:t></w:r></w:p>"
    data = docx(
        note + p(TEXT),
        header1=p("Rundbrief"),
        footer1=p("Seite 1") + p("Rundbrief"),
        footnotes=f"<w:footnote>{p('Eine Fußnote.')}</w:footnote>",
        comments=p("Ein Kommentar"),
    )
    found = shown(data, ".docx")
    assert [text for kind, text in found if kind == "furniture"] == [
        *("Rundbrief", "Eine Fußnote.", "Seite 1"),
    ]
    assert [text for kind, text in found if kind != "furniture"] == ["Der Text.", TEXT]


def test_nothing_of_a_document_is_folded_for_what_it_says(tmp_path):
    body = p(TEXT) + p("Teilen") + p("Siehe auch: Rüstung") + p("Newsletter abonnieren")
    (tmp_path / "a.docx").write_bytes(docx(body))
    assert not any(block.folded for block in load_article(tmp_path, "a.docx").blocks)
    article = load_article(tmp_path, "a.docx", recurring={"Teilen"})
    folded = [article.text[b.start : b.end] for b in article.blocks if b.folded]
    assert folded == ["Teilen"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Kim reist nach Moskau", "Kim reist nach Moskau"), ("Microsoft Word - a.docx", "lang name")],
)
def test_the_title_among_the_properties_counts_if_somebody_wrote_it(tmp_path, title, expected):
    core = f"<dc:title>{title}</dc:title><dc:creator>Anna Beispiel</dc:creator>"
    (tmp_path / "lang_name.docx").write_bytes(docx(p("a") + p("b"), core=core))
    found = load_article(tmp_path, "lang_name.docx")
    assert found.title == expected
    assert found.author == ""  # who made the document is seldom who wrote the article


def test_opendocument_says_what_headings_lists_and_captions_are():
    styles = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    styles += '<style:style style:name="P2" style:parent-style-name="Illustration"/>'
    body = '<text:p text:style-name="P1">Kim in Moskau</text:p>'
    body += '<text:h text:outline-level="2">Erster <text:span>Teil</text:span></text:h>'
    body += f"<text:section><text:p>{TEXT}</text:p></text:section>"
    body += "<text:list><text:list-item><text:p>Ein Punkt</text:p></text:list-item></text:list>"
    body += '<text:p><draw:frame><draw:text-box><text:p text:style-name="P2">Bild</text:p>'
    body += "</draw:text-box></draw:frame></text:p>"
    assert shown(odt(body, automatic=styles), ".odt") == [
        ("title", "Kim in Moskau"),
        ("heading", "Erster Teil"),
        ("paragraph", TEXT),
        ("list", "Ein Punkt"),
        ("caption", "Bild"),
    ]


def test_what_opendocument_does_not_print_is_not_shown_and_notes_are_folded():
    body = "<text:tracked-changes><text:p>gelöscht</text:p></text:tracked-changes><text:p>\n  Er"
    body += '<text:s text:c="2"/>kam<text:tab/>um<text:line-break/>vier'
    body += "<office:annotation><text:p>Kommentar</text:p></office:annotation><text:note>"
    body += "<text:note-citation>1</text:note-citation><text:note-body><text:p>Eine Fußnote."
    body += "</text:p></text:note-body></text:note> Uhr.</text:p><table:table><table:table-row>"
    body += "<table:table-cell><text:p>A</text:p></table:table-cell><table:table-cell><text:p>B"
    body += "</text:p></table:table-cell></table:table-row></table:table>"
    styles = "<style:header><text:p>Rundbrief</text:p></style:header>"
    styles += "<style:footer><text:p>Seite 1</text:p></style:footer>"
    found = shown(odt(body, styles), ".odt")
    assert [text for kind, text in found if kind == "furniture"] == [
        *("Rundbrief", "Eine Fußnote.", "Seite 1"),
    ]
    assert [text for kind, text in found if kind != "furniture"] == [
        *("Er  kam\tum", "vier Uhr.", "A\tB"),
    ]


HEAD = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}}"
HEAD += r"{\stylesheet{\ql Normal;}{\s1\b heading 1;}{\*\cs10 Default;}{\s2 caption;}}"


def rtf(body: str) -> bytes:
    return f"{HEAD}{body}}}".encode("latin-1")


def test_rtf_says_what_headings_lists_and_captions_are():
    body = (
        r"\pard\s1 Gro\'dfer \u220?bertritt\par\pard\plain Ein Satz geht weiter, wie man sieht.\par"
    )
    body += r"\pard {\listtext\tab\'b7}\ls1 Erster Punkt\par {\listtext\'b7}Zweiter Punkt\par"
    body += r"\pard\s2 Ein Bild\par\pard\outlinelevel2 Unten\par"
    assert shown(rtf(body), ".rtf") == [
        ("title", "Großer Übertritt"),
        ("paragraph", "Ein Satz geht weiter, wie man sieht."),
        ("list", "Erster Punkt"),
        ("list", "Zweiter Punkt"),
        ("caption", "Ein Bild"),
        ("heading", "Unten"),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f1\'cf\'f0\'e8\'e2\'e5\'f2{\f0\'e4}", "Приветä"),
        (r"\u8222?zu\u8220\'93 \uc0\u8211 \uc2\u8212 xyz", "„zu“ –—z"),
        (r"\u-10179?\u-8694? da", "😊 da"),
        (
            r"a\~b\_c\-d\{e\}\\f\emdash g\bullet\tab h",
            "a\xa0b\u2011cd{e}\\f—g•\th",
        ),
        ("ä ö über", "ä ö über"),
        (r"{\deleted fort }{\v versteckt }{\v0 da}", "da"),
        (r"{\*\unbekannt fort}{\pict 0102}{\field{\*\fldinst X}{\fldrslt Link}}", "Link"),
        (r"{\annotation fort}{\*\atnid fort}{\info{\title T}{\author fort}}da", "da"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Im Kasten\par}}}", "Im Kasten"),
        (r"a\bin3 }}}b\line c", "ab\nc"),
        (
            r"\trowd\pard\intbl A\cell B\cell\row\pard\intbl C\cell\cell\row\pard d",
            "A\tB\n\nC\n\nd",
        ),
        (r"\pard\intbl TD\cell eins\par zwei\cell\row", "TD\n\neins\n\nzwei"),
        (r"{a{b}}}}c", "abc"),
    ],
)
def test_what_rtf_prints(body, text):
    assert read_as(".rtf", "a", rtf(body)).text == text


def test_heads_and_notes_of_rtf_are_folded():
    body = r"{\header Kopf\par}{\footer Fu\'df}Text{\footnote \pard Eine Notiz.} geht weiter.\par"
    assert shown(rtf(body), ".rtf") == [
        ("paragraph", "Text geht weiter."),
        ("furniture", "Eine Notiz."),
        ("furniture", "Kopf"),
        ("furniture", "Fuß"),
    ]


def test_a_book_is_read_in_the_order_of_its_chapters(tmp_path):
    told = "<dc:title>Die Waffen</dc:title><dc:creator>Anna Beispiel</dc:creator>"
    told += "<dc:date>2024-06-17</dc:date><dc:publisher>Echo</dc:publisher>"
    one = f"<h1>Erstes Kapitel</h1><p>{TEXT}</p><ul><li>Punkt</li></ul><script>fort</script>"
    (tmp_path / "a.epub").write_bytes(
        epub(one, "<h2>Zweites</h2><p>Ende &nbsp;hier.</p>", opf=told)
    )
    found = load_article(tmp_path, "a.epub")
    assert found.text == (f"Erstes Kapitel\n\n{TEXT}\n\nPunkt\n\nZweites\n\nEnde \xa0hier.")
    kinds = ["heading", "paragraph", "list", "heading", "paragraph"]
    assert [str(block.kind) for block in found.blocks] == kinds
    assert (found.title, found.author) == ("Die Waffen", "Anna Beispiel")
    assert (found.date, found.source) == ("2024-06-17", "Echo")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("suffix", "data", "said"),
    [
        (".docx", b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        (".docx", b"Nur Text", "This is not a Word document"),
        (".docx", b"PK\x03\x04" + bytes(50), "not a complete zip file"),
        (".docx", packed({"a.txt": "x"}), "contains no text"),
        (".docx", packed({"word/document.xml": "<w:p"}), "not well-formed XML"),
        (".docx", packed({"word/document.xml": LAUGHS}), "DOCTYPE"),
        (".docx", packed({"word/document.xml": OUTSIDE}), "DOCTYPE"),
        (".docx", packed({"word/document.xml": "<a>" * 5000}), "not well-formed XML"),
        (".docx", packed({"../word/document.xml": "<a/>"}), "leads out"),
        (
            ".docx",
            packed({"word/document.xml": b"<a>" + b" " * (2 << 20)}),
            "an implausible size",
        ),
        (".odt", packed({"mimetype": "x"}), "contains no text"),
        (".odt", packed({"content.xml": LAUGHS}), "DOCTYPE"),
        (".odt", packed({"META-INF/manifest.xml": "<a:encryption-data/>"}), "password"),
        (".rtf", b"Nur Text", "not an RTF document"),
        (".rtf", rb"{\rtf1" + b"{" * 2000, "nested too deeply"),
        (".epub", packed({"a": "x"}), "not a complete e-book"),
        (".epub", epub("x", extra={"OEBPS/k 0.xhtml": bytes(99)}), "not text"),
    ],
)
def test_bad_documents_are_told(tmp_path, suffix, data, said):
    with pytest.raises(ArticleError, match=said) as caught:
        read_as(suffix, "bad", data)
    assert caught.value.path == "bad"
    assert caught.value.advice


def test_a_document_needs_its_extra_and_says_so(tmp_path, monkeypatch):
    (tmp_path / "a.docx").write_bytes(docx(p(TEXT)))
    monkeypatch.setitem(sys.modules, "lxml", None)
    monkeypatch.delitem(sys.modules, "corpus.formats.office.docx", raising=False)
    monkeypatch.delitem(sys.modules, "corpus.formats.xml_tree", raising=False)
    with pytest.raises(MissingExtraError, match=r"nkreader\[office\]"):
        load_article(tmp_path, "a.docx")


WHOLE = {
    ".docx": docx(p("Titel", "Titel") + DELETED + table([p("a"), p("b")]), footnotes=p("n")),
    ".odt": odt('<text:h>T</text:h><text:p>a<text:s text:c="3"/></text:p>'),
    ".rtf": rtf(r"\pard\s1 T\par\u220?\'e4{\footnote x}\trowd a\cell\row"),
    ".epub": epub("<h1>a</h1>", "<p>b</p>"),
}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_a_damaged_document_is_read_or_told(suffix, place, damage):
    data = WHOLE[suffix]
    place %= len(data)
    with suppress(ArticleError):
        read_as(suffix, "a", data[:place] + damage + data[place + len(damage) :])


@pytest.mark.parametrize("control", ["&#x1F;", "&#11;", "\x0b", "\x01"])
def test_a_control_character_costs_no_document(control):
    body = p(f"Der Ha{control}fen ist zu.")
    for data, suffix in (
        (docx(body), ".docx"),
        (odt(f"<text:p>Der Ha{control}fen ist zu.</text:p>"), ".odt"),
    ):
        assert [text for _, text in shown(data, suffix)] == ["Der Hafen ist zu."]
