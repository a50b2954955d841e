"""Inverts documents: from the words of each document to the documents of each term.

Words are only noted with their places (`noted_words`). A word is analysed once for all of its
places, when lists are written (by `few_words` or `many_words`); which document a place is in
follows from the place.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from typing import NamedTuple, Protocol

from index.analysis.letters import plain
from index.analysis.scripts import words_in
from index.analysis.terms import DEFAULT_LANGUAGE, folded
from index.documents import Document
from index.ranking.positions import BLOCK_GAP
from index.whoosh.fields import DOCUMENT_GAP, FIELDS, POSITIONED
from index.whoosh.known_words import known_words
from index.whoosh.noted_words import STEP, FieldTerms, NotedWords
from index.whoosh.posting_lists import ListFileWriter, TermList

_MANY = 50_000  # words from which on importing numpy is sooner done than going without it

_ByLanguage = defaultdict[str, NotedWords]


class _PostingLists(Protocol):
    def __call__(
        self, field: FieldTerms, documents: "array[int]", first: int, *, positioned: bool
    ) -> Iterator[TermList]: ...


class Placed(NamedTuple):
    """A document's number of words in the body, its first place, and that of the next."""

    length: int
    start: int
    end: int


class Inverter:
    """Turns documents into the lists of a segment, from a number and a place on."""

    def __init__(self, number: int, place: int) -> None:
        self._number = number
        self._first = self._place = _stepped(place)
        self._numbers = array("I")  # of the document that each step belongs to
        self._bodies = _ByLanguage(NotedWords)
        self._titles = _ByLanguage(NotedWords)
        self._facts = defaultdict[str, NotedWords](NotedWords)  # by field

    def add(self, document: Document) -> Placed:
        """Add the next document."""
        begin = position = self._place
        length = 0
        language = document.language or DEFAULT_LANGUAGE
        body = self._bodies[language]
        for text in document.texts:
            words = words_in(text)
            body.add(words, position)
            length += len(words)
            position += len(words) + BLOCK_GAP
        title = words_in(document.title)
        self._titles[language].add(title, begin)
        for field, terms in _facts(document, language):
            for term in terms:  # as if they all stood where the document begins
                self._facts[field].add([term], begin)
        self._place = _stepped(max(position, begin + len(title)) + DOCUMENT_GAP)
        self._numbers.extend(repeat(self._number, (self._place - begin) >> STEP))
        self._number += 1
        return Placed(length, begin, self._place)

    def write(self, writer: ListFileWriter) -> None:
        """Write the lists of all fields, once."""
        fields = {name: FieldTerms() for name in FIELDS}
        _analyse(self._bodies, fields["body"], fields["parts"])
        _analyse(self._titles, fields["title"], fields["title"])
        for name, noted in self._facts.items():
            _take_over([noted], fields[name], lambda term: (term,))
        posting_lists = _chosen(sum(len(noted.words) for noted in self._bodies.values()))
        unstemmed = {"words": self._bodies, "titlewords": self._titles, "plain": self._bodies}
        for name in FIELDS:
            positioned = name in POSITIONED
            field = fields.pop(name)
            if name in unstemmed:  # only now, when the stems have been written, to save memory
                form = _without_accents if name == "plain" else _folded
                _take_over(unstemmed[name].values(), field, form)
            lists = posting_lists(field, self._numbers, self._first, positioned=positioned)
            writer.write_field(name, lists)


def _chosen(words: int) -> "_PostingLists":
    """Return what makes posting lists of so many words the soonest."""
    if words < _MANY:
        from index.whoosh.few_words import posting_lists as of_few

        return of_few
    from index.whoosh.many_words import posting_lists as of_many

    return of_many


def _stepped(place: int) -> int:
    """Return the next place where a document may begin."""
    return -(-place >> STEP << STEP)


def _facts(document: Document, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the metadata of a document: field and terms."""
    yield "source", [folded(word) for word in words_in(document.source)]
    yield "author", [folded(word) for word in words_in(document.author)]
    yield "date", [document.date] if document.date else []
    yield "language", [language]


def _analyse(texts: _ByLanguage, stems: FieldTerms, parts: FieldTerms) -> None:
    """Turn words into stems, and those of their parts."""
    for language, noted in texts.items():
        terms = known_words(language).terms
        of_stems, of_parts = stems.of(noted), parts.of(noted)
        for word in noted.ids:
            own, inner = terms(word)
            of_stems.note(own)
            of_parts.note(inner)


def _take_over(
    texts: Iterable[NotedWords], field: FieldTerms, form: Callable[[str], tuple[str, ...]]
) -> None:
    """Turn each word into the terms that `form` makes of it, one or none."""
    for noted in texts:
        terms = field.of(noted)
        for word in noted.ids:
            terms.note(form(word))


def _folded(word: str) -> tuple[str, ...]:
    return (folded(word),)


def _without_accents(word: str) -> tuple[str, ...]:
    lower = folded(word)
    letters = plain(lower)
    return () if letters == lower else (letters,)
