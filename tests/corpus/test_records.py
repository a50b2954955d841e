"""Files with one article per record: names, fields, broken rows, and what a change costs."""

import csv
import io
import json
import sys
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus.records.files
from corpus.errors import ArticleError, MissingExtraError
from corpus.folder.stamps import article_stamps
from corpus.load import load_article
from corpus.metadata.columns import Columns
from corpus.text.csv_rows import read_rows

TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden.\n" * 2


def lines(*records):
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n"


def listed(folder, problems=None):
    tell = problems.append if problems is not None else None
    return {stamp.path: stamp.key for stamp in article_stamps(folder, on_problem=tell)}


def test_a_line_of_json_is_an_article_with_what_its_record_says(tmp_path):
    record = {
        "id": "zeit-17",
        "Headline": "Kim in Moskau",
        "Authors": ["Anna Beispiel", "Ben Muster"],
        "publisher": "Blatt",
        "published_at": "2024-06-17T10:00:00Z",
        "url": "https://example.org/17",
        "lang": "de-AT",
        "content": TEXT,
    }
    (tmp_path / "dump.jsonl").write_text(lines(record))
    assert list(listed(tmp_path)) == ["dump.jsonl/zeit-17"]
    found = load_article(tmp_path, "dump.jsonl/zeit-17")
    assert found.text == TEXT
    assert (found.title, found.author) == ("Kim in Moskau", "Anna Beispiel, Ben Muster")
    assert (found.source, found.date) == ("Blatt", "2024-06-17")
    assert (found.url, found.language) == ("https://example.org/17", "de")


@pytest.mark.parametrize(
    ("name", "delimiter", "encoding"),
    [
        ("a.csv", ",", "utf-8"),
        ("a.CSV", ";", "utf-8-sig"),
        ("a.csv", ";", "cp1252"),
        ("a.tsv", "\t", "utf-8"),
    ],
)
def test_tables_as_programs_write_them(tmp_path, name, delimiter, encoding):
    header = delimiter.join(["ID", "Titel", "Überschrift", "Inhalt"])
    cell = f'"{TEXT.strip()}; er sagte ""ja"", und ging.\r\n\r\nZweiter Absatz."'
    row = delimiter.join(["x1", '"Größe, Macht"', "", cell])
    (tmp_path / name).write_bytes(f"{header}\r\n{row}\r\n".encode(encoding))
    found = load_article(tmp_path, f"{name}/x1")
    assert found.text == f'{TEXT.strip()}; er sagte "ja", und ging.\n\nZweiter Absatz.'
    assert found.title == "Größe, Macht"


def test_a_record_without_a_usable_id_is_named_by_its_number(tmp_path):
    ids = ["a", "../b", ".hidden", "A", "", 7, "x" * 101, "ü"]
    (tmp_path / "d.jsonl").write_text(lines(*({"id": one, "text": TEXT} for one in ids)))
    names = [path.removeprefix("d.jsonl/") for path in listed(tmp_path)]
    assert names == ["a", "000002", "000003", "000004", "000005", "7", "000007", "000008"]
    assert all(load_article(tmp_path, f"d.jsonl/{name}").text == TEXT for name in names)


def test_an_appended_record_leaves_the_stamps_of_the_others(tmp_path):
    file = tmp_path / "d.jsonl"
    file.write_text(lines({"text": TEXT}, {"text": "Zweiter Text."}))
    before = listed(tmp_path)
    file.write_text(file.read_text() + lines({"text": "Dritter Text."}))
    after = listed(tmp_path)
    assert len(after) == 3
    assert after | before == after
    file.write_text(file.read_text().replace("Zweiter", "Anderer"))
    changed = listed(tmp_path)
    assert [path for path in after if after[path] != changed[path]] == ["d.jsonl/000002"]
    assert load_article(tmp_path, "d.jsonl/000002").text == "Anderer Text."


def test_broken_lines_of_json_cost_only_themselves(tmp_path):
    good = [{"text": f"Text {n}."} for n in range(3)]
    bad = ["{", "[1]", "null", '{"text": ' + "[" * 100_000, '"nur Text"']
    one, two, three = lines(*good).splitlines()
    (tmp_path / "d.jsonl").write_text("\n".join([one, *bad[:3], two, "", *bad[3:], three]))
    problems = []
    assert list(listed(tmp_path, problems)) == [f"d.jsonl/00000{n}" for n in (1, 5, 8)]
    assert [problem.reason for problem in problems] == [
        "Records that cannot be read: 5, the first at line 2."
    ]
    assert load_article(tmp_path, "d.jsonl/000008").text == "Text 2."


def test_broken_rows_cost_only_themselves(tmp_path):
    rows = [
        "id,text",
        "a,Erster Text",
        'b,"nie geschlossen',
        "c,Dritter Text",
        "d,zu,viel",
        "e",
        'f,"mit "Zitat" darin"',
        'g,"zwei\nZeilen"',
        "h,Text,,",
    ]
    (tmp_path / "t.csv").write_text("\n".join(rows) + "\n")
    problems = []
    assert list(listed(tmp_path, problems)) == [f"t.csv/{name}" for name in "acfgh"]
    assert [problem.reason for problem in problems] == [
        "Records that cannot be read: 3, the first at line 3."
    ]
    assert load_article(tmp_path, "t.csv/f").text == 'mit Zitat" darin"'
    assert load_article(tmp_path, "t.csv/g").text == "zwei\nZeilen"


def test_quotes_that_never_close_do_not_make_reading_endless(tmp_path):
    swallowing = 'a",",c\n' * 200_000  # each of them, read anew, would go on to the end
    (tmp_path / "t.csv").write_text('id,text\n"x\n' + swallowing + 'b,Text\n"')
    problems = []
    listed(tmp_path, problems)
    assert "cannot be read" in problems[0].reason


@pytest.mark.parametrize("data", [b"id,text\r1,Text\r\n", b'"' * 1001, b"\x81\xfe\x00\n" * 99])
def test_a_table_whose_first_row_is_broken_is_told(tmp_path, data):
    (tmp_path / "t.csv").write_bytes(data)
    problems = []
    assert listed(tmp_path, problems) == {}
    assert "1, the first at line 1" in problems[0].reason


def test_a_table_without_text_names_its_columns(tmp_path):
    (tmp_path / "t.csv").write_text("name;jahr\nA;2020\nB;2021\n")
    problems = []
    assert listed(tmp_path, problems) == {}
    assert len(problems) == 1
    assert "name, jahr" in problems[0].reason
    assert "exclude" in problems[0].advice


def test_records_without_text_are_told_and_the_others_come(tmp_path):
    (tmp_path / "d.jsonl").write_text(lines({"text": TEXT}, {"text": " "}, {"titel": "x"}))
    problems = []
    assert list(listed(tmp_path, problems)) == ["d.jsonl/000001"]
    assert "Records without text: 2, the first at line 2." in problems[0].reason


@pytest.mark.parametrize("name", ["d.jsonl", "t.csv"])
def test_utf16_is_refused_with_advice(tmp_path, name):
    (tmp_path / name).write_text("id,text\n", encoding="utf-16")
    problems = []
    assert listed(tmp_path, problems) == {}
    assert "UTF-8" in problems[0].advice


def test_a_record_beyond_the_limit_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.records.json_records.LARGEST", 1000)
    monkeypatch.setattr("corpus.records.tables.LARGEST", 1000)
    long = "x" * 2000
    (tmp_path / "d.jsonl").write_text(lines({"text": long}, {"text": TEXT}))
    (tmp_path / "t.csv").write_text(f'id,text\na,{long}\nb,Text\nc,"{long}\n{long}"\nd,Text\n')
    problems = []
    assert list(listed(tmp_path, problems)) == ["d.jsonl/000002", "t.csv/b", "t.csv/d"]
    assert {problem.path for problem in problems} == {"d.jsonl", "t.csv"}


@pytest.mark.parametrize("name", ["d.jsonl/9", "d.jsonl/..", "d.jsonl", "d.jsonl/000001/x"])
def test_what_is_no_record_is_refused(tmp_path, name):
    (tmp_path / "d.jsonl").write_text(lines({"text": TEXT}))
    with pytest.raises(ArticleError):
        load_article(tmp_path, name)


def test_a_record_that_changed_since_it_was_listed_is_found_again(tmp_path):
    file = tmp_path / "d.jsonl"
    file.write_text(lines({"id": "a", "text": "Eins."}, {"id": "b", "text": "Zwei."}))
    assert load_article(tmp_path, "d.jsonl/b").text == "Zwei."
    file.write_text(lines({"id": "b", "text": "Zwei, neu."}))
    assert load_article(tmp_path, "d.jsonl/b").text == "Zwei, neu."
    with pytest.raises(ArticleError, match="no such record"):
        load_article(tmp_path, "d.jsonl/a")


def test_a_folder_may_be_called_like_a_file_of_records(tmp_path):
    (tmp_path / "old.csv").mkdir()
    (tmp_path / "old.csv" / "a.txt").write_text(TEXT)
    assert list(listed(tmp_path)) == ["old.csv/a.txt"]
    assert load_article(tmp_path, "old.csv/a.txt").text == TEXT


def test_listing_a_large_file_does_not_hold_it_in_memory(tmp_path):
    with (tmp_path / "d.jsonl").open("w") as file:
        for n in range(200):
            file.write(lines({"id": n, "text": f"{n} " + "Wort " * 20_000}))  # 20 MB together
    tracemalloc.start()
    try:
        assert sum(1 for _ in article_stamps(tmp_path)) == 200
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('",\n\r\t'))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_every_table_the_csv_module_writes_comes_back(rows):
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    data = written.getvalue().encode()
    found = list(read_rows(io.BytesIO(data), ",", 1 << 20))
    assert b"".join(row.raw for row in found) == data
    assert [row.cells for row in found] == rows


def test_a_record_that_is_a_whole_page_is_read_as_one(tmp_path, monkeypatch):
    page = f"<!DOCTYPE html><title>Titel</title><body><h1>Titel</h1><p>{TEXT}</p><p>{TEXT}"
    about = f"Das Wort <html> steht hier nur im Text. {TEXT}"
    (tmp_path / "d.jsonl").write_text(
        lines({"id": "page", "text": page, "author": "Anna"}, {"id": "about", "text": about})
    )
    found = load_article(tmp_path, "d.jsonl/page")
    assert "<" not in found.text
    assert (found.title, found.author) == ("Titel", "Anna")
    assert load_article(tmp_path, "d.jsonl/about").text == about
    before = listed(tmp_path)
    monkeypatch.setattr("corpus.records.files.reading", lambda _suffix: "another")
    assert listed(tmp_path) != before
    monkeypatch.setitem(sys.modules, "corpus.formats.html.page", None)
    with pytest.raises(MissingExtraError) as caught:
        load_article(tmp_path, "d.jsonl/page")
    assert caught.value.path == "d.jsonl/page"
    assert load_article(tmp_path, "d.jsonl/about").text == about


def test_what_is_no_object_of_the_usual_shape_is_no_reason_to_stop(tmp_path):
    odd = [
        {"id": {"x": 1}, "text": ["Erster Absatz.", "Zweiter.", 3, None], "title": {"de": "x"}},
        {"id": 1.5, "text": "a\ud800b\u0000\u202e", "date": 2024, "author": [{"name": "Anna"}]},
        {"id": 10**400, "text": 17},
    ]
    text = "\n".join(json.dumps(record) for record in odd)
    (tmp_path / "d.jsonl").write_text(text + '\n{"text": "Ende", "score": NaN}')
    paths = list(listed(tmp_path))
    assert paths == ["d.jsonl/000001", "d.jsonl/1.5", "d.jsonl/000003", "d.jsonl/000004"]
    texts = [load_article(tmp_path, path).text for path in paths]
    assert texts == ["Erster Absatz.\n\nZweiter.", "ab", "17", "Ende"]
    assert load_article(tmp_path, "d.jsonl/1.5").date == "2024"


def test_articles_of_many_files_in_turn_do_not_make_the_files_be_read_again(tmp_path, monkeypatch):
    for day in range(20):
        lines = [f'{{"id": "a{number}", "text": "Tag {day}."}}\n' for number in range(3)]
        (tmp_path / f"{day}.jsonl").write_text("".join(lines))
    whole = []
    named = corpus.records.files._named
    monkeypatch.setattr(
        corpus.records.files, "_named", lambda *given: whole.append(given) or named(*given)
    )
    for number in range(3):
        for day in range(20):
            assert load_article(tmp_path, f"{day}.jsonl/a{number}").text == f"Tag {day}."
    assert len(whole) == 20


@pytest.mark.parametrize(
    "bad",
    [
        b'{"text": "Br\xfccke"}',
        b'{"text": "' + TEXT.strip().encode() + b' \xff"}',
        b'{"text": "\\ud800 allein", "title": "\\udfff"}',
        b'{"text": "<html><p>\\ud800 allein</p></html>"}',
        b'{"text": ' + b"[" * 100_000,
        b'{"text": "lang", "date": ' + b"9" * 5000 + b"}",
        b'{"text": ' + b"9" * 5000 + b"}",
        b'{"text": "Zahl", "title": NaN, "date": -Infinity, "author": true}',
        b"[1, 2]",
        b'"ein Wort"',
        b"null",
        b'{"text": "\x00"}',
        b"\xef\xbb\xbf{}",
        b"\xff\xfe",
    ],
)
def test_a_line_costs_no_other_line(tmp_path, bad):
    (tmp_path / "a.jsonl").write_bytes(
        b"\n".join((b'{"id": "eins", "text": "Eins."}', bad, b'{"id": "zwei", "text": "Zwei."}'))
    )
    problems = []
    paths = listed(tmp_path, problems)
    assert {"a.jsonl/eins", "a.jsonl/zwei"} <= paths.keys()
    assert len(paths) == 3 or "at line 2" in str(problems[0])
    for path in paths:
        load_article(tmp_path, path).title.encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b'id,text\rx,"Hallo, Kim"\ry,Zwei\r'),
        ("a.jsonl", b'{"id":"x","text":"Hallo, Kim"}\r{"id":"y","text":"Zwei"}\r'),
    ],
)
def test_lines_may_end_with_a_carriage_return_alone(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    assert [load_article(tmp_path, path).text for path in listed(tmp_path)] == [
        "Hallo, Kim",
        "Zwei",
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda records: records,
        lambda records: {"status": "ok", "totalResults": 3, "articles": records},
        lambda records: {"facets": [{"name": "x"}], "response": {"docs": records}},
        lambda records: {"hits": {"hits": [{"_id": "7", "_source": one} for one in records]}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_objects_in_a_json_file_holds_articles(tmp_path, wrap, indent):
    records = [{"title": f'T{n} "}}]" \\', "text": f"{n} [{{: {TEXT}"} for n in range(3)]
    (tmp_path / "a.json").write_text(json.dumps(wrap(records), indent=indent))
    problems = []
    paths = list(listed(tmp_path, problems))
    assert problems == []
    texts = [load_article(tmp_path, path).text for path in paths]
    assert texts == [record["text"] for record in records]
    assert load_article(tmp_path, paths[1]).title == 'T1 "}]" \\'


def test_a_json_file_may_be_one_article_or_several_on_top_of_each_other(tmp_path):
    one = {"maintext": TEXT, "title": "T", "authors": ["Anna Beispiel"], "tags": [{"a": 1}]}
    (tmp_path / "one.json").write_text(json.dumps(one, indent=1))
    (tmp_path / "two.json").write_bytes(b"\xef\xbb\xbf" + lines(one, one).encode())
    assert list(listed(tmp_path)) == [
        *("one.json/000001", "two.json/000001", "two.json/000002"),
    ]
    assert load_article(tmp_path, "one.json/000001").author == "Anna Beispiel"
    assert load_article(tmp_path, "two.json/000002").text == TEXT


def test_a_broken_object_of_a_list_costs_only_itself(tmp_path):
    good = json.dumps({"text": TEXT})
    (tmp_path / "a.json").write_text(f'[{good}, {{"text": tru}}, 3, {good}, {{"text": "ab\\"c')
    problems = []
    assert list(listed(tmp_path, problems)) == ["a.json/000001", "a.json/000003"]
    assert [problem.reason for problem in problems] == [
        "Records that cannot be read: 2, the first at record 2."
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"name": "x", "version": 2}', "Its members are name, version."),
        ("[1, 2]", "It holds no objects."),
        ("", "It holds no objects."),
        ('{"a": [{"b": 1}], "c": [{"d": 2}]}', "Its members are a, c."),
        ("[" * 600, "nested too deeply"),
        ('[{"name": "x", "age": 3}]', "the columns are name, age"),
    ],
)
def test_a_json_file_without_articles_is_told(tmp_path, content, said):
    (tmp_path / "a.json").write_text(content)
    problems = []
    assert listed(tmp_path, problems) == {}
    assert [problem.path for problem in problems] == ["a.json"]
    assert said in problems[0].reason
    assert "exclude:" in problems[0].advice


def test_a_large_json_file_is_told_how_to_become_lines(tmp_path, monkeypatch):
    monkeypatch.setattr("corpus.records.json_records.LARGEST", 1000)
    (tmp_path / "a.json").write_text(json.dumps([{"text": TEXT}] * 20))
    problems = []
    assert listed(tmp_path, problems) == {}
    assert "jq" in problems[0].advice


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
def test_the_line_in_which_excel_names_the_delimiter_is_no_row(tmp_path, first):
    (tmp_path / "a.csv").write_text(f"{first}\nid;text\na;Eins, zwei, drei, vier.\nb\n")
    (tmp_path / "metadata.csv").write_text(f"{first}\npath;title\na.csv/a;Titel\n")
    problems = []
    assert list(listed(tmp_path, problems)) == ["a.csv/a"]
    assert problems[0].reason == "Records that cannot be read: 1, the first at line 4."
    found = load_article(tmp_path, "a.csv/a")
    assert (found.text, found.title) == ("Eins, zwei, drei, vier.", "Titel")


OWN = Columns((("text", ("Langtext",)), ("source", ("Sender", "Blatt")), ("id", ("Nr",))))


def test_columns_that_somebody_names_go_before_the_known_ones(tmp_path):
    (tmp_path / "a.csv").write_text(f'Nr,Text,Langtext,Sender,Blatt\nx7,k,"{TEXT}",,Echo\n')
    found = load_article(tmp_path, "a.csv/x7", columns=OWN)
    assert (found.text, found.source) == (TEXT, "Echo")
    known = {stamp.path: stamp.key for stamp in article_stamps(tmp_path)}
    named = {stamp.path: stamp.key for stamp in article_stamps(tmp_path, columns=OWN)}
    assert list(named) == ["a.csv/x7"]
    assert set(known.values()).isdisjoint(named.values())  # so that all are read again


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (  # NewsAPI
            {
                "source": {"id": None, "name": "Echo"},
                "author": "Anna Beispiel",
                "title": "T",
                "url": "https://example.org/1",
                "publishedAt": "2024-06-17T10:00:00Z",
                "content": "Ein Satz, der weitergeht… [+1234 chars]",
            },
            ("Ein Satz, der weitergeht …", "T", "Echo", "Anna Beispiel", "2024-06-17"),
        ),
        (  # Factiva
            {"HD": "T", "SN": "Echo", "PD": "17 June 2024", "LP": "Erstens.", "TD": "Zweitens."},
            ("Erstens.\n\nZweitens.", "T", "Echo", "", "2024-06-17"),
        ),
        (  # LexisNexis
            {"Newspaper": "Echo", "Headline": "T", "Date": "2024-06-17", "Article": "Text."},
            ("Text.", "T", "Echo", "", "2024-06-17"),
        ),
        (  # Media Cloud, with the text
            {"media_name": "Echo", "publish_date": "2024-06-17", "title": "T", "story_text": "X."},
            ("X.", "T", "Echo", "", "2024-06-17"),
        ),
        (  # the Guardian
            {
                "webTitle": "T",
                "webPublicationDate": "2024-06-17T08:00:00Z",
                "fields": {"bodyText": "X."},
            },
            ("X.", "T", "", "", "2024-06-17"),
        ),
        (  # WordPress
            {
                "title": {"rendered": "T"},
                "date": "2024-06-17T08:00:00",
                "content": {"rendered": "<p>Erster &amp; kurz.</p>\n<p>Zweiter.</p>"},
            },
            ("Erster & kurz.\n\nZweiter.", "T", "", "", "2024-06-17"),
        ),
        (  # only something of the text
            {"title": "T", "source": "Echo", "description": "Ein Vorspann."},
            ("Ein Vorspann.", "T", "Echo", "", ""),
        ),
    ],
)
def test_columns_of_databases_are_known(tmp_path, record, expected):
    (tmp_path / "a.jsonl").write_text(lines(record))
    found = load_article(tmp_path, "a.jsonl/000001")
    assert (found.text, found.title, found.source, found.author, found.date) == expected


def test_records_that_only_link_to_articles_are_told(tmp_path):
    (tmp_path / "mc.csv").write_text(
        "stories_id,publish_date,title,url,language,media_name\n1,2024-06-17,T,https://a.b/1,de,Echo\n"
    )
    (tmp_path / "gdelt.json").write_text(
        json.dumps({"articles": [{"url": "https://a.b/1", "title": "T", "domain": "a.b"}]})
    )
    problems = []
    assert listed(tmp_path, problems) == {}
    assert [problem.path for problem in problems] == ["gdelt.json", "mc.csv"]
    assert all("a title and an address, but no text" in p.reason for p in problems)


def test_a_table_of_descriptions_is_no_table_of_articles(tmp_path):
    (tmp_path / "codes.csv").write_text("name,description\nsummits,Meetings of heads of state\n")
    problems = []
    assert listed(tmp_path, problems) == {}
    assert "name, description" in problems[0].reason


@pytest.mark.parametrize(("told", "code"), [("German", "de"), ("ENGLISH; Englisch", "en")])
def test_a_language_may_be_told_by_its_name(tmp_path, told, code):
    (tmp_path / "a.jsonl").write_text(lines({"text": TEXT, "language": told}))
    assert load_article(tmp_path, "a.jsonl/000001").language == code


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_all_rows_of_a_table_are_in_one_encoding_of_old(tmp_path, encoding):
    rows = "id,text\na,Der Bürgermeister fährt über die Straße.\nb,Überfall\nc,Ölpreis fällt\n"
    (tmp_path / "a.csv").write_bytes(rows.encode(encoding) + "d,für alle\n".encode())
    texts = [load_article(tmp_path, path).text for path in listed(tmp_path)]
    assert texts[1:] == ["Überfall", "Ölpreis fällt", "für alle"]


def test_what_programs_write_for_nothing_is_nothing(tmp_path):
    record = {"title": "NaN", "author": "None", "source": "null", "date": "NaT", "text": TEXT}
    (tmp_path / "a.jsonl").write_text(lines(record | {"titel": "Kim in Moskau"}))
    found = load_article(tmp_path, "a.jsonl/000001")
    assert (found.title, found.author, found.source) == ("Kim in Moskau", "", "")
    assert (found.date, found.remarks) == ("", ())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "<p>Der Hafen ist <b>zu</b>.</p>\n<p>Auch &amp; Süd.</p>",
            "Der Hafen ist zu.\nAuch & Süd.",
        ),
        ("Der Hafen ist zu.<br>Der Markt auch.", "Der Hafen ist zu.\nDer Markt auch."),
        ("Erste Zeile\nzweite mit <br>\n\ndritte", "Erste Zeile\nzweite mit <br>\n\ndritte"),
    ],
)
def test_a_piece_of_a_page_is_read_as_one(tmp_path, text, read):
    pytest.importorskip("lxml")
    (tmp_path / "a.jsonl").write_text(lines({"title": "A &#8211; B", "content_html": text}))
    found = load_article(tmp_path, "a.jsonl/000001")
    assert found.text.split() == read.split()
    assert found.text.count("\n\n") == read.count("\n\n") or "<" in text
    assert found.title == "A – B"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ({"$date": "2024-06-17T08:00:00Z"}, "2024-06-17"),
        ({"$date": {"$numberLong": "1718582400000"}}, "2024-06-17"),
        (["2024-06-17"], "2024-06-17"),
    ],
)
def test_dates_as_databases_export_them_are_read(tmp_path, date, expected):
    (tmp_path / "d.jsonl").write_text(lines({"_id": {"$oid": "65f0"}, "text": TEXT, "date": date}))
    assert load_article(tmp_path, next(iter(listed(tmp_path)))).date == expected


@pytest.mark.parametrize("date", [[2024, 6, 17], {"year": 2024, "month": 6}, True])
def test_a_date_that_is_no_text_is_reported(tmp_path, date):
    (tmp_path / "d.jsonl").write_text(lines({"id": "a", "text": TEXT, "date": date}))
    found = load_article(tmp_path, "d.jsonl/a")
    assert found.date == ""
    assert "is not a readable date" in str(found.remarks)


def test_objects_within_objects_do_no_harm(tmp_path):
    title = "{" + '"title": {' * 900 + "}" * 901
    (tmp_path / "d.jsonl").write_text(
        '{"id": "a", "title": ' + title + ', "text": "Lang genug."}\n'
    )
    assert len(listed(tmp_path, [])) <= 1
