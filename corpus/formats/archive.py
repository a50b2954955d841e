"""Reads untrusted zip files: nothing is unpacked to disk, and nothing they state is believed."""

import io
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath

from corpus.errors import ArticleError
from corpus.limits import LARGEST

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MOST_ENTRIES = 200_000
_LARGEST_ENTRY = 256 << 20
_LARGEST_TOTAL = 1 << 30
# Text shrinks to a tenth, XML to a fiftieth; what shrinks to a thousandth is meant to fill memory.
_MOST_SHRUNK = 300
_SMALL = 1 << 20
_AGAIN = "Save or export it again from its program."


class Archive:
    """The files in a zip, by name; the size of each, and of all that are read, is bounded.

    Problems are raised as the error that `refuse` makes of a message, which follows the name of the
    archive, and advice.
    """

    def __init__(
        self,
        data: bytes,
        refuse: Callable[[str, str], Exception],
        *,
        largest_entry: int = _LARGEST_ENTRY,
    ) -> None:
        self._refuse = refuse
        self._largest_entry = largest_entry
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        # A damaged file makes the library fail on numbers, names and dates of all kinds.
        except Exception as error:
            # For one that is cut short it says "negative seek value", which helps nobody.
            why = f" ({error})" if isinstance(error, zipfile.BadZipFile) else ""
            raise refuse(f"is damaged: it is not a complete zip file{why}", _AGAIN) from error
        if len(entries) > _MOST_ENTRIES:
            raise refuse(f"has more than {_MOST_ENTRIES:,} files in it", _AGAIN)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            path = entry.filename.replace("\\", "/")
            self._refuse_outside(path)
            if path and not path.endswith("/") and not path.startswith("__MACOSX/"):
                self._entries.setdefault(path.casefold(), entry)

    def _refuse_outside(self, path: str) -> None:
        is_drive = len(path) > 1 and path[1] == ":"
        if path.startswith("/") or is_drive or ".." in PurePosixPath(path).parts:
            message = f"contains a file whose path leads out of the archive ({path})"
            raise self._refuse(message, "Do not trust it.")

    @property
    def names(self) -> list[str]:
        """The paths of its files, with `/`, in lower case."""
        return list(self._entries)

    def has(self, path: str) -> bool:
        """Whether there is a file of this name, in any case."""
        return path.casefold() in self._entries

    def read(self, path: str) -> bytes:
        """Return the bytes of an existing file."""
        entry = self._entries[path.casefold()]
        limit = min(self._largest_entry, _LARGEST_TOTAL - self._read)
        if entry.file_size > _SMALL and entry.file_size > _MOST_SHRUNK * entry.compress_size:
            limit = _SMALL
        try:
            with self._zip.open(entry) as stream:
                # The sizes that the archive states need not be true.
                data = stream.read(limit + 1)
        except Exception as error:  # as above; RuntimeError: encrypted
            message = f"cannot be unpacked: {entry.filename} ({error})"
            raise self._refuse(message, _AGAIN) from error
        if len(data) > limit:
            message = f"unpacks to an implausible size ({entry.filename})"
            raise self._refuse(message, "Do not trust it.")
        self._read += len(data)
        return data


def open_archive(path: str, data: bytes, what: str) -> Archive:
    """Open a document, `what` ("a Word document"), that is a zip file. Raises ArticleError."""
    if data.startswith(_OLD_OFFICE):
        raise ArticleError(
            path,
            "It is protected with a password, or in the old Word format.",
            "Open it in its program and save it without a password, as .docx or .odt.",
        )
    if not data.startswith(_ZIP):
        raise ArticleError(path, f"This is not {what}.", "Save it again from its program.")

    def refuse(message: str, advice: str) -> ArticleError:
        return ArticleError(path, f"It {message}.", advice)

    return Archive(data, refuse, largest_entry=LARGEST)
