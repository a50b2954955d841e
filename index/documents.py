"""An article as a document of the index: its terms, field by field, and where each stands.

=========== ====================================================================================
body        stems of the words of the unfolded blocks
parts       stems of the parts of the compounds in them, at the place of the compound
words       the same words unstemmed: for beginnings, patterns and similar spellings
title       stems of the title, and of the parts of its compounds
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

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from index.analysis import DEFAULT_LANGUAGE, WORD, chain, folded
from index.positions import BLOCK_GAP

if TYPE_CHECKING:
    from corpus.article import Article

POSITIONED = ("body", "parts", "title")
COUNTED = ("words", "titlewords", "source", "author", "outlet", "date", "language")


_MOST = 0xFFFF  # occurrences of a term in one document that are kept

_DOCUMENT_GAP = 2_000
"""Places left free between documents: more than the widest window of any query."""


class Document(NamedTuple):
    """An article analysed: term to places, and term to frequency, by field."""

    path: str
    stamp: str
    length: int  # words in the body
    start: int  # the place it begins at
    end: int  # where the next may begin
    positioned: Mapping[str, Mapping[str, list[int]]]
    counted: Mapping[str, Mapping[str, int]]


def document(stamp: str, article: "Article", begin: int) -> Document:
    """Analyse an article whose places begin here."""
    forms = chain(article.language).forms
    places: defaultdict[str, list[int]] = defaultdict(list)
    position, length = begin, 0
    for start, end in article.searchable():
        found = WORD.findall(article.text, start, end)
        for place, word in enumerate(found, position):
            places[word].append(place)
        length += len(found)
        position += len(found) + BLOCK_GAP
    body: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    words: dict[str, int] = defaultdict(int)
    for word, positions in places.items():
        lower, stem, inner, _ = forms(word)
        words[lower] += len(positions)
        _put(body, stem, positions)
        for part in inner:
            _put(parts, part, positions)
    title: dict[str, list[int]] = {}
    titlewords = [forms(word) for word in WORD.findall(article.title)]
    for place, (_, stem, inner, _) in enumerate(titlewords, begin):
        for term in (stem, *inner):
            _put(title, term, [place])
    if length > _MOST:
        body, parts = ({t: p[:_MOST] for t, p in terms.items()} for terms in (body, parts))
        words = {word: min(count, _MOST) for word, count in words.items()}
    return Document(
        article.path,
        stamp,
        length,
        begin,
        max(position, begin + len(titlewords)) + _DOCUMENT_GAP,
        {"body": body, "parts": parts, "title": title},
        {
            "words": words,
            "titlewords": Counter(word.word for word in titlewords),
            "source": Counter(map(folded, WORD.findall(article.source))),
            "author": Counter(map(folded, WORD.findall(article.author))),
            "outlet": {article.source: 1} if article.source else {},
            "date": {article.date: 1} if article.date else {},
            "language": {article.language or DEFAULT_LANGUAGE: 1},
        },
    )


def _put(places: dict[str, list[int]], term: str, positions: list[int]) -> None:
    """Add positions of one inflection to those of others; lists may be shared: none grows."""
    known = places.get(term)
    places[term] = positions if known is None else sorted(known + positions)
