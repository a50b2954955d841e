"""An article from a file, or from a record in a file."""

import codecs
import re
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from corpus.article import Article
from corpus.barrier import barrier
from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.formats.registry import check_installed, extract
from corpus.limits import LARGEST
from corpus.metadata.claims import Told
from corpus.metadata.columns import NO_COLUMNS, Columns
from corpus.metadata.sidecar import Sidecars
from corpus.page.blocks import FOLDED, Block
from corpus.page.front_matter import front_matter
from corpus.records.files import is_record, read_record
from corpus.records.registry import holds_records, is_slow
from corpus.remarks import Remark
from corpus.text.canonical import text_sha256
from corpus.text.divided_words import divisions
from corpus.text.spans import Span
from corpus.text.undivided import Undivided
from disk.plain import NotPlainError, TooLargeError
from disk.reading import read

_OUTSIDE = "The path leads out of the folder of articles."
_SEE_WHY = "`nkreader show FILE --why` says what each line is taken for."
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def load_article(
    root: Path,
    path: str,
    *,
    recurring: Container[str] = (),
    columns: Columns = NO_COLUMNS,
) -> Article:
    """Read the article at `path`, relative to the folder `root`, with "/".

    `recurring` holds lines that many articles of the folder share (`corpus.page.recurring`);
    `columns` tell what the records of a file say. Raises ArticleError, also for a path that leads
    out of `root`.
    """
    path = str(PurePosixPath(path))  # "./a.txt" is "a.txt", as annotations know it
    with barrier(path):
        known = Sidecars(root).fields(path)
        extracted = _read(root, path, recurring, columns, known.get("encoding", ""))
        told = [
            Told("metadata.csv", known),
            Told("the record" if is_record(root, path) else "the file", extracted.fields),
        ]
        return _article(path, extracted, told, recurring)


def load_plain_text(root: Path, path: str, *, columns: Columns = NO_COLUMNS) -> str:
    """Give the canonical text of the article at `path`, without looking at what it says.

    "" where not the text but the format tells what its lines are. Raises ArticleError.
    """
    with barrier(path):
        if is_slow(path):
            return ""
        encoding = Sidecars(root).fields(path).get("encoding", "")
        extracted = _read(root, path, (), columns, encoding)
        return extracted.text if extracted.blocks is None else ""


def file_sum(root: Path, path: str) -> str:
    """Give a sum of a file's bytes, to know it again by; "" if it cannot be read."""
    with suppress(ArticleError, OSError):
        return blake2b(_bytes(root, path), digest_size=16).hexdigest()
    return ""


def article_from(
    path: str,
    text: str,
    encoding: str = "utf-8",
    *,
    recurring: Container[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> Article:
    """Make the article with the canonical text `text`.

    `known` are fields (title, source, author, date, url) somebody gives, which go before its own.
    """
    return _article(path, Extracted(text, encoding), [Told("what is known", known)], recurring)


def _article(
    path: str, extracted: Extracted, told: Sequence[Told], recurring: Container[str]
) -> Article:
    # What judges a text is slow to load, and many commands only ask where articles are.
    from corpus.metadata.gathered import metadata_of
    from corpus.metadata.outlets import outlet
    from corpus.page.classify import classify
    from corpus.text.language import language_of

    text, blocks = extracted.text, extracted.blocks
    if blocks is None:
        blocks = classify(text, recurring)
        told = [*told, Told("its front matter", front_matter(text).fields)]
    read, places, body = text, blocks, _unfolded(text, blocks)
    if any("\n" in block for block in body):
        read, places = _as_read(text, blocks)
        body = _unfolded(read, places)
    whole = "\n".join(body)
    language = _language(told) or language_of(whole)
    metadata = metadata_of(read, places, path, told, language)
    words = len(whole.split())
    return Article(
        path=path,
        text=text,
        blocks=blocks,
        title=metadata.title,
        source=outlet(metadata.source),
        author=metadata.author,
        date=metadata.date,
        language=language,
        encoding=extracted.encoding,
        sha256=text_sha256(text),
        words=words,
        url=metadata.url,
        remarks=(*(extracted.remarks or _empty(text, words)), *metadata.remarks),
    )


def _empty(text: str, words: int) -> tuple[Remark, ...]:
    """Tell of an article in which there is nothing to read or to find."""
    if words:
        return ()
    if not text.strip():
        return (Remark("It is empty.", "Save or fetch it again, or remove it."),)
    return (Remark("All of its text is folded, and no search finds it.", _SEE_WHY),)


def _unfolded(text: str, blocks: tuple[Block, ...]) -> list[str]:
    return [text[start:end] for kind, start, end, _ in blocks if kind not in FOLDED]


def _as_read(text: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """Give the text with each block as one line and its words whole, and where the blocks are."""
    whole = Undivided(text, divisions(text, (Span(block.start, block.end) for block in blocks)))
    places = tuple(
        block._replace(start=whole.here(block.start), end=whole.here(block.end)) for block in blocks
    )
    ends = [0, *(place.end for place in places)]
    lines = (
        whole.text[end : place.start] + whole.text[place.start : place.end].replace("\n", " ")
        for end, place in zip(ends, places, strict=False)
    )
    return "".join(lines) + whole.text[ends[-1] :], places


def _language(told: Sequence[Told]) -> str:
    """Give the language somebody names by its two letters ("de", "de-AT"), or ""."""
    named = (_LANGUAGE.match(fields.get("language", "").lower()) for _, fields in told)
    return next((match[0] for match in named if match), "")


def _refuse_outside(path: str) -> None:
    if path.startswith("/") or ".." in path.split("/") or "\0" in path:
        raise ArticleError(path, _OUTSIDE, "Give a path inside it, relative to it.")


def _no_file(path: str, error: NotPlainError) -> ArticleError:
    if error.leads_to:
        return ArticleError(path, _OUTSIDE, error.way_out)
    return ArticleError(path, f"It is not a file ({error.strerror}).", "Name a text file.")


def _read(
    root: Path, path: str, recurring: Container[str], columns: Columns, encoding: str
) -> Extracted:
    try:
        _refuse_outside(path)
        if is_record(root, path):
            return read_record(root, path, recurring, columns)
        check_installed(path)  # there may be very many, and opening each takes long
        data = _bytes(root, path)
        if not encoding:
            return extract(path, data, recurring)
        return replace(extract(path, _as_utf8(data, encoding), recurring), encoding=encoding)
    except FileNotFoundError as error:
        raise ArticleError(
            path, "The file is not there (any more).", "Check the name, or put it back."
        ) from error
    except NotPlainError as error:
        raise _no_file(path, error) from error
    except PermissionError as error:
        raise ArticleError(
            path, "You may not read the file.", "Change its permissions, e.g. chmod u+r."
        ) from error
    except OSError as error:
        raise ArticleError(
            path, f"The file cannot be read ({error.strerror}).", "Try again, or check the disk."
        ) from error


def _as_utf8(data: bytes, encoding: str) -> bytes:
    """Give a text that somebody knows the encoding of as UTF-8; as it is for one nobody knows."""
    with suppress(LookupError, ValueError):
        return codecs.BOM_UTF8 + data.decode(encoding, "replace").encode("utf-8", "replace")
    return data


def _bytes(root: Path, path: str) -> bytes:
    if holds_records(path):
        reason = "It holds one article per record."
        raise ArticleError(path, reason, f"Name one of them, such as {path}/000001.")
    try:
        return read(root / path, within=root, most=LARGEST)
    except TooLargeError as error:
        raise ArticleError(
            path,
            f"The file is larger than {LARGEST >> 20} MB.",
            "Split it into one file per article.",
        ) from error
