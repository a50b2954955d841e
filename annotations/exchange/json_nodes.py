"""Decoded JSON of somebody else: a value of the wrong type is an error that says where it is."""

import json
from collections.abc import Iterator

from msgspec import Struct

from annotations.exchange.errors import ExchangeError

_ADVICE = "Correct it there, or export it again."
_LARGEST = 1 << 53


class Node(Struct, frozen=True):
    """A value, the file it is from, and where in it."""

    value: object
    file: str
    where: str = ""

    def get(self, key: str) -> "Node":
        """Return a member of an object; nothing (`None`) where there is none."""
        inside = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(inside, self.file, f"{self.where}.{key}".lstrip("."))

    def each(self) -> Iterator["Node"]:
        """Return the items of a list, or the one value that there is, or nothing."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                yield Node(item, self.file, f"{self.where}[{index}]")
        elif self.value is not None:
            yield self

    @property
    def is_object(self) -> bool:
        """Whether it has members."""
        return isinstance(self.value, dict)

    @property
    def is_text(self) -> bool:
        """Whether it is a string."""
        return isinstance(self.value, str)

    @property
    def text(self) -> str:
        """The string, "" for nothing. Raises `ExchangeError` for anything else."""
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            raise self._wrong("text")
        return _whole(self.value)

    @property
    def number(self) -> int | None:
        """The whole number, `None` for nothing. Raises `ExchangeError` for anything else."""
        value = self.value
        if value is None:
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong("a whole number")
        if not 0 <= value <= _LARGEST:
            raise self._wrong("a position in a text")
        return value

    @property
    def flag(self) -> bool:
        """The truth value; false for nothing. Raises `ExchangeError` for anything else."""
        if self.value is None:
            return False
        if not isinstance(self.value, bool):
            raise self._wrong("true or false")
        return self.value

    def _wrong(self, expected: str) -> ExchangeError:
        shown = _whole(json.dumps(self.value, ensure_ascii=False, default=str)[:40])
        where = self.where or "the file"
        return ExchangeError(self.file, f"has in {where}: {shown}, not {expected}", _ADVICE)


def _whole(text: str) -> str:
    """Return text without halves of surrogate pairs, which no file and no terminal can take."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def load(data: bytes, file: str) -> Node:
    """Read JSON in UTF-8 (or UTF-16). Raises `ExchangeError`."""
    try:
        return Node(json.loads(data.removeprefix(b"\xef\xbb\xbf")), file)
    except RecursionError as error:
        raise ExchangeError(file, "is nested too deeply", _ADVICE) from error
    except ValueError as error:
        raise ExchangeError(file, f"is not complete JSON ({error})", "Export it again.") from error
