"""Gives each source of a folder one name, however its articles spell it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import msgspec

from corpus.folder.catalogue import Record
from corpus.metadata.outlets import shown_names


def with_one_name(records: Collection[Record], same: Sequence[Sequence[str]]) -> Iterator[Record]:
    """Return the records with their sources as they are shown.

    `same` are lists of names of one source, the first of them shown (`sources:` in config.yaml).
    """
    shown = shown_names(Counter(each.stated_source for each in records if each.stated_source), same)
    for record in records:
        source = shown.get(record.stated_source, "")
        yield record if record.source == source else msgspec.structs.replace(record, source=source)
