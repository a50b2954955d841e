"""Plain text (.txt, .md), and whatever has no suffix that we know."""

from collections.abc import Container

from corpus.errors import ArticleError
from corpus.formats.extracted import Extracted
from corpus.remarks import encoding_remarks, markup_remarks
from corpus.text.canonical import canonical
from corpus.text.decode import UndecodableError, decoded


def read_plain_text(path: str, data: bytes, _recurring: Container[str] = ()) -> Extracted:
    """Read a plain-text file. Raises ArticleError."""
    try:
        text, encoding, doubt = decoded(data)
    except UndecodableError as error:
        raise ArticleError(
            path,
            f"It cannot be read as text: {error}.",
            "Save it as plain text in UTF-8, or move it out of the folder.",
        ) from error
    remarks = (*encoding_remarks(encoding, doubt), *markup_remarks(text))
    return Extracted(canonical(text), encoding, remarks=remarks)
