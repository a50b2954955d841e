"""What an annotation is: a passage of an article, or all of it, with topics and a note."""

from collections.abc import Mapping

from msgspec import Struct, field

GONE = "gone"


class Annotation(Struct, frozen=True):
    """A passage with topics and a note.

    `start` and `end` are 0-based, end-exclusive code points in the article's canonical text;
    `quote` was `text[start:end]` when the annotation was made, `prefix` and `suffix` stood before
    and after it. `created` and `updated` are times such as `2026-11-22T10:00:00Z`, kept as the
    text they were. `kept_for` is the SHA-256 of a text in which the passage has no certain place,
    `GONE` when there was no article, and somebody has decided to leave it as it is: nobody is asked
    again until the text is another one. `rejected` are the topics that were suggested for the
    passage and do not belong on it; `starred` marks an article. `extra` holds keys of the file that
    this version does not know; they are written back.
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
    extra: Mapping[str, object] = field(default_factory=dict)
    kept_for: str = ""
    rejected: tuple[str, ...] = ()
    starred: bool = False

    def __hash__(self) -> int:
        return hash(self.id)  # `extra` has no hash

    @property
    def is_about_article(self) -> bool:
        """Whether it says something of the article as a whole: it has no words of it."""
        return not self.quote and self.start == self.end == 0

    @property
    def is_rejection(self) -> bool:
        """Whether all it says is that suggested topics do not belong here: it codes nothing."""
        return bool(self.rejected) and not (self.topics or self.note or self.starred)

    @property
    def is_passage(self) -> bool:
        """Whether it is a passage that somebody has coded."""
        return not self.is_about_article and not self.is_rejection

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left for which to keep it."""
        return not (self.topics or self.note or self.rejected or self.starred)


class ArticleIdentity(Struct, frozen=True):
    """What a file says about its article: path with `/`, title, hash of the canonical text."""

    path: str
    title: str
    sha256: str
