"""The fields of the query language: what stands before a colon.

A field is added here. One with words (`title:`) is looked up in the fields of an engine; any other
has a value, and is answered by the engine (`date:`) or by the caller (`Resolver`).
"""

from collections.abc import Mapping
from typing import NamedTuple


class QueryField(NamedTuple):
    """An example for messages, the names people type instead, and whether it holds words."""

    example: str
    other_names: tuple[str, ...] = ()
    has_words: bool = False


FIELDS: Mapping[str, QueryField] = {
    "title": QueryField("title:Gipfel", ("titel", "überschrift"), has_words=True),
    "source": QueryField('source:"NBC News"', ("quelle", "site"), has_words=True),
    "author": QueryField("author:Meyer", ("autor", "autorin"), has_words=True),
    "date": QueryField("date:2024-01..2024-06", ("datum",)),
    "topic": QueryField('topic:"arms deals"', ("thema", "tag")),
    "note": QueryField("note:Frage", ("notiz",)),
    "is": QueryField("is:untagged", ("ist",)),
}


def intended_field(name: str) -> str:
    """Return the field that an unknown name in lower case stands for, or ""."""
    for field, known in FIELDS.items():
        if name in known.other_names:
            return field
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, FIELDS, 1)), "")
