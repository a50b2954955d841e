"""Indexing in memory, where no cache can be kept, ends when nobody wants it any more."""

from collections.abc import Iterator
from pathlib import Path

from corpus.article import Article
from workspace.search.folder_search import Search
from workspace.workspace import Workspace


def test_it_ends_at_once_when_one_leaves(workspace: Workspace, tmp_path: Path) -> None:
    search = Search(tmp_path / "index", (), lambda _field, _value: None)
    read: list[str] = []

    def articles() -> Iterator[tuple[str, Article]]:
        for stamp, article in workspace.read_all():
            read.append(article.path)
            yield stamp, article

    search.index_in_memory(articles(), lambda: len(read) == 2)
    assert len(read) == 2
    assert not search.find("Nordkorea").hits
    search.index_in_memory(articles())
    assert len(search.find("Nordkorea").hits) == 5
