"""Articles as they are loaded for the screen: as read from the file, and never outdated."""

import os
from collections.abc import Callable

import pytest

from corpus.folder.catalogue import Catalogue
from corpus.load import load_article
from workspace.articles import articles as articles_module
from workspace.articles.articles import Articles
from workspace.places import Places

FOX = "003_bbd1d1e14c627851.txt"


@pytest.fixture
def articles(places: Places, refreshed: Callable[[], object]) -> Articles:
    refreshed()
    articles = Articles(places)
    articles.reopen(Catalogue.load(places.catalogue))
    return articles


def test_what_was_found_out_about_an_article_is_not_found_out_again(
    places: Places, articles: Articles, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [file.name for file in places.articles.iterdir()]
    expected = {name: load_article(places.articles, name) for name in names}
    monkeypatch.setattr(articles_module, "load_article", None)
    assert {path: articles.load(path) for path in expected} == expected


def test_another_text_is_read_even_if_size_and_time_are_the_same(
    places: Places, articles: Articles
) -> None:
    file = places.articles / FOX
    status, text = file.stat(), file.read_text(encoding="utf-8")
    file.write_text(text.replace("Putin", "Nitup"), encoding="utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_size == status.st_size
    assert articles.load(FOX) == load_article(places.articles, FOX)


def test_what_metadata_csv_says_by_now_is_known_before_the_folder_is_read_again(
    places: Places, articles: Articles
) -> None:
    (places.articles / "metadata.csv").write_text(f"path,title\n{FOX},Ein besserer Titel\n")
    assert articles.load(FOX).title == "Ein besserer Titel"
