"""Title, source, author and date of an article, from its blocks and its file name."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from corpus.blocks import Block, BlockKind
from corpus.cues import author_of, source_of
from corpus.dates import first_date
from corpus.titles import clean_title

_HASH = re.compile(r"[0-9a-f]{12,}", re.IGNORECASE)


def title_of(text: str, blocks: Sequence[Block], path: str) -> str:
    """Give the title in the title block, or the file name made readable."""
    for block in blocks:
        if block.kind is BlockKind.TITLE:
            return clean_title(text[block.start : block.end])
    return title_from_name(path)


def title_from_name(path: str) -> str:
    """Give the file name without suffix, long hashes and underscores."""
    stem = PurePosixPath(path).stem
    readable = " ".join(_HASH.sub("", stem).replace("_", " ").split())
    return readable.strip(" -") or stem


def source_in(text: str, blocks: Sequence[Block]) -> str:
    """Give the source the article names ("Quelle: NBC News"), or ""."""
    return next(
        filter(None, (source_of(line) for line in _of_kind(text, blocks, BlockKind.BYLINE))), ""
    )


def author_in(text: str, blocks: Sequence[Block]) -> str:
    """Give the author named in a byline, or ""."""
    return next(
        filter(None, (author_of(line) for line in _of_kind(text, blocks, BlockKind.BYLINE))), ""
    )


def date_in(text: str, blocks: Sequence[Block]) -> str:
    """Give the date in the first date line, as YYYY-MM-DD, or ""."""
    return next(
        filter(None, (first_date(line) for line in _of_kind(text, blocks, BlockKind.DATELINE))), ""
    )


def _of_kind(text: str, blocks: Sequence[Block], kind: BlockKind) -> list[str]:
    return [text[block.start : block.end] for block in blocks if block.kind is kind]
