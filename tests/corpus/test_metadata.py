"""Dates, titles and languages."""

import pytest

from corpus.dates import first_date
from corpus.language import language_of
from corpus.titles import clean_title


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
        ("Kim Putin", ""),
        ("", ""),
    ],
)
def test_language_by_its_commonest_words(text, language):
    assert language_of(text) == language
