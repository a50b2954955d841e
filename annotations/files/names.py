"""Names the file of an article: its path with `.yaml`, shortened where a file system demands it."""

import hashlib
import os
from pathlib import Path, PurePosixPath

from annotations.files.article_file import AnnotationFileError
from annotations.files.listing import ENDING

_MAX_NAME_BYTES = 255  # of most file systems


def file_of(folder: Path, article: str) -> Path:
    """Return where below `folder` the annotations of an article (path with `/`) are, or would be.

    Raises AnnotationFileError for a path that leads out of the folder.
    """
    path = PurePosixPath(article)
    file = folder.joinpath(*path.parts[:-1], _file_name(path.name))
    if path.is_absolute() or ".." in path.parts or not path.name or "\0" in article:
        raise AnnotationFileError(
            file,
            None,
            "lies outside the annotations folder",
            "Articles have paths below their folder.",
        )
    return file


def is_shortened(name: str) -> bool:
    """Whether a file name may have been cut, so that it does not tell the article."""
    return len(os.fsencode(name)) >= _MAX_NAME_BYTES


def _file_name(article_name: str) -> str:
    """Return the file name for an article; cut, with a hash, where it would be too long."""
    name = article_name + ENDING
    encoded = os.fsencode(article_name)
    if len(encoded) + len(ENDING) <= _MAX_NAME_BYTES:
        return name
    tail = "~" + hashlib.sha256(encoded).hexdigest()[:12] + ENDING
    head = encoded[: _MAX_NAME_BYTES - len(tail)].decode("utf-8", "ignore")
    # Padded to the full length, by which such a name is recognised.
    return head + "~" * (_MAX_NAME_BYTES - len(tail) - len(head.encode())) + tail
