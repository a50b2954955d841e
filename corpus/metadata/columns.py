"""The columns of tables, and members of JSON objects, that the user names for articles."""

import zlib
from collections.abc import Iterable

from msgspec import Struct

FIELDS = ("text", "title", "source", "date", "author", "url", "language", "id")
"""The fields that a column may be named for."""


class Columns(Struct, frozen=True):
    """Headings by field; they take precedence over those of `corpus.metadata.column_names`."""

    own: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> str:
        """A key that changes with the headings; "" if there are none."""
        return f"{zlib.crc32(repr(self.own).encode()):x}" if self.own else ""

    def named(self, field: str) -> tuple[str, ...]:
        """Return the headings of a field, in lower case."""
        headings = next((names for name, names in self.own if name == field), ())
        return tuple(heading.strip().casefold() for heading in headings)


NO_COLUMNS = Columns()
"""For users who name none."""


def columns_of(own: Iterable[tuple[str, Iterable[str]]]) -> Columns:
    """Return the columns whose `own` went through JSON."""
    return Columns(tuple((field, tuple(names)) for field, names in own))
