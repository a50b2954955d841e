"""From documents that have terms to terms that are in documents."""

from typing import NamedTuple

from index.documents import COUNTED, POSITIONED, Document


class Occurrences(NamedTuple):
    """Where a term is: number of a document, how often it is there, number of the next, and so on.

    And all its places, document after document: positions in the whole index, see documents.py.
    """

    documents: list[int]
    places: list[int]


class Inverter:
    """Turns documents into occurrences of terms, field by field."""

    def __init__(self) -> None:
        self.positioned: dict[str, dict[str, Occurrences]] = {field: {} for field in POSITIONED}
        self.counted: dict[str, dict[str, list[int]]] = {field: {} for field in COUNTED}

    def add(self, number: int, document: Document) -> None:
        """Add a document; numbers only grow."""
        for field, positioned in document.positioned.items():
            known = self.positioned[field]
            for term, places in positioned.items():
                found = known.get(term)
                if found is None:
                    known[term] = Occurrences([number, len(places)], places.copy())
                else:
                    found[0].extend((number, len(places)))
                    found[1].extend(places)
        for field, counts in document.counted.items():
            counted = self.counted[field]
            for term, count in counts.items():
                if term in counted:
                    counted[term].extend((number, count))
                else:
                    counted[term] = [number, count]
