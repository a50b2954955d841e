"""What several commands print in the same way: an article's facts, an incoming annotation."""

from typing import TYPE_CHECKING

from nkreader.terminal import put_row

if TYPE_CHECKING:
    from annotations.model import Annotation
    from corpus.folder.catalogue import Record
    from workspace.workspace import Workspace


def article_item(workspace: "Workspace", record: "Record") -> dict[str, object]:
    """Return the JSON object of an article."""
    return {
        "path": record.path,
        "title": record.title,
        "source": record.source,
        "author": record.author,
        "date": record.date,
        "language": record.language,
        "characters": record.characters,
        "words": record.words,
        "text_sha256": record.sha256,
        "annotations": workspace.annotation_count(record.path),
    }


def put_incoming(kind: str, path: str, theirs: "Annotation") -> None:
    """Print a row for an annotation: its quote; if it is on the whole article, its note or star."""
    words = theirs.quote or theirs.note or ("★" if theirs.starred else "")
    put_row(kind, path, theirs.coder, words)
