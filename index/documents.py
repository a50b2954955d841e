"""What an engine is given of an article."""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from corpus.article import Article


class Document(msgspec.Struct, frozen=True):
    """What is indexed of an article; `texts` are its unfolded blocks, one string each.

    The stamp tells one state of the file from another: see `corpus.folder.stamps`.
    """

    path: str
    stamp: str
    language: str
    title: str
    source: str
    author: str
    date: str
    texts: list[str]


def document(stamp: str, article: "Article") -> Document:
    """Return what is indexed of an article."""
    return Document(
        article.path,
        stamp,
        article.language,
        article.title,
        article.source,
        article.author,
        article.date,
        [article.as_read(span) for span in article.searchable()],
    )
