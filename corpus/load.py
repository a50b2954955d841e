"""An article from a file."""

import stat
from collections.abc import Container, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from corpus.article import Article
from corpus.canonical import canonical, text_sha256
from corpus.classify import classify
from corpus.decode import UndecodableError, decode
from corpus.errors import ArticleError
from corpus.front_matter import front_matter
from corpus.language import language_of
from corpus.metadata import metadata_of
from corpus.sidecar import sidecar_fields

LARGEST_FILE = 64 << 20
"""Bytes. Far more than any article; a file beyond it is a mistake or a whole archive."""


def load_article(root: Path, path: str, *, recurring: Container[str] = ()) -> Article:
    """Read the article at `path`, relative to the folder `root`, with "/".

    `recurring` holds lines that many articles of the folder share (`corpus.recurring`).
    Raises ArticleError, also for a path that leads out of `root`.
    """
    data = _read(root, path)
    try:
        decoded, encoding = decode(data)
    except UndecodableError as error:
        raise ArticleError(
            path,
            f"It cannot be read as text: {error}.",
            "Save it as plain text in UTF-8, or move it out of the folder.",
        ) from error
    return article_from(
        path,
        canonical(decoded),
        encoding,
        recurring=recurring,
        known=sidecar_fields(root, path),
    )


def article_from(
    path: str,
    text: str,
    encoding: str = "utf-8",
    *,
    recurring: Container[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> Article:
    """Make the article with the canonical text `text`.

    `known` are fields (title, source, author, date) somebody gives, which go before its own.
    """
    blocks = classify(text, recurring)
    unfolded = [text[block.start : block.end] for block in blocks if not block.folded]
    metadata = metadata_of(text, blocks, path, [known, front_matter(text).fields])
    return Article(
        path=path,
        text=text,
        blocks=blocks,
        title=metadata.title,
        source=metadata.source,
        author=metadata.author,
        date=metadata.date,
        language=language_of("\n".join(unfolded)),
        encoding=encoding,
        sha256=text_sha256(text),
        words=sum(len(block.split()) for block in unfolded),
    )


def _inside(root: Path, path: str) -> Path:
    relative = PurePosixPath(path)
    outside = ArticleError(
        path,
        "The path leads out of the folder of articles.",
        "Give a path inside it, relative to it.",
    )
    if relative.is_absolute() or ".." in relative.parts or "\0" in path:
        raise outside
    file = root
    for part in relative.parts:
        file /= part
        if file.is_symlink() and not file.resolve().is_relative_to(root.resolve()):
            raise outside
    return file


def _read(root: Path, path: str) -> bytes:
    try:
        file = _inside(root, path)
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(path, "It is not a file.", "Name a text file.")
        if status.st_size <= LARGEST_FILE:
            with file.open("rb") as opened:
                data = opened.read(LARGEST_FILE + 1)
            if len(data) <= LARGEST_FILE:
                return data
    except FileNotFoundError as error:
        raise ArticleError(
            path, "The file is not there (any more).", "Put it back, or refresh the list."
        ) from error
    except PermissionError as error:
        raise ArticleError(
            path, "You may not read the file.", "Change its permissions, e.g. chmod u+r."
        ) from error
    except OSError as error:
        raise ArticleError(
            path, f"The file cannot be read ({error.strerror}).", "Try again, or check the disk."
        ) from error
    raise ArticleError(
        path,
        f"The file is larger than {LARGEST_FILE >> 20} MB.",
        "Split it into one file per article.",
    )
