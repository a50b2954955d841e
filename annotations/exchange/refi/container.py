"""Where a REFI-QDA project keeps its project file and its texts: the zip file around them."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from annotations.exchange.errors import ExchangeError
from annotations.exchange.refi.xml_text import local, parse
from corpus.formats.archive import Archive
from corpus.text.decode import UndecodableError, decode

MARK = "\ufeff"
"""The byte order mark, which stays before a text because some programs count it."""

_ZIP = b"PK"


def opened(data: bytes, name: str) -> "tuple[ET.Element, Texts]":
    """Open the zip file, or the project file alone. Raises `ExchangeError`."""
    archive = None
    if data.startswith(_ZIP):
        archive = Archive(data, lambda message, advice: ExchangeError(name, message, advice))
    where = _project_in(archive, name) if archive else ""
    root = parse(archive.read(where) if archive else data, where or name)
    return root, Texts(archive, where)


def _project_in(archive: Archive, name: str) -> str:
    """Find the project file: called project.qde, or the only one; at the root, or below it."""
    found = [each for each in archive.names if each.endswith(".qde")]
    found.sort(key=lambda path: (path.count("/"), PurePosixPath(path).name != "project.qde"))
    if not found:
        raise ExchangeError(name, "has no project in it (project.qde)", "Name a .qdpx file.")
    best = found[0]
    rivals = [path for path in found[1:] if path.count("/") == best.count("/")]
    if rivals and PurePosixPath(best).name != "project.qde":
        message = f"has several projects in it ({best}, {rivals[0]})"
        raise ExchangeError(name, message, "Export one of them alone.")
    return best


class Texts:
    """The texts that the elements of a project have, or refer to."""

    def __init__(self, archive: Archive | None, project: str) -> None:
        self._archive = archive
        self._folder = project.rpartition("/")[0]

    def of(self, node: ET.Element) -> str | None:
        """Return the text of a source or a note as it was decoded; `None` when it has none."""
        for child in node:
            if local(child) == "PlainTextContent":
                return child.text or ""
        reference = node.get("plainTextPath", "")
        if self._archive is None or not reference:
            return None
        for path in self._places(reference):
            if self._archive.has(path):
                return _decoded(self._archive.read(path))
        return None

    def _places(self, reference: str) -> Iterator[str]:
        """Return where in the archive a reference may mean."""
        path = reference.partition(":")[2] if ":" in reference else reference
        path = path.replace("\\", "/").lstrip("/")
        name = PurePosixPath(path).name
        plain = unquote(name)
        for inside in (f"sources/{path}", path, f"sources/{name}", name, f"sources/{plain}"):
            yield f"{self._folder}/{inside}".lstrip("/")


def _decoded(data: bytes) -> str | None:
    try:
        text, encoding = decode(data)
    except UndecodableError:
        return None
    has_mark = data.startswith(b"\xef\xbb\xbf") and encoding == "utf-8"
    return MARK + text if has_mark else text
