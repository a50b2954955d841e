"""What a file in an exchange format claims, before its place in our articles is known."""

from msgspec import Struct, field

from annotations.exchange.losses import Losses
from annotations.model import Annotation
from annotations.topics import Topic


class Claim(Struct, frozen=True):
    """A passage as a file has it.

    `annotation` has the quote and its context, as far as the file tells them, and no place yet;
    `start` and `end` are counted as the other program counts, `None` where the file has no numbers.
    `is_quoted` says that the quote is one, and no name somebody gave the passage.
    """

    annotation: Annotation
    start: int | None = None
    end: int | None = None
    is_quoted: bool = True


class Source(Struct, frozen=True):
    """A text as a file has it: what it calls it, what it says in it, and of it.

    `text` is `None` when the file does not bring it along; else it is as it was decoded, line
    breaks and byte order mark and all. `sha256` is that of our canonical text.
    """

    path: str = ""
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    sha256: str = ""
    text: str | None = None
    claims: tuple[Claim, ...] = ()
    about: tuple[Annotation, ...] = ()

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return self.path or self.title or self.url or "a source without a name"


class Reading(Struct, frozen=True):
    """All that a file says; `origin` is the program that wrote it, if it tells.

    `unknown` are the fields of an annotation that the format cannot carry: that they are empty
    says nothing.
    """

    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    losses: Losses = field(default_factory=Losses)
    origin: str = ""
    unknown: frozenset[str] = frozenset({"rejected", "extra", "kept_for"})


def claimed(identity: str, **fields: object) -> Annotation:
    """Make an annotation of what a file says, everything else empty."""
    known: dict[str, object] = {
        **dict.fromkeys(("quote", "prefix", "suffix", "note", "coder", "created", "updated"), ""),
        "topics": (),
        "start": 0,
        "end": 0,
        **fields,
    }
    return Annotation(id=identity, **known)  # type: ignore[arg-type]
