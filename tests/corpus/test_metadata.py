"""Dates, titles and languages."""

import pytest

from corpus.load import article_from, load_article, load_plain_text
from corpus.metadata.title_text import clean_title
from corpus.page.front_matter import front_matter
from corpus.text.dates import first_date
from corpus.text.language_detection import language_of


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Stand: 17.06.2024, 10 Uhr", "2024-06-17"),
        ("Montag, 7. März 2022", "2022-03-07"),
        ("1. Jänner 2020", "2020-01-01"),
        ("June 17th, 2024", "2024-06-17"),
        ("17 June 2024", "2024-06-17"),
        ("2024-06-17T10:00", "2024-06-17"),
        ("31.2.2024 und 1.3.2024", "2024-03-01"),
        ("am Dienstag, dem 7. September", ""),
        ("Die 5.000 Menschen 2024", ""),
        ("1.22.2024", ""),
    ],
)
def test_only_explicit_dates_count(text, date):
    assert first_date(text) == date


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Home » Kim reist nach Russland", "Kim reist nach Russland"),
        ("Kim reist nach Russland | Nachrichten aus aller Welt", "Kim reist nach Russland"),
        ("Kim reist nach Russland - Beispiel Online", "Kim reist nach Russland"),
        ("Putin besucht Kim – angesichts der Lage", "Putin besucht Kim – angesichts der Lage"),
        ("# Kim  reist\tnach Russland", "Kim reist nach Russland"),
    ],
)
def test_a_title_without_what_the_site_put_around_it(line, title):
    assert clean_title(line) == title


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Präsident sagte, dass er nicht kommen werde.", "de"),
        ("The president said that he would not be coming.", "en"),
        ("Le président a dit qu'il ne viendra pas dans les jours qui viennent.", "fr"),
        ("El presidente dijo que no iba a venir en los días que vienen.", "es"),
        ("De president zei dat hij niet zou komen, maar dat was nog niet zeker.", "nl"),
        ("Il presidente ha detto che non verrà nei giorni che vengono, ma non è sicuro.", "it"),
        ("Kim Putin", ""),
        ("", ""),
    ],
)
def test_language_by_its_commonest_words(text, language):
    assert language_of(text) == language


PROSE = (
    "Der Präsident sagte am Montag, dass die Gespräche über den Handel mit Waffen in den nächsten"
    " Tagen fortgesetzt werden; der Vertrag vom 3. Mai 2019 bleibt davon unberührt."
)
TITLE = "Präsident setzt die Gespräche über Waffen fort"


def article(*parts, path="a.txt", known=None):
    return article_from(path, "\n\n".join(parts), known=known or {})


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("Von Anna Beispiel", "Anna Beispiel", ""),
        ("By Anna Beispiel and Ben Muster", "Anna Beispiel and Ben Muster", ""),
        ("von Anna Beispiel am 14. Mai 2014, 15:40 Uhr", "Anna Beispiel", "2014-05-14"),
        ("17. Juni 2024, 10:15 Uhr", "", "2024-06-17"),
        ("Veröffentlicht am 17.06.2024", "", "2024-06-17"),
        ("Published: June 17, 2024", "", "2024-06-17"),
        ("Montag, 10:15 Uhr", "", ""),
        ("17.06.24, 10:15", "", "2024-06-17"),
        ("17/06/2024", "", "2024-06-17"),
        ("17/06/24", "", "2024-06-17"),
        ("2024/6/17", "", "2024-06-17"),
        ("17-06-2024", "", "2024-06-17"),
        ("06/07/2024", "", ""),
        ("10. Februar 20199. Februar 2019", "", "2019-02-10"),
    ],
)
def test_author_and_date_between_title_and_text(line, author, date):
    found = article(TITLE, line, PROSE, PROSE)
    assert (found.title, found.author, found.date) == (TITLE, author, date)


def test_a_date_inside_the_text_is_not_the_date_of_the_article():
    assert article(TITLE, PROSE, PROSE, "17. Juni 2024", PROSE).date == ""


@pytest.mark.parametrize(
    ("path", "date"),
    [
        ("2024-06-17_kim.txt", "2024-06-17"),
        ("news/2024/06/17/kim.txt", "2024-06-17"),
        ("kim_20240617.txt", "2024-06-17"),
        ("17.06.2024 kim.txt", "2024-06-17"),
        ("kim_20241317.txt", ""),
        ("120240617.txt", ""),
        ("003_bbd1d1e14c627851.txt", ""),
    ],
)
def test_a_date_in_the_file_name(path, date):
    assert article(TITLE, PROSE, path=path).date == date
    assert article(TITLE, "1. Mai 2020", PROSE, path=path).date == "2020-05-01"


@pytest.mark.parametrize(
    ("first", "last", "source"),
    [
        (f"BERLIN (dpa) - {PROSE}", PROSE, "dpa"),
        (PROSE, f"{PROSE} (Reuters)", "Reuters"),
        (f"Wien (APA/red). {PROSE}", PROSE, "APA"),
        (f"Der Verband (DGB) {PROSE}", PROSE, ""),
    ],
)
def test_a_news_agency_is_the_source(first, last, source):
    assert article(TITLE, first, last).source == source
    assert article(TITLE, first, last, "Quelle: NBC News").source == "NBC News"


FRONT = (
    '---\ntitle: "Ein anderer Titel"\nauthor: Anna Beispiel\ndate: 2024-06\nquelle: Blatt\n---\n'
)


def test_front_matter_is_believed_and_folded():
    found = article_from("a.md", f"{FRONT}\n{TITLE}\n\n{PROSE}")
    assert found.title == "Ein anderer Titel"
    assert (found.author, found.date, found.source) == ("Anna Beispiel", "2024-06", "Blatt")
    folded = [found.text[b.start : b.end] for b in found.blocks if b.rule == "front matter"]
    assert folded == FRONT.strip().split("\n")
    assert found.text[slice(*found.searchable()[0])] == TITLE


def test_front_matter_may_name_the_address_and_the_language():
    found = article_from("a.md", f"---\nurl: https://example.org/a\nlang: DE\n---\n{TITLE}\n\nKim.")
    assert (found.url, found.language) == ("https://example.org/a", "de")


@pytest.mark.parametrize("text", ["---\n", "---\nkein Paar\n---\n", f"{PROSE}\n---\na: b\n---\n"])
def test_dashes_alone_are_no_front_matter(text):
    assert front_matter(text).end == 0


def test_what_somebody_gives_goes_before_what_the_text_says():
    known = {"title": "Gegeben", "date": "2023"}
    found = article_from("a.md", f"{FRONT}\n{TITLE}\n\n{PROSE}", known=known)
    assert (found.title, found.date, found.author) == ("Gegeben", "2023", "Anna Beispiel")


def test_metadata_csv_beside_the_articles(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(f"{TITLE}\n\n{PROSE}")
    csv = tmp_path / "metadata.csv"
    csv.write_text("path,title,source,url\nsub/a.txt,,Blatt,https://example.org\n,broken\n")
    found = load_article(tmp_path, "sub/a.txt")
    assert (found.title, found.source) == (TITLE, "Blatt")
    csv.write_bytes("path;title;datum\nsub/a.txt;Größe;x\n".encode("cp1252"))
    assert load_article(tmp_path, "sub/a.txt").title == "Größe"
    csv.write_bytes(b"\x00\xff\x00\x01" * 50)
    assert load_article(tmp_path, "sub/a.txt").title == TITLE
    csv.write_text('path,title\nsub/a.txt,"' + "x" * 200_000)  # beyond the csv module's field limit
    assert load_article(tmp_path, "sub/a.txt").title == TITLE


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("0001.txt", "Züge fahren am 7. Mai wieder. Das teilte die Bahn mit.", None),
        ("a3f9.txt", PROSE, PROSE[:98].rstrip() + " …"),
        ("kim-reist-nach-russland.txt", PROSE, "kim-reist-nach-russland"),
        ("0001.txt", "", "0001"),
    ],
)
def test_an_article_without_a_title_line_is_called_by_its_name_or_how_it_begins(path, text, title):
    assert article(text, path=path).title == (title or text.split(". Das")[0])


def test_metadata_csv_names_the_encoding_of_a_file(tmp_path):
    (tmp_path / "a.txt").write_bytes("Überfall".encode("cp850"))
    assert "guessed, cp850" in load_article(tmp_path, "a.txt").remarks[0].message
    sidecar = tmp_path / "metadata.csv"
    sidecar.write_text("path,encoding\na.txt,mac_roman\n")
    found = load_article(tmp_path, "a.txt")
    assert (found.text, found.encoding, found.remarks) == ("öberfall", "mac_roman", ())
    assert load_plain_text(tmp_path, "a.txt") == found.text
    sidecar.write_text("path,encoding\na.txt,no such encoding\n")
    assert load_article(tmp_path, "a.txt").text == "Überfall"


def test_a_bad_byte_in_metadata_csv_costs_no_other_row(tmp_path):
    (tmp_path / "a.txt").write_text(PROSE)
    (tmp_path / "ä.txt").write_text(PROSE)
    rows = b"path,title\nb.txt,Gr\xf6\xdfe \xff\xfe\na.txt,\xc3\x9cber uns\n\xe4.txt,Ma\xdfe\n"
    (tmp_path / "metadata.csv").write_bytes(rows)
    assert load_article(tmp_path, "a.txt").title == "Über uns"
    assert load_article(tmp_path, "ä.txt").title == "Maße"
