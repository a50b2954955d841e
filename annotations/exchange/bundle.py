"""What leaves in an exchange format: documents with their passages, and topics; knows no format."""

from collections.abc import Iterator

from msgspec import Struct

from annotations.anchoring.anchors import State
from annotations.model import Annotation
from annotations.topics import Topic
from corpus.page.blocks import Block
from corpus.text.spans import Span


class Passage(Struct, frozen=True):
    """An annotated passage, its slice of the document's text, and how sure that place is."""

    annotation: Annotation
    span: Span
    state: State

    @property
    def is_sure(self) -> bool:
        """Whether it has a place in the text as it is now that nobody needs to be asked about."""
        return self.state in {State.OK, State.MOVED}


class Document(Struct, frozen=True):
    """A text and what has been coded in it.

    `text` is canonical, "" when the article `is_missing` and cannot be read, and `blocks` say what
    is what in it; `passages` are in the
    order of their places; `about` are annotations of the article as a whole: notes, topics, stars.
    Of the fields that describe it, "" is what is not known.
    """

    path: str
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    text: str = ""
    sha256: str = ""
    is_missing: bool = False
    passages: tuple[Passage, ...] = ()
    about: tuple[Annotation, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def note(self) -> str:
        """What has been noted of the article as a whole, by whomever."""
        return "\n\n".join(each.note for each in self.about if each.note)

    @property
    def starred(self) -> bool:
        """Whether somebody has starred it."""
        return any(each.starred for each in self.about)

    @property
    def placed(self) -> tuple[Passage, ...]:
        """All of its annotations, those of the article as a whole first."""
        whole = (Passage(each, Span(0, 0), State.OK) for each in self.about)
        return (*whole, *self.passages)


class Bundle(Struct, frozen=True):
    """What is exported: documents by path, the topics configured or used, and when that was."""

    documents: tuple[Document, ...]
    topics: tuple[Topic, ...]
    made: str

    @property
    def placed(self) -> Iterator[tuple[Document, Passage]]:
        """Every annotation with its document."""
        return ((document, each) for document in self.documents for each in document.placed)

    @property
    def coders(self) -> tuple[str, ...]:
        """Who has annotated, by name."""
        return tuple(sorted({each.annotation.coder for _, each in self.placed} - {""}))
