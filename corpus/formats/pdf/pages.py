"""The pages of a PDF document, each read by itself: what is wrong with one costs that one alone."""

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
_OCR = "Let a program for text recognition (OCR) add it, such as ocrmypdf."


class Pages(NamedTuple):
    """The regions of each page, none where there is no text, and what is to be told of them."""

    reader: pypdf.PdfReader
    regions: list[list[Region]]
    remarks: tuple[Remark, ...]


def read_pages(path: str, data: bytes) -> Pages:
    """Read every page that can be read. Raises ArticleError where none has any text."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        readable = not reader.is_encrypted or bool(reader.decrypt(""))
        count = len(reader.pages) if readable else 0
    except pypdf.errors.DependencyError as error:  # AES needs what old installations lack
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
        except Exception:  # as above; a page whose parts are nested too deeply among it
            broken.append(number + 1)
    if not any(map(any, read)):
        if broken:
            raise _damaged(path)
        raise ArticleError(path, "The PDF has no text, only pictures of pages.", _OCR)
    return Pages(reader, read, tuple(_told(broken, pictures, count)))


def _has_lost_its_content(page: pypdf.PageObject) -> bool:
    """Whether there is something that draws the page, but nothing comes out when it is unpacked."""
    contents: Any = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    return any(
        stream is not None and stream._data and not stream.get_data()  # noqa: SLF001 -- its length is gone
        for stream in (each.get_object() for each in streams if each is not None)
    )


def _shows_a_picture(page: pypdf.PageObject) -> bool:
    resources: Any = page.get("/Resources", DictionaryObject()).get_object()
    drawn = resources.get("/XObject", DictionaryObject()).get_object()
    return any(each.get_object().get("/Subtype") == "/Image" for each in drawn.values())


def _damaged(path: str) -> ArticleError:
    return ArticleError(path, "The PDF is damaged and cannot be read.", _AGAIN)


def _told(broken: Sequence[int], pictures: Sequence[int], count: int) -> list[Remark]:
    told = []
    if broken:
        told.append(Remark(f"{_named(broken)} of {count}: cannot be read, left out.", _AGAIN))
    if pictures:
        told.append(Remark(f"{_named(pictures)} of {count}: a picture without text.", _OCR))
    return told


def _named(pages: Sequence[int]) -> str:
    more = f" and {len(pages) - _MOST_NAMED} more" if len(pages) > _MOST_NAMED else ""
    word = "Page" if len(pages) == 1 else "Pages"
    return f"{word} {', '.join(map(str, pages[:_MOST_NAMED]))}{more}"
