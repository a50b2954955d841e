"""Inverts documents: from the words of each document to the documents of each term.

Words are only noted with their places. A word is analysed once for all of its places, when lists
are written; which document a place is in follows from the place.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain as concatenated
from itertools import groupby, islice, repeat
from operator import itemgetter, rshift
from typing import NamedTuple

from index.analysis.terms import DEFAULT_LANGUAGE, WORD, chain, folded
from index.documents import Document
from index.ranking.positions import BLOCK_GAP
from index.whoosh.fields import DOCUMENT_GAP, FIELDS, POSITIONED
from index.whoosh.posting_lists import ListFileWriter, Numbers, Record, encoded

_STEP = 10
"""Documents begin at multiples of 2**10 places, so that a table tells which one a place is in."""

_MOST = 0xFFFF  # occurrences of a term in one document that are kept

_Places = defaultdict[str, Numbers]
_Terms = defaultdict[str, list[Numbers]]


class Placed(NamedTuple):
    """A document's number of words in the body, its first place, and that of the next."""

    length: int
    start: int
    end: int


class Inverter:
    """Turns documents into the lists of a segment, from a number and a place on."""

    def __init__(self, number: int, place: int) -> None:
        self._number = number
        self._place = _stepped(place)
        self._numbers: dict[int, int] = {}  # of the document that each step belongs to
        self._bodies: defaultdict[str, _Places] = defaultdict(_no_places)  # by language
        self._titles: defaultdict[str, _Places] = defaultdict(_no_places)
        self._facts: defaultdict[str, _Places] = defaultdict(_no_places)  # by field

    def add(self, document: Document) -> Placed:
        """Add the next document."""
        begin = position = self._place
        length = 0
        language = document.language or DEFAULT_LANGUAGE
        body = self._bodies[language]
        for text in document.texts:
            words = WORD.findall(text)
            for place, word in enumerate(words, position):
                body[word].append(place)
            length += len(words)
            position += len(words) + BLOCK_GAP
        title = WORD.findall(document.title)
        _note(self._titles[language], title, range(begin, begin + len(title)))
        for field, terms in _facts(
            document, language
        ):  # as if they all stood where the document begins
            _note(self._facts[field], terms, repeat(begin, len(terms)))
        self._place = _stepped(max(position, begin + len(title)) + DOCUMENT_GAP)
        steps = range(begin >> _STEP, self._place >> _STEP)
        self._numbers.update(dict.fromkeys(steps, self._number))
        self._number += 1
        return Placed(length, begin, self._place)

    def write(self, writer: ListFileWriter) -> None:
        """Write the lists of all fields, once."""
        terms: dict[str, Mapping[str, Sequence[Numbers]]] = {
            **_analysed(self._bodies, "body", "parts", "words"),
            **_analysed(self._titles, "title", "title", "titlewords"),
        }
        for field, facts in self._facts.items():
            terms[field] = {term: [places] for term, places in facts.items()}
        for field in FIELDS:
            make = self._positioned if field in POSITIONED else self._counted
            lists = sorted((encoded(term), at) for term, at in terms.pop(field, {}).items())
            writer.write_field(field, ((term, make(_joined(at))) for term, at in lists))

    def _counted(self, places: Numbers) -> Record:
        """Return the documents of some places, and how many places are in each."""
        if len(places) == 1:  # most terms
            return Record(array("I", self._documents(places)), _ONCE, _NOWHERE)
        counts = Counter(self._documents(self._bounded(places)))
        return Record(array("I", counts), array("H", counts.values()), _NOWHERE)

    def _positioned(self, places: Numbers) -> Record:
        """Return the documents of some places, how many places are in each, and the places."""
        return self._counted(places)._replace(places=self._bounded(places))

    def _documents(self, places: Iterable[int]) -> Iterator[int]:
        """Yield the number of the document of each place."""
        return map(self._numbers.__getitem__, map(rshift, places, repeat(_STEP)))

    def _bounded(self, places: Numbers) -> Numbers:
        """Leave out occurrences in one document beyond the number that can be stored."""
        if len(places) <= _MOST:
            return places
        documents = groupby(zip(self._documents(places), places, strict=True), key=itemgetter(0))
        return array("I", (place for _, at in documents for _, place in islice(at, _MOST)))


def _stepped(place: int) -> int:
    """Return the next place where a document may begin."""
    return -(-place >> _STEP << _STEP)


def _no_places() -> _Places:
    return defaultdict(partial(array, "I"))


def _note(found: _Places, words: Iterable[str], places: Iterable[int]) -> None:
    for word, place in zip(words, places, strict=True):
        found[word].append(place)


def _facts(document: Document, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the metadata of a document: field and terms."""
    yield "source", [folded(word) for word in WORD.findall(document.source)]
    yield "author", [folded(word) for word in WORD.findall(document.author)]
    yield "date", [document.date] if document.date else []
    yield "language", [language]


def _analysed(
    texts: dict[str, _Places], stems: str, parts: str, unstemmed: str
) -> dict[str, _Terms]:
    """Turn words into terms by field, and empty `texts`."""
    terms = {field: _Terms(list) for field in (stems, parts, unstemmed)}
    stemmed, within, words = (terms[field] for field in (stems, parts, unstemmed))
    for language, places in texts.items():
        forms = chain(language).forms
        for word, at in places.items():
            lower, own, _, inner, _ = forms(word)
            words[lower].append(at)
            for stem in own:
                stemmed[stem].append(at)
            for part in inner:
                within[part].append(at)
    texts.clear()
    return terms


def _joined(lists: Sequence[Numbers]) -> Numbers:
    """Merge the places of several inflections, in order."""
    return lists[0] if len(lists) == 1 else array("I", sorted(concatenated(*lists)))


_ONCE = array("H", (1,))
_NOWHERE = array("I")
