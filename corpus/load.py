"""Loads articles from files, and from records in files."""

import re
from collections.abc import Container, Mapping, Sequence
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from corpus.article import Article
from corpus.barrier import barrier
from corpus.content import Content, content_of
from corpus.formats.extracted import Extracted
from corpus.metadata.claims import Claims
from corpus.metadata.columns import NO_COLUMNS, Columns
from corpus.metadata.sidecar import Sidecars
from corpus.page.blocks import FOLDED, Block
from corpus.records.registry import is_slow
from corpus.remarks import Remark
from corpus.text.canonical import text_sha256
from corpus.text.spans import Span
from corpus.text.undivided import Undivided

_SEE_WHY = "`nkreader show FILE --why` says why each line is folded."
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def load_article(
    root: Path,
    path: str,
    *,
    recurring: Container[str] = (),
    columns: Columns = NO_COLUMNS,
) -> Article:
    """Read the article at `path`, relative to the folder `root`, with "/".

    `recurring` holds the lines that many articles of the folder share (`corpus.page.recurring`);
    `columns` are those that the user names for records. Raises ArticleError, also for a path that
    leads out of `root`.
    """
    return load_with_content(root, path, recurring=recurring, columns=columns)[0]


def load_with_content(
    root: Path, path: str, *, recurring: Container[str] = (), columns: Columns = NO_COLUMNS
) -> tuple[Article, Content]:
    """Read an article as `load_article` does, and return it with the content that it is made of."""
    path = str(PurePosixPath(path))  # annotations call "./a.txt" by "a.txt"
    with barrier(path):
        known = Sidecars(root).fields(path)
        content = content_of(root, path, recurring, columns, known.get("encoding", ""))
        claims = [
            Claims("metadata.csv", known),
            Claims(content.origin, content.extracted.fields),
        ]
        return _article(path, content.extracted, claims, recurring), content


def load_plain_text(root: Path, path: str, *, columns: Columns = NO_COLUMNS) -> str:
    """Return the canonical text of the article at `path`, without judging its lines.

    "" if not the text but the format says what its lines are. Raises ArticleError.
    """
    with barrier(path):
        if is_slow(path):
            return ""
        encoding = Sidecars(root).fields(path).get("encoding", "")
        extracted = content_of(root, path, (), columns, encoding).extracted
        return extracted.text if extracted.blocks is None else ""


def article_from(
    path: str,
    text: str,
    encoding: str = "utf-8",
    *,
    recurring: Container[str] = (),
    known: Mapping[str, str] = MappingProxyType({}),
) -> Article:
    """Make the article with the canonical text `text`.

    `known` are fields (title, source, author, date, url) that take precedence over its own.
    """
    return _article(path, Extracted(text, encoding), [Claims("what is known", known)], recurring)


def _article(
    path: str, extracted: Extracted, claims: Sequence[Claims], recurring: Container[str]
) -> Article:
    # Importing what judges a text is slow, and many commands only ask where articles are.
    from corpus.metadata.gathered import metadata_of
    from corpus.metadata.outlets import outlet
    from corpus.page.classify import classify
    from corpus.page.front_matter import front_matter
    from corpus.text.language_detection import language_of

    text, blocks = extracted.text, extracted.blocks
    if blocks is None:
        blocks = classify(text, recurring)
        claims = [*claims, Claims("its front matter", front_matter(text).fields)]
    read, places, body = text, blocks, _unfolded(text, blocks)
    if any("\n" in block for block in body):
        read, places = _as_read(text, blocks)
        body = _unfolded(read, places)
    whole = "\n".join(body)
    language = _language(claims) or language_of(whole)
    metadata = metadata_of(read, places, path, claims, language)
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
    """Remark on an article with nothing to read or to find."""
    if words:
        return ()
    if not text.strip():
        return (Remark("It is empty.", "Save or fetch it again, or remove it."),)
    return (Remark("All of its text is folded, and no search finds it.", _SEE_WHY),)


def _unfolded(text: str, blocks: tuple[Block, ...]) -> list[str]:
    return [text[start:end] for kind, start, end, _ in blocks if kind not in FOLDED]


def _as_read(text: str, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """Return the text with each block on one line and its words whole, and the blocks in it."""
    from corpus.text.divided_words import divisions

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


def _language(claims: Sequence[Claims]) -> str:
    """Return the first language claimed by its two letters ("de", "de-AT"), or ""."""
    named = (_LANGUAGE.match(fields.get("language", "").lower()) for _, fields in claims)
    return next((match[0] for match in named if match), "")
