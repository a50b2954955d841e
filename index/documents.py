"""An article as a document of the index: its terms, field by field, and where each stands.

=========== ====================================================================================
body        stems of the words of the unfolded blocks
parts       stems of the parts of the compounds in them, at the place of the compound
words       the same words unstemmed: for beginnings, patterns and similar spellings
title       stems of the title, and of the parts of its compounds
titlewords  the words of the title, unstemmed
source      the words of the source, unstemmed
date        the date as it is
language    the language the article was analysed in
=========== ====================================================================================

The text itself is not kept.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from index.analysis import DEFAULT_LANGUAGE, WORD, chain, folded
from index.positions import BLOCK_GAP

if TYPE_CHECKING:
    from corpus.article import Article

POSITIONED = ("body", "parts", "title")
COUNTED = ("words", "titlewords", "source", "date", "language")


class Document(NamedTuple):
    """An article analysed: term to positions, and term to frequency, by field."""

    path: str
    stamp: str
    length: int  # words in the body
    positioned: Mapping[str, Mapping[str, list[int]]]
    counted: Mapping[str, Mapping[str, int]]


def document(stamp: str, article: "Article") -> Document:
    """Analyse an article."""
    language = chain(article.language)
    body: defaultdict[str, list[int]] = defaultdict(list)
    parts: defaultdict[str, list[int]] = defaultdict(list)
    words: defaultdict[str, int] = defaultdict(int)
    position = length = 0
    for start, end in article.searchable():
        analysed = language.analyse(WORD.findall(article.text, start, end))
        for word, stem, inner, _ in analysed:
            body[stem].append(position)
            words[word] += 1
            for part in inner:
                parts[part].append(position)
            position += 1
        length += len(analysed)
        position += BLOCK_GAP
    title: defaultdict[str, list[int]] = defaultdict(list)
    titlewords = language.analyse(WORD.findall(article.title))
    for place, forms in enumerate(titlewords):
        for stem in (forms.stem, *forms.parts):
            title[stem].append(place)
    return Document(
        article.path,
        stamp,
        length,
        {"body": body, "parts": parts, "title": title},
        {
            "words": words,
            "titlewords": Counter(forms.word for forms in titlewords),
            "source": Counter(map(folded, WORD.findall(article.source))),
            "date": {article.date: 1} if article.date else {},
            "language": {article.language or DEFAULT_LANGUAGE: 1},
        },
    )
