"""The fields of the index, and how an article becomes one document of it.

==========  ==============================================================================
body        stems of the words of the unfolded blocks, with their positions
parts       stems of the parts of compounds in them
words       the same words unstemmed: for beginnings, patterns and similar spellings
title       stems of the title, and of the parts of its compounds
titlewords  the words of the title, unstemmed
source      the words of the source, unstemmed
date        the date as it is
language    the language the article was analysed in
path        stored, with the stamp beside it; the text itself is not stored
==========  ==============================================================================
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from index.analysis import DEFAULT_LANGUAGE, WORD, chain, folded
from index.positions import BLOCK_GAP
from index.whoosh_storage import STORED, FieldType, Frequency, Positions, Schema

if TYPE_CHECKING:
    from corpus.article import Article

Places = Mapping[str, list[int]]


class TermsField(FieldType):  # type: ignore[misc]
    """A field given as term to positions: it is analysed before, and Whoosh never sees a token."""

    def __init__(self, *, positions: bool = False, scorable: bool = False) -> None:
        self.format = Positions() if positions else Frequency()
        self.indexed, self.scorable, self.stored, self.unique = True, scorable, False, False
        self.analyzer = self.vector = self.column_type = None

    def index(self, value: Places, **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give (term, frequency, weight, what is kept of the positions) for each term."""
        encode = self.format.encode if isinstance(self.format, Positions) else None
        for term, places in value.items():
            count = len(places)
            yield term.encode(), count, float(count), encode(places) if encode else b""

    def to_bytes(self, value: str | bytes) -> bytes:
        """Give a term as it is stored."""
        return value if isinstance(value, bytes) else value.encode()


def schema() -> Schema:
    """Make the schema, the same every time."""
    return Schema(
        body=TermsField(positions=True, scorable=True),
        parts=TermsField(),
        words=TermsField(),
        title=TermsField(positions=True),
        titlewords=TermsField(),
        source=TermsField(),
        date=TermsField(),
        language=TermsField(),
        path=STORED(),
        stamp=STORED(),
    )


def document(article: "Article", stamp: str) -> dict[str, object]:
    """Give the fields of an article."""
    language = chain(article.language)
    body, words, parts = _Places(), _Places(), _Places()
    position = 0
    for start, end in article.searchable():
        for token in language.tokens(article.text, start, end):
            body[token.forms.stem].append(position)
            words[token.forms.word].append(position)
            for part in token.forms.parts:
                parts[part].append(position)
            position += 1
        position += BLOCK_GAP
    title, titlewords = _Places(), _Places()
    for position, token in enumerate(language.tokens(article.title)):
        titlewords[token.forms.word].append(position)
        for stem in (token.forms.stem, *token.forms.parts):
            title[stem].append(position)
    return {
        "body": body,
        "parts": parts,
        "words": words,
        "title": title,
        "titlewords": titlewords,
        "source": {folded(word): [0] for word in WORD.findall(article.source)},
        "date": {article.date: [0]} if article.date else {},
        "language": {article.language or DEFAULT_LANGUAGE: [0]},
        "path": article.path,
        "stamp": stamp,
    }


class _Places(defaultdict[str, list[int]]):
    def __init__(self) -> None:
        super().__init__(list)
