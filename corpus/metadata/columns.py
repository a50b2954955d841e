"""The columns of tables, and members of JSON objects, that somebody names for articles."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

FIELDS = ("text", "title", "source", "date", "author", "url", "language", "id")
"""What a column may be named for."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Headings by field; they go before those of `corpus.metadata.column_names`."""

    own: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def key(self) -> str:
        """Changes with the headings; "" where there are none."""
        return f"{zlib.crc32(repr(self.own).encode()):x}" if self.own else ""

    def named(self, field: str) -> tuple[str, ...]:
        """Give the headings for a field, in lower case."""
        headings = next((names for name, names in self.own if name == field), ())
        return tuple(heading.strip().casefold() for heading in headings)


NO_COLUMNS = Columns()
"""Where nobody names any."""


def columns_of(own: Iterable[tuple[str, Iterable[str]]]) -> Columns:
    """Give columns again that went through JSON as their `own`."""
    return Columns(tuple((field, tuple(names)) for field, names in own))
