"""The tables of formats: a row is all that it takes to add one."""

import inspect
import re
from collections import Counter
from importlib.metadata import requires
from pathlib import Path

import pytest

from corpus.folder.unread_files import ADVICE
from corpus.formats import registry as formats
from corpus.records import registry as records
from corpus.records.registry import SUFFIXES

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = (ROOT / "docs/articles.md").read_text()
# Of docs/articles.md: the row of each suffix.
ROWS = {
    suffix: row
    for row in re.findall(r"^\| `\..*$", ARTICLES, re.MULTILINE)
    for suffix in re.findall(r"`(\.[a-z.]+)`", row.split("|")[1])
}


def test_no_suffix_has_two_formats():
    assert [suffix for suffix, count in Counter(SUFFIXES).items() if count > 1] == []


@pytest.mark.parametrize("known", formats.FORMATS, ids=lambda known: known.suffixes[0])
def test_a_reader_takes_a_path_bytes_and_recurring_lines(known):
    parameters = list(inspect.signature(known.load()).parameters)
    assert [name.lstrip("_") for name in parameters] == ["path", "data", "recurring"]
    assert set(known.exports) <= set(known.suffixes)


@pytest.mark.parametrize("known", records.FORMATS, ids=lambda known: known.suffixes[0])
def test_a_format_of_records_has_what_finds_and_what_makes_articles(known):
    find, make, is_page = known.load()
    assert list(inspect.signature(find).parameters) == ["file", "offset"]
    for function, names in ((make, "path record recurring columns"), (is_page, "record columns")):
        parameters = inspect.signature(function).parameters
        assert [name.lstrip("_") for name in parameters] == names.split()


def test_an_extra_installs_the_library_whose_version_counts():
    for known in formats.FORMATS:
        wanted = re.compile(rf"{known.distribution}\b.*extra == ['\"]{known.extra}['\"]")
        assert not known.extra or any(map(wanted.match, requires("nkreader") or ())), known
    extras = {known.extra for known in records.FORMATS} - {""}
    assert extras <= {known.extra for known in formats.FORMATS}


def test_the_table_of_formats_in_docs_names_every_suffix_and_extra():
    assert sorted(ROWS) == sorted(SUFFIXES)
    for known in (*formats.FORMATS, *records.FORMATS):
        for suffix in known.suffixes:
            assert not known.extra or f"extra `{known.extra}`" in ROWS[suffix], suffix


def test_what_is_read_is_not_among_what_is_advised_to_be_saved_otherwise():
    assert set(ADVICE).isdisjoint(SUFFIXES)
