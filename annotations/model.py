"""What an annotation is: a passage of an article, its topics and its note."""

from collections.abc import Mapping
from dataclasses import dataclass, field

GONE = "gone"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A passage with topics and a note.

    `start` and `end` are 0-based, end-exclusive code points in the article's canonical text;
    `quote` was `text[start:end]` when the annotation was made, `prefix` and `suffix` stood before
    and after it. `created` and `updated` are times such as `2026-11-22T10:00:00Z`, kept as the
    text they were. `kept_for` is the SHA-256 of a text in which the passage has no certain place,
    `GONE` when there was no article, and somebody has decided to leave it as it is: nobody is asked
    again until the text is another one. `extra` holds keys of the file that this version does not
    know; they are written back.
    """

    id: str
    topics: tuple[str, ...]
    quote: str
    prefix: str
    suffix: str
    start: int
    end: int
    note: str
    coder: str
    created: str
    updated: str
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
    kept_for: str = ""


@dataclass(frozen=True, slots=True)
class ArticleIdentity:
    """What a file says about its article: path with `/`, title, hash of the canonical text."""

    path: str
    title: str
    sha256: str
