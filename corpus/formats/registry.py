"""The formats of files that hold one article, and which reader each of them has.

To add one, write its reader, a module or a room beside this one, and give it a row in `FORMATS`:
everything else (which files count as articles, what needs an extra, what is cached, when a file is
read again) follows from that row.
"""

from collections.abc import Callable, Container
from functools import cache
from importlib import import_module
from posixpath import splitext

from msgspec import Struct

from corpus.errors import MissingExtraError
from corpus.formats.extracted import Extracted
from corpus.formats.press.signs import has_signs
from corpus.page.blocks import BLOCKS_VERSION
from corpus.text.canonical import CANONICAL_VERSION
from corpus.text.language_detection import DETECTION_VERSION

Reader = Callable[[str, bytes, Container[str]], Extracted]
"""Reads a file: its path (for messages), its bytes, and the lines that recur in the folder."""

_MISSING = "-"


class Format(Struct, frozen=True):
    """A format, and how it is read.

    `reader` names the `Reader` by module and function; it is imported when the first such file is
    read. `version` is raised whenever it returns another text or other blocks for some file.
    `extra` names the extra of nkreader that it needs, if any, and `distribution` the library in it
    whose version counts. `is_slow` says that its results are worth caching. `exports` are the
    suffixes under which press databases export many articles in one file.
    """

    suffixes: tuple[str, ...]
    reader: str
    version: int
    extra: str = ""
    distribution: str = ""
    is_slow: bool = True
    exports: tuple[str, ...] = ()

    def load(self) -> Reader:
        """Import the reader. Raises ImportError."""
        module, _, name = self.reader.rpartition(".")
        reader: Reader = getattr(import_module(module), name)
        return reader


PLAIN_TEXT = Format(
    (".txt", ".md"),
    "corpus.formats.plain_text.read_plain_text",
    version=2,
    is_slow=False,
    exports=(".txt",),
)
FORMATS = (
    PLAIN_TEXT,
    Format(
        (".html", ".htm", ".xhtml"),
        "corpus.formats.html.page.read_html",
        version=2,
        extra="html",
        distribution="trafilatura",
        exports=(".html", ".htm"),
    ),
    Format(
        (".mht", ".mhtml"),
        "corpus.formats.mail.mhtml.read_mht",
        version=2,
        extra="html",
        distribution="trafilatura",
    ),
    Format(
        (".pdf",),
        "corpus.formats.pdf.document.read_pdf",
        version=2,
        extra="pdf",
        distribution="pypdf",
    ),
    Format(
        (".docx",),
        "corpus.formats.office.docx.read_docx",
        version=1,
        extra="office",
        distribution="lxml",
        exports=(".docx",),
    ),
    Format(
        (".odt",),
        "corpus.formats.office.odt.read_odt",
        version=1,
        extra="office",
        distribution="lxml",
    ),
    Format((".rtf",), "corpus.formats.office.rtf.read_rtf", version=1, exports=(".rtf",)),
    Format((".eml",), "corpus.formats.mail.message.read_mail", version=1),
    Format(
        (".epub",),
        "corpus.formats.epub.read_epub",
        version=1,
        extra="office",
        distribution="lxml",
    ),
)
EXPORTS = tuple(suffix for known in FORMATS for suffix in known.exports)
"""Suffixes of files that may be exports of press databases (`corpus.records.press_exports`)."""

_BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}


def format_of(suffix: str) -> Format:
    """Return the format of files with this suffix; plain text where no other is known."""
    return _BY_SUFFIX.get(suffix, PLAIN_TEXT)


def suffix_of(path: str) -> str:
    """Return the suffix of a path, in lower case; `.warc.gz` is one."""
    suffix = splitext(path)[1].lower()
    return ".warc.gz" if suffix == ".gz" and path.lower().endswith(".warc.gz") else suffix


def check_installed(path: str) -> None:
    """Raise MissingExtraError if the reader of an article is not installed."""
    suffix = suffix_of(path)
    known = format_of(suffix)
    if known.extra and _installed(known.distribution) == _MISSING:
        raise MissingExtraError(path, suffix, known.extra)


def extract(path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read the article at `path` with the bytes `data`, by the suffix of its path.

    What has no suffix that we know is read as plain text; an export of a press database gets what
    the database states. Raises ArticleError; MissingExtraError if the reader is not installed.
    """
    suffix = suffix_of(path)
    found = read_as(suffix, path, data, recurring)
    if suffix in EXPORTS and has_signs(found.text):
        from corpus.formats.press.databases import as_one

        return as_one(found, recurring)
    return found


def read_as(suffix: str, path: str, data: bytes, recurring: Container[str] = ()) -> Extracted:
    """Read an article as files with `suffix` are read, whatever its path. Raises as `extract`."""
    known = format_of(suffix)
    try:
        return known.load()(path, data, recurring)
    except ImportError as error:
        if not known.extra:
            raise
        raise MissingExtraError(path, suffix, known.extra) from error


@cache
def reading(suffix: str) -> str:
    """Return a key of how files with this suffix are read: when it changes, read them again."""
    known = format_of(suffix)
    rules = f"{CANONICAL_VERSION}.{BLOCKS_VERSION}.{DETECTION_VERSION}"
    library = _installed(known.distribution) if known.extra else ""
    return f"{rules}.{known.version}.{library}"


@cache
def _installed(distribution: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return _MISSING
