"""What the index keeps of an article, field by field.

=========== ====================================================================================
body        stems of the words of the unfolded blocks
parts       stems of the parts of the compounds in them, at the place of the compound
title       stems of the title, and of the parts of its compounds
words       the words of the body unstemmed: for beginnings, patterns and similar spellings
titlewords  the words of the title, unstemmed
source      the words of the source, unstemmed
author      the words of the author's name, unstemmed
outlet      the source as it is
date        the date as it is
language    the language the article was analysed in
=========== ====================================================================================

A place is a position in the whole index: each document begins where no phrase and no `near` reaches
from the one before, so that one look through a term's places finds it in all documents. The text
itself is not kept.
"""

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from corpus.article import Article

POSITIONED = ("body", "parts", "title")
"""The fields of whose terms the places are kept."""

COUNTED = ("words", "titlewords", "source", "author", "outlet", "date", "language")
"""The fields of whose terms is kept how often each document has them."""

FIELDS = (*POSITIONED, *COUNTED)

DOCUMENT_GAP = 2_000
"""Places left free between documents: more than the widest window of any query."""


class Document(msgspec.Struct, frozen=True):
    """What of an article is indexed; `texts` are its unfolded blocks."""

    path: str
    stamp: str
    language: str
    title: str
    source: str
    author: str
    date: str
    texts: list[str]


def document(stamp: str, article: "Article") -> Document:
    """Take what is indexed of an article."""
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
