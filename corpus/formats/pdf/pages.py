"""Reads the pages of a PDF, each by itself: a damaged page costs no other."""

import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.pdf.lines import Region, regions
from corpus.remarks import Remark

_MOST_PAGES = 10_000
_MOST_NAMED = 10
_AGAIN = "Fetch it again, or print it into a new PDF."
_OCR = "Add it by text recognition (OCR), for instance with ocrmypdf."


class Pages(NamedTuple):
    """The regions of each page (none without text), and remarks on pages left out."""

    reader: pypdf.PdfReader
    regions: list[list[Region]]
    remarks: tuple[Remark, ...]


def read_pages(path: str, data: bytes) -> Pages:
    """Read every readable page. Raises ArticleError if none has any text."""
    reader = _opened(path, data)
    count = len(reader.pages)
    read: list[list[Region]] = [[] for _ in range(count)]
    broken: list[int] = []
    pictures: list[int] = []
    for number in range(count):
        try:
            page = reader.pages[number]
            read[number] = regions(page)
            if not any(read[number]):
                if _has_lost_its_content(page):
                    broken.append(number + 1)
                elif _shows_a_picture(page):
                    pictures.append(number + 1)
        except Exception:  # whatever the library stumbles over, or parts nested too deeply
            broken.append(number + 1)
    if not any(map(any, read)):
        if broken:
            raise _damaged(path)
        raise ArticleError(path, "The PDF has no text, only pictures of pages.", _OCR)
    return Pages(reader, read, tuple(_remarks(broken, pictures, count)))


def _opened(path: str, data: bytes) -> pypdf.PdfReader:
    """Open a document whose pages can be read. Raises ArticleError."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        readable = not reader.is_encrypted or bool(reader.decrypt(""))
        count = len(reader.pages) if readable else 0
    except pypdf.errors.DependencyError as error:  # old installations lack what AES needs
        raise MissingExtraError(path, ".pdf", "pdf") from error
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise _damaged(path) from error
    if not readable:
        raise ArticleError(
            path, "The PDF is encrypted.", "Open it and print it into a PDF without a password."
        )
    if count > _MOST_PAGES:
        reason = f"The PDF has more than {_MOST_PAGES:,} pages."
        raise ArticleError(path, reason, "Split it into one file per article.")
    return reader


def _has_lost_its_content(page: pypdf.PageObject) -> bool:
    """Whether the page has content that unpacks to nothing."""
    contents: Any = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    return any(
        stream is not None and stream._data and not stream.get_data()  # noqa: SLF001 -- its length is gone
        for stream in (stream.get_object() for stream in streams if stream is not None)
    )


def _shows_a_picture(page: pypdf.PageObject) -> bool:
    resources: Any = page.get("/Resources", DictionaryObject()).get_object()
    drawn = resources.get("/XObject", DictionaryObject()).get_object()
    return any(drawing.get_object().get("/Subtype") == "/Image" for drawing in drawn.values())


def _damaged(path: str) -> ArticleError:
    return ArticleError(path, "The PDF is damaged and cannot be read.", _AGAIN)


def _remarks(broken: Sequence[int], pictures: Sequence[int], count: int) -> list[Remark]:
    remarks = []
    if broken:
        remarks.append(Remark(f"{_named(broken)} of {count}: cannot be read, left out.", _AGAIN))
    if pictures:
        remarks.append(Remark(f"{_named(pictures)} of {count}: a picture without text.", _OCR))
    return remarks


def _named(pages: Sequence[int]) -> str:
    more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
    word = "Page" if len(pages) == 1 else "Pages"
    return f"{word} {', '.join(map(str, pages[:_MOST_NAMED]))}{more}"
