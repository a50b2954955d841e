"""Dates as people and programs write them: read where they are certain, else told."""

import pytest

from corpus.load import load_article
from corpus.metadata.claimed_dates import claimed_date
from corpus.text.dates import first_date

TEXT = "Der Präsident sagte am Montag, dass die Gespräche über Waffen fortgesetzt werden."


@pytest.mark.parametrize(
    "value",
    [
        "1718582400",
        "1718582400.0",
        "1.7185824e9",
        "1718582400000",
        "1718582400000000",
        "/Date(1718582400000)/",
        "20240617",
        "202406171400",
        "20240617140000",
        "20240617T140000Z",
        "20240617T1400+0200",
        "2024-06-17",
        "2024-06-17T14:00:00+02:00",
        "2024-06-17 14:00",
        "2024-6-17",
        "2024/06/17",
        "2024/6/17 14:00",
        "2024.06.17",
        "17.6.24",
        "17.06.24, 14:00 Uhr",
        "17. 6. 2024",
        "17/06/2024",
        "06/17/2024",
        "17/6/24",
        "17-06-2024",
        "17. Juni 2024",
        "17. Juni 2024, 14:00 Uhr",
        "Montag, 17. Juni 2024",
        "June 17, 2024",
        "17-Jun-2024",
        "17-Jun-24",
        "17 Jun 24 14:00",
        "Mon, 17 Jun 2024 14:00:00 +0000",
        "Mon Jun 17 2024 14:00:00 GMT+0200",
        "Mon Jun 17 14:00:00 2024",
        "Mon Jun 17 14:00:00 +0000 2024",
        "Mon Jun 17 14:00:00 CEST 2024",
        "17.06.2414:00 Uhr",
        "17.06.202414:00 Uhr",
        "Stand: 17.6.2024",
        "20240617-140000",
        "2024-Jun-17",
        "2024 June 17",
        "17 juin 2024",
        "17 de junio de 2024",
        "17 giugno 2024",
        "2024年6月17日",
    ],
)
def test_a_date_is_read_in_whatever_way_it_is_written(value):
    assert claimed_date(value) == ("2024-06-17", "")


@pytest.mark.parametrize(
    ("value", "month"),
    [
        ("2024", "2024"),
        *((way, "2024-06") for way in ("2024-06", "2024/6", "06/2024", "Juni 2024")),
    ],
)
def test_a_month_or_a_year_alone_is_a_date(value, month):
    assert claimed_date(value) == (month, "")


def test_what_may_be_two_days_is_decided_by_the_language_or_told():
    assert claimed_date("06/07/2024", "de").date == "2024-07-06"
    assert claimed_date("06/07/2024") == ("", "may be 2024-06-07 or 2024-07-06")
    assert claimed_date("06/07/2024", "en").date == ""
    assert claimed_date("06/06/2024").date == "2024-06-06"
    assert claimed_date("06/17/2024", "de").date == "2024-06-17"
    assert claimed_date("24-06-17", "de").doubt == "may be 2017-06-24 or 2024-06-17"


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        ("2024-02-30", "not a readable date"),
        ("31.04.2024", "not a readable date"),
        ("2024-17-06", "not a readable date"),
        ("20241317", "not a readable date"),
        ("gestern", "not a readable date"),
        ("vor 3 Stunden", "not a readable date"),
        ("45460", "not a readable date"),
        ("0", "not a readable date"),
        ("9" * 400, "not a readable date"),
        ("a" * 50_000, "not a readable date"),
        ("17.6.2094", "in the future"),
        ("2094", "in the future"),
        ("3924000000", "in the future"),
    ],
)
def test_what_is_no_date_is_told(value, doubt):
    found = claimed_date(value)
    assert found.date == ""
    assert doubt in found.doubt


def test_a_year_of_two_digits_is_not_yet_to_come():
    assert claimed_date("17.6.68").date == "1968-06-17"
    assert claimed_date("17.6.99").date == "1999-06-17"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("28.09.1912:44", "2019-09-28"),
        ("28.09.1912.44 Uhr", "2019-09-28"),
        ("28.09.201912:44", "2019-09-28"),
        ("28.9.1912", "1912-09-28"),
        ("28.9.1912:44", "2019-09-28"),
        ("28. September 1912:44 Uhr", "2019-09-28"),
        ("28.09.19 12:44", "2019-09-28"),
        ("28. September 201912:44 Uhr", "2019-09-28"),
        ("28. September 20199:44 Uhr", "2019-09-28"),
        ("2019-09-2812:44", "2019-09-28"),
        ("29.02.2019", ""),
        ("29.02.2020", "2020-02-29"),
        ("Am 17. Juni 2094, nicht am 17. Juni 2024", "2024-06-17"),
        ("Am 17. Juni 2094", ""),
    ],
)
def test_dates_in_text_that_was_glued_together_or_is_impossible(text, date):
    assert first_date(text) == date


def test_a_date_that_cannot_be_read_is_told_with_its_place(tmp_path):
    (tmp_path / "a.jsonl").write_text(f'{{"id": "x", "text": "{TEXT}", "date": "neulich"}}\n')
    (tmp_path / "b.txt").write_text(f"---\ndate: 2094-01-01\n---\nTitel\n\n{TEXT}\n")
    (tmp_path / "metadata.csv").write_text("path,date\nb.txt,31.02.2024\n")
    (record,) = load_article(tmp_path, "a.jsonl/x").remarks
    assert "in the record, “neulich”, is not a readable date" in record.message
    sidecar, front = load_article(tmp_path, "b.txt").remarks
    assert "in metadata.csv, “31.02.2024”, is not a readable date" in sidecar.message
    assert "in its front matter, “2094-01-01”, is in the future" in front.message
