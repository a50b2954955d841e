"""Exports of databases of the press, of our own making: divided, told apart, and left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.folder.catalogue import Record
from corpus.folder.stamps import article_stamps
from corpus.formats.press.databases import press_parts
from corpus.load import load_article

ONE = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden."
TWO = "Die Antwort ließ auf sich warten, wie aus der Hauptstadt zu hören war."

UNI = f"""User Name: Anna Beispiel
Date and Time: Monday, June 17, 2024 10:00:00 AM CEST
Job Number: 123456
Documents (2)
1. Kim in Moskau
Client/Matter: -None-
2. Putin in Pjöngjang
Client/Matter: -None-

Kim in Moskau

Echo am Morgen

June 17, 2024 Monday

Copyright 2024 Echo Verlag GmbH All Rights Reserved

Section: POLITIK; S. 5
Length: 523 words
Byline: Von Anna Beispiel
Highlight: Ein Vorspann steht hier.
Body

{ONE}

{TWO}

Graphic

Ein Bild aus Moskau.

Classification

Language: GERMAN; DEUTSCH
Publication-Type: Zeitung
Load-Date: June 18, 2024

End of Document

Putin in Pjöngjang

The Herald (London)

18. Juni 2024 Dienstag

Copyright 2024 Herald Ltd

Length: 12 words
Body

{TWO}

Load-Date: June 19, 2024

End of Document
"""
OLD = f"""

Download Request: Selected Items: 1-2

                               1 of 2 DOCUMENTS

                                   The Herald

                            January 11, 2010 Monday
                                   Edition 1;
                                    Scotland

A headline that goes on
in a second line

BYLINE: ANNA Beispiel

SECTION: NEWS; Pg. 3

LENGTH: 453 words

{ONE}
{TWO}

{TWO}

GRAPHIC: A picture

LOAD-DATE: January 11, 2010

LANGUAGE: ENGLISH

                       Copyright 2010 Herald Ltd
                              All Rights Reserved

                               Dokument 2 von 2

                                   Echo

                            Dienstag 12. Januar 2010

Zweiter Titel

RUBRIK: POLITIK

LÄNGE: 20 Wörter

{TWO}

UPDATE: 12. Januar 2010

SPRACHE: GERMAN; DEUTSCH
"""
FACTIVA = f"""World News
Kim travels to Moscow for talks about weapons
By Anna Beispiel
523 words
17 June 2024
14:05
The Herald
HERALD
Main; 1
12
English
Copyright 2024. Herald Ltd. All Rights Reserved.

{ONE}

{TWO}

Document HERALD0020240617ek6h0001a

Putin antwortet
65 Wörter
18 Juni 2024
Echo
ECHO
Deutsch
(c) 2024 Echo

{TWO}

Dokument ECHO000020240618ek6i0002b

Search Summary
Text: Waffen
"""
CODES = f"""SE\tWorld
HD\tKim in Moscow
BY\tBy Anna Beispiel
WC\t523 words
PD\t17 June 2024
SN\tThe Herald
SC\tHERALD
LA\tEnglish
CY\tCopyright 2024
LP
{ONE}
IN the middle of the text, two capitals begin a line.
TD
{TWO}
NS\tgcat : Political
AN\tDocument HERALD0020240617ek6h0001a
HD
Zweiter Titel
WC
65 Wörter
PD
18. Juni 2024
SN
Echo
LP
{TWO}
PUB
Echo Verlag
AN
Document ECHO000020240618ek6i0002b
"""
WISO = f""""Echo am Morgen" vom 17.06.2024                  Seite: 5
Ressort: POLITIK

Kim in Moskau

Anna Beispiel

{ONE}

{TWO}

Quelle:\tEcho am Morgen vom 17.06.2024, Seite 5
Ressort:\tPOLITIK
Autor:\tAnna Beispiel
Dokumentnummer:\tECHO_20240617_5 7
Dauerhafte Adresse des Dokuments: https://wiso.example/document/ECHO__1
Alle Rechte vorbehalten: (c) Echo Verlag GmbH
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH
Seite 1 von 2

Ressort: AUSLAND
Putin antwortet

{TWO}

Quelle:
Bote Nr. 140 vom 18. Juni 2024
Dokumentnummer:
B-77
Alle Rechte vorbehalten: Bote
"""
ARTICLES = [
    ("Kim in Moskau", "Echo am Morgen", "2024-06-17", "Anna Beispiel"),
    ("Putin in Pjöngjang", "The Herald (London)", "2024-06-18", ""),
]


def listed(folder, problems=None, **options):
    tell = problems.append if problems is not None else None
    return [stamp.path for stamp in article_stamps(folder, on_problem=tell, **options)]


def told(article) -> tuple[str, str, str, str]:
    return (article.title, article.source, article.date, article.author)


def shown(article) -> list[tuple[str, str]]:
    return [(str(b.kind), article.text[b.start : b.end]) for b in article.blocks if not b.folded]


def test_nexis_uni_is_divided(tmp_path):
    (tmp_path / "a.txt").write_text(UNI)
    paths = listed(tmp_path)
    assert paths == ["a.txt/000001", "a.txt/000002"]
    one, two = (load_article(tmp_path, path) for path in paths)
    assert [told(one), told(two)] == ARTICLES
    assert one.language == "de"
    assert shown(one) == [
        ("title", "Kim in Moskau"),
        ("byline", "Echo am Morgen"),
        ("dateline", "June 17, 2024 Monday"),
        ("byline", "Byline: Von Anna Beispiel"),
        ("paragraph", "Highlight: Ein Vorspann steht hier."),
        ("paragraph", ONE),
        ("paragraph", TWO),
        ("caption", "Graphic"),
        ("caption", "Ein Bild aus Moskau."),
    ]
    assert one.text.startswith("Kim in Moskau\n")
    assert "End of Document" not in one.text + two.text


def test_the_older_lexisnexis_is_divided(tmp_path):
    (tmp_path / "a.TXT").write_text(OLD)
    one, two = (load_article(tmp_path, path) for path in listed(tmp_path))
    assert told(one) == (
        *("A headline that goes on in a second line", "The Herald", "2010-01-11"),
        "ANNA Beispiel",
    )
    assert told(two) == ("Zweiter Titel", "Echo", "2010-01-12", "")
    assert [text for kind, text in shown(one) if kind == "paragraph"] == [ONE, TWO, TWO]
    assert [text for kind, text in shown(two) if kind == "paragraph"] == [TWO]
    assert (one.language, two.language) == ("en", "de")


@pytest.mark.parametrize(
    ("text", "title"),
    [(FACTIVA, "Kim travels to Moscow for talks about weapons"), (CODES, "Kim in Moscow")],
)
def test_factiva_is_divided_by_the_numbers_of_its_documents(tmp_path, text, title):
    (tmp_path / "a.txt").write_text(text)
    paths = listed(tmp_path)
    assert paths == ["a.txt/HERALD0020240617ek6h0001a", "a.txt/ECHO000020240618ek6i0002b"]
    one, two = (load_article(tmp_path, path) for path in paths)
    assert told(one) == (title, "The Herald", "2024-06-17", "Anna Beispiel")
    assert (two.source, two.date) == ("Echo", "2024-06-18")
    paragraphs = [text for kind, text in shown(one) if kind == "paragraph"]
    assert paragraphs[0] == ONE
    assert paragraphs[-1] == TWO
    assert len(paragraphs) == (3 if text is CODES else 2)
    assert [text for kind, text in shown(two) if kind == "paragraph"] == [TWO]


def test_wiso_is_divided(tmp_path):
    (tmp_path / "a.txt").write_text(WISO)
    paths = listed(tmp_path)
    assert paths == ["a.txt/ECHO_20240617_5_7", "a.txt/B-77"]
    one, two = (load_article(tmp_path, path) for path in paths)
    assert told(one) == ARTICLES[0]
    assert one.url == "https://wiso.example/document/ECHO__1"
    assert told(two) == ("Putin antwortet", "Bote", "2024-06-18", "")
    assert [text for kind, text in shown(one) if kind == "paragraph"][-2:] == [ONE, TWO]
    assert shown(two) == [("title", "Putin antwortet"), ("paragraph", TWO)]


def rtf(text: str) -> bytes:
    body = "".join(
        f"\\u{ord(c)}?" if ord(c) > 127 else c for c in text.replace("\t", "\\tab ")
    ).replace("\n", "\\par\n")
    return f"{{\\rtf1\\ansi {body}}}".encode()


def html(text: str) -> bytes:
    rows = (line.replace("\t", "<td>") for line in text.split("\n"))
    lines = "".join(
        f"<table><tr><td>{row}</table>" if "<td>" in row else f"<p>{row}</p>" for row in rows
    )
    return f"<!DOCTYPE html><html><body>{lines}</body></html>".encode()


@pytest.mark.parametrize("made", [rtf, html])
@pytest.mark.parametrize("text", [UNI, FACTIVA, CODES, WISO])
def test_an_export_is_divided_alike_in_every_format(tmp_path, made, text):
    (tmp_path / f"a.{made.__name__}").write_bytes(made(text))
    (tmp_path / "a.txt").write_text(text)
    paths = listed(tmp_path)
    assert len(paths) == 4
    articles = {path: load_article(tmp_path, path) for path in paths}
    for path in paths[:2]:
        there, here = articles[path], articles[f"a.txt/{path.partition('/')[2]}"]
        assert told(there) == told(here)
        assert there.text.split() == here.text.split()


def test_one_article_of_a_database_stays_a_file_and_is_known(tmp_path):
    one = UNI[UNI.index("\nKim in Moskau\n\nEcho") : UNI.index("Putin in Pjöngjang\n\nThe")]
    (tmp_path / "a.txt").write_text(one)
    assert listed(tmp_path) == ["a.txt"]
    found = load_article(tmp_path, "a.txt")
    assert found.text == one
    assert told(found) == ARTICLES[0]
    assert ("paragraph", ONE) in shown(found)


def test_appending_leaves_the_others_as_they_are(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(UNI)
    before = {stamp.path: stamp.key for stamp in article_stamps(tmp_path)}
    more = UNI[UNI.index("Putin in Pjöngjang\n\nThe") :].replace("Putin", "Xi")
    file.write_text(UNI + "\n" + more)
    after = {stamp.path: stamp.key for stamp in article_stamps(tmp_path)}
    assert after | before == after
    assert set(after) - set(before) == {"a.txt/000003"}


def test_a_file_with_annotations_of_its_own_stays_one_and_that_is_told(tmp_path):
    (tmp_path / "a.txt").write_text(UNI)
    problems = []
    assert listed(tmp_path, problems, stays_one=lambda path: path == "a.txt") == ["a.txt"]
    assert "stays one" in problems[0].reason
    assert load_article(tmp_path, "a.txt").text == UNI


@pytest.mark.parametrize(
    "text",
    [
        f"Der Bericht trug die Dokumentnummer: 7.\n{ONE}\nEnd of Document steht hier.\n",
        f"End of Document\n\n{ONE}\n\nEnd of Document\n",
        f"1 of 2 DOCUMENTS\n\n{ONE}\n\n2 of 2 DOCUMENTS\n\n{TWO}\n",
        f"{ONE}\n\nDocument HERALD0020240617ek6h0001a\n\n{TWO}\n",
        "Dokumentnummer: 1\nDokumentnummer: 2\n",
    ],
)
def test_what_only_looks_like_an_export_is_left_alone(tmp_path, text):
    (tmp_path / "a.txt").write_text(text)
    assert listed(tmp_path) == ["a.txt"]
    assert load_article(tmp_path, "a.txt").text == text


LINES = sorted({line for text in (UNI, OLD, FACTIVA, CODES, WISO) for line in text.split("\n")})


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=60))
def test_whatever_the_lines_parts_are_in_order_and_apart(lines):
    text = "\n".join(lines)
    end = 0
    for part in press_parts(text):
        assert end <= part.start < part.end <= len(text)
        for known in part.known:
            assert part.start <= known.start < known.end <= part.end
        end = part.end


def test_a_file_known_as_one_article_is_not_looked_into_again(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text(ONE)
    (stamp,) = article_stamps(tmp_path)
    known = {"a.txt": Record(path="a.txt", stamp=stamp.key, title="", seen=stamp.seen)}
    looked = []
    monkeypatch.setattr(
        "corpus.records.press_exports.is_export", lambda _root, path: looked.append(path)
    )
    assert listed(tmp_path, known=known.get) == ["a.txt"]
    assert looked == []
    (tmp_path / "a.txt").write_text(UNI)
    listed(tmp_path, known=known.get)
    assert looked == ["a.txt"]


def read_all(folder, text):
    (folder / "a.txt").write_text(text)
    return [load_article(folder, path) for path in listed(folder)]


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        (
            UNI,
            ("Copyright 2024 Herald Ltd", "Copyright 2024 Echo Verlag GmbH", "Length: 523 words"),
        ),
        (FACTIVA.partition("Search")[0], ("523 words", "65 Wörter")),
    ],
)
def test_a_short_article_that_lacks_what_it_is_known_by_is_not_lost(tmp_path, text, removed):
    odd = text
    for each in removed:
        assert each in odd
        odd = odd.replace(each, "")
    found = read_all(tmp_path, text + odd + text)
    assert sum(each.text.count(TWO) for each in found) == 3 * text.count(TWO)


@pytest.mark.parametrize("text", [UNI, FACTIVA.partition("Search")[0], CODES, WISO])
def test_an_article_in_whose_midst_the_export_was_cut_is_not_lost(tmp_path, text):
    cut = text + text[: text.rindex(TWO) + len(TWO)]
    found = read_all(tmp_path, cut)
    assert sum(each.text.count(TWO) for each in found) == 2 * text.count(TWO)
