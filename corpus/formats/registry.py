"""Which file formats hold articles, and what reads each of them."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from functools import cache
from posixpath import splitext

from corpus.errors import ArticleError, MissingExtraError
from corpus.formats.press.signs import has_signs
from corpus.page.blocks import BLOCKS_VERSION, Block
from corpus.remarks import Remark, guessed, in_markup
from corpus.text.canonical import CANONICAL_VERSION, canonical
from corpus.text.decode import UndecodableError, decoded

LARGEST = 64 << 20
"""Bytes. Far more than any article; a file or record beyond it is a mistake or a whole archive."""

RECORDS = (
    *(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".mbox", ".warc", ".warc.gz"),
    *(".rss", ".atom", ".xml"),
)
"""Suffixes of the files with one article per record (`corpus.records.registry`)."""


EXPORTS = (".txt", ".html", ".htm", ".rtf", ".docx")
"""Suffixes of files that may be exports of press databases (`corpus.records.press_exports`)."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a reader finds in a file.

    `text` is canonical. `blocks` is None where the text alone says what each line is. `fields` are
    those among title, source, author, date, url and language that the format itself tells.
    `remarks` is what a person should know of it.
    """

    text: str
    encoding: str
    blocks: tuple[Block, ...] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Format:
    """A reader, and the distribution and extra it needs, if any.

    `version` is raised whenever the reader gives another text or other blocks for some file.
    `is_slow` says that what it gives is worth keeping.
    """

    read: Callable[[str, bytes, Container[str]], Extracted]
    version: int = 0
    extra: str = ""
    distribution: str = ""
    is_slow: bool = True


def plain_text(path: str, data: bytes) -> Extracted:
    """Read a plain-text file. Raises ArticleError."""
    try:
        text, encoding, doubt = decoded(data)
    except UndecodableError as error:
        raise ArticleError(
            path,
            f"It cannot be read as text: {error}.",
            "Save it as plain text in UTF-8, or move it out of the folder.",
        ) from error
    remarks = (*guessed(encoding, doubt), *in_markup(text))
    return Extracted(canonical(text), encoding, remarks=remarks)


def _plain(path: str, data: bytes, _recurring: Container[str]) -> Extracted:
    return plain_text(path, data)


def _html(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.html.page import read_html

    return read_html(path, data, recurring)


def _mht(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.mail.mhtml import read_mht

    return read_mht(path, data, recurring)


def _pdf(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.pdf.document import read_pdf

    return read_pdf(path, data, recurring)


def _docx(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.office.docx import read_docx

    return read_docx(path, data, recurring)


def _odt(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.office.odt import read_odt

    return read_odt(path, data, recurring)


def _rtf(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.office.rtf import read_rtf

    return read_rtf(path, data, recurring)


def _mail(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.mail.message import read_mail

    return read_mail(path, data, recurring)


def _epub(path: str, data: bytes, recurring: Container[str]) -> Extracted:
    from corpus.formats.office.epub import read_epub

    return read_epub(path, data, recurring)


_TEXT = _Format(_plain, 1, is_slow=False)
_MHT = _Format(_mht, 2, "html", "trafilatura")
_PDF = _Format(_pdf, 2, "pdf", "pypdf")
_HTML = _Format(_html, 2, "html", "trafilatura")
_FORMATS = {
    **dict.fromkeys((".txt", ".md"), _TEXT),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _HTML),
    **dict.fromkeys((".mht", ".mhtml"), _MHT),
    ".pdf": _PDF,
    ".docx": _Format(_docx, 1, "office", "lxml"),
    ".odt": _Format(_odt, 1, "office", "lxml"),
    ".rtf": _Format(_rtf, 1),
    ".eml": _Format(_mail, 1),
    ".epub": _Format(_epub, 1, "office", "lxml"),
}

_SLOW_RECORDS = (".mbox", ".warc", ".warc.gz", ".rss", ".atom", ".xml", *EXPORTS)

_MISSING = "-"

SUFFIXES = (*_FORMATS, *RECORDS)
"""In lower case; a file with another suffix is no article."""


def check_installed(path: str) -> None:
    """Raise MissingExtraError if the reader of an article is not installed."""
    suffix = suffix_of(path)
    known = _FORMATS.get(suffix, _TEXT)
    if known.extra and _installed(known.distribution) == _MISSING:
        raise MissingExtraError(path, suffix, known.extra)


def is_slow(path: str) -> bool:
    """Whether reading the article takes so long that what was read is worth keeping."""
    in_file = suffix_of(path.rpartition("/")[0])
    return in_file in _SLOW_RECORDS or _FORMATS.get(suffix_of(path), _TEXT).is_slow


def suffix_of(path: str) -> str:
    """Give the suffix of a path, in lower case."""
    suffix = splitext(path)[1].lower()
    return ".warc.gz" if suffix == ".gz" and path.lower().endswith(".warc.gz") else suffix


def extract(
    path: str, data: bytes, recurring: Container[str] = (), *, suffix: str = ""
) -> Extracted:
    """Read the article at `path` with the bytes `data`, by its suffix or the one that is given.

    What has no suffix that we know is read as plain text.

    Raises ArticleError, and MissingExtraError where the reader is not installed.
    """
    may_be_export = not suffix and suffix_of(path) in EXPORTS
    suffix = suffix or suffix_of(path)
    known = _FORMATS.get(suffix, _TEXT)
    try:
        found = known.read(path, data, recurring)
    except ImportError as error:
        if not known.extra:
            raise
        raise MissingExtraError(path, suffix, known.extra) from error
    if not (may_be_export and has_signs(found.text)):
        return found
    from corpus.formats.press.databases import as_one

    return as_one(found, recurring)


@cache
def reading(suffix: str) -> str:
    """Name how files with this suffix are read now: another answer means, read them again."""
    known = _FORMATS.get(suffix, _TEXT)
    rules = f"{CANONICAL_VERSION}.{BLOCKS_VERSION}"
    if not known.version:
        return rules
    library = _installed(known.distribution) if known.extra else ""
    return f"{rules}.{known.version}.{library}"


@cache
def _installed(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return _MISSING


def one_line(value: str, longest: int = 1000) -> str:
    """Give what a file says of itself as one line of canonical text."""
    return " ".join(canonical(value[: 2 * longest]).split())[:longest]
