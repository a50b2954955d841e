"""Reads books and newspapers in EPUB: their chapters in reading order."""

import posixpath
from collections.abc import Container, Iterator
from typing import Any
from urllib.parse import unquote

from corpus.errors import ArticleError
from corpus.formats.archive import Archive, open_archive
from corpus.formats.extracted import Extracted
from corpus.formats.html.fragments import fragment_paragraphs
from corpus.formats.paragraphs import Paragraph, extracted
from corpus.formats.xml_tree import attribute, local, parse_xml
from corpus.text.canonical import one_line
from corpus.text.decode import UndecodableError, decode

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_FONTS = ("obfuscation", "font")  # fonts may be scrambled without anything being protected
_MOST_CHARACTERS = 32 << 20


def read_epub(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read a book as one article. Raises ArticleError."""
    archive = open_archive(path, data, "an EPUB book")
    book = _Book(path, archive)
    return extracted(book.paragraphs(), "epub", book.fields(), recurring)


class _Book:
    def __init__(self, path: str, archive: Archive) -> None:
        self._path = path
        self._archive = archive
        container = self._xml(_CONTAINER)
        files = (attribute(node, "full-path") for node in container.iter())
        self._package_name = next(filter(None, files), "")
        self._package = self._xml(self._package_name)

    def _refuse(self, message: str, advice: str) -> ArticleError:
        return ArticleError(self._path, f"It {message}.", advice)

    def _xml(self, name: str) -> Any:
        if not name or not self._archive.has(name):
            raise self._refuse("is not a complete e-book", "Fetch it again.")
        return parse_xml(self._archive.read(name), self._refuse, lenient=True)

    def _named(self, name: str) -> Iterator[Any]:
        return (node for node in self._package.iter() if local(node) == name)

    def fields(self) -> dict[str, str]:
        def first(name: str) -> str:
            texts = (one_line(node.text or "") for node in self._named(name))
            return next(filter(None, texts), "")

        return {
            "title": first("title"),
            "author": first("creator"),
            "source": first("publisher"),
            "date": first("date"),
            "language": first("language"),
        }

    def paragraphs(self) -> Iterator[Paragraph]:
        folder = posixpath.dirname(self._package_name)
        files = {
            attribute(node, "id"): posixpath.normpath(
                posixpath.join(folder, unquote(attribute(node, "href").partition("#")[0]))
            )
            for node in self._named("item")
            if attribute(node, "media-type") in _PAGES and "nav" not in _properties(node)
        }
        read, characters = set(), 0
        for reference in self._named("itemref"):
            name = files.get(attribute(reference, "idref"), "")
            if name in read or not self._archive.has(name):
                continue
            read.add(name)
            markup = self._markup(name)
            characters += len(markup)
            if characters > _MOST_CHARACTERS:
                raise self._refuse("is longer than any book", "Divide it.")
            yield from fragment_paragraphs(self._path, markup)

    def _markup(self, name: str) -> str:
        try:
            markup, _ = decode(self._archive.read(name))
        except UndecodableError as error:
            if self._is_protected():
                raise self._refuse(
                    "is protected against copying (DRM)", "Only its own reader can show it."
                ) from error
            raise self._refuse(
                f"has a chapter that is not text ({error})", "Fetch it again."
            ) from error
        return markup

    def _is_protected(self) -> bool:
        if not self._archive.has(_ENCRYPTION):
            return False
        content = self._archive.read(_ENCRYPTION).decode("utf-8", "replace")
        return "CipherReference" in content and not all(word in content for word in _FONTS)


def _properties(node: Any) -> list[str]:
    return attribute(node, "properties").split()
